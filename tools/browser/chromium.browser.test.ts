import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { environmentFor, launchBrowser, namesNotFound } from './chromium.ts'
import { unpackChromium } from './unpack.ts'

let base = ''
beforeAll(() => {
  base = mkdtempSync(path.join(os.tmpdir(), 'keyturn-browser-test-'))
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

test('a page is drawn, with text in a typeface', async () => {
  const browser = await launchBrowser()
  try {
    const page = await (await browser.newContext()).newPage()
    await page.setContent('<main><h1>Blow steadily</h1><span>mmmm</span></main>')
    expect(await page.getByRole('heading').textContent()).toBe('Blow steadily')
    const { width, height } = (await page.locator('span').boundingBox()) ?? { width: 0, height: 0 }
    expect(width).toBeGreaterThan(20)
    expect(height).toBeGreaterThan(8)
    const drawn = await page.screenshot()
    await page.evaluate(() => document.querySelector('h1')?.remove())
    expect(drawn.equals(await page.screenshot())).toBe(false)
  } finally {
    await browser.close()
  }
})

/** A real server: answers made up by the driver would carry headers that open every door. */
async function serve(body: string): Promise<{ address: string; server: Server }> {
  const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(body))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const place = server.address()
  if (place === null || typeof place === 'string') throw new Error('The server has no port.')
  return { address: `http://127.0.0.1:${place.port}/`, server }
}

test('a page cannot read another origin', async () => {
  const here = await serve('<p>here</p>')
  const there = await serve('secret')
  const browser = await launchBrowser()
  try {
    const page = await (await browser.newContext()).newPage()
    await page.goto(here.address)
    const read = (address: string) =>
      page.evaluate(
        (from) =>
          fetch(from).then(
            (answer) => answer.text(),
            () => 'refused',
          ),
        address,
      )
    expect(await read(here.address)).toBe('<p>here</p>')
    expect(await read(there.address)).toBe('refused')
  } finally {
    await browser.close()
    here.server.close()
    there.server.close()
  }
})

test('two processes at once unpack one browser between them', async () => {
  const [one, two] = await Promise.all([unpackChromium(base), unpackChromium(base)])
  expect(one).toEqual(two)
  expect(spawnSync(one.program, ['--version']).stdout.toString()).toMatch(/\d+\.\d+/)
  expect(readdirSync(base)).toHaveLength(1)
  expect(existsSync(one.libraries)).toBe(true)
  expect(existsSync(one.fontConfig)).toBe(true)
})

test('a folder open to others is not trusted', async () => {
  const open = mkdtempSync(path.join(base, 'open-'))
  const { program } = await unpackChromium(base)
  const theirs = path.join(open, path.basename(path.dirname(program)))
  mkdirSync(theirs)
  chmodSync(theirs, 0o777)
  await expect(unpackChromium(open)).rejects.toThrow('is not a private folder of this user')
})

test('the packed libraries step in for missing ones', async () => {
  expect(namesNotFound('\tlibnss3.so => not found\n\tlibm.so.6 => /lib/libm.so.6 (0x0)\n')).toEqual(['libnss3.so'])
  const unpacked = await unpackChromium(base)
  const env = { ...(await environmentFor(unpacked)), LD_LIBRARY_PATH: unpacked.libraries }
  const listing = spawnSync('ldd', [unpacked.program], { env }).stdout.toString()
  expect(namesNotFound(listing)).toEqual([])
  expect(listing).toContain(`${unpacked.libraries}/libnss3.so`)
})
