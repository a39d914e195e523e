import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Built, buildPortal } from '../tests/built-portal.ts'

/** What a phone may be asked to fetch for the driver's page, gzip, in bytes. */
const DRIVER_PAGE_MAX = 150_000
/** All that its worker fetches afterwards, when the page stands, to keep the pages for a time without network. */
const KEPT_MAX = 210_000

type Chunk = { readonly file: string; readonly imports?: readonly string[] }
let built: Built
let manifest: Readonly<Record<string, Chunk>> = {}

beforeAll(async () => {
  built = await buildPortal()
  manifest = JSON.parse(read('.vite/manifest.json'))
})
afterAll(() => built.remove())

const read = (name: string): string => readFileSync(path.join(built.folder, name), 'utf8')
const assets = (): readonly string[] => readdirSync(path.join(built.folder, 'assets'))

/** The files that the named sources load before they run. */
function closure(...sources: readonly string[]): readonly string[] {
  const found = new Set<string>()
  const take = (source: string) => {
    const chunk = manifest[source]
    if (chunk === undefined) throw new Error(`nothing was built from ${source}`)
    if (found.has(chunk.file)) return
    found.add(chunk.file)
    for (const next of chunk.imports ?? []) take(next)
  }
  for (const source of sources) take(source)
  return [...found]
}

const driverPage = () => closure('index.html', 'src/pages/driver/DriverPage.tsx', 'src/pages/orders/CarryPanel.tsx')

describe('what is sent to a browser', () => {
  test.each(['driver/DriverPage', 'case/MyCasePage'])(
    '%s takes less than 150 KB of script, orders included',
    (page) => {
      const sent = closure('index.html', `src/pages/${page}.tsx`, 'src/pages/orders/CarryPanel.tsx')
      const bytes = sent.reduce((sum, file) => sum + gzipSync(read(file)).length, 0)
      expect(bytes).toBeGreaterThan(50_000)
      expect(bytes).toBeLessThan(DRIVER_PAGE_MAX)
    },
  )

  test('the driver’s page brings neither the car nor the law texts along', () => {
    const sent = driverPage().map(read).join('')
    const everything = assets().filter((name) => name.endsWith('.js'))
    // A key's file, the drawing of codes and the checking of statements are fetched by the pages that need them.
    for (const words of ['Turn to start', 'Drop a log here', 'WAC 204-50-110', 'PBES2', 'keyturn-order+jwt']) {
      expect(sent).not.toContain(words)
    }
    expect(everything.some((name) => read(`assets/${name}`).includes('WAC 204-50-110'))).toBe(true)
  })

  test('nothing is fetched from another address', () => {
    const styles = assets().filter((name) => name.endsWith('.css'))
    expect(styles.length).toBeGreaterThan(1)
    expect(read('index.html')).not.toMatch(/(src|href)="(?!\/)/)
    for (const name of styles) expect(read(`assets/${name}`)).not.toMatch(/url\((?!["']?(\/assets\/|data:))/)
  })

  test('the worker keeps what works without network, and no page of the car or of staff', () => {
    const worker = read('service-worker.js')
    const isKept = (source: string) => closure(source).every((file) => worker.includes(`/${file}`))
    for (const page of [
      'home/HomePage',
      'driver/DriverPage',
      'verify/VerifyPage',
      'orders/OrdersPage',
      'orders/CarryPanel',
      'emergency/EmergencyPage',
    ]) {
      expect(isKept(`src/pages/${page}.tsx`)).toBe(true)
    }
    for (const page of [
      'car/CarPage',
      'case/CasePage',
      'case/MyCasePage',
      'authority/CasesPage',
      'sign/OrderFormPage',
    ]) {
      expect(isKept(`src/pages/${page}.tsx`)).toBe(false)
    }
    expect(
      assets()
        .filter((name) => name.endsWith('.woff2'))
        .every((name) => worker.includes(name)),
    ).toBe(true)
    const styles = assets().filter((name) => /^(index|DriverPage|HomePage)-.*\.css$/.test(name))
    expect(styles.filter((name) => !worker.includes(name))).toEqual([])
    expect(styles.length).toBeGreaterThan(1)
  })

  test('all that a phone fetches to keep the pages takes less than 210 KB', () => {
    const worker = read('service-worker.js')
    const scripts = assets().filter((name) => name.endsWith('.js') && worker.includes(name))
    const bytes = scripts.reduce((sum, name) => sum + gzipSync(read(`assets/${name}`)).length, 0)
    expect(bytes + gzipSync(worker).length).toBeLessThan(KEPT_MAX)
  })

  test('the worker stands alone, as a classic worker must', () => {
    expect(read('service-worker.js')).not.toMatch(/\b(import|export)\b/)
  })
})
