import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { instant } from '@keyturn/domain/units.ts'
import { type RunningServer, startServer } from '@keyturn/server/start.ts'
import { openPool } from '@keyturn/store/pool.ts'
import { putOrganization } from '@keyturn/store/queries/cases/organizations.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../../../tools/browser/chromium.ts'
import { type Built, buildPortal } from '../../../tests/built-portal.ts'
import { expectSound, PHONE, visitor, WIDTHS } from '../../../tests/pages.ts'

let browser: Browser
let built: Built
let cluster: TestCluster
let server: RunningServer
const folder = mkdtempSync(path.join(os.tmpdir(), 'keyturn-emergency-'))

beforeAll(async () => {
  ;[browser, built, cluster] = await Promise.all([launchBrowser(), buildPortal(), testCluster()])
  const { appUrl } = await cluster.database()
  server = await startServer({ databaseUrl: appUrl, dataDir: folder, port: 0, portalDir: built.folder })
  const pool = openPool(appUrl, { connectionsMax: 1 })
  await putOrganization(pool, {
    id: 'northgate',
    kind: 'vendor',
    parent: 'northgate',
    name: 'Northgate Interlock',
    jurisdictions: ['US-MA'],
    states: ['MA'],
    address: '12 Mill Road, Worcester',
    telephone: '+1 508 555 0100',
    website: null,
    at: instant(Date.UTC(2026, 2, 1)),
  })
  await pool.end()
})
afterAll(async () => {
  await browser.close()
  await server.close()
  await cluster.close()
  built.remove()
  rmSync(folder, { recursive: true, force: true })
})

const workerHasAll = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready
    while (!(await caches.has('keyturn-shell'))) await new Promise((then) => setTimeout(then, 50))
  })

describe('what to do when the car does not start', () => {
  test.each(WIDTHS)(
    'is told step by step, with what not to touch and whom to call, at $width pixels [OUT-11]',
    async (viewport) => {
      const context = await visitor(browser, viewport)
      const page = await context.newPage()
      await page.goto(server.url)
      await page.getByRole('link', { name: 'Car does not start?' }).click()
      await page.getByRole('heading', { level: 1, name: 'When the car does not start' }).waitFor()
      await page.getByText('It is locked, and the test does not help').click()
      await page.getByText('A visit to a service center ends a lockout').waitFor()
      await page.getByText('Do not pull a fuse').waitFor()
      expect(await page.getByRole('link', { name: '+1 508 555 0100' }).getAttribute('href')).toBe('tel:+15085550100')
      await expectSound(page)
      await context.close()
    },
  )

  test('is there with its numbers when the phone has no network, although only the start page was seen [OUT-11]', async () => {
    const context = await visitor(browser, PHONE)
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    await page.goto(server.url)
    await page.getByRole('heading', { level: 2, name: 'When the car does not start' }).waitFor()
    await workerHasAll(page)
    await page.waitForFunction(() => localStorage.getItem('keyturn.contacts') !== null)
    await context.setOffline(true)
    await page.goto(`${server.url}/emergency`)
    await page.getByRole('heading', { level: 1, name: 'When the car does not start' }).waitFor()
    await page.getByText('The unit shows nothing').click()
    await page.getByText('If it stays dark, call your provider').waitFor()
    await page.getByRole('link', { name: '+1 508 555 0100' }).waitFor()
    await page.getByText(/^Kept on this phone since .* GMT\+9/).waitFor()
    await expectSound(page)
    await context.close()
  })
})
