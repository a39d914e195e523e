/** Signed letters about the case: confirmations that a provider was the cause, exceptions for another car. */
import type { NextStep } from '../assessment.ts'
import { inZone } from '../calendar.ts'
import type { Law } from '../law.ts'
import type { CaseLetter } from './assessment.ts'
import type { FactOf } from './fact.ts'
import type { Scene } from './scene.ts'

/** Oldest first. A letter decides nothing; an exception holds until its last instant. */
export function lettersOf({ told, ref }: Scene): readonly CaseLetter[] {
  const confirmations = told.of('confirmation-received').map((fact): CaseLetter => {
    const { statement, issuer, about } = fact
    return { kind: 'confirmation', statement, issuer, about, until: null, holds: true, because: [ref(fact)] }
  })
  const exceptions = told.of('exception-granted').map((fact): CaseLetter => {
    const { statement, issuer, vehicle: about, until } = fact
    return { kind: 'exception', statement, issuer, about, until, holds: told.asOf <= until, because: [ref(fact)] }
  })
  return [...confirmations, ...exceptions].toSorted((a, b) => a.because[0].at - b.because[0].at)
}

/** What the driver may do by a letter that holds [OUT-13]. */
export const letterSteps = ({ told }: Scene): readonly NextStep[] =>
  told
    .of('exception-granted')
    .filter(({ until }) => told.asOf <= until)
    .map((fact) => ({
      id: `exception:${fact.statement}`,
      who: 'driver',
      urgency: 'may',
      words: `You may drive ${fact.vehicle} without a device until ${inZone(fact.until, told.zone)}. Carry the letter ${fact.statement} of ${fact.issuer} with you.`,
      why: fact.reason,
      by: fact.until,
      law: lawOf(fact),
    }))

const lawOf = ({ statement, issuer, cites, reason }: FactOf<'exception-granted'>): Law => ({
  kind: 'ordered',
  order: statement,
  issuer,
  cites,
  reason,
})
