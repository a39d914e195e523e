import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { caseUnder } from '@keyturn/cases/case-under.ts'
import { instant } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { type RunningServer, startServer } from '@keyturn/server/start.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import jsqr from 'jsqr'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { launchBrowser } from '../../../../../tools/browser/chromium.ts'
import { type Built, buildPortal } from '../../../tests/built-portal.ts'
import { expectSound, foreignRequests, PHONE, visitor, WIDTHS } from '../../../tests/pages.ts'
import { authority, orderFile } from '../../../tests/relief-car.ts'
import { handIn, type Mirror, mirror } from '../../../tests/relief-world.ts'
import { tell } from '../../../tests/told-cars.ts'
import { carriedIn } from '../../relief/carried.ts'

// The package is CommonJS: what Node hands over is an object that holds the function its types speak of.
const readCode = 'default' in jsqr ? (jsqr.default as typeof jsqr) : jsqr

let browser: Browser
let built: Built
let cluster: TestCluster

beforeAll(async () => {
  ;[browser, built, cluster] = await Promise.all([launchBrowser(), buildPortal(), testCluster()])
})
afterAll(async () => {
  await browser.close()
  await cluster.close()
  built.remove()
})

const now = () => instant(Date.now())
const CAR = 'http://192.168.4.1:8080'
const YEAR_MS = 365 * 86_400_000

type World = { readonly server: RunningServer; readonly mirrors: readonly Mirror[] }

/** A server of its own, with as many mirrors beside it. */
async function world(mirrors = 0, publicDevices: readonly string[] = []): Promise<World> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'keyturn-orders-page-'))
  const { appUrl } = await cluster.database()
  const beside = await Promise.all(Array.from({ length: mirrors }, mirror))
  const server = await startServer({
    databaseUrl: appUrl,
    dataDir: folder,
    port: 0,
    portalDir: built.folder,
    rootKey: authority.root,
    publicDemo: true,
    publicDevices,
    connectTo: beside.map(({ address }) => address),
    demoJson: JSON.stringify({
      cars: [{ device: 'KT-MA-0001', url: CAR, driver: null, town: null }],
      control: null,
      server: null,
      mirrors: beside.map(({ address }) => address),
    }),
  })
  onTestFinished(async () => {
    await server.close()
    await Promise.all(beside.map(({ close }) => close()))
    rmSync(folder, { recursive: true, force: true })
  })
  return { server, mirrors: beside }
}

async function open(url: string, viewport = PHONE): Promise<Page> {
  const context = await visitor(browser, viewport)
  onTestFinished(() => context.close())
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  await page.goto(url)
  await page.getByRole('heading', { level: 1, name: 'Orders and outages' }).waitFor()
  return page
}

/** The panel of one order, by what its heading says. */
const card = (page: Page, heading: string | RegExp): Locator =>
  page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name: heading }) })

/** What a camera reads from what the page shows. */
async function scanned(page: Page, code: Locator): Promise<string | null> {
  const png = (await code.screenshot()).toString('base64')
  const { pixels, width, height } = await page.evaluate(async (data) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob())
    const canvas = new OffscreenCanvas(image.width, image.height)
    const context = canvas.getContext('2d')
    if (context === null) throw new Error('there is no canvas')
    context.drawImage(image, 0, 0)
    const { data: bytes } = context.getImageData(0, 0, image.width, image.height)
    return { pixels: [...bytes], width: image.width, height: image.height }
  }, png)
  return readCode(new Uint8ClampedArray(pixels), width, height)?.data ?? null
}

describe('the public page of orders', () => {
  test.each(WIDTHS)(
    'says whom, which dates, how far, by which law, checked here, at $width pixels',
    async (viewport) => {
      const { server } = await world()
      await handIn(server, orderFile(now()))
      const page = await open(`${server.url}/orders`, viewport)
      const foreign = foreignRequests(page.context(), server.url)
      const order = card(page, 'Due dates move by 10 days')
      await order.getByText(/^Your browser has checked the signatures: the authority US-MA/).waitFor()
      const words = await order.textContent()
      expect(words).toContain('Every device in Massachusetts')
      expect(words).toContain('540 CMR 25.06(3)')
      expect(words).toContain('30 days at most')
      expect(words).toMatch(/from \w+ \d+ \w+ \d{4}, \d\d:\d\d E[SD]T/)
      expect(words).toContain('In force')
      await expectSound(page)
      expect(foreign).toEqual([])
    },
  )

  test('the code that it shows is read by a camera as the very file', async () => {
    const { server } = await world()
    const file = orderFile(now())
    await handIn(server, file)
    const page = await open(`${server.url}/orders`)
    await page.getByRole('button', { name: 'Show as a code' }).click()
    const code = page.getByRole('img', { name: /^Code of order/ })
    await code.waitFor()
    await expectSound(page)
    const bare = await (await visitor(browser)).newPage()
    expect(await scanned(bare, code)).toBe(file)
    await bare.context().close()
  })

  test('an order goes to the car by an address that holds the whole file, and no server sees it', async () => {
    const { server } = await world()
    const file = orderFile(now())
    await handIn(server, file)
    const page = await open(`${server.url}/orders`)
    const link = page.getByRole('link', { name: 'Open car KT-MA-0001 with this order' })
    const address = new URL((await link.getAttribute('href')) ?? '')
    expect(address.origin).toBe(CAR)
    expect(address.search).toBe('')
    expect(carriedIn(address.hash)).toEqual({ file })
    await expectSound(page)
  })

  test('two orders under one name conflict: neither counts, and the page says so', async () => {
    const { server } = await world()
    await handIn(server, orderFile(now(), {}, 'US-MA', 'order-twice'))
    const other = orderFile(now(), { moves: { kind: 'days', days: 20 } }, 'US-MA', 'order-twice')
    await expect(handIn(server, other)).rejects.toThrow('statement-conflict')
    const page = await open(`${server.url}/orders`)
    for (const days of [10, 20])
      await card(page, `Due dates move by ${days} days`).getByText('Conflicting: does not count').waitFor()
    await expectSound(page)
  })

  test('a driver’s own page offers the order for the car, without network too [OUT-1]', async () => {
    const { server } = await world(0, ['KT-MA-0001'])
    const file = orderFile(now())
    await handIn(server, file)
    await tell(server, 'KT-MA-0001', massachusetts, caseUnder(massachusetts).serviceVisit('2026-03-02T14:00Z'))
    const page = await open(`${server.url}/orders`)
    await page.goto(`${server.url}/driver/KT-MA-0001`)
    const panel = card(page, 'An order for your car')
    await panel.getByRole('link', { name: 'The servers of Northgate Interlock do not answer.' }).waitFor()
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await page.context().setOffline(true)
    await page.reload()
    await panel.getByRole('button', { name: 'Carry this order to my car' }).click()
    const link = panel.getByRole('link', { name: 'Open car KT-MA-0001 with this order' })
    expect(carriedIn(new URL((await link.getAttribute('href')) ?? '').hash)).toEqual({ file })
    await expectSound(page)
  })

  test('orders that were amended or ended say so', async () => {
    const { server } = await world()
    const at = now()
    await handIn(server, orderFile(at, {}, 'US-MA', 'order-first'))
    await handIn(
      server,
      orderFile(at, { supersedes: 'order-first', moves: { kind: 'days', days: 20 } }, 'US-MA', 'order-second'),
    )
    await handIn(
      server,
      orderFile(at, { supersedes: 'order-second', moves: { kind: 'ended' } }, 'US-MA', 'order-third'),
    )
    const page = await open(`${server.url}/orders`)
    await card(page, 'Due dates move by 10 days').getByText('Amended by order-second').waitFor()
    await card(page, 'Due dates move by 20 days').getByText('Ended by order-third').waitFor()
    await card(page, 'Order order-second is ended').getByText('In force').waitFor()
    await expectSound(page)
  })

  test('without network it shows what was last seen and since when', async () => {
    const { server } = await world()
    await handIn(server, orderFile(now()))
    const page = await open(`${server.url}/orders`)
    await card(page, 'Due dates move by 10 days').waitFor()
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await page.context().setOffline(true)
    await page.reload()
    await page.getByRole('heading', { level: 2, name: 'You are offline' }).waitFor()
    expect(await card(page, 'You are offline').textContent()).toMatch(/on \w+ \d+ \w+ \d{4}, \d\d:\d\d GMT\+9/)
    await card(page, 'Due dates move by 10 days')
      .getByText(/^Your browser has checked the signatures/)
      .waitFor()
    await page.getByRole('button', { name: 'Show as a code' }).click()
    await page.getByRole('img', { name: /^Code of order/ }).waitFor()
    await expectSound(page)
  })

  test('without network a phone two years ahead says that its clock is not the car’s, and still carries', async () => {
    const { server } = await world()
    await handIn(server, orderFile(now()))
    const page = await open(`${server.url}/orders`)
    await card(page, 'Due dates move by 10 days').waitFor()
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await page.context().setOffline(true)
    await page.clock.setFixedTime(Date.now() + 2 * YEAR_MS)
    await page.reload()
    const order = card(page, 'Due dates move by 10 days')
    await order.getByText(/A car goes by its own clock\.$/).waitFor()
    await order.getByRole('link', { name: 'Open car KT-MA-0001 with this order' }).waitFor()
  })

  test('a mirror has what the server has not, and stale and lying ones are named', async () => {
    const { server, mirrors } = await world(3)
    const [lying, fresh, stale] = mirrors
    if (fresh === undefined || stale === undefined || lying === undefined) throw new Error('three mirrors are needed')
    const at = now()
    const order = orderFile(at, {}, 'US-MA', 'order-mirrored')
    fresh.publish([order], { number: 5, at })
    stale.publish([], { number: 4, at })
    lying.publish([order], { number: 5, at, lies: true })
    const page = await open(`${server.url}/orders`)
    await card(page, 'Due dates move by 10 days')
      .getByText(/^Your browser has checked the signatures/)
      .waitFor()
    const odd = card(page, 'Not every mirror can be relied on')
    const told = await odd.textContent()
    expect(told).toContain(`${stale.address} is stale: its list is older than one that is known.`)
    expect(told).toContain(`${lying.address} is lying: it serves other bytes than the list says.`)
    expect(told).not.toContain(fresh.address)
    await expectSound(page)
  })

  test('a root key that changes is loud, and the old one goes on counting', async () => {
    const { server } = await world()
    await handIn(server, orderFile(now()))
    const page = await open(`${server.url}/orders`)
    await card(page, 'Due dates move by 10 days').waitFor()
    await page.route('**/v1/keys', (route) => route.fulfill({ json: { rootKey: 'A'.repeat(43) } }))
    await page.reload()
    await page.getByRole('alert').getByText('A'.repeat(43)).waitFor()
    await card(page, 'Due dates move by 10 days')
      .getByText(/^Your browser has checked the signatures/)
      .waitFor()
    await expectSound(page)
  })

  test('no orders, and an address of one that is not there, are said plainly', async () => {
    const { server } = await world()
    const page = await open(`${server.url}/orders`)
    await page.getByText('Every date is due when the car says so.', { exact: false }).waitFor()
    await page.goto(`${server.url}/orders/order-nowhere`)
    await page.getByRole('heading', { name: 'There is no order order-nowhere here' }).waitFor()
    await expectSound(page)
  })

  test('a pasted order is shown and carried; half of one is refused', async () => {
    const { server } = await world()
    const page = await open(`${server.url}/orders`)
    const file = orderFile(now())
    await page.getByLabel('Or paste its text').fill(file.slice(0, -60))
    await page.getByRole('alert').getByText('a part of it is missing', { exact: false }).waitFor()
    await page.getByLabel('Or paste its text').fill(file)
    await page.getByRole('link', { name: 'Due dates move by 10 days' }).waitFor()
    await expectSound(page)
  })
})
