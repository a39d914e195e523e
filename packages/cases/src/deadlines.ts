import type { Instant } from '@keyturn/domain/units.ts'
import type { Deadline, Finding, LockoutFinding } from './assessment.ts'
import { endOfDayAfter, startOfDayAfter } from './calendar.ts'
import { type Folding, lawAt } from './folding.ts'
import { groundOf } from './law.ts'

type Timeless = Omit<Deadline, 'state'>

/**
 * Every date that still matters: the next visit, the limits of open lockouts and countdowns even when they have
 * passed, and the time to request a hearing for each lockout while it lasts. Soonest first.
 */
export function deadlinesOf(folding: Folding, findings: readonly Finding[], asOf: Instant): readonly Deadline[] {
  const lockouts = findings.filter((one): one is LockoutFinding => one.class === 'lockout')
  const limits = findings.flatMap((one) => (one.endedAt === null ? limitOf(folding, one) : []))
  const hearings = lockouts.flatMap((one) => hearingFor(folding, one)).filter(({ closesAt }) => closesAt >= asOf)
  return [...visitOf(folding), ...limits, ...hearings]
    .map((one) => ({ ...one, state: stateOf(one, asOf) }))
    .toSorted((a, b) => a.closesAt - b.closesAt)
}

const stateOf = ({ opensAt, closesAt }: Timeless, asOf: Instant): Deadline['state'] => {
  // The last instant of a period still counts.
  if (asOf > closesAt) return 'passed'
  return opensAt !== null && asOf < opensAt ? 'not-yet-open' : 'open'
}

function visitOf(folding: Folding): readonly Timeless[] {
  const { period } = folding
  if (period === null) return []
  const { opened, dueAt } = period
  const { service, timeZone } = lawAt(folding, opened.at).profile
  const days = service.opensAfterDays.value
  const opensAt = days === null ? null : startOfDayAfter(opened.at, days, timeZone)
  const law = groundOf(service.dueWithinDays)
  return [
    { id: `service-visit@${opened.seq}`, what: 'service-visit', title: 'Service visit', opensAt, closesAt: dueAt, law },
  ]
}

function limitOf(folding: Folding, finding: Finding): readonly Timeless[] {
  if (finding.class === 'violations-reset') {
    const { since: opensAt, visitBy: closesAt, law, id } = finding
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
  const since = device?.at ?? foundAt
  const { hearingRequestWithinDays: days, timeZone } = lawAt(folding, since).profile
  if (days === null) return []
  const closesAt = endOfDayAfter(since, days.value, timeZone)
  const law = groundOf(days)
  return [
    { id: `hearing:${id}`, what: 'hearing-request', title: `Hearing about: ${title}`, opensAt: since, closesAt, law },
  ]
}
