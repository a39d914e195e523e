/** Where the case is in its life, with the fact that brought it there. */
import type { CivilDate, Instant } from '@keyturn/domain/units.ts'
import type { NonEmpty } from '../fact.ts'
import { groundOf, type Law } from '../law.ts'
import type { CaseDevice, CaseRef, Stage } from './assessment.ts'
import { daysLater, firstOf } from './days.ts'
import { isIn } from './devices.ts'
import type { CaseFact } from './fact.ts'
import type { LicenseLife, Suspension } from './license.ts'
import { lastRequest } from './removal.ts'
import type { Duty } from './requirement.ts'
import type { Scene } from './scene.ts'

/** What happened last is looked at first: a removal that runs, a license lost, then the way to the license. */
export function stageOf(scene: Scene, duty: Duty, life: LicenseLife, devices: readonly CaseDevice[]): Stage {
  if (!duty.required) return notRequired(scene, duty)
  return (
    removalStage(scene, life, devices) ??
    lostStage(scene, life) ??
    restrictedStage(scene, life, devices) ??
    preparing(scene, duty, life, devices)
  )
}

function notRequired(scene: Scene, { law }: Duty): Stage {
  const opened = scene.told.of('case-opened')[0] ?? firstTold(scene)
  return opened === undefined ? { ...unborn(scene), law } : at(scene, 'not-required', opened, law)
}

/** A withdrawal says nothing of its own. */
const firstTold = ({ told }: Scene) => told.facts.find(({ kind }) => kind !== 'fact-withdrawn')

/** A case of which nothing is told yet. */
function unborn({ told }: Scene): Omit<Stage, 'law'> {
  const nothing: CaseRef = { of: 'case', seq: 0, at: told.asOf, kind: 'case-opened', words: 'Nothing is recorded.' }
  return { kind: 'not-required', since: told.asOf, because: [nothing] }
}

function removalStage(scene: Scene, life: LicenseLife, devices: readonly CaseDevice[]): Stage | null {
  const { told, program } = scene
  const found = lastRequest(told)
  if (found === null) return null
  const { request, decision } = found
  const law = groundOf(program.removal.decided)
  if (decision === null) return life.lost === null ? at(scene, 'removal-requested', request, law) : null
  if (!decision.granted || begunAnew(scene, decision)) return null
  const off = !devices.some(isIn)
  const lifted = life.restriction === null
  const last = told.facts.findLast(({ kind }) => kind === 'device-removed' || kind === 'restriction-removed')
  if (off && lifted && last !== undefined) {
    const done = last.at > decision.at ? last : decision
    return at(scene, 'completed', done, law, decision)
  }
  return life.lost !== null && life.lost.from > scene.day(decision.at)
    ? null
    : at(scene, 'removal-granted', decision, law)
}

/** A new conviction or approval after the removal was granted begins the program anew. */
const begunAnew = ({ told, day }: Scene, decision: CaseFact): boolean =>
  told.of('conviction').some(({ on }) => on > day(decision.at)) ||
  told.of('approval-granted').some((one) => one.at > decision.at)

function lostStage(scene: Scene, life: LicenseLife): Stage | null {
  const { lost, approval } = life
  const by = lost === null ? withoutAnyLicense(scene, life) : lost.by
  if (by !== null && !('fact' in by)) {
    const law = groundOf(scene.program.removal.unauthorized)
    return { kind: 'suspended', since: by.since, because: by.because, law }
  }
  const running = by !== null && isRunning(by, scene.today) ? by : null
  if (running === null || approval !== null) return null
  const { term } = scene.program
  const law = groundOf(term.kind === 'by-conviction' ? term.steps[0].ruled : term.counted)
  return { ...at(scene, 'suspended', running.fact, law), since: firstOf(running.from, scene.told.zone) }
}

/**
 * What keeps somebody from driving to whom no license was given back yet: what a hearing decided, and where no officer
 * approves beforehand any suspension that runs.
 */
function withoutAnyLicense({ program, today }: Scene, { held, suspensions }: LicenseLife): Suspension | null {
  if (held !== null) return null
  const every = program.preparation.approval === null
  const running = suspensions.filter((one) => isRunning(one, today) && (every || one.fact.kind !== 'suspension'))
  return running.at(-1) ?? null
}

const isRunning = ({ until }: Suspension, today: CivilDate): boolean => until === null || until >= today

function restrictedStage(scene: Scene, life: LicenseLife, devices: readonly CaseDevice[]): Stage | null {
  const { held, restriction, heldBefore } = life
  const rule = scene.program.preparation.restriction
  if (rule === null) {
    const device = devices.find(isIn)
    const installed = device === undefined ? undefined : installationOf(scene, device)
    if (held === null || installed === undefined) return null
    return at(
      scene,
      'restricted',
      installed.at > held.at ? installed : held,
      groundOf(scene.program.vehicles.every),
      held,
    )
  }
  if (restriction === null || (held === null && heldBefore)) return null
  return at(scene, 'restricted', restriction, groundOf(rule), ...(held === null ? [] : [held]))
}

function preparing(scene: Scene, duty: Duty, life: LicenseLife, devices: readonly CaseDevice[]): Stage {
  const { program } = scene
  const rule = program.preparation.approval
  const ended = lastLicense(life)
  if (ended !== null && life.approval === null) {
    const since = firstOf(daysLater(ended.until, 1), scene.told.zone)
    return { ...at(scene, 'awaiting-approval', ended.fact, groundOf(rule ?? program.removal.decided)), since }
  }
  const began = life.withdrawal ?? duty.since ?? firstTold(scene)
  if (rule !== null && life.approval === null) {
    return began === undefined
      ? { ...unborn(scene), law: duty.law }
      : at(scene, 'awaiting-approval', began, groundOf(rule))
  }
  const device = devices.find(isIn)
  const installed = device === undefined ? undefined : installationOf(scene, device)
  const proof = program.preparation.proof ?? program.vehicles.every
  if (installed !== undefined) return at(scene, 'installed', installed, groundOf(proof))
  const approved = life.approval ?? began
  return approved === undefined
    ? { ...unborn(scene), law: duty.law }
    : at(scene, 'approved', approved, groundOf(rule ?? proof))
}

/** How the last license ended by the calendar: the hardship license with its last day, or a suspension that is over. */
function lastLicense({
  hardshipEnded,
  lost,
}: LicenseLife): { readonly fact: CaseFact; readonly until: CivilDate } | null {
  if (hardshipEnded !== null) return { fact: hardshipEnded, until: hardshipEnded.until }
  if (lost === null || !('fact' in lost.by) || lost.by.until === null) return null
  return { fact: lost.by.fact, until: lost.by.until }
}

const installationOf = ({ told }: Scene, { device }: CaseDevice) =>
  told.of('device-installed').findLast((one) => one.device === device)

function at(scene: Scene, kind: Stage['kind'], fact: CaseFact, law: Law, ...more: readonly CaseFact[]): Stage {
  const because: NonEmpty<CaseRef> = [scene.ref(fact), ...more.filter((one) => one !== fact).map(scene.ref)]
  const since: Instant = fact.at
  return { kind, since, because, law }
}
