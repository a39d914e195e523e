/**
 * What the law allows somebody to record now. Decisions and requests are held to what has to come before them; what
 * happened is recorded whether it was lawful or not, because a record that leaves out the unlawful proves nothing.
 * Who may record which kind of fact at all is another question, answered elsewhere.
 */
import type { Instant } from '@keyturn/domain/units.ts'
import { inZone } from '../calendar.ts'
import type { Allowance, CaseAssessment } from './assessment.ts'
import { dayOf } from './days.ts'
import type { CaseFile, FactBody, FactKind } from './fact.ts'
import { deviceLawOf } from './lifted.ts'
import { endChecks } from './may-end.ts'
import { hearingChecks } from './may-hearing.ts'
import { letterChecks } from './may-letters.ts'
import { licenseChecks } from './may-license.ts'
import { serviceChecks } from './may-service.ts'
import { type Asked, type Checks, type Refusal, refuse } from './refusal.ts'
import { sceneOf } from './scene.ts'
import { type CaseLaw, tell } from './told.ts'

/** Every kind of fact with what is asked of it. A new kind does not compile before that is decided. */
const checks: Checks<FactKind> = {
  ...licenseChecks,
  ...serviceChecks,
  ...hearingChecks,
  ...endChecks,
  ...letterChecks,
}

/**
 * Whether a fact may be recorded. `assessment` is the case as of now, `at` is when the fact happened or takes effect:
 * now or before. A refusal says what is missing and what to do, with the law.
 */
export function mayRecord(
  law: CaseLaw,
  file: CaseFile,
  assessment: CaseAssessment,
  body: FactBody,
  at: Instant,
): Allowance {
  const told = tell(law, file, assessment.asOf)
  const scene = sceneOf(told)
  const asked: Asked = { scene, assessment, at, day: dayOf(at, told.zone), device: deviceLawOf(told) }
  const refused = misplaced(body, asked) ?? check(body, asked)
  return refused === null ? { allowed: true } : { allowed: false, ...refused }
}

/** No fact before the case is opened, and none from the future. */
function misplaced({ kind }: FactBody, { scene, at }: Asked): Refusal | null {
  const { told } = scene
  if (at > told.asOf) {
    return refuse(`It is dated ${inZone(at, told.zone)}, which has not come. Record it when it has happened.`)
  }
  if (kind === 'case-opened' || told.of('case-opened').length > 0) return null
  return refuse('The case is not open yet. Open it first.')
}

function check(body: FactBody, asked: Asked): Refusal | null {
  // The table has one entry per kind with that kind's own type; the compiler cannot follow the pairing through an
  // index.
  const one = checks[body.kind] as (body: FactBody, asked: Asked) => Refusal | null
  return one(body, asked)
}
