/** What the unit in the car says about itself over the local link, as this page reads it. */
import type { Outputs } from '@keyturn/device/outputs.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import type { Ground } from '../../data/ground.ts'
import { flag, list, moment, number, object, oneOf, orNull, type Read, text } from '../../data/read.ts'
import { type Relief, relief } from './relief-state.ts'

/** A reason why the car does what it does, with the law it rests on. */
export type Reason = {
  readonly rule: string
  readonly title: string
  readonly words: string
  readonly law: Ground | null
}

const display: Read<readonly [string, string]> = (value, at) => {
  const [first, second] = list(text)(value, at)
  return [first ?? '', second ?? '']
}

const outputs: Read<Outputs> = object({
  mode: oneOf(
    'uninstalled',
    'asleep',
    'unpowered',
    'warming-up',
    'ready',
    'sampling',
    'analyzing',
    'start-permitted',
    'running',
    'retest-pending',
    'alerting',
    'held',
    'locked',
    'in-service',
    'malfunction',
  ),
  starter: oneOf('blocked', 'permitted'),
  horn: flag,
  buzzer: oneOf('silent', 'beep', 'alarm'),
  lamp: oneOf('off', 'green', 'amber', 'red'),
  display,
  countdownTo: orNull(moment),
})

/** The law as the unit tells it: quoted, or an assumption. */
export const law: Read<Ground> = (value, at) => {
  if (typeof value === 'object' && value !== null && 'from' in value) {
    return { kind: 'assumed', ...object({ from: text, why: text })(value, at) }
  }
  return { kind: 'cited', ...object({ source: text, section: text, quote: text })(value, at) }
}

const reason: Read<Reason> = object({ rule: text, title: text, words: text, law: orNull(law) })

const car = object({
  ignition: oneOf('off', 'on'),
  engine: oneOf('running', 'stopped'),
  power: oneOf('lost', 'restored'),
  supplyMv: number,
  deciCelsius: number,
  head: oneOf('connected', 'disconnected'),
  breathing: flag,
})

const log = object({
  seq: number,
  segments: number,
  receiptedSeq: number,
  lastUploadAt: orNull(moment),
  lastError: orNull(text),
})

export type LinkState = {
  readonly device: string
  readonly profile: string
  readonly timeZone: string
  readonly at: Instant
  readonly outputs: Outputs
  readonly car: ReturnType<typeof car>
  readonly log: ReturnType<typeof log>
  readonly installed: boolean
  readonly dueAt: Instant | null
  /** Lockouts that stand, by their rules. */
  readonly lockouts: readonly { readonly rule: string }[]
  readonly explanation: readonly Reason[]
  /** Null where the unit is of before orders and codes. */
  readonly relief: Relief | null
  readonly canFastForward: boolean
  /** The demonstration has a technician. */
  readonly canVisit: boolean
}

const state = object({
  device: text,
  profile: text,
  timeZone: text,
  at: moment,
  outputs,
  car,
  log,
  ledger: object({ installed: flag, dueAt: orNull(moment), lockouts: list(object({ rule: text })) }),
  explanation: list(reason),
  relief: orNull(relief),
  world: object({ canFastForward: flag, canVisit: orNull(flag) }),
})

/** @throws TypeError that names the field, when the unit says something this page does not understand */
export function readLinkState(body: unknown): LinkState {
  const { ledger, world, ...rest } = state(body, 'state')
  return { ...rest, ...ledger, canFastForward: world.canFastForward, canVisit: world.canVisit ?? false }
}
