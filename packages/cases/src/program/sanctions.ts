/** Which sanction the law has for a finding, by its number. It is prepared for a person and never applied by itself. */
import type { SanctionLength, SanctionTier } from '@keyturn/rules/program-violations.ts'
import type { CaseFinding } from './assessment.ts'
import type { Scene } from './scene.ts'

/**
 * The tier of a finding should the participant be found responsible; undefined where the law names none. `responsible`:
 * what the participant was found responsible for so far.
 */
export function tierOf(
  { told, program, lawAt }: Scene,
  responsible: readonly CaseFinding[],
  finding: CaseFinding,
): SanctionTier | undefined {
  const licensedIn = told.of('case-opened')[0]?.participant.license.state ?? program.state
  return lawAt(finding.since).violations.sanctions.find((tier) => {
    if (!tier.for.includes(finding.rule)) return false
    if (tier.license === 'of-another-state' && licensedIn === program.state) return false
    return tier.nth <= numberOf(responsible, finding, tier)
  })
}

/** The finding's number among those of the tier that the participant was found responsible for, itself included. */
const numberOf = (responsible: readonly CaseFinding[], finding: CaseFinding, tier: SanctionTier): number =>
  1 +
  responsible.filter((one) => one.id !== finding.id && one.since <= finding.since && tier.for.includes(one.rule)).length

/** `6 months`, `10 years`, `life`. */
export function lengthWords(length: SanctionLength): string {
  switch (length.kind) {
    case 'months':
      return `${length.months} months`
    case 'years':
      return `${length.years} years`
    case 'life':
      return 'life'
    default:
      return 'as the officer decides'
  }
}
