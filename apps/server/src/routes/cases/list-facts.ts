import { findingNamer } from '@keyturn/cases/program/finding-names.ts'
import { factWords, namesOf } from '@keyturn/cases/program/words.ts'
import { factsOf } from '@keyturn/store/queries/cases/facts.ts'
import { lawOf } from '../../cases/case-law.ts'
import { unknownCase } from '../../cases/change-case.ts'
import { look } from '../../cases/look.ts'
import { ok } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'

export const listFactsRoute = route('list-facts', async ({ params: { caseId }, query, actor, now, services }) => {
  const { after, limit } = query
  const found = await look(services.pool, { actor, caseId, now, what: 'list-facts' }, async (client, row) => ({
    law: await lawOf(client, row.jurisdiction, now),
    // All of them, since a page may use names that an earlier one gave.
    facts: await factsOf(client, caseId),
  }))
  if (found === undefined) return unknownCase(caseId)
  const zone = found.law.programs[0]?.timeZone ?? 'UTC'
  const names = namesOf(found.facts, {
    finding: findingNamer(found.law, { caseId, facts: found.facts, devices: [] }, zone),
    vendor: (id) => found.law.vendors?.find(({ vendor }) => vendor === id)?.name ?? id,
  })
  const shown = found.facts.filter(({ seq }) => seq > after).slice(0, limit)
  const last = shown.at(-1)?.seq ?? after
  return ok({
    facts: shown.map((fact) => ({ fact, words: factWords(fact, zone, names) })),
    next: last < (found.facts.at(-1)?.seq ?? 0) ? last : null,
  })
})
