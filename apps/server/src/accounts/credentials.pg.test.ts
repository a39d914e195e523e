import { readFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { Writable } from 'node:stream'
import { client } from '@keyturn/contract/client.ts'
import { listSessions, whoAmI } from '@keyturn/contract/endpoints/accounts.ts'
import { createToken } from '@keyturn/contract/endpoints/api-tokens.ts'
import { acceptInvitation, createInvitation, lookAtInvitation } from '@keyturn/contract/endpoints/invitations.ts'
import { queryOnce, type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import fc from 'fast-check'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf, openPage } from '../testing/browser.ts'
import { tokenFor } from '../testing/callers.ts'
import { signedIn } from '../testing/signed-in.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'

const PASSWORD = 'correct horse battery'
let cluster: TestCluster
let server: TestServer
let log = ''
beforeAll(async () => {
  cluster = await testCluster()
  const keep = new Writable({
    write: (chunk, _encoding, done) => {
      log += String(chunk)
      done()
    },
  })
  server = await testServer(await cluster.database(), { logger: pino({ level: 'trace' }, keep) })
})
afterAll(async () => {
  await server.remove()
  await cluster.close()
})

/** Asks who it is over a bare connection, so that no client tidies up what is sent. */
function ask(headers: readonly string[]): Promise<string> {
  const { port, hostname } = new URL(server.url)
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname)
    let answer = ''
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => {
      answer += text
    })
    socket.once('end', () => resolve(answer))
    socket.once('error', reject)
    const lines = ['GET /v1/me HTTP/1.1', 'Host: localhost', 'Connection: close', ...headers, '', '']
    socket.write(lines.join('\r\n'), 'latin1')
  })
}

/** Near what is expected, and far from it. */
const junk = fc.oneof(
  fc.string({
    unit: fc.constantFrom('=', ';', '.', '%', ' ', '"', ',', 'Bearer ', 'kt_', 'A', '0', 'keyturn.session_token='),
  }),
  fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)) }),
)

describe('a credential', () => {
  test('that is junk opens nothing and breaks nothing', async () => {
    await fc.assert(
      fc.asyncProperty(junk, junk, async (authorization, cookie) => {
        const given = await ask([`Authorization: ${authorization}`, `Cookie: ${cookie}`])
        expect(given).toMatch(/^HTTP\/1\.1 (401|400|200)/)
        // An empty header is none at all.
        if (given.startsWith('HTTP/1.1 200')) expect(authorization.trim()).toBe('')
        const stale = await ask([`Cookie: ${cookie}`])
        expect(stale).toMatch(/^HTTP\/1\.1 (200|400)/)
        if (stale.startsWith('HTTP/1.1 200')) expect(stale).toContain('"role":"public"')
      }),
      { numRuns: 150 },
    )
  })

  test('given twice, in a header as long as one may be, or half, is refused', async () => {
    const token = await tokenFor(server, ['cases:read'])
    const bearer = `Authorization: Bearer ${token}`
    expect(await ask([bearer])).toMatch(/^HTTP\/1\.1 200/)
    expect(await ask([`Authorization: Bearer ${token.slice(0, -1)}`])).toMatch(/^HTTP\/1\.1 401/)
    expect(await ask([`Authorization: Bearer ${token}${token}`])).toMatch(/^HTTP\/1\.1 401/)
    expect(await ask([`Authorization: Bearer ${'a'.repeat(10_000)}`])).toMatch(/^HTTP\/1\.1 401/)
    expect(await ask([`Cookie: ${'a'.repeat(40_000)}`])).toMatch(/^HTTP\/1\.1 431/)
  })

  test('in the header counts before one in a cookie', async () => {
    const driver = await signedIn(server, 'driver')
    const token = await tokenFor(server, ['cases:read'])
    const cookie = `Cookie: ${driver.headers['cookie']}`
    expect(await ask([cookie])).toContain('"role":"driver"')
    expect(await ask([cookie, `Authorization: Bearer ${token}`])).toContain('"role":"integrator"')
    expect(await ask([cookie, 'Authorization: Bearer wrong'])).toMatch(/^HTTP\/1\.1 401/)
  })

  test('read in the database opens nothing', async () => {
    const driver = await signedIn(server, 'driver')
    const token = await tokenFor(server, ['cases:read'])
    const [session] = await queryOnce<{ token: string }>(
      server.db.ownerUrl,
      'select token from keyturn.sessions where user_id = $1',
      [driver.user],
    )
    const [held] = await queryOnce<{ digest: Buffer }>(
      server.db.ownerUrl,
      'select digest from keyturn.api_tokens where shown = $1',
      [token.slice(0, 9)],
    )
    expect(await ask([`Cookie: keyturn.session_token=${session?.token}`])).toContain('"role":"public"')
    for (const text of [held?.digest.toString('base64url'), held?.digest.toString('hex')]) {
      expect(await ask([`Authorization: Bearer kt_${text}`])).toMatch(/^HTTP\/1\.1 401/)
    }
  })
})

describe('the log', () => {
  test('holds no secret, whatever is done', async () => {
    const secrets: string[] = [PASSWORD, 'a wrong password 1', server.operatorToken]
    secrets.push(
      readFileSync(path.join(server.dataDir, 'session-key'), 'utf8').trim(),
      new URL(server.db.appUrl).password,
    )
    const admin = await signedIn(server, 'authority-admin')
    secrets.push(admin.headers['cookie'] ?? '')
    const invited = { email: 'log@example.org', name: 'Log', role: 'auditor' as const }
    await admin(createInvitation, { params: {}, body: invited })
    const mailed = async (pattern: RegExp) => {
      const rows = await queryOnce<{ text: string }>(server.db.ownerUrl, 'select text from keyturn.outbox')
      return rows.map(({ text }) => pattern.exec(text)?.[1]).find((found) => found !== undefined)
    }
    const secret = (await mailed(/invitation#(\S+)/)) ?? ''
    await server.stranger(lookAtInvitation, { params: {}, body: { secret } })
    await server.stranger(acceptInvitation, { params: {}, body: { secret, name: 'Log', password: PASSWORD } })
    await server.stranger(acceptInvitation, { params: {}, body: { secret, name: 'Log', password: PASSWORD } })
    const page = openPage(server.url)
    await page.step('sign-in', { email: invited.email, password: 'a wrong password 1' })
    await page.step('sign-in', { email: invited.email, password: PASSWORD })
    const { body } = await page.step('set-up-second-factor', { password: PASSWORD })
    await page.step('give-code', { code: codeOf(body.totpUri ?? '') })
    await page.step('give-backup-code', { code: body.backupCodes?.[0] ?? '' })
    await page.call(listSessions, { params: {} })
    await page.step('ask-recovery', { email: invited.email })
    await expect.poll(() => mailed(/recover#(\S+)/)).toMatch(/./)
    const recovery = (await mailed(/recover#(\S+)/)) ?? ''
    await page.step('choose-new-password', { token: recovery, newPassword: PASSWORD })
    const made = await admin(createToken, { params: {}, body: { name: 'x', scopes: ['cases:read'], expiresInDays: 1 } })
    const token = made.ok ? made.value.secret : ''
    await client({ baseUrl: server.url, token })(whoAmI, { params: {} })
    await client({ baseUrl: server.url, token: `${token}x` })(whoAmI, { params: {} })
    await fetch(`${server.url}/auth/agency/callback?code=a-code-of-the-agency&state=x`)
    secrets.push(secret, recovery, token, body.totpUri ?? '', ...(body.backupCodes ?? []), ...page.cookies.values())
    secrets.push(new URL(body.totpUri ?? '').searchParams.get('secret') ?? '', 'a-code-of-the-agency')
    // The log was written at all: refusals stand in it.
    expect(log).toContain('"msg":"refused"')
    expect(secrets.filter((one) => one.length < 8)).toEqual([])
    expect(secrets.filter((one) => log.includes(one))).toEqual([])
  })
})
