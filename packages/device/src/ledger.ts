/**
 * What must survive a crash. It changes only by what is recorded, so folding the log gives it back, and nothing
 * the device knows about a driver is kept anywhere but in the log.
 */
import type { Entry, EntryOf, Kind, Trigger } from '@keyturn/domain/record.ts'
import type { KeypadCode } from '@keyturn/domain/relief.ts'
import { after, type Instant, instant, unreachable } from '@keyturn/domain/units.ts'
import type { DeviceConfig } from './config.ts'
import { type DateMove, type HeldOrder, nextMove } from './held-orders.ts'
import { NEVER } from './moments.ts'
import { nextDue } from './next-due.ts'
import { changedByRelief, remindersFor } from './relief-ledger.ts'

export type Ledger = {
  readonly installed: boolean
  readonly picoampsPerMg: number
  /** When the service period began: at the installation or at the last completed visit. */
  readonly servedAt: Instant
  readonly dueAt: Instant
  /** The date before any order moved it. */
  readonly dueAsSet: Instant
  readonly remindAt: Instant
  readonly warnAt: Instant
  readonly reminded: boolean
  readonly warned: boolean
  readonly missed: boolean
  /** Since the last completed service visit. */
  readonly counts: Counts
  readonly holdUntil: Instant
  /** The failed test that a confirmation breath may still follow; zero when there is none. */
  readonly failedAt: Instant
  readonly lockouts: readonly Lockout[]
  /** The violations service is due then; zero when none is. */
  readonly resetBy: Instant
  readonly resetAsSet: Instant
  readonly resetSince: Instant
  readonly resetMissed: boolean
  readonly engineOn: boolean
  /** An allowed turn of the key whose engine has not been heard yet; zero when there is none. */
  readonly crankedAt: Instant
  readonly retestOpen: boolean
  readonly retests: number
  readonly alert: boolean
  readonly powered: boolean
  /** How long the device was dark before it last came back. */
  readonly darkMs: number
  readonly malfunctions: readonly string[]
  readonly lowVoltage: boolean
  readonly sessionOpen: boolean
  /** The tamper indicator stays lit until a technician resets it; zero when it is dark. */
  readonly tamperedAt: Instant
  /** Real-time clock minus device time, by the jumps on record. */
  readonly rtcOffset: number
  readonly lastAt: Instant
  /** Every order that was accepted, those that hold no longer included. */
  readonly orders: readonly HeldOrder[]
  readonly override: Override | null
  /** Since the last completed service visit. */
  readonly overrideUsed: boolean
  /** Ids, for good: each is good for one use. */
  readonly overridesUsed: readonly string[]
  /** The highest counter of a telephone code that was used, by giver. */
  readonly codes: { readonly [By in KeypadCode['by']]: number }
  /** Wrong codes in a row. */
  readonly wrongCodes: number
  readonly keypadHeldUntil: Instant
  /** Derived from the orders and the dates: a date to be made later that is not on record yet. */
  readonly move: DateMove | null
  /** Derived from the dates above: the next of them. */
  readonly fallsDueAt: Instant
}

export type Counts = { readonly [On in Trigger]: number }

/** A lockout is lifted from `since` on; the last instant of `until` still counts. */
export type Override = { readonly id: string; readonly since: Instant; readonly until: Instant }

export type Lockout = {
  readonly rule: string
  readonly since: Instant
  /** Until then the car starts on a passed test; null when it does not start at all. */
  readonly visitBy: Instant | null
  /** The same before any order moved it. */
  readonly visitAsSet: Instant | null
  readonly closed: boolean
}

const ZERO = instant(0)
const NO_COUNTS: Counts = {
  'start-test-failed': 0,
  'retest-failed': 0,
  'sample-failed': 0,
  'retest-missed': 0,
  tamper: 0,
  'service-missed': 0,
  'reset-unserviced': 0,
}

/** The ledger of a device that has recorded nothing. */
export const emptyLedger = (config: DeviceConfig): Ledger => ({
  installed: false,
  picoampsPerMg: config.hardware.picoampsPerMg,
  servedAt: ZERO,
  dueAt: ZERO,
  dueAsSet: ZERO,
  remindAt: ZERO,
  warnAt: ZERO,
  reminded: false,
  warned: false,
  missed: false,
  counts: NO_COUNTS,
  holdUntil: ZERO,
  failedAt: ZERO,
  lockouts: [],
  resetBy: ZERO,
  resetAsSet: ZERO,
  resetSince: ZERO,
  resetMissed: false,
  engineOn: false,
  crankedAt: ZERO,
  retestOpen: false,
  retests: 0,
  alert: false,
  powered: false,
  darkMs: 0,
  malfunctions: [],
  lowVoltage: false,
  sessionOpen: false,
  tamperedAt: ZERO,
  rtcOffset: 0,
  lastAt: ZERO,
  orders: [],
  override: null,
  overrideUsed: false,
  overridesUsed: [],
  codes: { authority: 0, vendor: 0 },
  wrongCodes: 0,
  keypadHeldUntil: ZERO,
  move: null,
  fallsDueAt: NEVER,
})

/** What a recorded entry counts as. Only the driver's own doing counts; a visit is missed whoever missed it. */
export const triggersOf = (entry: Entry): readonly Trigger[] => {
  if (entry.kind === 'service-missed') return ['service-missed']
  if (entry.kind === 'violations-service-missed') return ['reset-unserviced']
  if (entry.cause !== 'operator') return []
  switch (entry.kind) {
    case 'sample':
      if (entry.result !== 'fail') return []
      if (entry.test === 'start') return ['start-test-failed', 'sample-failed']
      return entry.test === 'retest' ? ['retest-failed', 'sample-failed'] : []
    case 'retest-missed':
      return ['retest-missed']
    case 'tamper':
    case 'circumvention':
      return ['tamper']
    default:
      return []
  }
}

/** The ledger after one more entry. Every kind is accepted: what was recorded is a fact. */
export const apply = (ledger: Ledger, entry: Entry, config: DeviceConfig): Ledger => {
  const triggers = triggersOf(entry)
  // One copy, finished before anybody sees it: this is the costly part of a record.
  const next: { -readonly [Field in keyof Ledger]: Ledger[Field] } = { ...ledger, ...changed(ledger, entry, config) }
  if (triggers.length > 0) next.counts = raised(ledger.counts, triggers)
  next.lastAt = entry.at
  if (DATES.has(entry.kind)) next.move = nextMove(next, config)
  next.fallsDueAt = nextDue(next, config)
  return next
}

/** After these kinds a held order may have a date to move. */
const DATES: ReadonlySet<Kind> = new Set<Kind>([
  'installed',
  'uninstalled',
  'service-completed',
  'violations-reset-began',
  'lockout-began',
  'lockout-ended',
  'order-accepted',
  'keypad-accepted',
  'due-date-moved',
])

function changed(ledger: Ledger, entry: Entry, config: DeviceConfig): Partial<Ledger> {
  switch (entry.kind) {
    case 'installed':
      return { installed: true, ...served(ledger, entry, config) }
    case 'service-completed':
      return { sessionOpen: false, failedAt: ZERO, ...served(ledger, entry, config) }
    case 'uninstalled':
      return { installed: false }
    case 'sample':
      return sampled(ledger, entry, config)
    case 'hold-began':
      return { holdUntil: entry.until }
    case 'lockout-began':
      return {
        lockouts: [
          ...ledger.lockouts,
          {
            rule: entry.rule,
            since: entry.at,
            visitBy: entry.visitBy,
            visitAsSet: entry.visitBy,
            closed: entry.visitBy === null,
          },
        ],
      }
    case 'lockout-closed':
      return { lockouts: ledger.lockouts.map((l) => (l.rule === entry.rule ? { ...l, closed: true } : l)) }
    case 'lockout-ended':
      return { lockouts: ledger.lockouts.filter((l) => l.rule !== entry.rule) }
    case 'violations-reset-began':
      return { resetBy: entry.visitBy, resetAsSet: entry.visitBy, resetSince: entry.at }
    case 'start-attempted':
      return entry.allowed ? { crankedAt: entry.at } : {}
    case 'ignition-off':
    case 'start-permit-lapsed':
      return { crankedAt: ZERO }
    case 'engine-started':
      return { engineOn: true, crankedAt: ZERO, retests: 0 }
    case 'engine-resumed':
      return { engineOn: true, crankedAt: ZERO }
    case 'engine-stopped':
    case 'engine-stalled':
      return { engineOn: false }
    case 'retest-requested':
      return { retestOpen: true, retests: entry.number }
    case 'retest-missed':
    case 'retest-cut-short':
      return { retestOpen: false }
    case 'alert-began':
      return { alert: true }
    case 'alert-ended':
      return { alert: false }
    default:
      return changedByService(ledger, entry, config)
  }
}

function changedByService(ledger: Ledger, entry: Entry, config: DeviceConfig): Partial<Ledger> {
  switch (entry.kind) {
    case 'service-reminder':
      return { reminded: true }
    case 'service-warning':
      return { warned: true }
    case 'service-missed':
      return { missed: true }
    case 'violations-service-missed':
      return { resetMissed: true }
    case 'service-opened':
      return { sessionOpen: true }
    case 'service-abandoned':
      return { sessionOpen: false }
    case 'service-calibrated':
      return { picoampsPerMg: entry.picoampsPerMg }
    case 'service-reset':
      return { tamperedAt: ZERO }
    case 'tamper':
    case 'circumvention':
      return entry.cause === 'provider' ? {} : { tamperedAt: entry.at }
    default:
      return changedByCondition(ledger, entry, config)
  }
}

function changedByCondition(ledger: Ledger, entry: Entry, config: DeviceConfig): Partial<Ledger> {
  switch (entry.kind) {
    case 'malfunction':
      return { malfunctions: [...ledger.malfunctions.filter((code) => code !== entry.code), entry.code] }
    case 'malfunction-cleared':
      return { malfunctions: ledger.malfunctions.filter((code) => code !== entry.code) }
    case 'power-lost':
      return { powered: false }
    case 'power-restored':
    case 'device-restarted':
      return { powered: true, darkMs: entry.afterMs }
    case 'clock-jump':
      return { rtcOffset: ledger.rtcOffset + entry.byMs }
    case 'low-voltage':
      return { lowVoltage: true }
    case 'voltage-recovered':
      return { lowVoltage: false }
    default:
      // Most kinds are evidence only and change nothing that must survive.
      return changedByRelief(ledger, entry, config)
  }
}

function sampled(ledger: Ledger, entry: EntryOf<'sample'>, config: DeviceConfig): Partial<Ledger> {
  switch (entry.test) {
    case 'start':
      if (entry.result !== 'fail') return { failedAt: ZERO }
      // The wait follows from the fail itself, so that a log torn between the two still holds.
      return { failedAt: entry.at, holdUntil: after(entry.at, config.holdAfterFail) }
    case 'retest':
      return { failedAt: entry.result === 'fail' ? entry.at : ZERO, retestOpen: false }
    case 'confirmation':
      return { failedAt: ZERO }
    case 'unprompted':
    case 'reference':
      return { failedAt: ledger.failedAt }
    default:
      return unreachable(entry.test)
  }
}

/**
 * A new service period: counts at zero, lockouts over, the next dates set. Orders are kept, for they may mean the new
 * dates too; a code was for the date that is over.
 */
function served(
  ledger: Ledger,
  { at, dueAt }: EntryOf<'installed'> | EntryOf<'service-completed'>,
  config: DeviceConfig,
): Partial<Ledger> {
  return {
    servedAt: at,
    dueAt,
    dueAsSet: dueAt,
    ...remindersFor(dueAt, config),
    reminded: false,
    warned: config.warnDaysBefore === 0,
    missed: false,
    counts: NO_COUNTS,
    holdUntil: ZERO,
    lockouts: [],
    resetBy: ZERO,
    resetAsSet: ZERO,
    resetSince: ZERO,
    resetMissed: false,
    orders: ledger.orders.filter(({ untilVisit }) => !untilVisit),
    override: null,
    overrideUsed: false,
    wrongCodes: 0,
    keypadHeldUntil: ZERO,
  }
}

function raised(counts: Counts, triggers: readonly Trigger[]): Counts {
  const next = { ...counts }
  for (const trigger of triggers) next[trigger] += 1
  return next
}
