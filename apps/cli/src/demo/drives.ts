/** Somebody in a virtual car, over its local link: drives, is asked again, finds the battery flat one morning. */
import { type Duration, duration, type Instant, iso, minutes, parseInstant, seconds } from '@keyturn/domain/units.ts'

export type Driver = {
  /** Does something to the car. @throws Error when the unit refuses */
  readonly act: (what: object) => Promise<CarState>
  readonly advance: (span: Duration) => Promise<CarState>
  readonly look: () => Promise<CarState>
  readonly visit: () => Promise<CarState>
}

export type CarState = {
  readonly at: Instant
  readonly mode: string
  readonly starter: string
  readonly engine: string
}

export function driverOf(url: string): Driver {
  const ask = async (path: string, body?: object): Promise<CarState> => {
    const request =
      body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const response = await fetch(`${url}${path}`, request)
    const text = await response.text()
    if (!response.ok) throw new Error(`${path} ${JSON.stringify(body)} was refused: ${text}`)
    return readState(text)
  }
  return {
    act: (what) => ask('/link/car', what),
    advance: (ms) => ask('/link/clock', { do: 'advance', ms }),
    look: () => ask('/link/state'),
    visit: () => ask('/link/service/demo', {}),
  }
}

function readState(text: string): CarState {
  const state: unknown = JSON.parse(text)
  const word = (...path: readonly string[]): string => {
    let value = state
    for (const name of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
    if (typeof value === 'string') return value
    throw new Error(`the unit does not say ${path.join('.')}`)
  }
  const at = parseInstant(word('at'))
  if (at === undefined) throw new Error(`the unit tells no time: ${word('at')}`)
  return { at, mode: word('outputs', 'mode'), starter: word('outputs', 'starter'), engine: word('car', 'engine') }
}

/** Steps after which something that should have happened will not happen any more. */
const PATIENCE = 60
/** Less than any answer window, so that no retest is missed between two looks. */
const LOOK_EVERY = minutes(2)
const A_MOMENT = seconds(5)

/** The service center's visit: the first one installs the device. */
export const visit = (driver: Driver): Promise<CarState> => driver.visit()

/** Lets time pass to a moment; nothing happens when it is past already. */
export async function waitUntil(driver: Driver, at: Instant): Promise<void> {
  const { at: now } = await driver.look()
  if (at > now) await driver.advance(duration(at - now))
}

/** A sober drive: a start test, every retest on the way, ignition off. */
export async function drive(driver: Driver, at: Instant, length: Duration): Promise<void> {
  await waitUntil(driver, at)
  await driver.act({ do: 'ignition', to: 'on' })
  await until(driver, 'ready for a breath', ({ mode }) => mode === 'ready')
  await driver.act({ do: 'blow', brac: 0, how: 'good' })
  await until(driver, 'a start permission', ({ starter }) => starter === 'permitted')
  const { engine } = await driver.act({ do: 'ignition', to: 'crank' })
  if (engine !== 'running') throw new Error(`the engine did not start at ${iso(at)}`)
  const end = at + length
  for (let state = await driver.look(); state.at < end || state.mode !== 'running'; ) {
    if (state.mode === 'retest-pending') {
      await driver.act({ do: 'blow', brac: 0, how: 'good' })
      state = await driver.advance(A_MOMENT)
    } else state = await driver.advance(LOOK_EVERY)
  }
  await driver.act({ do: 'ignition', to: 'off' })
}

/** A cold night in which the battery runs down until the device goes dark; power is back in the morning. */
export async function flatBattery(driver: Driver, at: Instant, back: Instant): Promise<void> {
  await waitUntil(driver, at)
  await driver.act({ do: 'temperature', deciCelsius: -190 })
  for (const millivolts of [11_800, 11_200, 10_600, 10_100]) {
    await driver.act({ do: 'battery', millivolts })
    await driver.advance(minutes(5))
  }
  await driver.act({ do: 'power', to: 'lost', manner: 'flat-battery' })
  await waitUntil(driver, back)
  await driver.act({ do: 'battery', millivolts: 12_600 })
  await driver.act({ do: 'power', to: 'restored' })
  await driver.act({ do: 'temperature', deciCelsius: 40 })
}

async function until(driver: Driver, what: string, reached: (state: CarState) => boolean): Promise<void> {
  let state = await driver.look()
  for (let n = 0; !reached(state); n++) {
    if (n === PATIENCE) throw new Error(`the car never got to ${what}; it is ${state.mode} at ${iso(state.at)}`)
    state = await driver.advance(A_MOMENT)
  }
}
