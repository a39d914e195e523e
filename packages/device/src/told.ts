/** Test support: a car told in order. Each line feeds inputs; the log and the outputs can be asked at any time. */
import { addDays, civilDateOf, parseCivilDate } from '@keyturn/domain/civil.ts'
import type { Entry, Kind } from '@keyturn/domain/record.ts'
import { type KeypadCode, type ReliefGiver, SERVICE_FUNCTIONS, type TollingOrder } from '@keyturn/domain/relief.ts'
import {
  type BrAC,
  type CivilDate,
  type Duration,
  duration,
  type Instant,
  instant,
  mgPer210L,
} from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { claimsOf, NO_CLAIMS, type VisitClaims } from './claims.ts'
import { configFor, type DeviceConfig } from './config.ts'
import { type BodyOf, type BreathFrame, type InputKind, input } from './input.ts'
import { type Outputs, outputs } from './outputs.ts'
import { restore } from './restore.ts'
import type { State } from './state.ts'
import { step } from './step.ts'

const FRAME_MS = 50

type Certified = {
  readonly visit: 'scheduled' | 'lockout' | 'removal'
  readonly dueOn: CivilDate
  readonly claims?: Partial<VisitClaims>
}

/** The real controller with a clock and a log; what is done to it can be written in one chain. */
export class ToldCar {
  readonly config: DeviceConfig
  readonly log: Entry[] = []
  /** How long the log was after each input. */
  readonly steps: number[] = []
  state: State
  at: Instant
  up: Duration = duration(0)
  draw = 1
  readonly #profile: Profile

  constructor(profile: Profile, start: string) {
    this.#profile = profile
    this.config = configFor(profile)
    this.state = restore([], this.config)
    this.at = instant(Date.parse(start))
    this.feed('power', 'restored')
  }

  /** Feeds one input at the present moment. */
  feed<K extends InputKind>(kind: K, body: BodyOf<K>): this {
    const result = step(this.state, input(kind, body, { at: this.at, up: this.up, draw: this.draw }), this.config)
    this.state = result.state
    this.log.push(...result.entries)
    this.steps.push(this.log.length)
    return this
  }

  /** Lets time pass and ticks once at its end. */
  wait(ms: number): this {
    this.at = instant(this.at + ms)
    this.up = duration(this.up + ms)
    return this.feed('tick', null)
  }

  installed(): this {
    const dueOn = addDays(civilDateOf(this.at, this.config.timeZone), this.config.dueWithinDays)
    const { profile } = this.config
    return this.feed('service', { do: 'install', technician: 'tech-1', center: 'center-1', profile, dueOn })
  }

  ignitionOn(): this {
    return this.feed('ignition', 'on').wait(120_000)
  }

  /** A good breath of this many mg per 210 L, and the wait for its result. */
  blow(mg: number, change: Partial<BreathFrame> = {}): this {
    return this.breathe(mgPer210L(mg), 110, change).wait(4_000)
  }

  /** `frames` readings of a steady human breath. */
  breathe(brac: BrAC, frames: number, change: Partial<BreathFrame> = {}): this {
    const nanoamps = Math.round((brac * this.state.ledger.picoampsPerMg) / 1_000)
    for (let n = 0; n < frames; n++) {
      const flowMlPerS = 420 + (n % 7) * 6
      this.feed('breath', { flowMlPerS, nanoamps, deciCelsius: 340, humidity: 95, hum: 50, ...change })
      this.at = instant(this.at + FRAME_MS)
      this.up = duration(this.up + FRAME_MS)
    }
    return this
  }

  start(): this {
    return this.ignitionOn().blow(0).feed('ignition', 'crank').feed('engine', 'running')
  }

  off(): this {
    return this.feed('ignition', 'off').feed('engine', 'stopped')
  }

  /** Waits until the device asks for a retest, and not a millisecond longer. */
  untilRetest(): this {
    const { phase } = this.state
    if (phase.at !== 'running' || phase.retest.is !== 'scheduled')
      throw new Error(`no retest is scheduled: ${phase.at}`)
    return this.wait(phase.retest.dueAt - this.at)
  }

  /** A whole service visit, due again as late as the profile allows. */
  serviced(visit: 'scheduled' | 'lockout' = 'scheduled'): this {
    const reference = mgPer210L(40)
    const dueOn = addDays(civilDateOf(this.at, this.config.timeZone), this.config.dueWithinDays)
    return this.feed('service', { do: 'open', technician: 'tech-1', center: 'center-1', rescue: null })
      .feed('service', { do: 'inspect', sound: true, notes: '' })
      .gas({ do: 'as-found', reference }, reference)
      .gas({ do: 'calibrate', gasLot: 'lot-7', reference }, reference)
      .gas({ do: 'confirm', reference }, reference)
      .gas({ do: 'confirm', reference }, reference)
      .feed('service', { do: 'reset' })
      .certified({ visit, dueOn })
  }

  /** A certificate that says what the device measured, but for `claims`. */
  certified({ visit, dueOn, claims = {} }: Certified): this {
    const { session } = this.state
    const truth = session.is === 'open' ? claimsOf(session) : NO_CLAIMS
    const certificate = 'certificate-1'
    return this.feed('service', {
      do: 'certify',
      technician: 'tech-1',
      certificate,
      visit,
      dueOn,
      claims: { ...truth, ...claims },
    })
  }

  /** A signed order of the authority, already verified. What is left out is the outage of 14 to 22 March 2026. */
  order(change: Partial<TollingOrder> = {}, by: ReliefGiver = 'authority'): this {
    const order = orderFor(this.config, change)
    return this.feed('statement', { statement: 'order', id: order.id, by, order })
  }

  /** A signed override that was issued so long ago. */
  override(id: string, { ageMs = 0, by = 'authority' }: { ageMs?: number; by?: ReliefGiver } = {}): this {
    return this.feed('statement', { statement: 'override', id, by, issuedAt: instant(this.at - ageMs) })
  }

  /** A telephone code whose check digits are right. */
  code(code: KeypadCode): this {
    return this.feed('keypad', { digits: 12, code, used: false })
  }

  /** Twelve digits that mean nothing. */
  wrongCode(): this {
    return this.feed('keypad', { digits: 12, code: null, used: false })
  }

  gas(act: BodyOf<'service'>, brac: BrAC): this {
    return this.feed('service', act).breathe(brac, 110, { flowMlPerS: 400, deciCelsius: 200, humidity: 0 }).wait(4_000)
  }

  /** The process dies and starts again `ms` later with what was recorded. */
  crashed(ms: number): this {
    this.at = instant(this.at + ms)
    this.up = duration(0)
    this.state = restore(this.log, this.config)
    return this.feed('power', 'restored')
  }

  get out(): Outputs {
    return outputs(this.state, this.config, instant(this.state.now + Math.max(0, this.up - this.state.up)))
  }

  kinds(): Kind[] {
    return this.log.map(({ kind }) => kind)
  }

  count(kind: Kind): number {
    return this.log.filter((entry) => entry.kind === kind).length
  }

  /** The rules of the lockouts in force. */
  lockouts(): string[] {
    return this.state.ledger.lockouts.map(({ rule }) => rule)
  }

  get name(): string {
    return this.#profile.id
  }
}

/** A day written as one. */
export const day = (text: string): CivilDate => {
  const date = parseCivilDate(text)
  if (date === undefined) throw new Error(`no such day: ${text}`)
  return date
}

/** An order for every device of the jurisdiction, day for day for an outage of 14 to 22 March 2026, with `change`. */
export const orderFor = ({ identity }: DeviceConfig, change: Partial<TollingOrder> = {}): TollingOrder => ({
  id: 'order-1',
  supersedes: null,
  scope: {
    jurisdiction: identity.jurisdiction,
    vendors: null,
    models: null,
    firmwares: null,
    regions: null,
    functions: SERVICE_FUNCTIONS,
  },
  interval: { from: day('2026-03-14'), until: day('2026-03-22') },
  due: { from: day('2026-03-14'), until: day('2026-03-22') },
  moves: { kind: 'day-for-day' },
  capDays: 30,
  staggerDays: 0,
  ...change,
})

/** A car with power, not yet installed, under a profile. */
export const carUnder = (profile: Profile, start = '2026-03-02T14:00Z'): ToldCar => new ToldCar(profile, start)
