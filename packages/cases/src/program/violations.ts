/** Violations that the facts of a case tell: reported, a device taken out without leave, lockouts that repeat. */
import { type Instant, instant } from '@keyturn/domain/units.ts'
import { caseRulesFor } from '@keyturn/rules/case-rules-for.ts'
import { programName } from '@keyturn/rules/program.ts'
import type { ProgramViolation } from '@keyturn/rules/program-violations.ts'
import { inZone } from '../calendar.ts'
import { citedLaw, groundOf } from '../law.ts'
import { lawOfListed } from '../orders.ts'
import type { CaseFinding } from './assessment.ts'
import type { CaseFact, FactOf } from './fact.ts'
import { attachedTo, type DeviceLaw, hearingByOf, nonEmpty } from './lifted.ts'
import { type DeviceRemoval, removalsOf } from './removal.ts'
import { dutyOf } from './requirement.ts'
import type { Account } from './same-act.ts'
import type { Scene } from './scene.ts'
import { countsAgainst } from './standing.ts'
import { periodsOf } from './visits.ts'

/** What people told of violations, reports of one act together, and devices that came out without leave. */
export function accountsOf(scene: Scene, law: DeviceLaw): readonly Account[] {
  const removals = dutyOf(scene).required
    ? removalsOf(scene.told, scene.program.removal, scene.program.state).flatMap((one) => removalAccount(scene, one))
    : []
  const accounts: Account[] = [...removals]
  const places = new Map<string, number[]>()
  for (const [place, { finding }] of accounts.entries()) addTo(places, finding.rule, place)
  for (const report of scene.told.of('violation-reported')) {
    const known = sameActAs(report, accounts, places.get(report.violation) ?? [])
    const before = known === undefined ? undefined : accounts[known]
    if (known === undefined || before === undefined) {
      addTo(places, report.violation, accounts.length)
      accounts.push(reportAccount(scene, law, report))
    } else accounts[known] = { ...before, finding: reportedAgain(scene, before.finding, report) }
  }
  return accounts
}

/**
 * The place of the account of the same act that began first. Reports come by time, so nobody looks further back than
 * two accounts of one act can lie apart; the removals, which are few, are looked at in any case.
 */
function sameActAs(
  report: FactOf<'violation-reported'>,
  accounts: readonly Account[],
  places: readonly number[],
): number | undefined {
  let found: number | undefined
  for (let n = places.length - 1; n >= 0; n -= 1) {
    const place = places[n] ?? 0
    const account = accounts[place]
    if (account === undefined) break
    if (isSameAct(account, report)) found = place
    else if (account.takes === 'nearest' && account.finding.since < report.at - account.within) break
  }
  return found
}

function addTo<K, V>(by: Map<K, V[]>, key: K, value: V): void {
  const same = by.get(key)
  if (same === undefined) by.set(key, [value])
  else same.push(value)
}

/** A report of the same violation close by, of the same device as far as both say. */
function isSameAct({ finding, within }: Account, { violation, at, device }: FactOf<'violation-reported'>): boolean {
  const sameDevice = device === null || finding.device === null || device === finding.device
  return finding.rule === violation && sameDevice && Math.abs(finding.since - at) <= within
}

/** Whoever reports a removal that nobody could explain says that it is a violation; a hearing decides. */
function reportedAgain(scene: Scene, finding: CaseFinding, report: FactOf<'violation-reported'>): CaseFinding {
  const violation = violationAt(scene, report)
  const raised = finding.class === 'for-a-person' && violation !== undefined
  return {
    ...finding,
    ...(raised ? { class: 'violation', cause: 'operator', ...wordsOf(violation) } : {}),
    because: nonEmpty(finding.because[0], [...finding.because.slice(1), scene.ref(report)]),
    device: finding.device ?? report.device,
  }
}

const violationAt = ({ lawAt }: Scene, { violation, at }: FactOf<'violation-reported'>): ProgramViolation | undefined =>
  lawAt(at).violations.violations.find(({ id }) => id === violation)

function reportAccount(scene: Scene, law: DeviceLaw, report: FactOf<'violation-reported'>): Account {
  const { violations } = scene.lawAt(report.at)
  const within = violations.sameActWithin.value
  const base = told(scene, report, report.violation, report.device)
  const violation = violationAt(scene, report)
  if (violation !== undefined) {
    const finding = { ...base, class: 'violation', cause: 'operator', ...wordsOf(violation) } as const
    return { finding, sameAs: violation.sameAs, within, takes: 'nearest' }
  }
  const lockout = heldReport(scene, law, report) ?? lockoutAccount(scene, law, report)
  if (lockout !== null)
    return { finding: { ...base, ...lockout }, sameAs: [report.violation], within, takes: 'nearest' }
  const finding: CaseFinding = {
    ...base,
    class: 'for-a-person',
    title: 'Something was reported that the program does not name as a violation',
    law: groundOf(violations.othersFailure),
    cause: 'unknown',
    effect: 'Nothing is counted; a person looks at it.',
    consequences: [],
  }
  return { finding, sameAs: [], within, takes: 'nearest' }
}

/** A lockout of a device whose log is not here, as its vendor reports it. */
function lockoutAccount(scene: Scene, law: DeviceLaw, report: FactOf<'violation-reported'>) {
  const { violation, at } = report
  const { profile } = law.at(at)
  const rule = profile.lockouts.find(({ id }) => id === violation)
  if (rule === undefined) return null
  return {
    class: 'lockout',
    title: rule.title,
    law: citedLaw(rule.law),
    cause: rule.on === 'service-missed' ? 'unknown' : 'operator',
    effect: 'The vendor reports a lockout; the log itself is not here.',
    consequences: caseRulesFor(profile)
      .consequences.filter(({ to }) => to.includes(rule.id))
      .map(({ words, law: said }) => ({ words, law: citedLaw(said) })),
    ...attachedTo(law, rule.id, at),
    endedAt: visitAfter(scene, report),
    hearingBy: hearingByOf(law, at),
  } as const
}

/** A vendor reports a missed visit on a day on which, by an order that is known, none was due yet. */
function heldReport(scene: Scene, law: DeviceLaw, report: FactOf<'violation-reported'>) {
  const { violation, at, device } = report
  const rule = law.at(at).profile.lockouts.find(({ id, on }) => id === violation && on === 'service-missed')
  if (rule === undefined || device === null) return null
  const period = periodsOf(scene, device, law, null).findLast(({ opened }) => opened.at < at)
  if (period === undefined || period.ordered === null || at > period.dueAt) return null
  const { order, issuer } = lawOfListed(period.ordered.listed)
  const by = inZone(period.dueAt, scene.told.zone)
  return {
    class: 'not-held',
    title: rule.title,
    law: lawOfListed(period.ordered.listed),
    cause: 'provider',
    effect: `The vendor reports a missed visit, but by order ${order} of ${issuer} the visit is due by ${by}. It is not counted and not reported. Carry the order to the car.`,
    consequences: [],
    endedAt: visitAfter(scene, report),
    learnedAt: instant(Math.max(report.recordedAt, period.ordered.listed.knownAt)),
  } as const
}

/** A visit ends a lockout, whichever it was, of the device it was reported for. */
const visitAfter = ({ told: { of } }: Scene, { at, device }: FactOf<'violation-reported'>): Instant | null =>
  of('visit-kept').find((one) => one.at > at && (device === null || device === one.device))?.at ?? null

function removalAccount(scene: Scene, { fact, is }: DeviceRemoval): readonly Account[] {
  if (is === 'decided' || is === 'exchange') return []
  const { violations } = scene.lawAt(fact.at)
  const violation = violations.violations.find(({ found }) => found.from === 'removal')
  if (violation === undefined) return []
  const base = told(scene, fact, violation.id, fact.device)
  const own = is === 'unauthorized' && fact.removedBy === 'participant'
  const finding: CaseFinding = own
    ? { ...base, class: 'violation', cause: 'operator', ...wordsOf(violation) }
    : {
        ...base,
        class: 'for-a-person',
        title: unexplained[is === 'moved' ? 'moved' : fact.removedBy === 'provider' ? 'provider' : 'unknown'],
        law: groundOf(violation.title),
        cause: fact.removedBy === 'provider' ? 'provider' : 'unknown',
        effect: 'Nothing is counted. An officer finds out who took it out and why, and decides.',
        consequences: [],
      }
  return [{ finding, sameAs: violation.sameAs, within: violations.sameActWithin.value, takes: 'all' }]
}

const unexplained = {
  moved: 'The device was removed; the participant lives in another state',
  provider: 'A provider removed the device without the authority’s leave',
  unknown: 'The device was removed, and nobody says by whom',
} as const

/** Lockouts that together are a violation of their own; each pair of those that count, in the order they happened. */
export function repeatedLockouts(scene: Scene, findings: readonly CaseFinding[]): readonly CaseFinding[] {
  const rules = new Map<string, CaseFinding[]>()
  for (const one of findings) if (one.class === 'lockout') addTo(rules, one.rule, one)
  return [...rules].flatMap(([rule, lockouts]) => repeatedOf(scene, rule, lockouts))
}

function repeatedOf(scene: Scene, rule: string, lockouts: readonly CaseFinding[]): readonly CaseFinding[] {
  const made: CaseFinding[] = []
  let open: CaseFinding[] = []
  for (const lockout of lockouts) {
    const violation = repeatingAt(scene, rule, lockout)
    // A lockout of the time before the law counted them is not counted.
    if (violation === undefined) continue
    open.push(lockout)
    if (open.length < violation.times) continue
    made.push(repeatedFinding(scene, violation.violation, open))
    open = open.every(countsAgainst) ? [] : open.filter(countsAgainst)
  }
  return made
}

function repeatingAt({ lawAt }: Scene, rule: string, { since }: CaseFinding) {
  for (const violation of lawAt(since).violations.violations) {
    const { found } = violation
    if (found.from === 'lockouts' && found.rule === rule) return { violation, times: found.times }
  }
  return undefined
}

function repeatedFinding(scene: Scene, violation: ProgramViolation, lockouts: readonly CaseFinding[]): CaseFinding {
  const [first, ...rest] = lockouts
  const last = rest.at(-1) ?? first
  if (first === undefined || last === undefined) throw new Error('a repetition has lockouts')
  const because = lockouts.flatMap((one) => one.because)
  const fallen = lockouts.find((one) => !countsAgainst(one))
  return {
    id: `${violation.id}@${last.id}`,
    aliases: [],
    class: 'violation',
    rule: violation.id,
    ...wordsOf(violation),
    because: nonEmpty(first.because[0], because.slice(1)),
    cause: 'operator',
    since: last.since,
    endedAt: null,
    learnedAt: instant(Math.max(...lockouts.map(({ learnedAt }) => learnedAt))),
    device: lockouts.every(({ device }) => device === first.device) ? first.device : null,
    signed: lockouts.every(({ signed }) => signed),
    // What it is made of has fallen, so it has fallen with it; it stays on record.
    standing: fallen?.standing ?? { kind: 'stands' },
    hearingBy: null,
    interpretations: [],
    rules: programName(scene.lawAt(last.since)),
  }
}

/** What a fact of the case tells, as a finding without its law. */
const told = (scene: Scene, fact: CaseFact, rule: string, device: CaseFinding['device']) => ({
  id: `${rule}@${fact.seq}`,
  aliases: [],
  rule,
  because: [scene.ref(fact)] as const,
  since: fact.at,
  endedAt: null,
  learnedAt: fact.recordedAt,
  device,
  signed: false,
  standing: { kind: 'stands' } as const,
  hearingBy: null,
  interpretations: [],
  rules: programName(scene.lawAt(fact.at)),
})

const wordsOf = ({ title, effect, consequences }: ProgramViolation) => ({
  title: title.value,
  law: groundOf(title),
  effect,
  consequences: consequences.map((one) => ({ words: one.value, law: groundOf(one) })),
})
