/** Missed visits as log, providers and participant tell them together: one visit, one answer. */
import { after, duration, type Instant } from '@keyturn/domain/units.ts'
import { inZone } from '../calendar.ts'
import { groundOf } from '../law.ts'
import type { ListedOutage } from '../relief.ts'
import type { CaseDevice, CaseFinding } from './assessment.ts'
import { outageOn } from './case-relief.ts'
import { dayOf, dayWords, firstOf, lastOf } from './days.ts'
import type { FactOf } from './fact.ts'
import { type DeviceLaw, nonEmpty } from './lifted.ts'
import type { Scene } from './scene.ts'
import { missedVisits, periodsOf, type ToldPeriod } from './visits.ts'

/** Where the visits of a device are told. */
type VisitsOf = {
  /** What the facts of the case tell and the log does not; empty when the log tells all. */
  readonly periods: readonly ToldPeriod[]
  /** A missed visit that only the calendar of the log knows, and that a provider reports as kept: the finding's id. */
  readonly keptAfterAll: string | null
}

/** Whose word counts about the visits of a device: the log’s where it tells any, and the provider’s from there on. */
export function visitsOf(scene: Scene, device: CaseDevice, law: DeviceLaw): VisitsOf {
  if (!logTellsVisits(device)) return { periods: periodsOf(scene, device.device, law, null), keptAfterAll: null }
  const missed = device.assessment?.findings.findLast((one) => isMissedVisit(law, one) && one.derived !== null)
  const [opened] = missed?.because ?? []
  if (missed === undefined || opened === undefined) return { periods: [], keptAfterAll: null }
  if (keptBetween(scene, device, opened.at, missed.since) === undefined) return { periods: [], keptAfterAll: null }
  const periods = periodsOf(scene, device.device, law, after(opened.at, duration(REPORT_MS)))
  return { periods, keptAfterAll: `${device.device}:${missed.id}` }
}

/** Whether the log itself tells of visits, so that the facts of the case need not. */
function logTellsVisits({ assessment }: CaseDevice): boolean {
  if (assessment === null) return false
  if (assessment.deadlines.some(({ what }) => what === 'service-visit')) return true
  const { status } = assessment
  const known = status.kind === 'unknown' ? status.otherwise : status
  return known?.kind === 'not-installed' && known.because[0].kind === 'uninstalled'
}

/** The lifted findings with what providers and participant say about missed visits, and what only they say. */
export function withMissedVisits(
  scene: Scene,
  lifted: readonly CaseFinding[],
  devices: readonly CaseDevice[],
  law: DeviceLaw,
): readonly CaseFinding[] {
  const told = devices.map((device) => visitsOf(scene, device, law))
  const keptAfterAll = new Set(told.map((one) => one.keptAfterAll))
  const fromFacts = told.flatMap(({ periods }) => missedVisits(scene, periods, law))
  const vendors = new Map<string, string | null>(devices.map(({ device, vendor }) => [device, vendor]))
  return [...lifted.filter(({ id }) => !keptAfterAll.has(id)), ...fromFacts].map((finding) => {
    if (finding.class !== 'lockout' || !isMissedVisit(law, finding)) return finding
    const device = devices.find((one) => one.device === finding.device)
    const doubted = device === undefined ? finding : keptByReport(scene, device, finding)
    const announced = announcedBefore(scene, doubted)
    const vendor = vendors.get(finding.device ?? '') ?? null
    return duringOutage(scene, duringFailure(scene, announced, vendor), vendor, law)
  })
}

/** Whether a finding is that of a missed visit, by the law of its day. */
const isMissedVisit = (law: DeviceLaw, { rule, since }: Pick<CaseFinding, 'rule' | 'since'>): boolean =>
  law.at(since).profile.lockouts.some(({ id, on }) => id === rule && on === 'service-missed')

/** A report within a day of the visit that the log tells is a report of that visit. */
const REPORT_MS = 86_400_000

const keptBetween = ({ told }: Scene, { device }: CaseDevice, from: Instant, before: Instant) =>
  told.of('visit-kept').find((one) => one.device === device && one.at > from + REPORT_MS && one.at < before)

/** The log was heard afterwards and knows of no visit, the provider reports one: a person compares both. */
function keptByReport(scene: Scene, device: CaseDevice, finding: CaseFinding): CaseFinding {
  const [opened] = finding.because
  if (opened.of === 'case') return finding
  const kept = keptBetween(scene, device, opened.at, finding.since)
  if (kept === undefined) return finding
  return {
    ...finding,
    class: 'for-a-person',
    cause: 'unknown',
    because: nonEmpty(opened, [...finding.because.slice(1), scene.ref(kept)]),
    effect: 'The log shows no visit and the provider reports one. Nothing is counted; a person compares both.',
    consequences: [],
  }
}

/** It stays missed by the text; the officer sees that it was told beforehand [MA-SVC-2]. */
function announcedBefore(scene: Scene, finding: CaseFinding): CaseFinding {
  const ground = scene.lawAt(finding.since).violations.announcedMiss
  if (ground === null) return finding
  const due = dayOf(finding.since, scene.told.zone)
  const said = scene.told
    .of('visit-announced-missed')
    .find((one) => one.at < finding.since && dayBefore(scene, finding.since) === one.dueOn && one.dueOn < due)
  if (said === undefined) return finding
  const words = `The participant told beforehand, on ${inZone(said.at, scene.told.zone)}, that it would be missed: "${said.why}". It is a missed visit all the same; the officer takes it into account.`
  return {
    ...finding,
    because: nonEmpty(finding.because[0], [...finding.because.slice(1), scene.ref(said)]),
    consequences: [...finding.consequences, { words, law: groundOf(ground) }],
  }
}

/** The due date ends one millisecond before the visit is missed. */
const dayBefore = ({ told }: Scene, since: Instant) => dayOf((since - 1) as Instant, told.zone)

/**
 * On its last day the provider could not be reached: nothing is counted until an officer has said whose doing it was
 * [OUT-2]. The failure excuses nothing by itself, and the visit stays on record.
 */
function duringFailure(scene: Scene, finding: CaseFinding, vendor: string | null): CaseFinding {
  const failure = failureOn(scene, dayBefore(scene, finding.since), vendor)
  if (failure === undefined || finding.class !== 'lockout') return finding
  return {
    ...finding,
    class: 'for-a-person',
    cause: 'provider',
    because: nonEmpty(finding.because[0], [...finding.because.slice(1), scene.ref(failure)]),
    effect: `${scene.told.names.vendor(failure.vendor)} had failed on the last day, ${dayWords(dayBefore(scene, finding.since))}. Nothing is counted; an officer decides whether the failure was the cause.`,
    law: groundOf(scene.lawAt(finding.since).violations.othersFailure),
  }
}

/**
 * The same where the vendor itself, or the authority, has declared an outage over the last day. It moves no date: only
 * an order does. What came after the date is said to have come after it.
 */
function duringOutage(scene: Scene, finding: CaseFinding, vendor: string | null, law: DeviceLaw): CaseFinding {
  const { told } = scene
  if (finding.device === null || (finding.class !== 'lockout' && finding.cause !== 'provider')) return finding
  const day = dayBefore(scene, finding.since)
  const dueAt = lastOf(day, told.zone)
  const known = { device: finding.device, vendor: vendor ?? told.last('vendor-chosen')?.vendor ?? null }
  const outage = outageOn(told, known, dueAt, law)
  if (outage === undefined) return finding
  const ground = groundOf(scene.lawAt(finding.since).violations.othersFailure)
  const effect = `The last day, ${dayWords(day)}, fell into an outage that ${outage.issuer} has declared (${outage.id}). Nothing is counted; an officer decides whether it was the cause, and may excuse the visit. The declaration alone moves no date.`
  return {
    ...finding,
    class: 'for-a-person',
    cause: 'provider',
    effect: finding.class === 'lockout' ? effect : `${finding.effect} ${effect}`,
    law: ground,
    consequences: [{ words: outageWords(outage, { dueAt, zone: told.zone }), law: ground }],
  }
}

function outageWords(
  { id, issuer, from, until, cause, account, knownAt }: ListedOutage,
  { dueAt, zone }: { readonly dueAt: Instant; readonly zone: string },
): string {
  const span = `from ${inZone(from, zone)} ${until === null ? 'on, without a known end' : `until ${inZone(until, zone)}`}`
  const late = knownAt > dueAt ? ` It was declared after that day, on ${inZone(knownAt, zone)}.` : ''
  return `Ground for an excusal: outage ${id} declared by ${issuer}, ${span} (${cause.replaceAll('-', ' ')}): ${account}${/[.!?]$/.test(account) ? '' : '.'}${late}`
}

function failureOn(
  { told }: Scene,
  day: ReturnType<typeof dayOf>,
  vendor: string | null,
): FactOf<'provider-failure'> | undefined {
  const from = firstOf(day, told.zone)
  const until = lastOf(day, told.zone)
  const of = vendor ?? told.last('vendor-chosen')?.vendor ?? null
  return told
    .of('provider-failure')
    .find((one) => one.vendor === of && one.at <= until && (one.until === null || one.until >= from))
}
