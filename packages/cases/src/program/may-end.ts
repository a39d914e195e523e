/** Credit for time elsewhere, the end of the term, and facts that are taken back. */
import { groundOf } from '../law.ts'
import { dayWords } from './days.ts'
import { missingOf } from './elsewhere.ts'
import type { CaseFact, FactKind } from './fact.ts'
import { type Asked, type BodyOf, type Checks, firstOf, inOrder, notYet, type Refusal, refuse } from './refusal.ts'
import { vendorsAt } from './told.ts'

type EndKind = Extract<
  FactKind,
  'credit-requested' | 'credit-decided' | 'removal-requested' | 'removal-decided' | 'fact-withdrawn'
>

export const endChecks: Checks<EndKind> = {
  'credit-requested': (body, asked) =>
    firstOf(
      () =>
        asked.scene.program.elsewhere === null
          ? refuse('The texts of this program know no credit for time elsewhere.')
          : null,
      () => inOrder(body.from, body.until),
      () => notYet(asked, body.until, 'The end of the time elsewhere'),
      () =>
        body.state === asked.scene.program.state
          ? refuse(`Time in ${body.state} counts by itself. Credit is for time in another state.`)
          : null,
    ),
  'credit-decided': (body, asked) => credit(body, asked),
  'removal-requested': (_, asked) => removalRequest(asked),
  'removal-decided': (body, asked) => removalDecision(body, asked),
  'fact-withdrawn': ({ fact }, asked) => withdrawal(fact, asked),
}

/** Granted on all proofs, refused on any [MA-OOS-2]; decided once. */
function credit({ request: seq, granted }: BodyOf<'credit-decided'>, { scene, at }: Asked): Refusal | null {
  const { told, program } = scene
  const law = program.elsewhere
  if (law === null) return refuse('The texts of this program know no credit for time elsewhere.')
  const request = told.of('credit-requested').find((one) => one.seq === seq)
  if (request === undefined) return refuse(`Fact ${seq} is no request for credit.`)
  const before = told.of('credit-decided').find((one) => one.request === seq)
  if (before !== undefined) {
    return refuse(`The request is decided already, by ${before.by.name} on ${dayWords(scene.day(before.at))}.`)
  }
  const missing = granted ? missingOf(request, law, program.state, vendorsAt(told.law, at)) : []
  const [first] = missing
  if (first === undefined) return null
  const words = missing.map((one) => one.words).join(' ')
  return refuse(`It cannot be granted yet. ${words} Ask for the proof, or refuse the request.`, first.law)
}

/** The term over and the clean months too; on the day itself, not one before [MA-REM-1, MA-REM-2, MA-REM-3]. */
function removalRequest(asked: Asked): Refusal | null {
  const { assessment, scene } = asked
  const { term, stage } = assessment
  const law = groundOf(scene.program.removal.decided)
  if (!term.required) return refuse('No device is required, so there is nothing to be removed from.', law)
  if (stage.kind === 'removal-requested') return refuse('A request is made and waits for a decision.', law)
  if (stage.kind === 'removal-granted' || stage.kind === 'completed') return refuse('Removal is granted already.', law)
  if (stage.kind === 'suspended') {
    return refuse('The license is suspended or revoked. Removal can be requested after full reinstatement.', stage.law)
  }
  return termOver(asked)
}

function termOver({ assessment, scene, day }: Asked): Refusal | null {
  const { term } = assessment
  const { removal } = scene.program
  const ground = term.parts.at(-1)?.law ?? groundOf(removal.decided)
  if (term.endsOn === 'life') return refuse('The device is required for life.', ground)
  if (term.requestFrom === null) {
    return refuse(`It cannot be said yet when the term ends. ${term.openBecause ?? ''}`.trimEnd(), ground)
  }
  if (day >= term.requestFrom) return null
  const over = term.endsOn !== null && day > term.endsOn
  const why =
    over && term.cleanSince !== null && removal.cleanMonths !== null
      ? `The last lockout or violation was on ${dayWords(term.cleanSince)}, and ${removal.cleanMonths.value} months without one have to pass first.`
      : term.endsOn === null
        ? ''
        : `The term ends on ${dayWords(term.endsOn)}.`
  const law = removal.cleanMonths === null ? ground : groundOf(removal.cleanMonths)
  return refuse(`Removal may be requested from ${dayWords(term.requestFrom)}, as things stand. ${why}`.trimEnd(), law)
}

/** Each request is decided once; it is not granted while the law does not allow the request. */
function removalDecision({ request: seq, granted }: BodyOf<'removal-decided'>, asked: Asked): Refusal | null {
  const { told, program, day } = asked.scene
  const law = groundOf(program.removal.decided)
  if (!told.of('removal-requested').some((one) => one.seq === seq)) {
    return refuse(`Fact ${seq} is no request for removal. A request comes first.`, law)
  }
  const before = told.of('removal-decided').find((one) => one.request === seq)
  if (before !== undefined) {
    const how = before.granted ? 'granted' : 'refused'
    return refuse(`The request is decided already: ${how} by ${before.by.name} on ${dayWords(day(before.at))}.`, law)
  }
  if (!granted) return null
  const { stage } = asked.assessment
  return stage.kind === 'suspended'
    ? refuse('The license is suspended or revoked. Removal can be granted after full reinstatement.', stage.law)
    : termOver(asked)
}

/** Nothing that something else rests on: that is taken back first. */
function withdrawal(seq: number, { scene }: Asked): Refusal | null {
  const { told } = scene
  const fact = told.facts.find((one) => one.seq === seq)
  if (fact === undefined) {
    return told.withdrawn.some((one) => one.fact.seq === seq)
      ? refuse(`Fact ${seq} is withdrawn already.`)
      : refuse(`There is no fact ${seq} in this case.`)
  }
  if (fact.kind === 'case-opened') return refuse('The opening of the case cannot be withdrawn.')
  const resting = told.facts.find((one) => restsOn(one, fact))
  return resting === undefined
    ? null
    : refuse(`Fact ${resting.seq} rests on it: ${scene.ref(resting).words} Withdraw that first.`)
}

function restsOn(later: CaseFact, fact: CaseFact): boolean {
  switch (later.kind) {
    case 'removal-decided':
    case 'credit-decided':
      return later.request === fact.seq
    case 'hearing-decided':
    case 'hearing-evidence':
      return fact.kind === 'hearing-scheduled' && later.hearing === fact.hearing
    case 'decision-contested':
      return fact.kind === 'hearing-decided' && later.hearing === fact.hearing
    case 'contest-decided':
      return fact.kind === 'decision-contested' && later.hearing === fact.hearing
    default:
      return false
  }
}
