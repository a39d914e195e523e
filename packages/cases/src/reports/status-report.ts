/** A vendor's report for half a year: its prices, and what it charged outside its own list. */
import { civilDateOf, parseCivilDate, startOfDay } from '@keyturn/domain/civil.ts'
import { type Cents, type CivilDate, cents, type Instant } from '@keyturn/domain/units.ts'
import type { Charge } from '@keyturn/rules/fees.ts'
import type { ReportLaw, ReportRule } from '@keyturn/rules/reports.ts'
import type { PriceList } from '../fees/money-fact.ts'
import type { Posting } from '../fees/posting.ts'
import { groundOf, type Law } from '../law.ts'
import { dueAtOf } from './due.ts'

/** `2026-1` is January to June, `2026-2` July to December, in the zone. `until` is the first instant after it. */
export type Half = { readonly name: string; readonly from: Instant; readonly until: Instant }

/** Undefined when the text is no half of a year. */
export function halfOf(name: string, zone: string): Half | undefined {
  const [, year = '', half] = /^(\d{4})-([12])$/.exec(name) ?? []
  const first = parseCivilDate(`${year}-${half === '2' ? '07' : '01'}-01`)
  const next = parseCivilDate(half === '2' ? `${String(Number(year) + 1).padStart(4, '0')}-01-01` : `${year}-07-01`)
  if (half === undefined || first === undefined || next === undefined) return undefined
  return { name, from: startOfDay(first, zone), until: startOfDay(next, zone) }
}

export type StatusReport = {
  readonly vendor: string
  readonly jurisdiction: string
  readonly half: string
  readonly dueAt: Instant
  /** Why it is made, and by then. */
  readonly law: Law
  /** Whether the half is over: only then it is complete. */
  readonly final: boolean
  /** Every list that held on some day of the half. */
  readonly prices: readonly { readonly effectiveOn: CivilDate; readonly prices: PriceList['prices'] }[]
  /** What was charged besides the visits and the lease, by what it was for. */
  readonly outside: readonly { readonly charge: Charge; readonly times: number; readonly total: Cents }[]
}

/** The rule that asks for it; undefined where the law asks for none. */
export const statusRule = ({ rules }: ReportLaw): ReportRule | undefined =>
  rules.find(({ on }) => on.value.some(({ kind }) => kind === 'half-year'))

/** @param charged what the vendor billed apart, of any case and any time; postings that were taken back are left out */
export function statusReport(
  about: { readonly vendor: string; readonly law: ReportLaw; readonly rule: ReportRule; readonly half: Half },
  lists: readonly PriceList[],
  charged: readonly Posting[],
  asOf: Instant,
): StatusReport {
  const { vendor, law, rule, half } = about
  const back = new Set(charged.flatMap(({ reverses }) => (reverses === null ? [] : [reverses])))
  const own = charged.filter(
    (one) =>
      one.vendor === vendor && one.reverses === null && !back.has(one.id) && one.at >= half.from && one.at < half.until,
  )
  const kinds = [...new Set(own.map(({ kind }) => kind))].toSorted()
  return {
    vendor,
    jurisdiction: law.id,
    half: half.name,
    dueAt: dueAtOf(rule.within.value, half.until, law.timeZone),
    law: groundOf(rule.on),
    final: asOf >= half.until,
    prices: listsIn(lists, vendor, half, law.timeZone),
    outside: kinds.map((kind) => {
      const same = own.filter((one) => one.kind === kind)
      // Only charges of a price list are billed apart.
      const charge = kind as Charge
      return { charge, times: same.length, total: cents(same.reduce((all, { amount }) => all + amount, 0)) }
    }),
  }
}

/** Lists that begin in the half, and the one that held when it began; the newest of each day. */
function listsIn(lists: readonly PriceList[], vendor: string, half: Half, zone: string): StatusReport['prices'] {
  const [first, end] = [civilDateOf(half.from, zone), civilDateOf(half.until, zone)]
  const newest = new Map<CivilDate, PriceList>()
  for (const list of lists.filter((one) => one.vendor === vendor).toSorted((a, b) => a.recordedAt - b.recordedAt)) {
    newest.set(list.effectiveOn, list)
  }
  const inOrder = [...newest.values()].toSorted((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : 1))
  const held = inOrder.filter(({ effectiveOn }) => effectiveOn <= first).slice(-1)
  const later = inOrder.filter(({ effectiveOn }) => effectiveOn > first && effectiveOn < end)
  return [...held, ...later].map(({ effectiveOn, prices }) => ({ effectiveOn, prices }))
}
