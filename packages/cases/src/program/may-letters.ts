/** Signed statements about a case: one statement is one fact. Whether it verifies was asked before it came here. */
import { inZone } from '../calendar.ts'
import { type Asked, type Checks, firstOf, type Refusal, refuse } from './refusal.ts'

export const letterChecks: Checks<'confirmation-received' | 'exception-granted'> = {
  'confirmation-received': ({ statement }, asked) => once(asked, statement),
  'exception-granted': ({ statement, until }, asked) =>
    firstOf(
      () => once(asked, statement),
      () =>
        until < asked.at
          ? refuse(
              `The exception ended on ${inZone(until, asked.scene.told.zone)}, before it was given. Ask for a new one.`,
            )
          : null,
    ),
}

function once({ scene }: Asked, statement: string): Refusal | null {
  const there = [...scene.told.of('confirmation-received'), ...scene.told.of('exception-granted')]
  const same = there.find((one) => one.statement === statement)
  return same === undefined ? null : refuse(`The statement ${statement} is in the case already, as #${same.seq}.`)
}
