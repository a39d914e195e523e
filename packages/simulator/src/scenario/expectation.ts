/** What an `expect:` step demands. Each check keeps the line it was written on. */
import type { Assessment, FindingClass, Status } from '@keyturn/cases/assessment.ts'
import type { Mode } from '@keyturn/device/mode.ts'
import type { Outputs } from '@keyturn/device/outputs.ts'
import type { Cause, Kind } from '@keyturn/domain/record.ts'
import type { CivilDate, Duration } from '@keyturn/domain/units.ts'
import type { Moment } from './moment.ts'
import type { Place } from './place.ts'

export type Expectation = readonly Check[]
export type Check = { readonly place: Place } & (
  | { readonly of: Simple; readonly is: string }
  | { readonly of: 'display'; readonly lines: readonly [string, string] }
  | { readonly of: 'display-contains'; readonly texts: readonly string[] }
  | { readonly of: 'countdown'; readonly to: Moment | 'none' }
  | { readonly of: 'lockout'; readonly lockout: 'none' | LockoutPattern }
  | ({ readonly of: 'service-due' } & DueMove)
  | { readonly of: 'override'; readonly until: Moment | 'none' }
  | { readonly of: 'keypad-hold'; readonly until: Moment | 'none' }
  | { readonly of: 'refused'; readonly refused: RefusedPattern | 'none' }
  | { readonly of: 'records'; readonly records: RecordsPattern }
  | { readonly of: 'interval'; readonly interval: IntervalPattern }
  | { readonly of: 'status'; readonly status: StatusPattern }
  | { readonly of: 'server'; readonly holds: 'everything' | 'nothing' | number }
)

const modes = {
  uninstalled: 1,
  asleep: 1,
  unpowered: 1,
  'warming-up': 1,
  ready: 1,
  sampling: 1,
  analyzing: 1,
  'start-permitted': 1,
  running: 1,
  'retest-pending': 1,
  alerting: 1,
  held: 1,
  locked: 1,
  'in-service': 1,
  malfunction: 1,
} satisfies { readonly [M in Mode]: 1 }
const lamps = { off: 1, green: 1, amber: 1, red: 1 } satisfies { readonly [L in Outputs['lamp']]: 1 }
const buzzers = { silent: 1, beep: 1, alarm: 1 } satisfies { readonly [B in Outputs['buzzer']]: 1 }
const statuses = {
  'not-installed': 1,
  'in-good-standing': 1,
  'service-due-soon': 1,
  'violations-service-due': 1,
  'locked-out': 1,
  unknown: 1,
} satisfies { readonly [S in Status['kind']]: 1 }
const classes = {
  lockout: 1,
  'violations-reset': 1,
  violation: 1,
  'not-held': 1,
  'for-a-person': 1,
  integrity: 1,
} satisfies { readonly [C in FindingClass]: 1 }
const causes = { operator: 1, device: 1, power: 1, provider: 1, vehicle: 1, unknown: 1 } satisfies {
  readonly [C in Cause]: 1
}

/** Outputs and car states that are one word each. */
export const SIMPLE = {
  mode: Object.keys(modes),
  starter: ['blocked', 'permitted'],
  horn: ['silent', 'sounding'],
  buzzer: Object.keys(buzzers),
  lamp: Object.keys(lamps),
  engine: ['running', 'stopped'],
} as const
export type Simple = keyof typeof SIMPLE
export const STATUSES: readonly string[] = Object.keys(statuses)
export const CLASSES: readonly string[] = Object.keys(classes)
export const CAUSES: readonly string[] = Object.keys(causes)
export const INTEGRITIES = [
  'sound',
  'doubtful',
  'broken',
] as const satisfies readonly Assessment['integrity']['state'][]

export type LockoutPattern = { readonly rule: string | undefined; readonly visitBy: Moment | 'at-once' | undefined }

/** The date of the next visit; `movedBy` is the name of an order, `nothing` for a date that no order moved. */
export type DueMove = {
  readonly on: CivilDate
  readonly movedBy: string | undefined
  readonly days: number | undefined
}
/** Something that the device refused since the `expect` before this one. */
export type RefusedPattern = { readonly what: string | undefined; readonly because: string | undefined }

export type RecordsPattern = {
  /** From the first step on, or from the `expect` before this one. */
  readonly since: 'start' | 'last-expect'
  readonly form: 'exactly' | 'in order' | 'include' | 'none of' | 'count'
  readonly patterns: readonly RecordPattern[]
}
export type RecordPattern = {
  readonly place: Place
  readonly kind: Kind
  readonly fields: readonly FieldPattern[]
  /** For the form `count` only. */
  readonly times: number
}
/** One field of a record: a moment as exactly as it was written, anything else as the value itself. */
export type FieldPattern = {
  readonly field: string
  readonly text: string
  readonly is:
    | { readonly kind: 'moment'; readonly moment: Moment }
    | { readonly kind: 'value'; readonly value: unknown }
}

/** From the last record of one kind back to the nearest earlier record of another. */
export type IntervalPattern = {
  readonly from: Kind
  readonly to: Kind
  readonly atLeast: Duration | undefined
  readonly atMost: Duration | undefined
}

export type StatusPattern = {
  readonly kind: string | undefined
  readonly stage: string | undefined
  readonly car: string | undefined
  readonly visitBy: Moment | 'at-once' | undefined
  readonly dueBy: Moment | undefined
  readonly integrity: string | undefined
  readonly next: string | undefined
  /** Each must be met by one finding of the case. */
  readonly findings: readonly FindingPattern[]
  /** Rules or classes that no finding of the case may have. */
  readonly noneOf: readonly string[]
}
export type FindingPattern = {
  readonly place: Place
  readonly rule: string | undefined
  readonly class: string | undefined
  readonly cause: string | undefined
  readonly law: string | undefined
  readonly clause: string | undefined
  /** The order by which it is held and not counted, as the scenario calls it. */
  readonly heldBy: string | undefined
}
