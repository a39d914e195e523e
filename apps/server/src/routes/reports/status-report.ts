/** What a vendor reports for half a year, where the law asks for it. */
import { lawWords } from '@keyturn/cases/law.ts'
import { halfOf, statusReport, statusRule } from '@keyturn/cases/reports/status-report.ts'
import { iso } from '@keyturn/domain/units.ts'
import { reportLawOn, reportLawsOf } from '@keyturn/rules/reports-for.ts'
import { asActor } from '@keyturn/store/as-actor.ts'
import { billedPostings } from '@keyturn/store/queries/money/postings.ts'
import { priceListsOf } from '@keyturn/store/queries/money/price-lists.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'
import { notYours } from '../fees/remittances.ts'

export const vendorStatusReportRoute = route('vendor-status-report', async ({ params, actor, now, services }) => {
  const { vendor, jurisdiction } = params
  const refused = notYours(params, actor)
  if (refused !== null) return refused
  const law = reportLawOn(reportLawsOf(jurisdiction), `${params.half.slice(0, 4)}-01-01`)
  const rule = law === undefined ? undefined : statusRule(law)
  const half = law === undefined ? undefined : halfOf(params.half, law.timeZone)
  if (law === undefined || rule === undefined || half === undefined) {
    return problem('unknown-jurisdiction', `${jurisdiction} asks its vendors for no half-yearly report.`)
  }
  const found = await asActor(services.pool, actor, async (client) => ({
    lists: await priceListsOf(client, jurisdiction),
    charged: await billedPostings(client, { vendor, jurisdiction, from: half.from, until: half.until }),
  }))
  const report = statusReport({ vendor, law, rule, half }, found.lists, found.charged, now)
  return ok({
    ...report,
    dueAt: iso(report.dueAt),
    law: lawWords(report.law),
    prices: report.prices.map(({ effectiveOn, prices }) => ({ effectiveOn, prices: { ...prices } })),
    outside: report.outside.map((one) => ({ ...one })),
  })
})
