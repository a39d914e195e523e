import type { Client } from '@keyturn/contract/client.ts'
import { demoSignIn } from '@keyturn/contract/endpoints/accounts.ts'
import { addDocument } from '@keyturn/contract/endpoints/documents.ts'
import { startServer } from '@keyturn/server/start.ts'
import { openPage } from '@keyturn/server/testing/browser.ts'
import { caseWithDevice, told } from '@keyturn/server/testing/program-case.ts'
import { standingClock } from '@keyturn/server/testing/test-server.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../../../tools/browser/chromium.ts'
import { type Built, buildPortal } from '../../../tests/built-portal.ts'
import { expectSound, WIDTHS } from '../../../tests/pages.ts'
import { personAs } from '../../../tests/people.ts'
import { authority } from '../../../tests/relief-car.ts'
import { handIn } from '../../../tests/relief-world.ts'
import { emailOf, momentOf, PEOPLE, type WalkWorld, walkWorld } from '../../../tests/walk-world.ts'

let browser: Browser
let built: Built
let cluster: TestCluster
let world: WalkWorld

const STARTS = '2026-01-05T15:00Z'
const NOW = '2026-03-14T13:00Z'
const CASE = 'CASE-LETTERS'

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
  await caseWithDevice(CASE, { officer, provider, at: world.now, vendor: 'northgate', device: 'KT-MA-0001' })
  world.now(NOW)
  await told(provider, CASE, {
    kind: 'visit-booked',
    vehicle: 'car-1',
    center: 'northgate-worcester',
    purpose: 'scheduled',
    for: '2026-03-17T14:00:00Z',
    confirmation: 'NG-5512',
  })
  const paper = await provider(addDocument, {
    params: { caseId: CASE },
    query: { name: 'Confirmation NG-5512.pdf' },
    mediaType: 'application/pdf',
    body: new TextEncoder().encode('%PDF-1.4\n%%EOF\n'),
  })
  if (!paper.ok) throw new Error(paper.problem.detail)
  const northgate = authority.vendor('northgate', { jurisdiction: 'US-MA' })
  await handIn(
    world,
    northgate.sign(
      {
        kind: 'confirmation',
        about: 'the missed visit',
        provider: 'northgate',
        account: 'Our servers did not answer from 10 to 13 March.',
        next: 'Come on 17 March; nothing is counted against you.',
      },
      { at: momentOf(NOW), subject: CASE, id: 'confirmation-5512' },
    ),
  )
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

describe('letters and proofs on the page of a case', () => {
  test.each(WIDTHS)('show the booking with its number and paper, at $width pixels [OUT-8]', async (viewport) => {
    const { page, goTo } = await personAs(PEOPLE.officer.name, { browser, url: world.url, viewport })
    await goTo(`/cases/${CASE}`)
    const panel = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: 'Letters and proofs', exact: true }) })
    await panel.getByRole('heading', { name: 'Booked: scheduled visit at Northgate Worcester' }).waitFor()
    const words = await panel.textContent()
    expect(words).toContain('Come to Northgate Worcester on Tue 17 Mar 2026, 10:00 EDT.')
    expect(words).toContain('Confirmation NG-5512, recorded by Vera Northrop')
    const paper = panel.getByRole('link', { name: 'Confirmation NG-5512.pdf' })
    const [download] = await Promise.all([page.waitForEvent('download'), paper.click()])
    expect(download.suggestedFilename()).toBe('Confirmation NG-5512.pdf')
    await panel.getByRole('heading', { name: 'Caused by a provider, not held against you' }).waitFor()
    expect(words).toContain('Our servers did not answer from 10 to 13 March.')
    expect(words).toContain('What to do next: Come on 17 March')
    await expectSound(page)
    await page.context().close()
  })
})
