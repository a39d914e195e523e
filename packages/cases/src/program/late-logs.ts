/** A device that was out of contact, and what its log showed when it came. */
import type { EntryOf, Record } from '@keyturn/domain/record.ts'
import { instant } from '@keyturn/domain/units.ts'
import { inZone } from '../calendar.ts'
import { refOf } from '../finding.ts'
import type { CaseFinding, CaseRef, Correction } from './assessment.ts'
import type { DeviceHistory } from './fact.ts'
import { isLate, laterWords, titles } from './late.ts'
import { nonEmpty } from './lifted.ts'
import type { Scene } from './scene.ts'

/** One correction for each receipt that brought something the case had judged without. */
export function lateLogs(scene: Scene, findings: readonly CaseFinding[]): readonly Correction[] {
  return scene.told.file.devices.flatMap((history) => ofDevice(scene, history, findings))
}

function ofDevice(scene: Scene, history: DeviceHistory, findings: readonly CaseFinding[]): readonly Correction[] {
  const { asOf } = scene.told
  const news = findings.filter(
    (one) => one.device === history.device && isLate(one.since, one.learnedAt) && countsAsNews(one),
  )
  return lateReceipts(history).flatMap(({ first, seq, at, from }): readonly Correction[] => {
    if (from.at > asOf) return []
    const found = news.filter(({ learnedAt }) => learnedAt === at)
    const kept = keptAfterAll(history, first, seq, at).filter((record) => record.at <= asOf)
    if (found.length === 0 && kept.length === 0) return []
    return [correction(scene, history, { from, at, found, kept })]
  })
}

type LateReceipt = { readonly first: number; readonly seq: number; readonly at: number; readonly from: Record }
type Looked = { readonly received: DeviceHistory['received']; readonly found: readonly LateReceipt[] }
const late = new WeakMap<readonly Record[], Looked>()

/** Receipts that came long after their first record: looked for once in a log and its receipts. */
function lateReceipts(history: DeviceHistory): readonly LateReceipt[] {
  const known = late.get(history.records)
  if (known?.received === history.received) return known.found
  let before = 0
  const found = history.received.flatMap(({ seq, at }): readonly LateReceipt[] => {
    const first = before + 1
    before = Math.max(before, seq)
    const from = recordAt(history, first)
    return from === undefined || !isLate(from.at, at) ? [] : [{ first, seq, at, from }]
  })
  late.set(history.records, { received: history.received, found })
  return found
}

/** Only what is held against a participant, or is for a person, is news; incidents stand in the log. */
const countsAsNews = ({ class: of }: CaseFinding): boolean => of !== 'not-held'

type News = {
  readonly from: Record
  readonly at: number
  readonly found: readonly CaseFinding[]
  readonly kept: readonly Record[]
}

function correction({ told }: Scene, { device }: DeviceHistory, { from, at, found, kept }: News): Correction {
  const { zone } = told
  const learnedAt = instant(at)
  const refs: readonly CaseRef[] = [
    ...found.flatMap(({ because }) => because),
    ...kept.map((record) => ({ of: 'device' as const, ...refOf(record, { device, zone, lastHeardAt: null }) })),
  ].filter((one) => one.of === 'device')
  const [first] = refs
  const showed = found.length === 0 ? '' : ` It showed: ${titles(found)}.`
  const visits = kept.map(
    (record) =>
      ` It showed that the visit of ${inZone(record.at, zone)} was kept; until then the calendar had it as missed.`,
  )
  return {
    at: from.at,
    learnedAt,
    kind: 'came-late',
    words: `The log of ${device} from ${inZone(from.at, zone)} on came ${laterWords(from.at, learnedAt, zone)} later, on ${inZone(learnedAt, zone)}.${showed}${visits.join('')} Everything since was judged anew.`,
    because: nonEmpty(first ?? { of: 'device', ...refOf(from, { device, zone, lastHeardAt: null }) }, refs.slice(1)),
  }
}

/** Visits that were kept in time and learned of only after their due date. */
function keptAfterAll(history: DeviceHistory, first: number, last: number, at: number): readonly Record[] {
  const all = visitsIn(history.records)
  const next = all.findIndex(({ seq }) => seq >= first)
  const before = all.at(next < 0 ? -1 : next - 1)
  // Without a visit before there is no due date; `at(-1)` is the last visit of all.
  if (next === 0 || before === undefined || before.kind === 'uninstalled' || at <= before.dueAt) return []
  const kept = next < 0 ? undefined : all.slice(next).find(({ kind }) => kind === 'service-completed')
  return kept !== undefined && kept.seq <= last && kept.at <= before.dueAt ? [kept] : []
}

type Visit = Record & EntryOf<'installed' | 'service-completed' | 'uninstalled'>
const visits = new WeakMap<readonly Record[], readonly Visit[]>()

/** What sets and ends due dates, by place: looked for once in a log, since one that is held does not change. */
function visitsIn(records: readonly Record[]): readonly Visit[] {
  const known = visits.get(records)
  if (known !== undefined) return known
  const found = records.filter(isVisit).toSorted((a, b) => a.seq - b.seq)
  visits.set(records, found)
  return found
}

const isVisit = (record: Record): record is Visit =>
  record.kind === 'installed' || record.kind === 'service-completed' || record.kind === 'uninstalled'

/** A log is whole and in order as a rule, so a record stands at its place; otherwise it is looked for. */
function recordAt({ records }: DeviceHistory, seq: number): Record | undefined {
  const there = records[seq - 1]
  return there?.seq === seq ? there : records.find((one) => one.seq === seq)
}
