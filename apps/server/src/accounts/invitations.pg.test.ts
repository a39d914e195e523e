import type { CallOf } from '@keyturn/contract/client.ts'
import { whoAmI } from '@keyturn/contract/endpoints/accounts.ts'
import {
  acceptInvitation,
  createInvitation,
  listInvitations,
  lookAtInvitation,
  withdrawInvitation,
} from '@keyturn/contract/endpoints/invitations.ts'
import { queryOnce, type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPage } from '../testing/browser.ts'
import { type SignedInClient, signedIn } from '../testing/signed-in.ts'
import { standingClock, type TestServer, testServer } from '../testing/test-server.ts'

const DAY = 86_400_000
const PASSWORD = 'correct horse battery'
let cluster: TestCluster
let server: TestServer
let admin: SignedInClient
let vendor: SignedInClient
let officer: SignedInClient
const clock = standingClock()
beforeAll(async () => {
  cluster = await testCluster()
  server = await testServer(await cluster.database(), { clock })
  admin = await signedIn(server, 'authority-admin', { name: 'Ada Admin' })
  vendor = await signedIn(server, 'vendor-operator')
  officer = await signedIn(server, 'authority-officer')
  for (const [id, jurisdiction] of [
    ['MA-1', 'US-MA'],
    ['MA-2', 'US-MA'],
    ['ME-1', 'US-ME'],
  ]) {
    const sql = 'insert into keyturn.cases (case_id, jurisdiction, vendor, opened_at) values ($1, $2, $3, now())'
    await queryOnce(server.db.ownerUrl, sql, [id, jurisdiction, 'acme'])
  }
})
afterAll(async () => {
  await server.remove()
  await cluster.close()
})

let people = 0
const somebody = () => {
  people += 1
  return { email: `Somebody-${people}@Example.org`, name: `Søren Ångström ${people}` }
}
type Body = CallOf<typeof createInvitation>['body']
const invite = (by: SignedInClient | TestServer['call'], body: Body) => by(createInvitation, { params: {}, body })

/** The secret of the newest mail to the address, as its reader finds it. */
async function secretFor(email: string): Promise<string> {
  const [mail] = await queryOnce<{ text: string }>(
    server.db.ownerUrl,
    'select text from keyturn.outbox where recipient = $1 order by created_at desc, id limit 1',
    [email.toLowerCase()],
  )
  return /\/invitation#(\S+)/.exec(mail?.text ?? '')?.[1] ?? ''
}
const look = (secret: string) => server.stranger(lookAtInvitation, { params: {}, body: { secret } })
const accept = (secret: string, name = 'Somebody') =>
  server.stranger(acceptInvitation, { params: {}, body: { secret, name, password: PASSWORD } })
const codeIn = (answer: { readonly ok: boolean; readonly code?: string }): string =>
  answer.ok ? 'ok' : (answer.code ?? '')

describe('an invitation', () => {
  test('leads to an account of the role and jurisdiction it names', async () => {
    const { email, name } = somebody()
    const invited = await invite(admin, { email, name, role: 'auditor' })
    expect(invited).toMatchObject({
      ok: true,
      value: {
        mail: 'kept',
        link: null,
        invitation: { role: 'auditor', jurisdiction: 'US-MA', invitedBy: 'Ada Admin' },
      },
    })
    const secret = await secretFor(email)
    expect(await look(secret)).toMatchObject({ ok: true, value: { email: email.toLowerCase(), name, role: 'auditor' } })
    expect(await accept(secret, 'Σωκράτης')).toMatchObject({ ok: true, value: { role: 'auditor' } })
    const page = openPage(server.url)
    await page.step('sign-in', { email, password: PASSWORD })
    expect(await page.call(whoAmI, { params: {} })).toMatchObject({
      value: { name: 'Σωκράτης', role: 'auditor', jurisdiction: 'US-MA', vendor: null, secondFactor: 'to-set-up' },
    })
  })

  test('ties a driver to the case it is for', async () => {
    const { email, name } = somebody()
    expect(codeIn(await invite(officer, { email, name, role: 'driver', case: 'MA-1' }))).toBe('ok')
    await accept(await secretFor(email))
    const page = openPage(server.url)
    await page.step('sign-in', { email, password: PASSWORD })
    expect(await page.call(whoAmI, { params: {} })).toMatchObject({
      value: { role: 'driver', jurisdiction: null, cases: ['MA-1'], secondFactor: 'not-needed' },
    })
  })

  test('for a second case adds it to the driver’s account', async () => {
    const driver = await signedIn(server, 'driver', { caseIds: ['MA-1'] })
    const again = await invite(officer, { email: driver.email, name: 'x', role: 'driver', case: 'MA-2' })
    expect(again).toMatchObject({ ok: true, value: { invitation: null, mail: 'kept' } })
    expect(await driver(whoAmI, { params: {} })).toMatchObject({ value: { cases: ['MA-1', 'MA-2'] } })
  })

  test('is given to the first administrator by the server’s operator, with its link', async () => {
    const { email, name } = somebody()
    const first = await invite(server.call, { email, name, role: 'authority-admin', jurisdiction: 'US-ME' })
    const link = first.ok ? first.value.link : null
    expect(link).toBe(`${server.url}/invitation#${await secretFor(email)}`)
  })

  test('works once, however many accept it at once', async () => {
    const { email, name } = somebody()
    await invite(vendor, { email, name, role: 'technician' })
    const secret = await secretFor(email)
    const codes = (await Promise.all(Array.from({ length: 6 }, () => accept(secret)))).map(codeIn)
    expect(codes.toSorted()).toEqual(['link-over', 'link-over', 'link-over', 'link-over', 'link-over', 'ok'])
    expect(codeIn(await look(secret))).toBe('link-over')
  })

  test('holds seven days, and not a moment longer', async () => {
    const { email, name } = somebody()
    await invite(vendor, { email, name, role: 'technician' })
    const secret = await secretFor(email)
    clock.setOffset(7 * DAY - 1)
    expect(codeIn(await look(secret))).toBe('ok')
    clock.setOffset(7 * DAY)
    expect([codeIn(await look(secret)), codeIn(await accept(secret))]).toEqual(['link-over', 'link-over'])
    clock.setOffset(0)
  })

  test('can be withdrawn by whoever looks after it, and by nobody else', async () => {
    const { email, name } = somebody()
    const invited = await invite(vendor, { email, name, role: 'technician' })
    const params = { invitationId: (invited.ok && invited.value.invitation?.id) || '' }
    const other = await signedIn(server, 'vendor-operator', { vendor: 'other' })
    for (const stranger of [other, admin, officer]) {
      expect(codeIn(await stranger(withdrawInvitation, { params }))).toBe('not-found')
    }
    expect(codeIn(await vendor(withdrawInvitation, { params }))).toBe('ok')
    expect(codeIn(await accept(await secretFor(email)))).toBe('link-over')
  })

  test('is listed for its own jurisdiction or vendor, and for officers as far as drivers go', async () => {
    const rolesFor = async (who: SignedInClient) => {
      const answer = await who(listInvitations, { params: {} })
      return answer.ok ? new Set(answer.value.invitations.map(({ role }) => role)) : undefined
    }
    expect(await rolesFor(vendor)).toEqual(new Set(['technician']))
    expect(await rolesFor(officer)).toEqual(new Set(['driver']))
    expect(await rolesFor(admin)).toEqual(new Set(['auditor', 'driver']))
    expect(await rolesFor(await signedIn(server, 'authority-admin', { jurisdiction: 'US-ME' }))).toEqual(
      new Set(['authority-admin']),
    )
  })
})

describe('an invitation that may not be given', () => {
  test.each([
    ['a vendor invites no auditor', () => invite(vendor, { ...somebody(), role: 'auditor' }), 'may-not-invite'],
    [
      'an administrator no administrator',
      () => invite(admin, { ...somebody(), role: 'authority-admin' }),
      'may-not-invite',
    ],
    [
      'nobody invites for another jurisdiction',
      () => invite(admin, { ...somebody(), role: 'auditor', jurisdiction: 'US-ME' }),
      'may-not-invite',
    ],
    [
      'nobody invites for another vendor',
      () => invite(vendor, { ...somebody(), role: 'technician', vendor: 'other' }),
      'may-not-invite',
    ],
    [
      'an officer invites nobody to a case of another jurisdiction',
      () => invite(officer, { ...somebody(), role: 'driver', case: 'ME-1' }),
      'unknown-case',
    ],
    [
      'nobody invites for a jurisdiction without rules',
      () => invite(server.call, { ...somebody(), role: 'auditor', jurisdiction: 'US-ZZ' }),
      'bad-request',
    ],
    [
      'an address with an account gets no second one',
      () => invite(vendor, { email: admin.email, name: 'x', role: 'technician' }),
      'account-exists',
    ],
    [
      'an officer’s address is not tied to a case',
      () => invite(officer, { email: admin.email, name: 'x', role: 'driver', case: 'MA-1' }),
      'account-exists',
    ],
  ])('%s', async (_what, attempt, code) => {
    const count = async () =>
      (await queryOnce<{ n: string }>(server.db.ownerUrl, 'select count(*) as n from keyturn.invitations'))[0]?.n
    const before = await count()
    expect(codeIn(await attempt())).toBe(code)
    expect(await count()).toBe(before)
  })

  test.each([
    { email: 'no address', name: 'x', role: 'auditor' },
    { email: 'a@example.org', name: '', role: 'auditor' },
    { email: 'a@example.org', name: 'two\nlines', role: 'auditor' },
    { email: 'a@example.org', name: 'turned \u202earound', role: 'auditor' },
    { email: 'a@example.org', name: 'x', role: 'operator' },
    { email: 'a@example.org', name: 'x', role: 'auditor', admin: true },
  ])('a mistake in it is named (%#)', async (body) => {
    const response = await admin.fetch(`${server.url}/v1/invitations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(await response.json()).toMatchObject({ code: 'bad-request', errors: [expect.stringContaining('body')] })
  })

  test('a short password leaves the invitation as it was', async () => {
    const { email, name } = somebody()
    await invite(vendor, { email, name, role: 'technician' })
    const secret = await secretFor(email)
    const body = { secret, name: 'x', password: 'eleven char' }
    expect(codeIn(await server.stranger(acceptInvitation, { params: {}, body }))).toBe('bad-request')
    expect(codeIn(await accept(secret))).toBe('ok')
  })

  test('only digests of its secrets are stored', async () => {
    const { email, name } = somebody()
    await invite(vendor, { email, name, role: 'technician' })
    const secret = await secretFor(email)
    const rows = await queryOnce<{ row: string }>(
      server.db.ownerUrl,
      'select i::text as row from keyturn.invitations i',
    )
    expect(secret).toMatch(/^[\w-]{43}$/)
    expect(rows.some(({ row }) => row.includes(secret))).toBe(false)
  })
})
