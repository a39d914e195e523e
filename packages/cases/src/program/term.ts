/**
 * How long the device is required [MA-REQ-2, MA-REM-2, MA-REM-3]: the periods the law prescribes, part by part, never
 * the time since installation. That a term is over changes nothing but what may be requested [MA-REQ-3].
 */
import type { CivilDate } from '@keyturn/domain/units.ts'
import { groundOf } from '../law.ts'
import type { CaseFinding, Term, TermPart } from './assessment.ts'
import { addMonths, daysLater, dayWords, later } from './days.ts'
import { elsewhereSpans } from './elsewhere.ts'
import type { LicenseLife } from './license.ts'
import type { Duty } from './requirement.ts'
import type { Scene } from './scene.ts'
import { countsAgainst } from './standing.ts'
import { termByConviction } from './term-by-conviction.ts'
import { termFromReinstatement } from './term-from-reinstatement.ts'

export type End = Pick<Term, 'endsOn' | 'openBecause'> & { readonly parts: readonly TermPart[] }

export function termOf(scene: Scene, duty: Duty, life: LicenseLife, findings: readonly CaseFinding[]): Term {
  const last = findings.findLast(countsAgainst)
  const cleanSince = last === undefined ? null : scene.day(last.since)
  if (!duty.required) return { ...notRequired, cleanSince }
  const court = courtOrders(scene, duty)
  const own = ownTerm(scene, duty, life, findings)
  const parts = [...court.parts, ...own.parts]
  const { endsOn, openBecause } = furthest([court, own])
  const request = requestDay(scene, endsOn, last)
  const hangsOn = new Set([
    ...parts.map(({ id }) => id.split('@')[0] ?? id),
    ...(request.byMonths ? ['clean-months'] : []),
    ...(life.full.some(({ until }) => until !== null) ? ['interrupted'] : []),
    ...(elsewhereSpans(scene).length > 0 ? ['elsewhere'] : []),
  ])
  const interpretations = readingsOf(scene, hangsOn)
  const { requestFrom, requestLaw, requestBecause } = request
  return {
    required: true,
    parts,
    endsOn,
    openBecause,
    requestFrom,
    requestLaw,
    requestBecause,
    cleanSince,
    interpretations,
  }
}

const notRequired = {
  required: false,
  parts: [],
  endsOn: null,
  openBecause: null,
  requestFrom: null,
  requestLaw: null,
  requestBecause: [],
  interpretations: [],
} as const

const readingsOf = ({ program }: Scene, parts: ReadonlySet<string>): Term['interpretations'] => {
  const ids = new Set([...parts].flatMap((part) => program.readings[part] ?? []))
  return program.interpretations.filter(({ id }) => ids.has(id))
}

function ownTerm(scene: Scene, duty: Duty, life: LicenseLife, findings: readonly CaseFinding[]): End {
  const { term } = scene.program
  return term.kind === 'by-conviction'
    ? termByConviction(scene, duty, life, term)
    : termFromReinstatement(scene, duty, life, term, findings)
}

/** The later end of all. One that is open keeps the whole open; one for life is the last word. */
function furthest(ends: readonly End[]): Pick<Term, 'endsOn' | 'openBecause'> {
  if (ends.some(({ endsOn }) => endsOn === 'life')) return { endsOn: 'life', openBecause: null }
  const open = ends.find(({ openBecause }) => openBecause !== null)
  if (open !== undefined) return { endsOn: null, openBecause: open.openBecause }
  const days = ends.flatMap(({ endsOn }) => (endsOn === null || endsOn === 'life' ? [] : [endsOn]))
  return { endsOn: days.length === 0 ? null : days.reduce(later), openBecause: null }
}

/** Honored for their full length [MA-REQ-1]. */
function courtOrders({ program, ref }: Scene, { orders }: Duty): End {
  const law = program.requirement.courtOrder
  const parts = orders.map((order): TermPart => {
    const words =
      order.until === null
        ? `A court orders a device from ${dayWords(order.from)}, without an end so far.`
        : `A court orders a device from ${dayWords(order.from)} to ${dayWords(order.until)}.`
    const ground = groundOf(law ?? program.requirement.convictions)
    return {
      id: `court-order@${order.seq}`,
      words,
      from: order.from,
      until: order.until,
      law: ground,
      because: [ref(order)],
    }
  })
  if (orders.some(({ until }) => until === null)) {
    return { parts, endsOn: null, openBecause: 'The court’s order has no end so far.' }
  }
  const days = orders.flatMap(({ until }) => (until === null ? [] : [until]))
  return { parts, endsOn: days.length === 0 ? null : days.reduce(later), openBecause: null }
}

type Request = Pick<Term, 'requestFrom' | 'requestLaw' | 'requestBecause'> & { readonly byMonths: boolean }

/** The first day on which the term is over and the clean months are too [MA-REM-1]. */
function requestDay({ program, day }: Scene, endsOn: Term['endsOn'], last: CaseFinding | undefined): Request {
  if (endsOn === null || endsOn === 'life') {
    return { requestFrom: null, requestLaw: null, requestBecause: [], byMonths: false }
  }
  const over = daysLater(endsOn, 1)
  const { cleanMonths, decided } = program.removal
  const clean = cleanMonths === null || last === undefined ? over : cleanFrom(day(last.since), cleanMonths.value)
  const byMonths = clean > over
  return {
    requestFrom: later(over, clean),
    requestLaw: groundOf(cleanMonths !== null ? cleanMonths : decided),
    requestBecause: byMonths && last !== undefined ? last.because : [],
    byMonths,
  }
}

/** The first day after so many months that begin on the day after a lockout or violation. */
export const cleanFrom = (blemish: CivilDate, months: number): CivilDate => addMonths(daysLater(blemish, 1), months)
