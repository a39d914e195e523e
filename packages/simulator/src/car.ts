/** A virtual car: what the wires of a real one would carry. Pure: acts of people in, readings of sensors out. */
import type { BodyOf, InputKind } from '@keyturn/device/input.ts'
import { unreachable } from '@keyturn/domain/units.ts'

export type Car = {
  readonly ignition: 'off' | 'on'
  readonly engine: 'stopped' | 'running'
  /** Whether the device has power from the vehicle. */
  readonly power: 'connected' | 'lost'
  /** The battery at rest at 20 degrees. */
  readonly batteryMillivolts: number
  readonly deciCelsius: number
  readonly head: 'connected' | 'disconnected'
}

/** What a person, the weather or a fault does to the car. */
export type CarAct =
  | { readonly do: 'ignition'; readonly to: 'off' | 'on' | 'crank' }
  /** The engine is made to run without the starter: pushed, or the relay bridged. */
  | { readonly do: 'push-start' }
  | { readonly do: 'stall' }
  | { readonly do: 'power'; readonly to: 'lost'; readonly manner: 'unplugged' | 'flat-battery' }
  | { readonly do: 'power'; readonly to: 'restored' }
  | { readonly do: 'battery'; readonly millivolts: number }
  | { readonly do: 'temperature'; readonly deciCelsius: number }
  | { readonly do: 'head'; readonly to: 'connected' | 'disconnected' }
  | { readonly do: 'tamper'; readonly sign: 'case-opened' | 'harness-cut' }
  | { readonly do: 'malfunction'; readonly code: string; readonly present: boolean }

/** A reading that reaches the device `afterMs` after the act. In order; equal moments keep their order. */
export type Sensed = { readonly afterMs: number } & {
  readonly [K in InputKind]: { readonly kind: K; readonly body: BodyOf<K> }
}[InputKind]

export type CarStep = { readonly car: Car; readonly sensed: readonly Sensed[] }

export const newCar: Car = {
  ignition: 'off',
  engine: 'stopped',
  power: 'connected',
  batteryMillivolts: 12_600,
  deciCelsius: 200,
  head: 'connected',
}

/** Below this the device cannot hold itself up, and the starter motor does not turn. */
const FLAT_MILLIVOLTS = 9_000
const CHARGING_MILLIVOLTS = 14_100

/** The voltage at the device's supply pins with the starter at rest. Zero when it is unplugged. */
export const supplyMillivolts = (car: Car): number => {
  if (car.power === 'lost') return 0
  return car.engine === 'running' ? CHARGING_MILLIVOLTS : restingMillivolts(car)
}

/** One act. The starter turns only through the device's relay, so the act needs to know whether that is closed. */
export const actOnCar = (car: Car, act: CarAct, relay: 'open' | 'closed'): CarStep => {
  switch (act.do) {
    case 'ignition':
      return turnKey(car, act.to, relay)
    case 'push-start':
      return started({ ...car, ignition: 'on' }, 0)
    case 'stall':
      return car.engine === 'stopped' ? { car, sensed: [] } : stopped(car, 'stalled')
    case 'power':
      return act.to === 'lost' ? losePower(car, act.manner) : restorePower(car)
    case 'battery':
      return withSupply({ ...car, batteryMillivolts: act.millivolts })
    case 'temperature': {
      const after = withSupply({ ...car, deciCelsius: act.deciCelsius })
      return { car: after.car, sensed: heard(car, [at(0, 'temperature', act.deciCelsius), ...after.sensed]) }
    }
    case 'head':
      return { car: { ...car, head: act.to }, sensed: heard(car, [at(0, 'head', act.to)]) }
    case 'tamper':
      return { car, sensed: heard(car, [at(0, 'tamper', act.sign)]) }
    case 'malfunction':
      return { car, sensed: heard(car, [at(0, 'malfunction', { code: act.code, present: act.present })]) }
    default:
      return unreachable(act)
  }
}

/** What a device that wakes up in this car reads from its wires, in the order in which it looks. */
export const readingsAtBoot = (car: Car): readonly Sensed[] => {
  if (car.power === 'lost') return []
  const readings = [
    at(0, 'supply', supplyMillivolts(car)),
    at(0, 'temperature', car.deciCelsius),
    at(0, 'head', car.head),
  ]
  // A running engine says by itself that the ignition is on.
  if (car.engine === 'running') readings.push(at(0, 'engine', 'running'))
  else if (car.ignition === 'on') readings.push(at(0, 'ignition', 'on'))
  return readings
}

function turnKey(car: Car, to: 'off' | 'on' | 'crank', relay: 'open' | 'closed'): CarStep {
  if (to === car.ignition) return { car, sensed: [] }
  if (to === 'off') {
    const off: Car = { ...car, ignition: 'off', engine: 'stopped' }
    const key = at(0, 'ignition', 'off')
    if (car.engine === 'stopped') return { car: off, sensed: heard(car, [key]) }
    return {
      car: off,
      sensed: heard(car, [key, at(100, 'engine', 'stopped'), at(200, 'supply', restingMillivolts(off))]),
    }
  }
  const on: Car = { ...car, ignition: 'on' }
  if (to === 'on') {
    return { car: on, sensed: heard(car, [at(0, 'ignition', 'on'), at(0, 'supply', supplyMillivolts(on))]) }
  }
  // The key goes through "on" on its way to "start".
  const key =
    car.ignition === 'off' ? [at(0, 'ignition', 'on'), at(0, 'ignition', 'crank')] : [at(0, 'ignition', 'crank')]
  if (car.engine === 'running' || relay === 'open' || car.power === 'lost') return { car: on, sensed: heard(car, key) }
  const dip = crankingMillivolts(car)
  if (dip < FLAT_MILLIVOLTS) {
    // The starter drags the whole car down, the device with it; when the key is let go the voltage comes back.
    return {
      car: on,
      sensed: [
        ...key,
        at(150, 'supply', dip),
        at(200, 'power', 'lost'),
        at(2_200, 'power', 'restored'),
        at(2_200, 'supply', restingMillivolts(on)),
        at(2_200, 'ignition', 'on'),
      ],
    }
  }
  const running = started(on, 900)
  return { car: running.car, sensed: [...key, at(150, 'supply', dip), ...running.sensed] }
}

function started(car: Car, afterMs: number): CarStep {
  const running: Car = { ...car, engine: 'running' }
  return {
    car: running,
    sensed: heard(car, [at(afterMs, 'engine', 'running'), at(afterMs + 300, 'supply', CHARGING_MILLIVOLTS)]),
  }
}

function stopped(car: Car, how: 'stopped' | 'stalled'): CarStep {
  const still: Car = { ...car, engine: 'stopped' }
  return { car: still, sensed: heard(car, [at(0, 'engine', how), at(200, 'supply', restingMillivolts(still))]) }
}

function losePower(car: Car, manner: 'unplugged' | 'flat-battery'): CarStep {
  if (car.power === 'lost') return { car, sensed: [] }
  const lost: Car = { ...car, power: 'lost' }
  if (manner === 'unplugged') return { car: lost, sensed: [at(0, 'power', 'lost')] }
  // A dying battery falls step by step: that curve is what tells it from a pulled plug.
  const from = Math.min(restingMillivolts(car), 11_800)
  const steps = [from, from - 900, from - 1_800, FLAT_MILLIVOLTS + 200, FLAT_MILLIVOLTS - 300]
  return {
    car: { ...lost, engine: 'stopped', batteryMillivolts: FLAT_MILLIVOLTS - 300 },
    sensed: [
      ...(car.engine === 'running' ? [at(0, 'engine', 'stalled')] : []),
      ...steps.map((millivolts, n) => at(n * 1_000, 'supply', millivolts)),
      at(steps.length * 1_000, 'power', 'lost'),
    ],
  }
}

function restorePower(car: Car): CarStep {
  if (car.power === 'connected') return { car, sensed: [] }
  const charged = Math.max(car.batteryMillivolts, newCar.batteryMillivolts)
  const restored: Car = { ...car, power: 'connected', batteryMillivolts: charged }
  return { car: restored, sensed: [at(0, 'power', 'restored'), ...readingsAtBoot(restored)] }
}

const withSupply = (car: Car): CarStep => ({ car, sensed: heard(car, [at(0, 'supply', supplyMillivolts(car))]) })

/** A device without power hears nothing. */
const heard = (car: Car, sensed: readonly Sensed[]): readonly Sensed[] => (car.power === 'lost' ? [] : sensed)

/** Cold takes 8 mV per degree below 20 from a resting battery. */
const restingMillivolts = (car: Car): number => car.batteryMillivolts - chill(car) * 8

/** A starter draws 1.4 V from a warm battery and 30 mV more per degree of cold: oil is stiff, the battery is weak. */
const crankingMillivolts = (car: Car): number => restingMillivolts(car) - 1_400 - chill(car) * 30

const chill = (car: Car): number => Math.max(0, Math.round((200 - car.deciCelsius) / 10))

function at<K extends InputKind>(afterMs: number, kind: K, body: BodyOf<K>): Sensed
function at(afterMs: number, kind: string, body: unknown): unknown {
  return { afterMs, kind, body }
}
