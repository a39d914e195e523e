/** The log as a story: one plain sentence per record, with the time where it happened. */

import type { Cause, Kind, Record } from '@keyturn/domain/record.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { inZone } from './calendar.ts'
import { words } from './words.ts'

export type TimelineEntry = {
  readonly seq: number
  readonly at: Instant
  /** `Mon 2 Mar 2026, 09:00 EST`. */
  readonly when: string
  readonly kind: Kind
  readonly words: string
  readonly cause: Cause
}

/** In the order of the log, each moment told in the zone. */
export const timeline = (records: readonly Record[], zone: string): readonly TimelineEntry[] =>
  records
    .toSorted((a, b) => a.seq - b.seq)
    .map((record) => ({
      seq: record.seq,
      at: record.at,
      when: inZone(record.at, zone),
      kind: record.kind,
      words: words(record, zone),
      cause: record.cause,
    }))
