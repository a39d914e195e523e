/** Records a fact of a case: who may, whether the law allows it now, and what follows, in one transaction. */
import { mayRecord } from '@keyturn/cases/program/may-record.ts'
import { mayRecordKind, standingOf } from '@keyturn/contract/fact-access.ts'
import { findCase } from '@keyturn/store/queries/cases/case-row.ts'
import { problem } from '../kernel/answer.ts'
import { allOrNothing } from './all-or-nothing.ts'
import type { CaseParts } from './case-parts.ts'
import {
  answeredBefore,
  type Before,
  type Change,
  type Changed,
  type ChangeRefusal,
  changeCase,
  unknownCase,
} from './change-case.ts'

export const recordFact = (parts: CaseParts, told: Change): Promise<Changed> =>
  allOrNothing(parts.pool, told.actor, async (client) => {
    const again = await answeredBefore(client, told)
    if (again !== undefined) return again
    if ((await findCase(client, told.caseId)) === undefined) return unknownCase(told.caseId)
    if (!mayRecordKind(told.actor, told.body.kind)) return notYours(told)
    return changeCase(parts, client, told, refusalOf)
  })

const notYours = ({ actor, body }: Change): ChangeRefusal =>
  problem('forbidden', `The role ${actor.role} may not record ${body.kind}.`)

/** Everything that hangs on this one fact. */
function refusalOf(before: Before, told: Change): ChangeRefusal | null {
  const { judged, law, file, now } = before
  const refused = otherVendors(told) ?? othersFact(before, told) ?? otherJurisdiction(before, told)
  if (refused !== null || judged === null) return refused
  const allowance = mayRecord(law, file, judged.assessment, told.body, told.at ?? now)
  if (allowance.allowed) return null
  const { because, law: cited } = allowance
  return problem('not-allowed-now', because, { because, law: cited })
}

/** A provider speaks for itself alone. */
function otherVendors({ actor, body }: Change): ChangeRefusal | null {
  const named = body.kind === 'device-installed' || body.kind === 'provider-failure' ? body.vendor : null
  const isProvider = ['technician', 'vendor-operator', 'vendor-integrator'].includes(standingOf(actor))
  return named === null || !isProvider || named === actor.vendor
    ? null
    : problem('forbidden', `body.fact.vendor: you record for ${actor.vendor}, and not for ${named}.`)
}

/** An officer may withdraw any fact; everybody else what they recorded themselves. */
function othersFact({ file }: Before, { actor, body }: Change): ChangeRefusal | null {
  if (body.kind !== 'fact-withdrawn' || actor.role === 'authority-officer') return null
  const fact = file.facts.find(({ seq }) => seq === body.fact)
  return fact === undefined || fact.by.user === actor.user
    ? null
    : problem('forbidden', `Fact ${body.fact} was recorded by somebody else; only they or an officer withdraw it.`)
}

function otherJurisdiction({ row }: Before, { body }: Change): ChangeRefusal | null {
  return body.kind !== 'case-opened' || body.jurisdiction === row.jurisdiction
    ? null
    : problem('bad-request', `body.fact.jurisdiction: this case is under ${row.jurisdiction} and stays there.`)
}
