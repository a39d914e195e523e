import { listAccounts } from '@keyturn/contract/endpoints/account-care.ts'
import { listSessions, revokeSession, whoAmI } from '@keyturn/contract/endpoints/accounts.ts'
import { queryOnce, type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { hashPassword } from 'better-auth/crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf, openPage, type Page } from '../testing/browser.ts'
import { signedIn } from '../testing/signed-in.ts'
import { standingClock, TEST_NOW, type TestServer, testServer } from '../testing/test-server.ts'

const PASSWORD = 'correct horse battery'
let cluster: TestCluster
let server: TestServer
let hash: string
const clock = standingClock()
beforeAll(async () => {
  cluster = await testCluster()
  server = await testServer(await cluster.database(), { clock, trustProxy: ['127.0.0.0/8'] })
  hash = await hashPassword(PASSWORD)
})
afterAll(async () => {
  await server.remove()
  await cluster.close()
})

const me = async (page: Page) => {
  const answer = await page.call(whoAmI, { params: {} })
  if (!answer.ok) throw new Error(answer.problem.detail)
  return answer.value
}
const driver = () => signedIn(server, 'driver', { passwordHash: hash })
const officer = () => signedIn(server, 'authority-admin', { passwordHash: hash })

/** Signs somebody in who has set up a second factor just now. */
async function withSecondFactor(email: string) {
  const page = openPage(server.url)
  expect((await page.step('sign-in', { email, password: PASSWORD })).body).toEqual({ next: 'signed-in' })
  const { body } = await page.step('set-up-second-factor', { password: PASSWORD })
  const { totpUri = '', backupCodes = [] } = body
  expect((await page.step('give-code', { code: codeOf(totpUri) })).body).toEqual({ done: true })
  return { page, totpUri, backupCodes }
}

describe('signing in', () => {
  test('a driver signs in with address and password, and out again', async () => {
    const { email, user } = await driver()
    const page = openPage(server.url)
    expect(await page.step('sign-in', { email: email.toUpperCase(), password: PASSWORD })).toEqual({
      status: 200,
      body: { next: 'signed-in' },
    })
    expect(await me(page)).toMatchObject({ user, email, role: 'driver', secondFactor: 'not-needed' })
    expect((await page.step('sign-out', {})).status).toBe(200)
    expect(await me(page)).toMatchObject({ role: 'public', user: 'public' })
  })

  test('the cookie is for this server’s pages alone, and not for their scripts', async () => {
    const { email } = await driver()
    const response = await openPage(server.url).fetch(`${server.url}/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: PASSWORD }),
    })
    const [cookie = ''] = response.headers.getSetCookie()
    expect(cookie).toMatch(/^keyturn\.session_token=/)
    expect(cookie).toContain('HttpOnly')
    expect(cookie).toContain('SameSite=Lax')
    expect(cookie).not.toContain('Secure')
    expect(await response.text()).toBe('{"next":"signed-in"}')
  })

  test('behind an https address the cookie travels over TLS alone', async () => {
    const secure = await testServer(server.db, { publicUrl: 'https://iid.example.gov' })
    const { email } = await driver()
    const response = await fetch(`${secure.url}/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://iid.example.gov' },
      body: JSON.stringify({ email, password: PASSWORD }),
    })
    expect(response.headers.getSetCookie()[0]).toMatch(/^__Secure-keyturn\.session_token=.*Secure/)
    await secure.remove()
  })

  test('an unknown address is answered like a wrong password', async () => {
    const { email } = await driver()
    const page = openPage(server.url)
    const wrong = await page.step('sign-in', { email, password: 'another password' })
    const unknown = await page.step('sign-in', { email: 'nobody@example.org', password: 'another password' })
    expect(wrong.status).toBe(401)
    expect(wrong).toEqual(unknown)
    expect(wrong.body).toMatchObject({ code: 'sign-in-failed' })
    expect(page.cookies.size).toBe(0)
  })

  test('a disabled account is answered like a wrong password, and its sessions are over', async () => {
    const { email, user } = await driver()
    const page = openPage(server.url)
    await page.step('sign-in', { email, password: PASSWORD })
    await queryOnce(server.db.ownerUrl, 'update keyturn.users set disabled_at = now() where id = $1', [user])
    expect(await me(page)).toMatchObject({ role: 'public' })
    const again = await openPage(server.url).step('sign-in', { email, password: PASSWORD })
    expect(again).toMatchObject({ status: 401, body: { code: 'sign-in-failed' } })
  })

  test('guessing at one account is stopped, with a time to wait, and the owner elsewhere is not', async () => {
    const { email } = await driver()
    const page = openPage(server.url, '198.51.100.1')
    const statuses: number[] = []
    for (let i = 0; i < 12; i++) {
      statuses.push((await page.step('sign-in', { email, password: `guess number ${i}` })).status)
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429])
    const right = await page.step('sign-in', { email, password: PASSWORD })
    expect(right.body).toMatchObject({ code: 'too-many-requests', detail: expect.stringContaining('15 minutes') })
    expect((await openPage(server.url, '198.51.100.2').step('sign-in', { email, password: PASSWORD })).status).toBe(200)
    clock.setOffset(15 * 60_000)
    expect((await page.step('sign-in', { email, password: PASSWORD })).status).toBe(200)
    clock.setOffset(0)
  })

  test('guessing at many accounts from one address is stopped', async () => {
    const page = openPage(server.url, '198.51.100.9')
    await queryOnce(server.db.ownerUrl, `update keyturn.attempts set count = 100 where key like 'sign-in address %'`)
    expect((await page.step('sign-in', { email: 'a@example.org', password: 'x' })).status).toBe(401)
    await queryOnce(server.db.ownerUrl, `update keyturn.attempts set count = 100 where key like 'sign-in address %'`)
    expect((await page.step('sign-in', { email: 'b@example.org', password: 'x' })).status).toBe(429)
    await queryOnce(server.db.ownerUrl, 'update keyturn.attempts set count = 0')
  })

  test.each([
    ['sign-in', { email: 'not an address', password: 'x' }],
    ['sign-in', { email: 'a@example.org' }],
    ['sign-in', { email: 'a@example.org', password: 'x', rememberMe: true }],
    ['give-code', { code: '123456', trustDevice: true }],
    ['choose-new-password', { token: 'x', newPassword: 'too short' }],
  ] as const)('%s refuses what it does not expect (%#)', async (step, body) => {
    const answer = await openPage(server.url).step(step, body)
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } })
  })

  test('nobody can sign up, and nothing else of better-auth answers', async () => {
    const page = openPage(server.url)
    for (const path of [
      'sign-up/email',
      'update-user',
      'delete-user',
      'get-session',
      'sign-in/social',
      'ok',
      'error',
    ]) {
      for (const method of ['GET', 'POST']) {
        const response = await page.fetch(`${server.url}/auth/${path}`, { method })
        expect(response.status, `${method} ${path}`).toBe(404)
      }
    }
  })
})

describe('a second factor', () => {
  test('staff can do nothing before it is set up, and everything after', async () => {
    const { email } = await officer()
    const page = openPage(server.url)
    await page.step('sign-in', { email, password: PASSWORD })
    expect(await me(page)).toMatchObject({ role: 'authority-admin', secondFactor: 'to-set-up' })
    expect(await page.call(listAccounts, { params: {} })).toMatchObject({ ok: false, code: 'second-factor-required' })
    const setUp = await page.step('set-up-second-factor', { password: PASSWORD })
    expect(setUp.body.backupCodes).toHaveLength(10)
    expect(setUp.body.totpUri).toMatch(/^otpauth:\/\/totp\/Keyturn:/)
    expect(await page.call(listAccounts, { params: {} })).toMatchObject({ ok: false, code: 'second-factor-required' })
    expect((await page.step('give-code', { code: codeOf(setUp.body.totpUri ?? '') })).status).toBe(200)
    expect(await me(page)).toMatchObject({ secondFactor: 'given' })
    expect((await page.call(listAccounts, { params: {} })).ok).toBe(true)
  })

  test('after it is set up a password alone signs nobody in', async () => {
    const { email } = await officer()
    const { totpUri } = await withSecondFactor(email)
    const page = openPage(server.url)
    expect((await page.step('sign-in', { email, password: PASSWORD })).body).toEqual({ next: 'second-factor' })
    expect(await me(page)).toMatchObject({ role: 'public' })
    expect((await page.step('give-code', { code: '000000' })).body).toMatchObject({ code: 'wrong-code' })
    expect((await page.step('give-code', { code: codeOf(totpUri) })).status).toBe(200)
    expect(await me(page)).toMatchObject({ role: 'authority-admin', secondFactor: 'given' })
  })

  test('five wrong codes end the sign-in', async () => {
    const { email } = await officer()
    const { totpUri } = await withSecondFactor(email)
    const page = openPage(server.url)
    await page.step('sign-in', { email, password: PASSWORD })
    for (let i = 0; i < 5; i++) expect((await page.step('give-code', { code: '000000' })).status).toBe(401)
    expect((await page.step('give-code', { code: codeOf(totpUri) })).status).toBe(429)
    expect((await page.step('give-code', { code: codeOf(totpUri) })).status).toBe(401)
    expect(await me(page)).toMatchObject({ role: 'public' })
  })

  test('a backup code works once', async () => {
    const { email } = await officer()
    const { backupCodes } = await withSecondFactor(email)
    const [code = ''] = backupCodes
    for (const status of [200, 401]) {
      const page = openPage(server.url)
      await page.step('sign-in', { email, password: PASSWORD })
      expect((await page.step('give-backup-code', { code })).status).toBe(status)
    }
  })

  test('codes of nobody who is signing in are refused', async () => {
    const page = openPage(server.url)
    expect(await page.step('give-code', { code: '123456' })).toMatchObject({
      status: 401,
      body: { code: 'sign-in-failed' },
    })
    expect((await page.step('set-up-second-factor', { password: PASSWORD })).status).toBe(401)
  })

  test('it is neither removed nor passed around by a session that has not given it', async () => {
    const { email, user } = await officer()
    const { page } = await withSecondFactor(email)
    await queryOnce(server.db.ownerUrl, 'update keyturn.sessions set second_factor = null where user_id = $1', [user])
    expect(await me(page)).toMatchObject({ secondFactor: 'to-give' })
    for (const step of ['remove-second-factor', 'renew-backup-codes'] as const) {
      expect((await page.step(step, { password: PASSWORD })).body).toMatchObject({ code: 'second-factor-required' })
    }
    const change = { currentPassword: PASSWORD, newPassword: 'another long password' }
    expect((await page.step('change-password', change)).body).toMatchObject({ code: 'second-factor-required' })
  })

  test('a session that began without gives it later', async () => {
    const { email, user } = await officer()
    const { page, totpUri } = await withSecondFactor(email)
    await queryOnce(server.db.ownerUrl, 'update keyturn.sessions set second_factor = null where user_id = $1', [user])
    expect((await page.step('give-code', { code: '000000' })).status).toBe(401)
    expect(await me(page)).toMatchObject({ secondFactor: 'to-give' })
    expect((await page.step('give-code', { code: codeOf(totpUri) })).status).toBe(200)
    expect(await me(page)).toMatchObject({ secondFactor: 'given' })
  })

  test('new backup codes take the place of the old ones', async () => {
    const { email } = await officer()
    const { page, backupCodes } = await withSecondFactor(email)
    const renewed = await page.step('renew-backup-codes', { password: PASSWORD })
    expect(renewed.body.backupCodes).toHaveLength(10)
    const next = openPage(server.url)
    await next.step('sign-in', { email, password: PASSWORD })
    expect((await next.step('give-backup-code', { code: backupCodes[0] ?? '' })).status).toBe(401)
    expect((await next.step('give-backup-code', { code: renewed.body.backupCodes?.[0] ?? '' })).status).toBe(200)
  })

  test('secrets of second factors are not in the database as they are', async () => {
    const { email } = await officer()
    const { totpUri, backupCodes } = await withSecondFactor(email)
    const secret = new URL(totpUri).searchParams.get('secret') ?? ''
    const rows = await queryOnce<{ row: string }>(
      server.db.ownerUrl,
      'select s::text as row from keyturn.second_factors s',
    )
    const stored = rows.map(({ row }) => row).join()
    expect([secret, ...backupCodes].filter((one) => stored.includes(one))).toEqual([])
  })
})

describe('passwords', () => {
  test('a new one ends every other session and keeps this one as it was', async () => {
    const { email } = await officer()
    const { page } = await withSecondFactor(email)
    const other = await signedIn(server, 'driver', { passwordHash: hash })
    expect(
      await page.step('change-password', { currentPassword: 'not it, surely', newPassword: 'x'.repeat(12) }),
    ).toMatchObject({ status: 401, body: { code: 'sign-in-failed' } })
    const changed = await page.step('change-password', {
      currentPassword: PASSWORD,
      newPassword: 'a new long password',
    })
    expect(changed.status).toBe(200)
    expect(await me(page)).toMatchObject({ role: 'authority-admin', secondFactor: 'given' })
    expect((await page.call(listSessions, { params: {} })).ok).toBe(true)
    expect((await openPage(server.url).step('sign-in', { email, password: PASSWORD })).status).toBe(401)
    expect((await other(whoAmI, { params: {} })).ok).toBe(true)
  })

  test('they are kept as scrypt makes them', async () => {
    const { user } = await driver()
    const [row] = await queryOnce<{ password: string }>(
      server.db.ownerUrl,
      'select password from keyturn.credentials where user_id = $1',
      [user],
    )
    expect(row?.password).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/)
  })
})

describe('sessions', () => {
  test('are listed and ended by their owner, and by nobody else', async () => {
    const { email } = await driver()
    const [here, there] = [openPage(server.url), openPage(server.url)]
    for (const page of [here, there]) await page.step('sign-in', { email, password: PASSWORD })
    const listed = await here.call(listSessions, { params: {} })
    const sessions = listed.ok ? listed.value.sessions : []
    // The helper opened one as well.
    expect(sessions).toHaveLength(3)
    expect(sessions.filter(({ current }) => current)).toHaveLength(1)
    const [mine] = sessions.filter(({ current }) => current)
    const stranger = await driver()
    const params = { sessionId: mine?.id ?? '' }
    expect(await stranger(revokeSession, { params })).toMatchObject({ ok: false, code: 'not-found' })
    expect((await there.call(revokeSession, { params })).ok).toBe(true)
    expect(await me(here)).toMatchObject({ role: 'public' })
    expect(await me(there)).toMatchObject({ role: 'driver' })
  })

  test('last half a day for staff and 30 days for drivers', async () => {
    for (const [person, hours] of [
      [await officer(), 12],
      [await driver(), 720],
    ] as const) {
      const page = openPage(server.url)
      await page.step('sign-in', { email: person.email, password: PASSWORD })
      const { sessionEndsAt } = await me(page)
      const left = (Date.parse(sessionEndsAt ?? '') - Date.now()) / 3_600_000
      expect(Math.round(left)).toBe(hours)
    }
  })

  test('a session that is over opens nothing', async () => {
    const { email, user } = await driver()
    const page = openPage(server.url)
    await page.step('sign-in', { email, password: PASSWORD })
    await queryOnce(server.db.ownerUrl, 'update keyturn.sessions set expires_at = now() where user_id = $1', [user])
    expect(await page.call(listSessions, { params: {} })).toMatchObject({ ok: false, code: 'unauthorized' })
  })
})

test('the clock of these tests stands', () => {
  expect(server.clock.now()).toBe(TEST_NOW)
})
