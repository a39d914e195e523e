/** A whole case as of a moment: pure, from the facts alone. Never throws on a recorded fact, never reads a clock. */
import type { Instant } from '@keyturn/domain/units.ts'
import { inForce, versionsOf } from '../in-force.ts'
import type { CaseAssessment } from './assessment.ts'
import { checklistOf } from './checklist.ts'
import { correctionsOf } from './corrections.ts'
import { deadlinesOfCase } from './deadlines.ts'
import { devicesOf } from './devices.ts'
import type { CaseFile } from './fact.ts'
import { caseFindings } from './findings.ts'
import { headlineOf } from './headline.ts'
import { hearingsOf } from './hearings.ts'
import { lettersOf } from './letters.ts'
import { licenseOf } from './license.ts'
import { nextChangeAt } from './next-change.ts'
import { nextStepsOfCase } from './next-steps.ts'
import { programInForce } from './program-in-force.ts'
import { requestsOf } from './requests.ts'
import { dutyOf } from './requirement.ts'
import { sceneOf } from './scene.ts'
import { stageOf } from './stage.ts'
import { countsAgainst } from './standing.ts'
import { termOf } from './term.ts'
import { type CaseLaw, tell } from './told.ts'
import { vehiclesOf } from './vehicles.ts'

/** The case without what follows from the rest of the answer. */
export type JudgedCase = Omit<CaseAssessment, 'next' | 'nextChangeAt'>

/**
 * What the law says about a case at a moment.
 *
 * `law` holds all versions of one jurisdiction; each fact is judged by the one in force when it happened. Facts of
 * `file` may come in any order. Facts later than `asOf` are not looked at, so an answer about the past never changes
 * when the future arrives.
 */
export function assessCase(law: CaseLaw, file: CaseFile, asOf: Instant): CaseAssessment {
  const told = tell(law, file, asOf)
  const scene = sceneOf(told)
  const { program } = scene
  const devices = devicesOf(told)
  const vehicles = vehiclesOf(told, program.vehicles, devices)
  const findings = caseFindings(scene, devices)
  const atOnce = program.violations.violations.filter((one) => one.atOnce !== null).map(({ id }) => id)
  const losses = findings.filter((one) => atOnce.includes(one.rule) && countsAgainst(one))
  const life = licenseOf(told, losses)
  const duty = dutyOf(scene)
  const term = termOf(scene, duty, life, findings)
  const stage = stageOf(scene, duty, life, devices)
  const judged: JudgedCase = {
    caseId: file.caseId,
    asOf,
    jurisdiction: program.id,
    timeZone: program.timeZone,
    program: programInForce(law.programs, asOf).name,
    profile: inForce(versionsOf(law.profiles), asOf).name,
    participant: participantOf(told),
    stage,
    headline: headlineOf(scene, { stage, term, devices, findings }),
    term,
    checklist: checklistOf(scene, { duty, life, vehicles, devices, stage, term, findings }),
    vehicles,
    devices,
    findings,
    hearings: hearingsOf(scene, findings),
    requests: requestsOf(scene),
    letters: lettersOf(scene),
    deadlines: deadlinesOfCase(scene, { devices, findings, term, stage }),
    corrections: correctionsOf(scene, findings),
  }
  return { ...judged, next: nextStepsOfCase(scene, judged), nextChangeAt: nextChangeAt(scene, judged) }
}

/** As the case was opened, at the address told last. */
function participantOf(told: ReturnType<typeof tell>): CaseAssessment['participant'] {
  const opened = told.of('case-opened')[0]
  if (opened === undefined) return null
  const moved = told.last('address-changed')
  return moved === undefined ? opened.participant : { ...opened.participant, address: moved.address }
}
