/**
 * What a case is judged by. Facts are appended and never edited; a union that grows as more people may speak to a
 * case.
 */
import type { Kind, Record } from '@keyturn/domain/record.ts'
import type { DeviceId, Instant } from '@keyturn/domain/units.ts'

/** A line of a device's log, verified before it came here. */
export type RecordFact = { readonly kind: 'record'; readonly device: DeviceId; readonly record: Record }

/** Records in a row, at least one, without a gap and by time, that change nothing by themselves: see `condense.ts`. */
export type RunFact = {
  readonly kind: 'run'
  readonly device: DeviceId
  readonly records: readonly Record[]
  /** The last permitted start: one in a closed lockout is a finding. */
  readonly lastPermit: Record | null
}

export type Fact = RecordFact | RunFact

/** A fact as a finding names it: where it stands in which log, when it happened, and what it says in plain words. */
export type FactRef = {
  readonly device: DeviceId
  readonly seq: number
  readonly at: Instant
  readonly kind: Kind
  readonly words: string
}

export type NonEmpty<T> = readonly [T, ...T[]]

/** The records of one device as facts, in the order given. */
export const recordFacts = (device: DeviceId, records: readonly Record[]): readonly Fact[] =>
  records.map((record) => ({ kind: 'record', device, record }))
