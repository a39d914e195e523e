/** What a device recorded between two moments, counted: the data-recorder summary of a monitoring report. */
import type { Record } from '@keyturn/domain/record.ts'
import type { BrAC, Instant } from '@keyturn/domain/units.ts'

export type RecorderSummary = {
  readonly from: Instant
  readonly until: Instant
  readonly records: number
  readonly lastSeq: number
  readonly starts: number
  readonly startTestsPassed: number
  readonly startTestsFailed: number
  readonly retestsAsked: number
  readonly retestsPassed: number
  readonly retestsFailed: number
  readonly retestsMissed: number
  /** The highest breath of a driver; null when there was none. */
  readonly highest: BrAC | null
  readonly tamperSigns: number
  readonly lockouts: number
  readonly malfunctions: number
  readonly powerLosses: number
}

/** The records after `from` up to `until`. */
export function summaryOf(
  records: readonly Record[],
  { from, until }: { readonly from: Instant; readonly until: Instant },
): RecorderSummary {
  const inside = records.filter(({ at }) => at > from && at <= until)
  const count = (is: (record: Record) => boolean) => inside.filter(is).length
  const test = (kind: 'start' | 'retest', result: 'pass' | 'fail') =>
    count((one) => one.kind === 'sample' && one.test === kind && one.result === result)
  const breaths = inside.flatMap((one) => (one.kind === 'sample' && one.test !== 'reference' ? [one.brac] : []))
  return {
    from,
    until,
    records: inside.length,
    lastSeq: inside.at(-1)?.seq ?? 0,
    starts: count(({ kind }) => kind === 'engine-started'),
    startTestsPassed: test('start', 'pass'),
    startTestsFailed: test('start', 'fail'),
    retestsAsked: count(({ kind }) => kind === 'retest-requested'),
    retestsPassed: test('retest', 'pass'),
    retestsFailed: test('retest', 'fail'),
    retestsMissed: count(({ kind }) => kind === 'retest-missed'),
    highest: breaths.reduce<BrAC | null>((most, one) => (most === null || one > most ? one : most), null),
    tamperSigns: count(({ kind }) => kind === 'tamper' || kind === 'circumvention'),
    lockouts: count(({ kind }) => kind === 'lockout-began'),
    malfunctions: count(({ kind }) => kind === 'malfunction'),
    powerLosses: count(({ kind }) => kind === 'power-lost'),
  }
}
