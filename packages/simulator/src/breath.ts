/** A virtual breath: what the sensors of the breath head would see, 20 times a second. Pure: one seed, one breath. */
import type { BreathFrame } from '@keyturn/device/input.ts'
import { unreachable } from '@keyturn/domain/units.ts'
import { type Chance, chanceFrom } from './chance.ts'

/** Time between two frames of a breath head. */
export const FRAME_MS = 50

/**
 * How somebody blows. `no-hum` is a good breath without the tone; `reference` is dry gas from a bottle at a service
 * visit.
 */
export const MANNERS = [
  'good',
  'short',
  'hard',
  'soft',
  'inhale',
  'bag',
  'filter',
  'cold-air',
  'no-hum',
  'reference',
] as const
export type Manner = (typeof MANNERS)[number]

export type Blow = {
  /** The true alcohol concentration, whole mg per 210 L. */
  readonly brac: number
  readonly how: Manner
  readonly seed: number
  /** What this fuel cell really gives per mg/210 L; a drifted or worn cell gives less than the device believes. */
  readonly picoampsPerMg: number
  /** The air in the car, in tenths of a degree: a bag, a pump or a bottle has this temperature. */
  readonly airDeciCelsius: number
}

/** A fresh fuel cell in a car at 20 degrees. */
export const FRESH_CELL = { picoampsPerMg: 40_000, airDeciCelsius: 200 } as const

/** The frames of one blow from its first to its last moment; the silence after it is the caller's. */
export const breathFrames = (blow: Blow): readonly BreathFrame[] => {
  const chance = chanceFrom(blow.seed)
  const shape = shapeOf(blow, chance)
  const count = Math.round(shape.lastsMs / FRAME_MS)
  const plateau = Math.round((blow.brac * shape.alcoholPermille * blow.picoampsPerMg) / 1_000_000)
  return Array.from({ length: count }, (_, n) => frameAt(n * FRAME_MS, shape, plateau, chance))
}

/** A sensor of age: each day takes `ppmPerDay` millionths of the sensitivity it began with. */
export const driftedCell = (picoampsPerMg: number, days: number, ppmPerDay: number): number =>
  Math.max(1, Math.round((picoampsPerMg * (1_000_000 - days * ppmPerDay)) / 1_000_000))

type Shape = {
  readonly lastsMs: number
  readonly flowMlPerS: number
  readonly flowJitter: number
  /** From this moment on for `gaspMs` the person breathes in. */
  readonly gaspAtMs: number
  readonly gaspMs: number
  /** Deep-lung air arrives after this long; until then the reading climbs. */
  readonly plateauAfterMs: number
  readonly alcoholPermille: number
  readonly startDeciCelsius: number
  readonly endDeciCelsius: number
  readonly humidity: number
  readonly hum: number
}

function shapeOf({ how, airDeciCelsius }: Blow, chance: Chance): Shape {
  const person: Shape = {
    lastsMs: chance.between(100, 116) * FRAME_MS,
    flowMlPerS: chance.between(380, 480),
    flowJitter: 25,
    gaspAtMs: -1,
    gaspMs: 0,
    plateauAfterMs: chance.between(1_800, 2_600),
    alcoholPermille: 1_000,
    startDeciCelsius: chance.between(300, 315),
    endDeciCelsius: chance.between(338, 350),
    humidity: chance.between(92, 98),
    hum: chance.between(45, 75),
  }
  switch (how) {
    case 'good':
      return person
    case 'no-hum':
      return { ...person, hum: 0 }
    case 'short':
      return { ...person, lastsMs: chance.between(24, 36) * FRAME_MS }
    case 'hard':
      return { ...person, flowMlPerS: chance.between(1_150, 1_400) }
    case 'soft':
      return { ...person, flowMlPerS: chance.between(55, 80), flowJitter: 8 }
    case 'inhale':
      return { ...person, gaspAtMs: chance.between(30, 50) * FRAME_MS, gaspMs: chance.between(6, 10) * FRAME_MS }
    case 'bag':
      // Just filled and still warm and moist, but squeezed more evenly than any lungs blow.
      return {
        ...still(person, { flowMlPerS: 350, temperature: chance.between(296, 310), humidity: chance.between(60, 75) }),
        flowJitter: 2,
      }
    case 'filter':
      // A filter holds back the alcohol and the water, and lets the warmth through.
      return {
        ...person,
        alcoholPermille: 40,
        startDeciCelsius: 290,
        endDeciCelsius: chance.between(305, 320),
        humidity: chance.between(15, 30),
        hum: 0,
      }
    case 'cold-air':
      // A pump or a balloon of air: no lung has seen it.
      return {
        ...still(person, {
          flowMlPerS: 350,
          temperature: airDeciCelsius - 20,
          humidity: chance.between(25, 40),
        }),
        alcoholPermille: 0,
      }
    case 'reference':
      return {
        ...still(person, { flowMlPerS: 300, temperature: airDeciCelsius, humidity: 0 }),
        lastsMs: 120 * FRAME_MS,
        plateauAfterMs: 1_000,
      }
    default:
      return unreachable(how)
  }
}

type Still = { readonly flowMlPerS: number; readonly temperature: number; readonly humidity: number }

/** Air that no person breathes out: even flow, one temperature, no tone, the same alcohol from the first moment. */
function still(person: Shape, { flowMlPerS, temperature, humidity }: Still): Shape {
  return {
    ...person,
    flowMlPerS,
    flowJitter: 3,
    plateauAfterMs: 0,
    startDeciCelsius: temperature,
    endDeciCelsius: temperature,
    humidity,
    hum: 0,
  }
}

const RAMP_MS = 250

function frameAt(ms: number, shape: Shape, plateau: number, chance: Chance): BreathFrame {
  const gasping = ms >= shape.gaspAtMs && ms < shape.gaspAtMs + shape.gaspMs
  const ramp = Math.min(1_000, Math.floor(((ms + FRAME_MS) * 1_000) / RAMP_MS))
  // Lungs empty: a person's flow sinks by a fifth over the breath.
  const tired = shape.flowJitter > 3 ? 1_000 - Math.floor((200 * ms) / shape.lastsMs) : 1_000
  const flow = Math.floor((shape.flowMlPerS * ramp * tired) / 1_000_000)
  const jitter = chance.between(-shape.flowJitter, shape.flowJitter)
  const climb =
    shape.plateauAfterMs === 0 ? 1_000 : Math.min(1_000, 500 + Math.floor((500 * ms) / shape.plateauAfterMs))
  const warm = Math.min(ms, 1_500)
  // At most a tenth of a mg of noise on a fresh cell, so that rounding to whole mg gives the true value back.
  const noise = plateau > 0 ? chance.between(-4, 4) : 0
  return {
    flowMlPerS: gasping ? -chance.between(150, 250) : Math.max(1, flow + jitter),
    nanoamps: Math.max(0, Math.floor((plateau * climb) / 1_000) + noise),
    deciCelsius: shape.startDeciCelsius + Math.floor(((shape.endDeciCelsius - shape.startDeciCelsius) * warm) / 1_500),
    humidity: shape.humidity,
    hum: shape.hum === 0 ? 0 : Math.max(1, shape.hum + chance.between(-5, 5)),
  }
}
