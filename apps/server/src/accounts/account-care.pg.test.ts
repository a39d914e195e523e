import { changeAccount, listAccounts, listMail, listRefusals } from '@keyturn/contract/endpoints/account-care.ts'
import { demoSignIn, listDemoAccounts, signInWays, whoAmI } from '@keyturn/contract/endpoints/accounts.ts'
import { getDevice, listDevices } from '@keyturn/contract/endpoints/devices.ts'
import { queryOnce, type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { hashPassword } from 'better-auth/crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf, openPage } from '../testing/browser.ts'
import { signedIn } from '../testing/signed-in.ts'
import { enrolled, type TestServer, testDevice, testServer } from '../testing/test-server.ts'

const PASSWORD = 'correct horse battery'
let cluster: TestCluster
let server: TestServer
beforeAll(async () => {
  cluster = await testCluster()
  server = await testServer(await cluster.database())
})
afterAll(async () => {
  await server.remove()
  await cluster.close()
})

describe('looking after accounts', () => {
  test('an administrator sees those of the own jurisdiction, a vendor its own people', async () => {
    const admin = await signedIn(server, 'authority-admin', { jurisdiction: 'US-ME' })
    const officer = await signedIn(server, 'authority-officer', { jurisdiction: 'US-ME' })
    const technician = await signedIn(server, 'technician', { vendor: 'north' })
    const vendor = await signedIn(server, 'vendor-operator', { vendor: 'north' })
    const emails = async (who: typeof admin) => {
      const answer = await who(listAccounts, { params: {} })
      return answer.ok ? answer.value.accounts.map(({ email }) => email) : []
    }
    expect(await emails(admin)).toEqual([admin.email, officer.email].toSorted())
    expect(await emails(vendor)).toEqual([technician.email, vendor.email].toSorted())
    const page = await admin(listAccounts, { params: {}, query: { after: admin.email, limit: 1 } })
    expect(page.ok && page.value.accounts.map(({ email }) => email)).toEqual([officer.email])
  })

  test('a disabled account is out at once, and in again when enabled', async () => {
    const admin = await signedIn(server, 'authority-admin')
    const officer = await signedIn(server, 'authority-officer')
    const params = { userId: officer.user }
    const change = (what: 'disable' | 'enable') => admin(changeAccount, { params, body: { change: what } })
    expect(await change('disable')).toMatchObject({ value: { disabledAt: expect.any(String) } })
    expect(await officer(whoAmI, { params: {} })).toMatchObject({ value: { role: 'public' } })
    expect(await change('enable')).toMatchObject({ value: { disabledAt: null } })
    // Its sessions have ended all the same.
    expect(await officer(whoAmI, { params: {} })).toMatchObject({ value: { role: 'public' } })
    const noted = await queryOnce(
      server.db.ownerUrl,
      'select change, by_user from keyturn.account_changes where user_id = $1 order by change',
      [officer.user],
    )
    expect(noted).toEqual([
      { change: 'disable', by_user: admin.user },
      { change: 'enable', by_user: admin.user },
    ])
  })

  test('somebody who lost the second factor sets up another', async () => {
    const passwordHash = await hashPassword(PASSWORD)
    const officer = await signedIn(server, 'authority-officer', { passwordHash })
    const page = openPage(server.url)
    await page.step('sign-in', { email: officer.email, password: PASSWORD })
    const { body } = await page.step('set-up-second-factor', { password: PASSWORD })
    await page.step('give-code', { code: codeOf(body.totpUri ?? '') })
    const admin = await signedIn(server, 'authority-admin')
    const answer = await admin(changeAccount, {
      params: { userId: officer.user },
      body: { change: 'remove-second-factor' },
    })
    expect(answer).toMatchObject({ value: { hasSecondFactor: false } })
    expect(await page.call(whoAmI, { params: {} })).toMatchObject({ value: { role: 'public' } })
    await page.step('sign-in', { email: officer.email, password: PASSWORD })
    expect(await page.call(whoAmI, { params: {} })).toMatchObject({ value: { secondFactor: 'to-set-up' } })
  })

  test('nobody changes accounts of others, their own, or an administrator’s', async () => {
    const admin = await signedIn(server, 'authority-admin')
    const others = [
      await signedIn(server, 'authority-officer', { jurisdiction: 'US-ME' }),
      await signedIn(server, 'technician'),
      await signedIn(server, 'driver'),
      await signedIn(server, 'authority-admin'),
      admin,
    ]
    for (const { user } of others) {
      const answer = await admin(changeAccount, { params: { userId: user }, body: { change: 'disable' } })
      expect(answer).toMatchObject({ ok: false, code: 'not-found' })
    }
    const params = { userId: others[3]?.user ?? '' }
    expect((await server.call(changeAccount, { params, body: { change: 'disable' } })).ok).toBe(true)
  })
})

describe('refused calls', () => {
  test('are shown to the auditor of the jurisdiction, newest first, page after page', async () => {
    const db = await cluster.database()
    const own = await testServer(db)
    const officer = await signedIn(own, 'authority-officer')
    const elsewhere = await signedIn(own, 'authority-officer', { jurisdiction: 'US-ME' })
    for (const who of [officer, officer, elsewhere, officer]) await who(listAccounts, { params: {} })
    const auditor = await signedIn(own, 'auditor')
    const first = await auditor(listRefusals, { params: {}, query: { limit: 2 } })
    const page = first.ok ? first.value.refusals : []
    expect(page).toHaveLength(2)
    expect(page[0]).toMatchObject({ user: officer.user, endpoint: 'list-accounts', path: 'GET /v1/accounts' })
    const last = page.at(-1)
    const next = await auditor(listRefusals, {
      params: {},
      query: { beforeAt: last?.at ?? '', beforeId: last?.id ?? '', limit: 2 },
    })
    expect(next.ok && next.value.refusals).toHaveLength(1)
    const all = await own.call(listRefusals, { params: {} })
    expect(all.ok && all.value.refusals).toHaveLength(4)
    await own.remove()
  })

  test('nobody can change or remove them', async () => {
    for (const sql of ['delete from keyturn.access_refusals', `update keyturn.access_refusals set code = ''`]) {
      await expect(queryOnce(server.db.appUrl, sql)).rejects.toThrow('permission denied')
    }
  })
})

describe('a demo', () => {
  test('anybody takes one of its accounts with one click, and no other', async () => {
    const officer = await signedIn(server, 'authority-officer', { email: 'officer@demo.example' })
    const other = await signedIn(server, 'authority-officer')
    const demo = await testServer(server.db, {
      dataDir: server.dataDir,
      publicDemo: true,
      demoAccounts: ['Officer@Demo.Example', 'nobody@demo.example'],
    })
    const page = openPage(demo.url)
    const listed = await page.call(listDemoAccounts, { params: {} })
    expect(listed).toMatchObject({ value: { accounts: [{ email: officer.email, role: 'authority-officer' }] } })
    expect((await page.call(demoSignIn, { params: {}, body: { account: officer.email } })).ok).toBe(true)
    expect(await page.call(whoAmI, { params: {} })).toMatchObject({
      value: { user: officer.user, secondFactor: 'given' },
    })
    expect((await page.call(listMail, { params: {} })).ok).toBe(false)
    expect((await openPage(demo.url).call(listMail, { params: {} })).ok).toBe(true)
    for (const account of [other.email, 'nobody@demo.example']) {
      const answer = await page.call(demoSignIn, { params: {}, body: { account } })
      expect(answer).toMatchObject({ ok: false, code: 'not-found' })
    }
    await demo.close()
  })

  test('elsewhere there are no such accounts, whatever is set', async () => {
    const plain = await testServer(server.db, { demoAccounts: ['officer@demo.example'] })
    const page = openPage(plain.url)
    expect(await page.call(listDemoAccounts, { params: {} })).toMatchObject({ ok: false, code: 'not-found' })
    const answer = await page.call(demoSignIn, { params: {}, body: { account: 'officer@demo.example' } })
    expect(answer).toMatchObject({ ok: false, code: 'not-found' })
    expect(await page.call(signInWays, { params: {} })).toMatchObject({ value: { demo: false, agency: null } })
    await plain.remove()
  })

  test('a visitor looks at the named devices alone', async () => {
    await enrolled(server, 1)
    await enrolled(server, 2)
    const demo = await testServer(server.db, { publicDemo: true, publicDevices: [testDevice(2).id] })
    const listed = await demo.stranger(listDevices, { params: {} })
    expect(listed.ok && listed.value.devices.map(({ id }) => id)).toEqual([testDevice(2).id])
    const seen = [1, 2].map(
      async (n) => (await demo.stranger(getDevice, { params: { deviceId: testDevice(n).id } })).ok,
    )
    expect(await Promise.all(seen)).toEqual([false, true])
    await demo.remove()
  })
})
