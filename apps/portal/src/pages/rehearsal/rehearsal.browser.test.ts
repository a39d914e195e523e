import { caseUnder } from '@keyturn/cases/case-under.ts'
import type { Client } from '@keyturn/contract/client.ts'
import { client } from '@keyturn/contract/client.ts'
import { demoSignIn } from '@keyturn/contract/endpoints/accounts.ts'
import { rehearseNow } from '@keyturn/contract/endpoints/rehearsal.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { startServer } from '@keyturn/server/start.ts'
import { openPage } from '@keyturn/server/testing/browser.ts'
import { caseWithDevice } from '@keyturn/server/testing/program-case.ts'
import { standingClock } from '@keyturn/server/testing/test-server.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../../../tools/browser/chromium.ts'
import { type Built, buildPortal } from '../../../tests/built-portal.ts'
import { expectSound, PHONE, WIDTHS } from '../../../tests/pages.ts'
import { personAs } from '../../../tests/people.ts'
import { authority } from '../../../tests/relief-car.ts'
import { tell } from '../../../tests/told-cars.ts'
import { emailOf, momentOf, PEOPLE, type WalkWorld, walkWorld } from '../../../tests/walk-world.ts'

let browser: Browser
let built: Built
let cluster: TestCluster
let world: WalkWorld

const STARTS = '2026-01-05T15:00Z'
const DEVICE = 'KT-MA-0001'

beforeAll(async () => {
  ;[browser, built, cluster] = await Promise.all([launchBrowser(), buildPortal(), testCluster()])
  const { appUrl } = await cluster.database()
  const fixed = {
    databaseUrl: appUrl,
    portalDir: built.folder,
    clock: standingClock(momentOf(STARTS)),
    rootKey: authority.root,
  }
  world = await walkWorld((options) => startServer({ ...fixed, ...options }), appUrl, STARTS)
  const [officer, provider] = [await callAs('officer'), await callAs('vendor')]
  const under = { officer, provider, at: world.now, vendor: 'northgate' }
  await caseWithDevice(`CASE-${DEVICE}`, { ...under, device: DEVICE })
  await tell(world, DEVICE, massachusetts, caseUnder(massachusetts).installed('2026-03-02T14:00Z'))
  world.now('2026-03-14T13:00Z')
})
afterAll(async () => {
  await browser.close()
  await world.close()
  await cluster.close()
  built.remove()
})

/** Calls endpoints as the person, by a session like that of a page. */
async function callAs(who: 'officer' | 'vendor'): Promise<Client> {
  const { call } = openPage(world.url)
  const answer = await call(demoSignIn, { params: {}, body: { account: emailOf(PEOPLE[who].name) } })
  if (!answer.ok) throw new Error(answer.problem.detail)
  return call
}

const seat = (who: 'auditor' | 'driver' | 'officer', viewport = PHONE) =>
  personAs(PEOPLE[who].name, { browser, url: world.url, viewport })

describe.sequential('if a vendor died now', () => {
  test('before the first rehearsal the page says how to make one', async () => {
    const { page, goTo } = await seat('officer')
    await goTo('/rehearsal')
    await page.getByRole('heading', { name: 'Not rehearsed yet' }).waitFor()
    await expectSound(page)
    await page.context().close()
  })

  test.each(WIDTHS)(
    'the page tells gaps first, then when each car stops and who helps, at $width pixels',
    async (viewport) => {
      const operator = client({ baseUrl: world.url, token: world.operatorToken })
      const done = await operator(rehearseNow, { params: {} })
      if (!done.ok) throw new Error(done.problem.detail)
      const { page, goTo } = await seat('auditor', viewport)
      await goTo('/rehearsal')
      await page.getByRole('link', { name: DEVICE }).waitFor()
      const headings = await page.getByRole('heading', { level: 2 }).allTextContents()
      expect(headings).toEqual([
        expect.stringMatching(/gaps?$/),
        'Driver by driver',
        'May it, can it, was it rehearsed',
      ])
      await page.getByText(/^Stops \d+ \w+ 2026$/).waitFor()
      await page
        .getByText(/ways? to help/)
        .first()
        .click()
      await page.getByText('Order that moves dates').first().waitFor()
      await page.getByRole('table').first().waitFor()
      expect(await page.getByRole('table').first().textContent()).toContain('540 CMR')
      await expectSound(page)
      await page.context().close()
    },
  )

  test('a driver is not shown what concerns others', async () => {
    const { page, goTo } = await seat('driver')
    await goTo('/rehearsal')
    await page.getByRole('alert').waitFor()
    expect(await page.getByText(DEVICE).count()).toBe(0)
    await page.context().close()
  })
})
