/**
 * Whose doing a finding is, for a report. A failure of a provider is never reported as a violation of the driver: a
 * missed visit that lies inside a failure is held apart until a person decides. A breath is always the driver's own.
 */
import type { CaseFinding } from '../program/assessment.ts'
import type { CaseFile } from '../program/fact.ts'
import { standing } from './standing.ts'

/** `nobody`: the power, the car, or a question that a person has not answered. */
export type Doing = 'driver' | 'provider' | 'nobody'

export function whoseDoing(file: CaseFile, finding: CaseFinding): Doing {
  if (finding.standing.kind === 'excused') return byCause(finding.standing.cause)
  if (finding.class === 'not-held') return byCause(finding.cause)
  if (finding.class !== 'lockout' && finding.class !== 'violation') return 'nobody'
  // The device cannot know why nobody came; whoever was closed that day has said so.
  if (finding.cause !== 'operator' && duringFailure(file, finding)) return 'provider'
  return 'driver'
}

const byCause = (cause: CaseFinding['cause']): Doing =>
  cause === 'provider' || cause === 'device' ? 'provider' : cause === 'operator' ? 'driver' : 'nobody'

function duringFailure(file: CaseFile, { since }: CaseFinding): boolean {
  const facts = standing(file)
  const vendors = new Set(
    facts.flatMap((one) => (one.kind === 'vendor-chosen' || one.kind === 'device-installed' ? [one.vendor] : [])),
  )
  return facts.some(
    (one) =>
      one.kind === 'provider-failure' &&
      vendors.has(one.vendor) &&
      one.at <= since &&
      (one.until === null || since <= one.until),
  )
}
