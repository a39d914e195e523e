/** When an answer may change though nobody records anything: so that a job can ask again then, and not before. */
import { type CivilDate, type Instant, instant } from '@keyturn/domain/units.ts'
import { startOfDayAfter } from '../calendar.ts'
import { inForce, versionsOf } from '../in-force.ts'
import { CLOSE_MS } from '../next-relief.ts'
import type { CaseAssessment, CaseDevice } from './assessment.ts'
import { afterSpan, dayOf, daysLater, firstOf } from './days.ts'
import type { CaseFact } from './fact.ts'
import type { Scene } from './scene.ts'

type Judged = Pick<CaseAssessment, 'asOf' | 'deadlines' | 'devices' | 'term'>

/**
 * The soonest moment after `asOf` at which the calendar may change the answer; null when none is known. Until then it
 * is the same, except for `asOf` itself.
 */
export function nextChangeAt(scene: Scene, judged: Judged): Instant | null {
  let soonest: number | null = null
  for (const moment of moments(scene, judged)) {
    if (moment > judged.asOf && (soonest === null || moment < soonest)) soonest = moment
  }
  return soonest === null ? null : instant(soonest)
}

function* moments(scene: Scene, { deadlines, devices, term }: Judged): Generator<number> {
  const { told } = scene
  for (const { opensAt, closesAt } of deadlines) {
    if (opensAt !== null) yield opensAt
    // The last instant of a period still counts: it has passed one millisecond later.
    yield closesAt + 1
  }
  for (const device of devices) yield* ofDevice(scene, device)
  for (const day of daysIn(scene, term)) {
    // Both moments of a day that is over have passed.
    if (day < scene.today) continue
    yield firstOf(day, told.zone)
    yield firstOf(daysLater(day, 1), told.zone)
  }
  yield* lawsToCome(scene)
  yield* factsToCome(scene)
  yield* lettersToEnd(scene)
}

/** What the log of a device comes to changes with its deadlines and its reminders. */
function* ofDevice({ told }: Scene, { assessment }: CaseDevice): Generator<number> {
  if (assessment === null) return
  for (const { inCar } of assessment.moved) {
    // The car's own date: it locks after it, and carrying the order presses some days before.
    yield inCar + 1
    yield inCar - CLOSE_MS
  }
  const { profile } = inForce(versionsOf(told.law.profiles), told.asOf)
  for (const { opensAt, closesAt, what } of assessment.deadlines) {
    if (opensAt !== null) yield opensAt
    yield closesAt + 1
    if (what !== 'service-visit') continue
    const { remindDaysBefore, warnDaysBefore } = profile.service
    yield startOfDayAfter(closesAt, -remindDaysBefore.value, told.zone)
    if (warnDaysBefore.value !== null) yield startOfDayAfter(closesAt, -warnDaysBefore.value, told.zone)
  }
}

/** Every date that a fact or the term names; a period begins with a day and is over when its last day has ended. */
function* daysIn({ told, program, today }: Scene, term: Judged['term']): Generator<CivilDate> {
  const thisYear = Number(today.slice(0, 4))
  if (term.requestFrom !== null) yield term.requestFrom
  if (term.endsOn !== null && term.endsOn !== 'life') yield term.endsOn
  for (const { from, until } of term.parts) {
    if (from !== null) yield from
    if (until !== null && until !== 'life') yield until
  }
  const { exams } = program.preparation
  for (const fact of told.facts) {
    yield* datesOf(fact)
    if (exams === null || !ENDS_A_LICENSE.some((kind) => kind === fact.kind)) continue
    for (const date of [dayOf(fact.at, told.zone), ...datesOf(fact)]) {
      if (Number(date.slice(0, 4)) + exams.afterYears.value + 1 < thisYear) continue
      yield afterSpan(date, { years: exams.afterYears.value })
      yield afterSpan(daysLater(date, 1), { years: exams.afterYears.value })
    }
  }
}

/** From their days, or the day after them, somebody is without a license; after years of it, exams are asked for. */
const ENDS_A_LICENSE = [
  'suspension',
  'hearing-decided',
  'contest-decided',
  'hardship-license-issued',
  'device-removed',
  'violation-reported',
] as const

function* datesOf(fact: CaseFact): Generator<CivilDate> {
  if ('on' in fact) yield fact.on
  if ('from' in fact && 'until' in fact) {
    yield fact.from
    if (fact.until !== null) yield fact.until
  }
  if (fact.kind === 'hardship-license-issued') yield fact.until
  if ('sanction' in fact && fact.sanction.kind !== 'none') {
    yield fact.sanction.from
    if (fact.sanction.until !== null) yield fact.sanction.until
  }
  if ('dueOn' in fact && fact.dueOn !== null) yield fact.dueOn
}

/** A new version of the law begins, or the list of vendors changes. */
function* lawsToCome({ told }: Scene): Generator<number> {
  for (const { version, timeZone } of told.law.programs) yield firstOf(version, timeZone)
  for (const { version, timeZone } of told.law.profiles) yield firstOf(version, timeZone)
  for (const { listed } of told.law.vendors ?? []) {
    if (listed === undefined) continue
    yield listed.from
    if (listed.until !== null) yield listed.until + 1
  }
}

/** An exception ends with its last instant. */
function* lettersToEnd({ told }: Scene): Generator<number> {
  for (const { until } of told.of('exception-granted')) yield until + 1
}

/** Facts and records that are held and dated later: the file knows them, this answer does not look at them. */
function* factsToCome({ told }: Scene): Generator<number> {
  const { relief } = told.law
  for (const { knownAt, withdrawnAt } of [
    ...(relief?.orders ?? []),
    ...(relief?.outages ?? []),
    ...(relief?.overrides ?? []),
  ]) {
    yield knownAt
    if (withdrawnAt !== null) yield withdrawnAt
  }
  for (const { knownAt } of told.file.devices.flatMap(({ identities }) => identities ?? [])) yield knownAt
  for (const { at } of told.file.facts) yield at
  for (const { records } of told.file.devices) {
    for (let n = records.length - 1; n >= 0; n -= 1) {
      const at = records[n]?.at
      // A log runs forward in time but for the rare clock that went back, which stands in it as a finding.
      if (at === undefined || at <= told.asOf) break
      yield at
    }
  }
}
