/**
 * How long the device is required [MA-REQ-2, MA-REM-2, MA-REM-3]: the periods the law prescribes, part by part, never
 * the time since installation. That a term is over changes nothing but what may be requested [MA-REQ-3].
 */
import type { CivilDate } from '@keyturn/domain/units.ts'
import { groundOf } from '../law.ts'
import type { CaseFinding, Term, TermPart } from './assessment.ts'
import { addMonths, daysLater, dayWords, later } from './days.ts'
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
  if (!duty.required) {
    return { required: false, parts: [], endsOn: null, openBecause: null, requestFrom: null, cleanSince }
  }
  const court = courtOrders(scene, duty)
  const own = ownTerm(scene, duty, life, findings)
  const { endsOn, openBecause } = furthest([court, own])
  const requestFrom = endsOn === null || endsOn === 'life' ? null : requestDay(scene, endsOn, cleanSince)
  return { required: true, parts: [...court.parts, ...own.parts], endsOn, openBecause, requestFrom, cleanSince }
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

/** The first day on which the term is over and the clean months are too [MA-REM-1]. */
function requestDay({ program }: Scene, endsOn: CivilDate, cleanSince: CivilDate | null): CivilDate {
  const over = daysLater(endsOn, 1)
  const months = program.removal.cleanMonths
  return months === null || cleanSince === null ? over : later(over, cleanFrom(cleanSince, months.value))
}

/** The first day after so many months that begin on the day after a lockout or violation. */
export const cleanFrom = (blemish: CivilDate, months: number): CivilDate => addMonths(daysLater(blemish, 1), months)
