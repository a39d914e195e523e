/** What takes time at the car: warm-up, breaths, gas from a bottle, a technician's hands. */
import type { BrAC } from '@keyturn/domain/units.ts'
import { breathFrames, FRAME_MS, FRESH_CELL, type Manner } from '../breath.ts'
import type { Blow } from './scenario.ts'
import type { World } from './world.ts'

/** Longer than the coldest warm-up and an analysis together. */
const READY_MAX_MS = 300_000
const RESULT_MAX_MS = 20_000

/** The driver waits through warm-up and analysis, blows, and waits for the answer. */
export function blow(world: World, { brac, how, atOnce }: Blow): void {
  if (!atOnce) passWhile(world, READY_MAX_MS, () => isBusy(world))
  exhale(world, brac, how)
  passWhile(world, RESULT_MAX_MS, () => world.state.breath.is !== 'none')
}

const isBusy = ({ out: { mode } }: World): boolean => mode === 'warming-up' || mode === 'analyzing'

function exhale(world: World, brac: BrAC, how: Manner): void {
  const { picoampsPerMg } = FRESH_CELL
  const airDeciCelsius = world.car.deciCelsius
  for (const frame of breathFrames({ brac, how, seed: world.chance.next(), picoampsPerMg, airDeciCelsius })) {
    // A device without power, or without its head, hears nothing.
    if (world.car.power === 'connected' && world.car.head === 'connected') world.feed('breath', frame)
    world.pass(FRAME_MS)
  }
}

/** Passes time as long as the condition holds, at most `maxMs`: to the next due moment, or second by second. */
export function passWhile(world: World, maxMs: number, condition: () => boolean): boolean {
  const until = world.at + maxMs
  while (condition()) {
    if (world.at >= until) return false
    const due = world.state.nextAt - world.deviceNow
    world.pass(Math.min(until - world.at, due > 0 ? Math.min(due, 60_000) : 1_000))
  }
  return true
}

/** Gas of this strength flows from a bottle into the head, and the device measures it. */
export function breatheGas(world: World, gas: BrAC): void {
  exhale(world, gas, 'reference')
  passWhile(world, RESULT_MAX_MS, () => world.state.breath.is !== 'none')
}

/**
 * The technician switches the ignition on where it is off, waits for the device, and leaves the car as it was found.
 */
export function atTheCar(world: World, work: () => void): void {
  const wasOff = world.car.ignition === 'off'
  if (wasOff) world.act({ do: 'ignition', to: 'on' })
  passWhile(world, READY_MAX_MS, () => isBusy(world))
  work()
  if (wasOff && world.car.engine === 'stopped') world.act({ do: 'ignition', to: 'off' })
}
