/** What the vendors of the demo charge, and what the driver of a life has paid: each day’s charges on that day. */

import type { PriceList } from '@keyturn/cases/fees/money-fact.ts'
import { ledgerOf } from '@keyturn/cases/fees/of-case.ts'
import { driverOwes } from '@keyturn/cases/fees/posting.ts'
import { actorOf } from '@keyturn/domain/actor.ts'
import { civilDateOf, parseCivilDate } from '@keyturn/domain/civil.ts'
import { after, assert, before, cents, days, type Instant, instant, minutes } from '@keyturn/domain/units.ts'
import { feeLawsOf } from '@keyturn/rules/fees-for.ts'
import type { CaseWorld } from '@keyturn/simulator/case-scenario/case-world.ts'
import { actAs, asSystem } from '@keyturn/store/as-actor.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import type { SettledFact } from '@keyturn/store/queries/money/money-facts.ts'
import { addPriceList, priceListsOf } from '@keyturn/store/queries/money/price-lists.ts'

const FROM = parseCivilDate('2020-01-01')
assert(FROM !== undefined, 'a price list begins on a day')

/** In cents. */
const PRICES: { readonly [vendor: string]: PriceList['prices'] } = {
  northgate: { installation: cents(9_900), 'lease-month': cents(7_400), 'lockout-reset': cents(6_500) },
  harborlight: { installation: cents(7_500), 'lease-month': cents(8_200), 'lockout-reset': cents(5_000) },
  kestrel: { installation: cents(8_500), 'lease-month': cents(6_900), tow: cents(14_000) },
}

/** The lists as the demo has had them since long before any case. */
export const priceLists = (recordedAt: Instant): readonly PriceList[] =>
  Object.entries(PRICES).map(([vendor, prices]) => ({ vendor, prices, effectiveOn: FROM, recordedAt }))

/** Files the lists of each vendor with the authorities that approve it, once. */
export async function filePrices(
  pool: Pool,
  approvals: readonly { readonly vendor: string; readonly jurisdiction: string }[],
  at: Instant,
): Promise<void> {
  const operator = actorOf('operator')
  await asSystem(pool, async (client) => {
    for (const { vendor, jurisdiction } of approvals) {
      const filed = await priceListsOf(client, jurisdiction)
      const list = priceLists(at).find((one) => one.vendor === vendor)
      if (list === undefined || filed.some((one) => one.vendor === vendor)) continue
      await actAs(client, operator)
      await addPriceList(client, { ...list, jurisdiction, recorder: operator.user, at })
      await actAs(client, actorOf('system'))
    }
  })
}

/** Paid at the counter on the day of each charge. Who `owes` has not paid for the last forty days. */
export function paymentsOf(
  { file }: Pick<CaseWorld, 'file'>,
  { jurisdiction, vendor, zone }: { readonly jurisdiction: string; readonly vendor: string; readonly zone: string },
  { now, listedAt, owes }: { readonly now: Instant; readonly listedAt: Instant; readonly owes: boolean },
): readonly SettledFact[] {
  const rules = { laws: feeLawsOf(jurisdiction), prices: priceLists(listedAt) }
  const until = owes ? before(now, days(40)) : now
  const byDay = new Map<string, { at: Instant; postings: ReturnType<typeof ledgerOf>[number][] }>()
  for (const posting of ledgerOf({ rules, file, settled: [] }, now)) {
    if (posting.enteredAt > until) continue
    const day = civilDateOf(posting.enteredAt, zone)
    const known = byDay.get(day) ?? { at: posting.enteredAt, postings: [] }
    byDay.set(day, { at: instant(Math.max(known.at, posting.enteredAt)), postings: [...known.postings, posting] })
  }
  return [...byDay].flatMap(([day, { at, postings }]): readonly SettledFact[] => {
    const amount = driverOwes(postings)
    const paidAt = after(at, minutes(4))
    if (amount <= 0 || paidAt > now) return []
    const head = { id: `money:${file.caseId}:${day}`, at: paidAt, recordedAt: paidAt }
    return [{ ...head, kind: 'paid', vendor, amount, reference: `receipt ${day}` }]
  })
}
