/** What every page has to pass in a real browser, whatever it shows. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'

export const PHONE = { width: 390, height: 844 }
export const DESK = { width: 1440, height: 900 }
export const WIDTHS = [PHONE, DESK] as const

/** A visitor of their own: nothing is shared with another. Times are told in a zone that no car of the tests is in. */
export const visitor = (browser: Browser, viewport = DESK): Promise<BrowserContext> =>
  browser.newContext({ viewport, timezoneId: 'Asia/Tokyo', locale: 'en-US', reducedMotion: 'reduce' })

/** Axe finds nothing serious, the page does not scroll sideways, and what is pressed is at least 44 pixels high. */
export async function expectSound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  expect(await page.evaluate(smallTargets)).toEqual([])
}

/** Buttons and fields under 44 pixels. Runs in the page. */
function smallTargets(): readonly string[] {
  const targets = document.querySelectorAll<HTMLElement>('button, summary, textarea, label:has(> input), nav a')
  return [...targets]
    .filter((target) => target.checkVisibility())
    .map((target) => ({ target, height: target.getBoundingClientRect().height }))
    .filter(({ height }) => height > 0 && height < 43.5)
    .map(({ target, height }) => `${target.outerHTML.slice(0, 80)} is ${height} pixels high`)
}

/** Everything the page asked another origin for. Attach before the first visit. */
export function foreignRequests(context: BrowserContext, ...own: readonly string[]): readonly string[] {
  const found: string[] = []
  context.on('request', (request) => {
    const url = request.url()
    if (!own.some((address) => url.startsWith(address)) && !url.startsWith('data:')) found.push(url)
  })
  return found
}
