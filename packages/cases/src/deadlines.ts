import { type Instant, instant } from '@keyturn/domain/units.ts'
import type { Deadline, Finding, LockoutFinding, MovedDate } from './assessment.ts'
import { endOfDayAfter, startOfDayAfter } from './calendar.ts'
import { type Folding, lawAt } from './folding.ts'
import { groundOf } from './law.ts'

type Timeless = Omit<Deadline, 'state'>
type Judged = { readonly findings: readonly Finding[]; readonly moved: readonly MovedDate[] }

/**
 * Every date that still matters: the next visit, the limits of open lockouts and countdowns even when they have
 * passed, and the time to request a hearing for each lockout while it lasts. Soonest first.
 */
export function deadlinesOf(folding: Folding, { findings, moved }: Judged, asOf: Instant): readonly Deadline[] {
  const lockouts = findings.filter((one): one is LockoutFinding => one.class === 'lockout')
  const limits = findings.flatMap((one) => (one.endedAt === null ? limitOf(folding, one, moved) : []))
  const counted = lockouts.filter(({ held }) => held === null)
  const hearings = counted.flatMap((one) => hearingFor(folding, one)).filter(({ closesAt }) => closesAt >= asOf)
  return [...visitOf(folding, moved), ...limits, ...hearings]
    .map((one) => ({ ...one, state: stateOf(one, asOf) }))
    .toSorted((a, b) => a.closesAt - b.closesAt)
}

const stateOf = ({ opensAt, closesAt }: Timeless, asOf: Instant): Deadline['state'] => {
  // The last instant of a period still counts.
  if (asOf > closesAt) return 'passed'
  return opensAt !== null && asOf < opensAt ? 'not-yet-open' : 'open'
}

function visitOf(folding: Folding, moved: readonly MovedDate[]): readonly Timeless[] {
  const { period } = folding
  if (period === null) return []
  const { opened, dueAt } = period
  const order = moved.find((one) => one.of === 'service-visit')
  const closesAt = order?.to ?? dueAt
  const { service, timeZone } = lawAt(folding, opened.at).profile
  const days = service.opensAfterDays.value
  const opensAt = days === null ? null : startOfDayAfter(opened.at, days, timeZone)
  const law = order?.law ?? groundOf(service.dueWithinDays)
  return [{ id: `service-visit@${opened.seq}`, what: 'service-visit', title: 'Service visit', opensAt, closesAt, law }]
}

function limitOf(folding: Folding, finding: Finding, moved: readonly MovedDate[]): readonly Timeless[] {
  if (finding.class === 'violations-reset') {
    const { since: opensAt, visitBy: closesAt, id } = finding
    const law = moved.find((one) => one.of === 'violations-service')?.law ?? finding.law
    return [{ id, what: 'violations-service', title: 'Violations service', opensAt, closesAt, law }]
  }
  if (finding.class !== 'lockout' || finding.visitBy === null) return []
  const rule = lawAt(folding, finding.since).profile.lockouts.find(({ id }) => id === finding.rule)
  const law = rule === undefined ? finding.law : groundOf(rule.effect)
  const { since: opensAt, visitBy: closesAt, title, id } = finding
  return [{ id, what: 'lockout-visit', title: `Visit because of: ${title}`, opensAt, closesAt, law }]
}

/** Days are counted in the profile's zone; the last one counts to its end. */
function hearingFor(folding: Folding, { since: foundAt, device, title, id }: LockoutFinding): readonly Timeless[] {
  // A lockout that the device began late is a lockout from then: never to the driver's harm.
  const since = instant(Math.max(device?.at ?? foundAt, foundAt))
  const { hearingRequestWithinDays: days, timeZone } = lawAt(folding, since).profile
  if (days === null) return []
  const closesAt = endOfDayAfter(since, days.value, timeZone)
  const law = groundOf(days)
  return [
    { id: `hearing:${id}`, what: 'hearing-request', title: `Hearing about: ${title}`, opensAt: since, closesAt, law },
  ]
}
