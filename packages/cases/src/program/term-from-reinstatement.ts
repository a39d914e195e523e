/**
 * A term from the full reinstatement of the license. A hardship license before it adds its whole suspension; a later
 * suspension stops the count; a new conviction or an unauthorized removal begins it anew.
 */
import { addDays, daysBetween } from '@keyturn/domain/civil.ts'
import type { CivilDate } from '@keyturn/domain/units.ts'
import type { TermLaw } from '@keyturn/rules/program.ts'
import { groundOf } from '../law.ts'
import type { CaseFinding, TermPart } from './assessment.ts'
import { dayWords, lastDayOf, later } from './days.ts'
import { type Credit, creditsOf } from './elsewhere.ts'
import type { FullSpan, LicenseLife, Suspension } from './license.ts'
import type { Duty } from './requirement.ts'
import type { Scene } from './scene.ts'
import { countsAgainst } from './standing.ts'
import type { End } from './term.ts'

type FromReinstatement = Extract<TermLaw, { readonly kind: 'from-full-reinstatement' }>

export function termFromReinstatement(
  scene: Scene,
  duty: Duty,
  life: LicenseLife,
  law: FromReinstatement,
  findings: readonly CaseFinding[],
): End {
  if (duty.ground === 'court-order') return { parts: [], endsOn: null, openBecause: null }
  const suspended = life.suspensions.map((one) => suspensionPart(scene, law, one))
  if (duty.ground === 'first-conviction') return whileHardship(scene, law, suspended)
  const lost = lostAt(scene, duty, law, findings)
  const spans = life.full.filter(({ from }) => lost === null || from > lost.on)
  const parts = [...suspended, ...(lost === null ? [] : lost.parts)]
  const forLife = life.suspensions.find(
    ({ until, from }) => until === null && !life.full.some((one) => one.from >= from),
  )
  if (forLife !== undefined) return { parts, endsOn: 'life', openBecause: null }
  const [first] = spans
  if (first === undefined) {
    const words = `${yearsWords(law)} begin with the full reinstatement of the license, which has not been recorded${lost === null ? '' : ` since ${dayWords(lost.on)}`}.`
    return { parts, endsOn: null, openBecause: words }
  }
  const credits = creditsOf(scene.told, scene.program.elsewhere, scene.program.state).filter((one) => one.counts)
  const last = countYears(first, spans, law.years.value, creditedDays(credits, spans, lost?.on ?? null))
  const full = fullPart(scene, law, first, last)
  const all = [...parts, ...credits.map((one) => creditPart(scene, one)), full]
  if (last === null) {
    return {
      parts: all,
      endsOn: null,
      openBecause: 'The license is not fully reinstated now; the rest of the two years counts when it is again.',
    }
  }
  const prescribed = life.suspensions.flatMap(({ until, from }) => (until === null || from > last ? [] : [until]))
  return { parts: all, endsOn: prescribed.reduce(later, last), openBecause: null }
}

const yearsWords = (law: FromReinstatement) =>
  law.years.value === 2 ? 'The two years' : `The ${law.years.value} years`

/** The last event that takes away all credit: the time before it counts for nothing. */
function lostAt(scene: Scene, { convictions }: Duty, law: FromReinstatement, findings: readonly CaseFinding[]) {
  const removal = findings.findLast((one) => one.rule === law.creditLostBy.value && countsAgainst(one))
  const conviction = convictions.at(-1)
  const convictedOn = conviction?.on ?? null
  const removedOn = removal === undefined ? null : scene.day(removal.since)
  if (removal === undefined || removedOn === null)
    return convictedOn === null ? null : { on: addDays(convictedOn, -1), parts: [] }
  const words = `A device was removed without leave on ${dayWords(removedOn)}: nothing before it counts.`
  const part: TermPart = {
    id: `credit-lost@${removal.id}`,
    words,
    from: removedOn,
    until: null,
    law: groundOf(law.creditLostBy),
    because: removal.because,
  }
  return { on: convictedOn === null ? removedOn : later(removedOn, addDays(convictedOn, -1)), parts: [part] }
}

/** Counts days of full license until the years are full; the gaps between them put the end off, credit brings it on. */
function countYears(first: FullSpan, spans: readonly FullSpan[], years: number, credit: number): CivilDate | null {
  let endsOn = addDays(lastDayOf(first.from, { years }), -credit)
  let before: FullSpan = first
  for (const span of spans.slice(1)) {
    // Full before the gap began: what happens later does not reopen it.
    if (before.until === null || endsOn <= before.until) return endsOn
    endsOn = addDays(endsOn, daysBetween(before.until, span.from) - 1)
    before = span
  }
  return before.until === null || endsOn <= before.until ? endsOn : null
}

/** Days of credit that do not count already (reading `credit-and-double-count`). */
function creditedDays(credits: readonly Credit[], spans: readonly FullSpan[], lostOn: CivilDate | null): number {
  const days = new Set<string>()
  for (const { request } of credits) {
    for (let day = request.from; day <= request.until; day = addDays(day, 1)) {
      const lost = lostOn !== null && day <= lostOn
      const counted = spans.some(({ from, until }) => day >= from && (until === null || day <= until))
      if (!lost && !counted) days.add(day)
    }
  }
  return days.size
}

function suspensionPart({ ref }: Scene, law: FromReinstatement, { from, until, fact }: Suspension): TermPart {
  const words =
    until === null
      ? `Without a license from ${dayWords(from)}, for life.`
      : `Without a full license from ${dayWords(from)} to ${dayWords(until)}.`
  return {
    id: `suspended@${fact.seq}`,
    words,
    from,
    until: until ?? 'life',
    law: groundOf(law.counted),
    because: [ref(fact)],
  }
}

function fullPart({ ref }: Scene, law: FromReinstatement, { from, fact }: FullSpan, until: CivilDate | null): TermPart {
  const words =
    until === null
      ? `${yearsWords(law)} of full license began on ${dayWords(from)} and are interrupted.`
      : `${yearsWords(law)} of full license: from ${dayWords(from)} to ${dayWords(until)}.`
  return { id: `full-license@${fact.seq}`, words, from, until, law: groundOf(law.years), because: [ref(fact)] }
}

function creditPart({ ref, program }: Scene, { request, decision }: Credit): TermPart {
  const words = `Time with a device in ${request.state} from ${dayWords(request.from)} to ${dayWords(request.until)} counts.`
  const law = groundOf(program.elsewhere?.credit ?? program.requirement.convictions)
  const because = decision === null ? [ref(request)] : [ref(request), ref(decision)]
  return { id: `credit@${request.seq}`, words, from: request.from, until: request.until, law, because }
}

/** On a first conviction the device belongs to the hardship license alone. */
function whileHardship({ told, ref }: Scene, law: FromReinstatement, suspended: readonly TermPart[]): End {
  const license = told.last('hardship-license-issued')
  if (license === undefined) {
    return { parts: suspended, endsOn: null, openBecause: 'The hardship license has not been issued yet.' }
  }
  const words = `A device belongs to the hardship license from ${dayWords(license.on)} to ${dayWords(license.until)}.`
  const part: TermPart = {
    id: `hardship@${license.seq}`,
    words,
    from: license.on,
    until: license.until,
    law: groundOf(law.hardshipAdds),
    because: [ref(license)],
  }
  const days = suspended.flatMap(({ until }) => (until === null || until === 'life' ? [] : [until]))
  return { parts: [...suspended, part], endsOn: days.reduce(later, license.until), openBecause: null }
}
