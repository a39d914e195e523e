import { type CaseId, iso } from '@keyturn/domain/units.ts'
import type { CaseRow } from '@keyturn/store/queries/cases/case-row.ts'
import { assessedNow } from '../../cases/assessed.ts'
import { unknownCase } from '../../cases/change-case.ts'
import { lookWhole } from '../../cases/look.ts'
import { JsonText, ok } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'

export const getCaseRoute = route('get-case', async ({ params: { caseId }, actor, now, services }) => {
  const found = await lookWhole(services.pool, { actor, caseId, now, what: 'get-case' }, async (client, row) => ({
    row,
    assessment: await assessedNow(services, client, row, now),
  }))
  if (found === undefined) return unknownCase(caseId)
  return ok(new JsonText(viewText(caseId, found.row, found.assessment)), { etag: `"${found.row.lastSeq}"` })
})

/** `CaseView` of the contract, around the assessment's own text. */
const viewText = (caseId: CaseId, { jurisdiction, vendor, openedAt, lastSeq }: CaseRow, assessment: string): string => {
  const head = JSON.stringify({ case: caseId, jurisdiction, vendor, openedAt: iso(openedAt), facts: lastSeq })
  return `${head.slice(0, -1)},"assessment":${assessment}}`
}
