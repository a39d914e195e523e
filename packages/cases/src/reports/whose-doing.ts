/**
 * Whose doing a finding is, for a report. A failure of a provider is never reported as a violation of the driver: what
 * the case holds for a person because of it is told apart. A breath is always the driver's own.
 */
import type { CaseFinding } from '../program/assessment.ts'

/** `nobody`: the power, the car, or a question that a person has not answered. */
export type Doing = 'driver' | 'provider' | 'nobody'

export function whoseDoing({ standing, class: of, cause }: CaseFinding): Doing {
  if (standing.kind === 'excused') return byCause(standing.cause)
  switch (of) {
    case 'lockout':
    case 'violation':
      return 'driver'
    case 'not-held':
      return byCause(cause)
    case 'for-a-person':
      // Held because the provider had failed, until an officer decides.
      return cause === 'provider' ? 'provider' : 'nobody'
    default:
      return 'nobody'
  }
}

const byCause = (cause: CaseFinding['cause']): Doing => {
  if (cause === 'operator') return 'driver'
  return cause === 'provider' || cause === 'device' ? 'provider' : 'nobody'
}
