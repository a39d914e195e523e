import { whoAmI } from '@keyturn/contract/endpoints/accounts.ts'
import { queryOnce, type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { hashPassword } from 'better-auth/crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf, openPage } from '../testing/browser.ts'
import { signedIn } from '../testing/signed-in.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'

const PASSWORD = 'correct horse battery'
const NEW = 'staple battery horse'
let cluster: TestCluster
let server: TestServer
let hash: string
beforeAll(async () => {
  cluster = await testCluster()
  server = await testServer(await cluster.database(), { publicUrl: 'https://iid.example.gov/' })
  hash = await hashPassword(PASSWORD)
})
afterAll(async () => {
  await server.remove()
  await cluster.close()
})

/** The secret in the newest mail of recovery to the address; it is written beside the answer. */
async function secretFor(email: string): Promise<string> {
  const mails = await queryOnce<{ text: string }>(
    server.db.ownerUrl,
    `select text from keyturn.outbox where recipient = $1 and about = 'recovery' order by created_at desc, id`,
    [email],
  )
  return /^https:\/\/iid\.example\.gov\/recover#(\w+)$/m.exec(mails[0]?.text ?? '')?.[1] ?? ''
}

/** The page of the server at its own address. */
const open = () => openPage(server.url)
async function asked(email: string): Promise<string> {
  await open().step('ask-recovery', { email })
  await expect.poll(() => secretFor(email)).toMatch(/./)
  return secretFor(email)
}

describe('recovery', () => {
  test('chooses a new password by the mail’s link, once, and ends every session', async () => {
    const driver = await signedIn(server, 'driver', { passwordHash: hash, email: 'one@example.org' })
    const page = open()
    await page.step('sign-in', { email: driver.email, password: PASSWORD })
    const token = await asked(driver.email)
    const choose = () => open().step('choose-new-password', { token, newPassword: NEW })
    expect(await choose()).toEqual({ status: 200, body: { done: true } })
    expect(await page.call(whoAmI, { params: {} })).toMatchObject({ value: { role: 'public' } })
    expect(await choose()).toMatchObject({ status: 404, body: { code: 'link-over' } })
    expect((await open().step('sign-in', { email: driver.email, password: PASSWORD })).status).toBe(401)
    expect((await open().step('sign-in', { email: driver.email, password: NEW })).status).toBe(200)
  })

  test('does not get around the second factor', async () => {
    const officer = await signedIn(server, 'authority-officer', { passwordHash: hash, email: 'two@example.org' })
    const page = open()
    await page.step('sign-in', { email: officer.email, password: PASSWORD })
    const { body } = await page.step('set-up-second-factor', { password: PASSWORD })
    await page.step('give-code', { code: codeOf(body.totpUri ?? '') })
    const token = await asked(officer.email)
    await open().step('choose-new-password', { token, newPassword: NEW })
    const again = open()
    expect((await again.step('sign-in', { email: officer.email, password: NEW })).body).toEqual({
      next: 'second-factor',
    })
    expect(await again.call(whoAmI, { params: {} })).toMatchObject({ value: { role: 'public' } })
  })

  test('ends after an hour', async () => {
    const driver = await signedIn(server, 'driver', { passwordHash: hash, email: 'three@example.org' })
    const token = await asked(driver.email)
    await queryOnce(
      server.db.ownerUrl,
      `update keyturn.verifications set expires_at = expires_at - interval '61 minutes' where value = $1`,
      [driver.user],
    )
    const answer = await open().step('choose-new-password', { token, newPassword: NEW })
    expect(answer).toMatchObject({ status: 404, body: { code: 'link-over' } })
  })

  test('of one account is asked for five times in a quarter of an hour, of an unknown one too', async () => {
    for (const email of ['four@example.org', 'nobody@example.org']) {
      const statuses: number[] = []
      for (let i = 0; i < 6; i++) statuses.push((await open().step('ask-recovery', { email })).status)
      expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
    }
  })

  test('gives a disabled account nothing', async () => {
    const driver = await signedIn(server, 'driver', { passwordHash: hash, email: 'five@example.org' })
    const token = await asked(driver.email)
    await queryOnce(server.db.ownerUrl, 'update keyturn.users set disabled_at = now() where id = $1', [driver.user])
    await open().step('choose-new-password', { token, newPassword: NEW })
    expect((await open().step('sign-in', { email: driver.email, password: NEW })).status).toBe(401)
  })
})
