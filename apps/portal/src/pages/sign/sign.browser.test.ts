import { caseUnder } from '@keyturn/cases/case-under.ts'
import type { Client } from '@keyturn/contract/client.ts'
import { demoSignIn } from '@keyturn/contract/endpoints/accounts.ts'
import { sealKey } from '@keyturn/contract/statements/key-file.ts'
import { instant } from '@keyturn/domain/units.ts'
import { base64Url } from '@keyturn/evidence/statement/write-statement.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { startServer } from '@keyturn/server/start.ts'
import { openPage } from '@keyturn/server/testing/browser.ts'
import { caseWithDevice } from '@keyturn/server/testing/program-case.ts'
import type { Signatory } from '@keyturn/simulator/authority/authority.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../../../tools/browser/chromium.ts'
import { type Built, buildPortal } from '../../../tests/built-portal.ts'
import { DESK, expectSound, PHONE } from '../../../tests/pages.ts'
import { fillIn, type Person, personAs } from '../../../tests/people.ts'
import { authority, orderFile } from '../../../tests/relief-car.ts'
import { handIn } from '../../../tests/relief-world.ts'
import { tell } from '../../../tests/told-cars.ts'
import { emailOf, momentOf, PEOPLE, type WalkWorld, walkWorld } from '../../../tests/walk-world.ts'

let browser: Browser
let built: Built
let cluster: TestCluster
let world: WalkWorld

const PASSPHRASE = 'correct horse battery staple'
const STARTS = '2026-01-05T15:00Z'
const NOW = '2026-03-14T13:00Z'
const at = momentOf(NOW)
const DEVICES = ['KT-MA-0001', 'KT-MA-0002', 'KT-MA-0003']

beforeAll(async () => {
  ;[browser, built, cluster] = await Promise.all([launchBrowser(), buildPortal(), testCluster()])
  const { appUrl } = await cluster.database()
  const fixed = {
    databaseUrl: appUrl,
    portalDir: built.folder,
    clock: runningClock(),
    rootKey: authority.root,
  }
  world = await walkWorld((options) => startServer({ ...fixed, ...options }), appUrl, STARTS)
  const [officer, provider] = [await callAs('officer'), await callAs('vendor')]
  const under = { officer, provider, at: world.now, vendor: 'northgate' }
  for (const device of DEVICES) {
    await caseWithDevice(`CASE-${device}`, { ...under, device })
    await tell(world, device, massachusetts, caseUnder(massachusetts).installed('2026-03-02T14:00Z'))
  }
  world.now(NOW)
})
afterAll(async () => {
  await browser.close()
  await world.close()
  await cluster.close()
  built.remove()
})

/** A clock that can be set and then runs on, as the clock of whoever signs does meanwhile. */
function runningClock() {
  const began = Date.now()
  let offset = 0
  return {
    now: () => instant(momentOf(STARTS) + offset + (Date.now() - began)),
    setOffset: (ms: number) => {
      offset = ms
    },
  }
}

/** Calls endpoints as the person, by a session like that of a page. */
async function callAs(who: 'officer' | 'vendor'): Promise<Client> {
  const { call } = openPage(world.url)
  const answer = await call(demoSignIn, { params: {}, body: { account: emailOf(PEOPLE[who].name) } })
  if (!answer.ok) throw new Error(answer.problem.detail)
  return call
}

const seat = (who: 'officer' | 'vendor' | 'auditor', viewport = DESK): Promise<Person> =>
  personAs(PEOPLE[who].name, { browser, url: world.url, viewport })

/** The files that an officer has on a stick: the sealed key, and what says whose key it is. */
async function keyOf(signatory: Signatory) {
  const x = signatory.publicKey
  const privateJwk = { kty: 'OKP', crv: 'Ed25519', x, d: base64Url(signatory.seed) } as const
  const sealed = await sealKey({ name: signatory.id, privateJwk }, PASSPHRASE)
  const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
  return { key: file('key.json', sealed), credential: file('key.txt', signatory.credential(at)) }
}

async function signWith(page: Page, signatory: Signatory, passphrase = PASSPHRASE): Promise<Locator> {
  const { key, credential } = await keyOf(signatory)
  const form = page.getByRole('form', { name: 'Sign' })
  await form.getByLabel('Key file').setInputFiles(key)
  await form.getByLabel('Statement of the key').setInputFiles(credential)
  await form.getByLabel('Passphrase of the key').fill(passphrase)
  await form.getByRole('button', { name: 'Sign', exact: true }).click()
  return page.getByRole('main')
}

const TERMS = {
  'The outage began on': '2026-03-10',
  'Its last day, as far as it is known': '2026-03-16',
  'Dates move that fall due from': '2026-03-10',
  'and until': '2026-04-10',
  'The reason': 'The servers of Northgate Interlock do not answer.',
  'The law it is given by': '540 CMR 25.06(3)',
}

async function previewed(page: Page, terms: Readonly<Record<string, string>> = {}): Promise<void> {
  const form = page.getByRole('form', { name: 'Terms of the order' })
  await fillIn(form, { ...TERMS, ...terms })
  await form.getByRole('button', { name: 'Show what it would do' }).click()
  await page.getByText('Devices whose dates move').waitFor()
}

describe('signing in the page', () => {
  test.each([PHONE, DESK])(
    'an order is shown before it is signed, signed and published, at $width pixels',
    async (viewport) => {
      const { page, goTo } = await seat('officer', viewport)
      await goTo('/orders/new')
      await previewed(page)
      expect(
        await page
          .getByText('Devices known here', { exact: true })
          .locator('xpath=following-sibling::dd')
          .textContent(),
      ).toBe('3')
      await page.getByRole('table', { name: 'Dates that move' }).getByText('Scheduled visits').waitFor()
      await page.getByText('With stagger', { exact: false }).first().waitFor()
      await expectSound(page)

      const sent: string[] = []
      page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`))
      await signWith(page, authority.authority('US-MA'))
      await page.getByRole('heading', { name: 'Signed, not published yet' }).waitFor()
      await expectSound(page)
      await page.getByRole('button', { name: 'Publish it' }).click()
      await page.getByRole('heading', { name: 'Signed and published' }).waitFor()
      await page.getByText(/Published: list number \d+\.$/).waitFor()
      // Nothing of the key went anywhere, and nothing of it is kept.
      expect(sent.filter((one) => one.includes(PASSPHRASE) || one.includes('"sealed"'))).toEqual([])
      expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain(
        'sealed',
      )

      await page.goto(`${world.url}/orders`)
      await page.getByRole('heading', { name: 'Due dates move day for day' }).first().waitFor()
      await page.getByText('Your browser has checked the signatures', { exact: false }).first().waitFor()
      await page.context().close()
    },
  )

  test('a wrong passphrase, a foreign key and a key that may not are refused, and nothing is signed', async () => {
    const { page, goTo } = await seat('officer')
    await goTo('/orders/new')
    await previewed(page)
    const said = (words: string) => page.getByRole('alert').getByText(words, { exact: false }).waitFor()
    await signWith(page, authority.authority('US-MA'), 'not the passphrase')
    await said('The passphrase does not open this file')
    await signWith(page, authority.authority('US-ME'))
    await said('Nothing was signed.')
    await signWith(page, authority.authority('US-MA', { key: 'letters', may: ['letters'] }))
    await said('may not sign a statement of this kind')
    await expectSound(page)
    expect(await page.getByRole('button', { name: 'Publish it' }).count()).toBe(0)
    await page.context().close()
  })

  test('what is wrong with an order is said first, gravely where it must not be signed', async () => {
    const { page, goTo } = await seat('officer')
    await goTo('/orders/new')
    await previewed(page, { 'Its last day, as far as it is known': '2026-03-01', Models: 'no such model' })
    await page.getByRole('heading', { name: 'This should not be signed as it is' }).waitFor()
    expect(await page.getByRole('list', { name: 'Warnings' }).getByText('Grave:').count()).toBeGreaterThan(0)
    await expectSound(page)
    await page.context().close()
  })

  test('a provider declares its own outage, signs and publishes it', async () => {
    const { page, goTo } = await seat('vendor')
    await goTo('/outages/new')
    const form = page.getByRole('form', { name: 'Declaration of an outage' })
    await fillIn(form, {
      Since: '2026-03-10T08:00',
      'What happened, in plain words': 'Our data center lost power.',
    })
    await expectSound(page)
    await form.getByRole('button', { name: 'Go on to sign' }).click()
    await signWith(page, authority.vendor('northgate', { jurisdiction: 'US-MA' }))
    await page.getByRole('heading', { name: 'Signed, not published yet' }).waitFor()
    await page.getByRole('button', { name: 'Publish it' }).click()
    await page.getByRole('heading', { name: 'Signed and published' }).waitFor()
    await page.getByText('The list of what is published does not name it yet.', { exact: false }).waitFor()
    await page.goto(`${world.url}/orders`)
    await page.getByRole('heading', { name: 'Outage: a server that does not answer' }).waitFor()
    expect(await page.getByText('Our data center lost power.').count()).toBe(1)
    await expectSound(page)
    await page.context().close()
  })

  test('an order that was published is withdrawn, and the list goes with it', async () => {
    const { page, goTo } = await seat('officer')
    const at = momentOf(NOW)
    await handIn(world, orderFile(at, { moves: { kind: 'days', days: 9 } }, 'US-MA', 'order-to-withdraw'))
    await goTo('/withdrawals/new')
    const form = page.getByRole('form', { name: 'Withdrawal' })
    await fillIn(form, { 'What no longer counts': 'Due dates move by 9 days', Why: 'It named the wrong days.' })
    await expectSound(page)
    await form.getByRole('button', { name: 'Go on to sign' }).click()
    await signWith(page, authority.authority('US-MA'))
    await page.getByText(/^List \d+ of what was withdrawn/).waitFor()
    await page.getByRole('button', { name: 'Publish it' }).click()
    await page.getByText(/Published: list number \d+\.$/).waitFor()
    await page.goto(`${world.url}/orders/order-to-withdraw`)
    await page.getByText('Your browser does not believe this: order order-to-withdraw was withdrawn.').waitFor()
    await expectSound(page)
    await page.context().close()
  })

  test('an auditor is told that signing is not theirs', async () => {
    const { page, goTo } = await seat('auditor')
    await goTo('/orders/new')
    await page.getByRole('heading', { name: 'Not yours to sign' }).waitFor()
    await page.context().close()
  })
})
