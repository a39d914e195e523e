/**
 * A term from the full reinstatement of the license. A hardship license before it adds its whole suspension; a later
 * suspension stops the count, and so does living in another state; a new conviction or an unauthorized removal begins
 * it anew.
 */
import type { CivilDate } from '@keyturn/domain/units.ts'
import type { TermLaw } from '@keyturn/rules/program.ts'
import { groundOf } from '../law.ts'
import type { CaseFinding, TermPart } from './assessment.ts'
import { countYears, type DaySpan, daysIn, joined, without } from './day-spans.ts'
import { daysLater, dayWords, later } from './days.ts'
import { type Credit, creditsOf, elsewhereSpans } from './elsewhere.ts'
import type { LicenseLife, Suspension } from './license.ts'
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
  const lost = creditLost(scene, law, findings)
  const since = begunAnewOn(duty, lost?.from ?? null)
  const parts = lost === null ? suspended : [...suspended, lost]
  const reinstated = life.full.find(({ from }) => since === null || from >= since)
  const forLife = life.suspensions.some(
    ({ until, from }) => until === null && !life.full.some((one) => one.from >= from),
  )
  if (forLife) return { parts, endsOn: 'life', openBecause: null }
  if (reinstated === undefined) {
    const again = lost === null ? 'has not been recorded' : `has not been recorded since ${dayWords(lost.from)}`
    const openBecause = `${yearsWords(law)} begin with the full reinstatement of the license, which ${again}.`
    return { parts, endsOn: null, openBecause }
  }
  const credits = creditsOf(scene.told, scene.program.elsewhere, scene.program.state).filter((one) => one.counts)
  const counted = countedDays(scene, life, credits, since)
  const last = countYears(counted.all, law.years.value)
  const yearsPart: TermPart = {
    id: `full-license@${reinstated.fact.seq}`,
    words: yearsPartWords(law, reinstated.from, last, counted.byCredit),
    from: reinstated.from,
    until: last,
    law: groundOf(law.years),
    because: [scene.ref(reinstated.fact)],
  }
  const all = [...parts, ...credits.map((one) => creditPart(scene, one)), yearsPart]
  if (last === null) return { parts: all, endsOn: null, openBecause: whyInterrupted(scene, life) }
  const prescribed = life.suspensions.flatMap(({ until, from }) => (until === null || from > last ? [] : [until]))
  return { parts: all, endsOn: [reinstated.from, ...prescribed].reduce(later, last), openBecause: null }
}

const yearsWords = (law: FromReinstatement) =>
  law.years.value === 2 ? 'The two years' : `The ${law.years.value} years`

/** An unauthorized removal that counts: nothing before it does. */
function creditLost(
  scene: Scene,
  law: FromReinstatement,
  findings: readonly CaseFinding[],
): (TermPart & { readonly from: CivilDate }) | null {
  const removal = findings.findLast((one) => one.rule === law.creditLostBy.value && countsAgainst(one))
  if (removal === undefined) return null
  const from = scene.day(removal.since)
  const words = `A device was removed without leave on ${dayWords(from)}: nothing before it counts.`
  const { because } = removal
  return { id: `credit-lost@${removal.id}`, words, from, until: null, law: groundOf(law.creditLostBy), because }
}

/** The day from which a reinstatement can begin the years: after the last conviction and any removal without leave. */
function begunAnewOn({ convictions }: Duty, lostOn: CivilDate | null): CivilDate | null {
  const convictedOn = convictions.at(-1)?.on ?? null
  const after = lostOn === null ? null : daysLater(lostOn, 1)
  if (convictedOn === null || after === null) return convictedOn ?? after
  return later(convictedOn, after)
}

/** Days of full license at home, and days elsewhere with credit; each day once. */
function countedDays(
  scene: Scene,
  life: LicenseLife,
  credits: readonly Credit[],
  since: CivilDate | null,
): { readonly all: readonly DaySpan[]; readonly byCredit: number } {
  const full = life.full.filter(({ from }) => since === null || from >= since)
  const home = scene.program.elsewhere === null ? full : without(full, elsewhereSpans(scene))
  const credited = credits
    .map(({ request: { from, until }, decision }): DaySpan => {
      // What has not happened yet was not proved either.
      const told = decision === null ? scene.today : scene.day(decision.at)
      return { from: since === null ? from : later(from, since), until: until < told ? until : told }
    })
    .filter(({ from, until }) => until !== null && from <= until)
  return { all: joined([...home, ...credited]), byCredit: daysIn(without(credited, home)) }
}

function whyInterrupted({ today }: Scene, { full }: LicenseLife): string {
  const now = full.at(-1)
  const held = now !== undefined && (now.until === null || now.until >= today)
  return held
    ? 'The participant lives in another state; time there counts when credit for it is granted.'
    : 'The license is not fully reinstated now; the rest of the two years counts when it is again.'
}

function suspensionPart({ told, ref }: Scene, law: FromReinstatement, { from, until, fact }: Suspension): TermPart {
  const words =
    until === null
      ? `Without a license from ${dayWords(from)}, for life.`
      : `Without a full license from ${dayWords(from)} to ${dayWords(until)}.`
  // With a hardship license the whole period is one with a device; without one it is counted all the same.
  const withHardship = told
    .of('hardship-license-issued')
    .some((one) => one.on >= from && (until === null || one.on <= until))
  const ground = groundOf(withHardship ? law.hardshipAdds : law.counted)
  return { id: `suspended@${fact.seq}`, words, from, until: until ?? 'life', law: ground, because: [ref(fact)] }
}

function yearsPartWords(law: FromReinstatement, from: CivilDate, until: CivilDate | null, byCredit: number): string {
  const credit = byCredit === 0 ? '' : `, ${byCredit} days of them by credit`
  return until === null
    ? `${yearsWords(law)} of full license${credit} began on ${dayWords(from)} and are interrupted.`
    : `${yearsWords(law)} of full license${credit}: from ${dayWords(from)} to ${dayWords(later(from, until))}.`
}

function creditPart({ ref, program }: Scene, { request, decision }: Credit): TermPart {
  const { from, until, state, seq } = request
  const words = `Time with a device in ${state} from ${dayWords(from)} to ${dayWords(until)} counts.`
  const law = groundOf(program.elsewhere?.credit ?? program.requirement.convictions)
  return { id: `credit@${seq}`, words, from, until, law, because: [request, decision ?? request].map(ref) }
}

/** On a first conviction the device belongs to the hardship license alone (reading `first-conviction-how-long`). */
function whileHardship({ told, ref }: Scene, law: FromReinstatement, suspended: readonly TermPart[]): End {
  const license = told.last('hardship-license-issued')
  if (license === undefined) {
    return { parts: suspended, endsOn: null, openBecause: 'The hardship license has not been issued yet.' }
  }
  const { on: from, until, seq } = license
  const words = `A device belongs to the hardship license from ${dayWords(from)} to ${dayWords(until)}.`
  const part = { id: `hardship@${seq}`, words, from, until, law: groundOf(law.hardshipAdds), because: [ref(license)] }
  return { parts: [...suspended, part], endsOn: until, openBecause: null }
}
