// Takes the pictures of the documentation from a running demo:
// `npm start`, then in another window `node tools/run-ts.mjs tools/screenshots.mjs http://localhost:4600`.
// It drives the Massachusetts car into a lockout on the way, so take a demo that may be thrown away.
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { launchBrowser } from './browser/chromium.ts'
import { root } from './lib/root.mjs'
import { Complaint, runProgram, say } from './lib/say.mjs'

const DESK = { width: 1200, height: 800 }
const PHONE = { width: 390, height: 844 }
const BYTES_MAX = 200_000
const images = path.join(root, 'docs/images')

await runProgram(async () => {
  const [address] = process.argv.slice(2)
  if (address === undefined) throw new Complaint('Give the address of a running demo, such as http://localhost:4600.')
  const demo = await demoAt(address)
  const car = demo.cars.find(({ device }) => device.includes('MA'))
  if (car === undefined) throw new Complaint(`The demo at ${address} has no car under Massachusetts.`)
  mkdirSync(images, { recursive: true })
  const browser = await launchBrowser()
  try {
    await lockOut(browser, car)
    await picture(browser, 'start', `${address}/`, 'Sit in a car', DESK)
    await picture(browser, 'driver', `${address}/driver/${car.device}`, 'Locked out', DESK)
    await picture(browser, 'driver-phone', `${address}/driver/${car.device}`, 'Locked out', PHONE)
    await verified(browser, address, car)
    await turnOn(browser, car)
    await picture(browser, 'car-locked-out', `${car.url}/car`, 'Two failed start-up tests in one service period', DESK)
    await picture(browser, 'car-phone', `${car.url}/car`, 'Two failed start-up tests in one service period', PHONE)
  } finally {
    await browser.close()
  }
  return 0
})

async function demoAt(address) {
  const answer = await fetch(`${address}/demo.json`).catch((cause) => {
    throw new Complaint(`Nothing answers at ${address}: start the demo first.`, { cause })
  })
  if (!answer.ok) throw new Complaint(`${address} is no demo: /demo.json answers ${answer.status}.`)
  return answer.json()
}

/** Two breaths above the limit, half an hour apart, blown in the page as a visitor would. */
async function lockOut(browser, car) {
  const page = await (await browser.newContext({ viewport: DESK, reducedMotion: 'reduce' })).newPage()
  await page.goto(`${car.url}/car`)
  const press = (name) => page.getByRole('button', { name }).click()
  await press('Switch on')
  await press('+1 minute')
  await blow(page, 'Wait before the next test')
  for (let n = 0; n < 3; n++) {
    await press('+10 minutes')
    await page.getByText('time passes …').waitFor({ state: 'detached' })
  }
  await blow(page, 'Two failed start-up tests in one service period')
  // The records are to have arrived before the server's pages are drawn.
  await press('Switch off')
  await page
    .locator('div', { hasText: /^waiting0$/ })
    .first()
    .waitFor({ timeout: 60_000 })
  await page.context().close()
}

/** The display speaks while the ignition is on. */
async function turnOn(browser, car) {
  const page = await (await browser.newContext({ viewport: DESK, reducedMotion: 'reduce' })).newPage()
  await page.goto(`${car.url}/car`)
  await page.getByRole('button', { name: 'Switch on' }).click()
  await page.getByRole('button', { name: '+1 minute' }).click()
  await page.getByText('time passes …').waitFor({ state: 'detached' })
  await page.context().close()
}

async function blow(page, outcome) {
  await page.getByRole('heading', { name: 'Ready for a breath' }).waitFor()
  await page.getByRole('radio', { name: '0.031' }).check()
  await page.getByRole('button', { name: /^Blow / }).click()
  await page.getByRole('heading', { name: outcome }).first().waitFor()
}

async function picture(browser, name, address, shows, viewport) {
  const page = await (await browser.newContext({ viewport, reducedMotion: 'reduce' })).newPage()
  await page.goto(address)
  await page.getByRole('heading', { name: shows }).first().waitFor()
  await keep(page, name)
}

/** The log as the server gives it out, checked in the browser under the key that the server knows. */
async function verified(browser, address, { device }) {
  const log = Buffer.from(await (await fetch(`${address}/v1/devices/${device}/log`)).arrayBuffer())
  const { publicKey } = await (await fetch(`${address}/v1/devices/${device}`)).json()
  const file = path.join(os.tmpdir(), `${device}.log`)
  writeFileSync(file, log)
  const page = await (await browser.newContext({ viewport: DESK, reducedMotion: 'reduce' })).newPage()
  await page.goto(`${address}/verify`)
  await page.getByLabel(/public key/).fill(publicKey)
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByRole('heading', { name: 'This log is whole and signed by the device' }).scrollIntoViewIfNeeded()
  await keep(page, 'verify')
}

async function keep(page, name) {
  const file = path.join(images, `${name}.png`)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await page.screenshot({ path: file })
  await page.context().close()
  const { size } = statSync(file)
  if (size > BYTES_MAX)
    throw new Complaint(`${name}.png has ${size} bytes; a picture of the README has ${BYTES_MAX} at most.`)
  say(`${path.relative(root, file)}: ${Math.round(size / 1_000)} KB`)
}
