/** Holds moved dates, overrides, the keypad and refusals against an `expect:`. What the log says is what counts. */
import { civilDateOf } from '@keyturn/domain/civil.ts'
import type { EntryOf, Kind, Record } from '@keyturn/domain/record.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import type { DueMove, RefusedPattern } from './expectation.ts'
import { localText } from './moment.ts'
import type { Difference } from './records.ts'
import type { World } from './world.ts'

/** The date of the next visit, the order that moved it, and how far it lies from the date before any order. */
export function dueDifference(world: World, { on, movedBy, days }: DueMove): Difference {
  const { state, profile, log, desk } = world
  const move = lastMove(log.records)
  const found = civilDateOf(state.ledger.dueAt, profile.timeZone)
  const by = move === undefined ? 'nothing' : (desk.nameOf(move.order) ?? move.order)
  const asked = [on, ...(movedBy === undefined ? [] : [`moved by ${movedBy}`]), ...daysText(days)]
  const happened = [found, ...(movedBy === undefined ? [] : [`moved by ${by}`])]
  if (days !== undefined) happened.push(...daysText(move?.days ?? 0))
  const [expected, was] = [asked.join(', '), happened.join(', ')]
  return expected === was ? null : { expected, happened: was }
}

const daysText = (days: number | undefined): readonly string[] => (days === undefined ? [] : [`${days} days`])

/** The last move of the visit's date since the service period began. */
function lastMove(records: readonly Record[]): EntryOf<'due-date-moved'> | undefined {
  const begun = records.findLastIndex(({ kind }) => kind === 'installed' || kind === 'service-completed')
  for (const record of records.slice(begun + 1).toReversed()) {
    if (record.kind === 'due-date-moved' && record.of === 'service-visit') return record
  }
  return undefined
}

/** Until when an override opens the car, by the records; null when none does. */
export function overrideUntil({ log, deviceNow }: World): Instant | null {
  const last = lastOf(log.records, 'override-began')
  if (last === undefined || last.until < deviceNow) return null
  const ended = log.records.some(
    ({ kind, seq }) => seq > last.seq && (kind === 'override-ended' || kind === 'service-completed'),
  )
  return ended ? null : last.until
}

/** Until when the keypad waits, by the records; null when it does not. */
export function keypadHeldUntil({ log, deviceNow }: World): Instant | null {
  const last = lastOf(log.records, 'keypad-held')
  return last === undefined || last.until < deviceNow ? null : last.until
}

function lastOf<K extends Kind>(
  records: readonly Record[],
  kind: K,
): Extract<Record, { readonly kind: K }> | undefined {
  return records.findLast((record): record is Extract<Record, { readonly kind: K }> => record.kind === kind)
}

/** What was refused since a record, with its reason: statements, codes, acts of a visit. */
export function refusedDifference(world: World, wanted: RefusedPattern | 'none', since: number): Difference {
  const refused = world.log.records.slice(since).flatMap((record) => refusalOf(record))
  const happened = refused.length === 0 ? 'nothing was refused' : refused.map(textOf(world)).join('; ')
  if (wanted === 'none') return refused.length === 0 ? null : { expected: 'nothing is refused', happened }
  const { what, because } = wanted
  const found = refused.some(
    (one) =>
      (what === undefined || (one.id !== null && world.desk.nameOf(one.id) === what)) &&
      (because === undefined || one.why.includes(because)),
  )
  if (found) return null
  return { expected: `${what ?? 'something'} is refused${because === undefined ? '' : `: …${because}…`}`, happened }
}

type Refusal = { readonly id: string | null; readonly why: string; readonly at: Instant }

function refusalOf(record: Record): readonly Refusal[] {
  switch (record.kind) {
    case 'statement-refused':
      return [{ id: record.statement, why: record.why, at: record.at }]
    case 'keypad-refused':
    case 'service-refused':
      return [{ id: null, why: record.why, at: record.at }]
    default:
      return []
  }
}

const textOf =
  ({ desk, profile }: World) =>
  ({ id, why, at }: Refusal): string =>
    `${id === null ? '' : `${desk.nameOf(id) ?? id}, `}${why} (${localText(at, profile.timeZone)})`
