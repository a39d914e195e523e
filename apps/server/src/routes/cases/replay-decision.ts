import { knownAs, lawKnownAs } from '@keyturn/cases/program/basis.ts'
import { iso } from '@keyturn/domain/units.ts'
import { readCaseFile } from '../../cases/case-file.ts'
import { lawOf } from '../../cases/case-law.ts'
import { unknownCase } from '../../cases/change-case.ts'
import { judge } from '../../cases/judged.ts'
import { lookWhole } from '../../cases/look.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'

export const replayDecisionRoute = route('replay-decision', async ({ params, actor, now, services }) => {
  const { caseId, seq } = params
  const { records } = services
  const told = { actor, caseId, now, what: 'replay-decision' }
  const found = await lookWhole(services.pool, told, async (client, row) => {
    const file = await readCaseFile({ db: client, records }, caseId)
    const fact = file.facts.find((one) => one.seq === seq)
    const basis = fact?.basis ?? null
    if (fact === undefined || basis === null) return null
    const law = await lawOf(client, row.jurisdiction, basis.asOf)
    return { fact, basis, judged: judge(lawKnownAs(law, basis), knownAs(file, basis), basis.asOf) }
  })
  if (found === undefined) return unknownCase(caseId)
  if (found === null) return problem('no-such-decision', `Fact ${seq} of ${caseId} is no decision.`)
  const { fact, basis, judged } = found
  return ok({
    seq,
    kind: fact.kind,
    asOf: iso(basis.asOf),
    rules: [...basis.rules],
    sameBytes: judged.digest === basis.digest,
    digestThen: basis.digest,
    digestNow: judged.digest,
    assessment: judged.assessment,
  })
})
