/** The controller's whole state: plain data that can be written as JSON, read back and continued. */
import type { RejectReason, StartBasis, TestKind } from '@keyturn/domain/record.ts'
import { type BrAC, type Duration, duration, type Instant, instant } from '@keyturn/domain/units.ts'
import type { ServiceReset } from '@keyturn/rules/profile.ts'
import type { Gas } from './claims.ts'
import type { Ledger } from './ledger.ts'
import { NEVER } from './moments.ts'

export type State = {
  /** The device's own time: carried by the counter, never set back. */
  readonly now: Instant
  readonly up: Duration
  /** What must survive a crash. Changed only by recording. */
  readonly ledger: Ledger
  readonly phase: Phase
  readonly breath: Breath
  readonly ignition: 'off' | 'on'
  readonly head: 'connected' | 'disconnected'
  readonly supply: Supply
  readonly deciCelsius: number
  readonly session: Session
  readonly free: Free
  /** What the last breath came to, for the display. */
  readonly verdict: Verdict
  readonly reply: Reply
  /** Chance for retest intervals, drawn anew when an engine starts. */
  readonly chance: number
  /** The next moment at which something falls due by itself; `NEVER` when nothing does. */
  readonly nextAt: Instant
}

export type Phase =
  | { readonly at: 'unpowered'; readonly since: Instant }
  | { readonly at: 'asleep' }
  | { readonly at: 'warming-up'; readonly readyAt: Instant }
  /** Ignition on, engine off, waiting for a breath or for a wait to end. */
  | { readonly at: 'ready'; readonly announced: boolean }
  /** `heldUntil` is later than `until` while an allowed start is under way: a turned key may take its seconds. */
  | {
      readonly at: 'start-permitted'
      readonly basis: StartBasis
      readonly until: Instant
      readonly heldUntil: Instant
      readonly cranked: boolean
    }
  | { readonly at: 'running'; readonly retest: Retest; readonly alert: boolean; readonly barred: boolean }

export type Retest =
  | { readonly is: 'scheduled'; readonly dueAt: Instant }
  | { readonly is: 'pending'; readonly number: number; readonly answerBy: Instant; readonly attempts: number }
  /** A breath was given in time and is being analyzed. */
  | { readonly is: 'answered'; readonly number: number }

export type Breath =
  | { readonly is: 'none' }
  | {
      readonly is: 'blowing'
      readonly test: TestKind
      readonly since: Instant
      readonly last: Instant
      readonly frames: number
      /** Microlitres: flow in mL/s times milliseconds, so that it stays whole. */
      readonly volumeUl: number
      /** Time that was blown, pauses left out. */
      readonly blownMs: number
      readonly weakMs: number
      readonly strongMs: number
      /** Sums over the current and the previous half second, to see the plateau. */
      readonly window: Window
      readonly previous: Window
      readonly flowMin: number
      readonly flowMax: number
      /** Sums over all frames, for the averages. */
      readonly humidity: number
      readonly deciCelsius: number
      readonly hum: number
    }
  /** The rest of a breath that was refused or came at the wrong time. */
  | { readonly is: 'ignored'; readonly last: Instant }
  | {
      readonly is: 'analyzing'
      readonly test: TestKind
      readonly doneAt: Instant
      readonly nanoamps: number
      readonly volumeMl: number
    }

/** Half a second of sensor readings. */
export type Window = { readonly frames: number; readonly nanoamps: number }

/** An engine that stopped may be started again without a test until then; the retest that was due stays due. */
export type Free =
  | { readonly is: 'none' }
  | { readonly is: 'open'; readonly until: Instant; readonly retestDueAt: Instant }

/** What the last code or statement came to, for the display. */
export type Reply = {
  readonly said:
    | 'nothing'
    | 'code-accepted'
    | 'code-refused'
    | 'code-held'
    | 'order-accepted'
    | 'override-began'
    | 'statement-refused'
  readonly at: Instant
}

export type Verdict = {
  readonly said: 'nothing' | 'pass' | 'fail' | 'circumvention' | RejectReason
  readonly at: Instant
}

/** What the supply did lately, to tell a flat battery from a pulled plug. */
export type Supply = {
  readonly millivolts: number
  readonly readAt: Instant
  readonly lowest: number
}

/** A technician's session; `measure` says what the next bottle breath is for. */
export type Session =
  | { readonly is: 'closed' }
  | {
      readonly is: 'open'
      readonly technician: string
      readonly center: string
      readonly until: Instant
      readonly inspection: { readonly sound: boolean; readonly notes: string } | null
      readonly asFound: Gas | null
      readonly calibration: { readonly gasLot: string; readonly reference: BrAC } | null
      /** A dead sensor was given its gas too, and was not calibrated by it. */
      readonly calibrated: boolean
      /** Confirmations in a row that were within tolerance. */
      readonly asLeft: readonly Gas[]
      readonly resets: readonly ServiceReset[]
      readonly measure: Measure | null
    }
export type Open = Extract<Session, { readonly is: 'open' }>
export type Measure = {
  readonly of: 'as-found' | 'calibrate' | 'confirm'
  readonly reference: BrAC
  readonly gasLot: string
}

/** A device as it leaves the factory: nothing recorded, no power. */
export const newState = (ledger: Ledger): State => ({
  now: instant(0),
  up: duration(0),
  ledger,
  phase: { at: 'unpowered', since: instant(0) },
  breath: { is: 'none' },
  ignition: 'off',
  head: 'connected',
  supply: { millivolts: 0, readAt: instant(0), lowest: 0 },
  deciCelsius: 200,
  session: { is: 'closed' },
  free: { is: 'none' },
  verdict: { said: 'nothing', at: instant(0) },
  reply: { said: 'nothing', at: instant(0) },
  chance: 1,
  nextAt: NEVER,
})

/** A state under construction inside one step. Nobody outside the step ever sees one. */
export type Draft = { -readonly [Field in keyof State]: State[Field] }

/** Copies field by field, in one order, so that all states have one shape. */
export const draftOf = (state: State): Draft => ({
  now: state.now,
  up: state.up,
  ledger: state.ledger,
  phase: state.phase,
  breath: state.breath,
  ignition: state.ignition,
  head: state.head,
  supply: state.supply,
  deciCelsius: state.deciCelsius,
  session: state.session,
  free: state.free,
  verdict: state.verdict,
  reply: state.reply,
  chance: state.chance,
  nextAt: state.nextAt,
})
