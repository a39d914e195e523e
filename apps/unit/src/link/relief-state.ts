/** What the link says of relief: orders that hold, dates they moved, an override, the keypad, and the mirrors. */

import { civilDateOf } from '@keyturn/domain/civil.ts'
import type { ServiceFunction } from '@keyturn/domain/relief.ts'
import { type CivilDate, type Instant, iso } from '@keyturn/domain/units.ts'
import type { Controller } from '../controller.ts'
import type { LinkParts } from './link.ts'

/** A code has no words of its own. */
const BY_TELEPHONE = 'A code that was given by telephone.'

type Parts = Pick<LinkParts, 'ground' | 'mirrors' | 'reliefLog'>

export function reliefState(controller: Controller, { ground, mirrors, reliefLog }: Parts) {
  const { ledger } = controller.state()
  const kept = new Map(ground.shelf.several('order').map(({ statement }) => [statement.id, statement]))
  const citesOf = (order: string) => kept.get(order)?.cites ?? []
  const began = reliefLog.override()
  return {
    orders: ledger.orders.map(({ terms, by, holds, untilVisit }) => ({
      id: terms.id,
      by,
      reason: untilVisit ? BY_TELEPHONE : (kept.get(terms.id)?.reason ?? ''),
      cites: citesOf(terms.id),
      acceptedAt: momentOrNull(reliefLog.acceptedAt(terms.id)),
      ended: !holds,
    })),
    moved: movedDates(controller, ground).map((date) => {
      const order = reliefLog.movedBy(date.of, date.rule) ?? ''
      return { ...date, order, cites: citesOf(order) }
    }),
    override: ledger.override === null ? null : { by: began?.by ?? 'authority', until: iso(ledger.override.until) },
    keypad: {
      wrong: ledger.wrongCodes,
      heldUntil: ledger.keypadHeldUntil > controller.at() ? iso(ledger.keypadHeldUntil) : null,
    },
    mirrors: mirrors.state().map(({ mirror, state, words, number, at }) => ({
      address: mirror,
      state,
      words,
      number,
      at: momentOrNull(at),
    })),
  }
}

type MovedDate = {
  readonly of: ServiceFunction
  /** Of the lockout whose time to visit moved; empty for the other dates. */
  readonly rule: string
  readonly from: CivilDate
  readonly to: CivilDate
}

/** The dates that stand later than they were set, as calendar days of the jurisdiction. */
function movedDates(controller: Controller, { options }: LinkParts['ground']): readonly MovedDate[] {
  const { installed, dueAt, dueAsSet, resetBy, resetAsSet, lockouts } = controller.state().ledger
  if (!installed) return []
  const on = (at: Instant) => civilDateOf(at, options.profile.timeZone)
  const dates: readonly [ServiceFunction, string, Instant, Instant][] = [
    ['service-visit', '', dueAsSet, dueAt],
    ['violations-service', '', resetAsSet, resetBy],
    ...lockouts.flatMap(({ rule, visitBy, visitAsSet }): readonly [ServiceFunction, string, Instant, Instant][] =>
      visitBy === null || visitAsSet === null ? [] : [['lockout-visit', rule, visitAsSet, visitBy]],
    ),
  ]
  return dates.flatMap(([of, rule, from, to]) => (to > from ? [{ of, rule, from: on(from), to: on(to) }] : []))
}

const momentOrNull = (at: Instant | null): string | null => (at === null ? null : iso(at))
