/** A month of driving as inputs: what the controller and its comparison are both fed, each input of one shape. */
import { configFor, type DeviceConfig } from '@keyturn/device/config.ts'
import { type BodyOf, type Input, type InputKind, input } from '@keyturn/device/input.ts'
import { restore } from '@keyturn/device/restore.ts'
import type { State } from '@keyturn/device/state.ts'
import { step } from '@keyturn/device/step.ts'
import { addDays, civilDateOf } from '@keyturn/domain/civil.ts'
import { duration, instant } from '@keyturn/domain/units.ts'
import { maine } from '@keyturn/rules/us-me.ts'

export type Trace = { readonly config: DeviceConfig; readonly start: State; readonly inputs: readonly Input[] }

const FRAME_MS = 50
const SECOND = 1_000

/** How often the clock ticks: as a device does while nothing happens, or only when something falls due. */
export type Pace = 'every second' | 'when due'

/** `trips` drives of half an hour with every retest answered; each tenth begins with a failed test and its wait. */
export function drivingTrace(trips: number, pace: Pace): Trace {
  const config = configFor(maine)
  const inputs: Input[] = []
  let at = instant(Date.UTC(2026, 2, 2, 14))
  let up = duration(0)
  let state = restore([], config)
  const feed = <K extends InputKind>(kind: K, body: BodyOf<K>): void => {
    const given = input(kind, body, { at, up, draw: (up * 2_654_435_761) % 4_294_967_296 })
    inputs.push(given)
    state = step(state, given, config).state
  }
  const pass = (ms: number): void => {
    at = instant(at + ms)
    up = duration(up + ms)
  }
  const tickFor = (ms: number): void => {
    const end = at + ms
    while (at < end) {
      pass(pace === 'every second' ? SECOND : Math.max(1, Math.min(end, state.nextAt) - at))
      feed('tick', null)
    }
  }
  const blow = (mg: number): void => {
    for (let n = 0; n < 90; n++) {
      pass(FRAME_MS)
      feed('breath', { flowMlPerS: 420 + (n % 7) * 6, nanoamps: mg * 40, deciCelsius: 340, humidity: 95, hum: 50 })
    }
    tickFor(4 * SECOND)
  }
  feed('power', 'restored')
  const dueOn = addDays(civilDateOf(at, config.timeZone), config.dueWithinDays)
  feed('service', { do: 'install', technician: 't', center: 'c', profile: config.profile, dueOn })
  const begin = inputs.length
  const start = state
  for (let trip = 0; trip < trips; trip++) {
    feed('ignition', 'on')
    tickFor(20 * SECOND)
    if (trip % 10 === 9 && trip < 25) {
      blow(40)
      tickFor(301 * SECOND)
    }
    blow(0)
    feed('ignition', 'crank')
    feed('engine', 'running')
    const end = at + 1_800 * SECOND
    while (at < end) {
      tickFor(pace === 'every second' ? SECOND : Math.max(1, Math.min(end, state.nextAt) - at))
      if (state.phase.at === 'running' && state.phase.retest.is === 'pending') blow(0)
    }
    tickFor(SECOND)
    feed('ignition', 'off')
    tickFor(240 * SECOND)
  }
  return { config, start, inputs: inputs.slice(begin) }
}
