/** Orders as an authority's list has them, for tests: eight days of March 2026, day for day. */
import type { Event } from '@keyturn/domain/record.ts'
import type { ReliefGiver, ServiceFunction, TollingOrder } from '@keyturn/domain/relief.ts'
import { effectiveFrom as day } from '@keyturn/rules/effective.ts'
import { told } from '../case-under.ts'
import type { ListedOrder, Signed } from '../relief.ts'

/** An outage from 14 to 21 March 2026 moves the dates that fall into it; `more` says what is different. */
export const order = (more: Partial<TollingOrder> = {}): TollingOrder => ({
  id: 'order-1',
  supersedes: null,
  scope: {
    jurisdiction: 'US-MA',
    vendors: null,
    models: null,
    firmwares: null,
    regions: null,
    functions: ['service-visit'],
  },
  interval: { from: day('2026-03-14'), until: day('2026-03-21') },
  due: { from: day('2026-03-14'), until: day('2026-03-21') },
  moves: { kind: 'day-for-day' },
  capDays: 30,
  staggerDays: 0,
  ...more,
})

/** The order on the list, known from a moment. */
export const listed = (known: string, terms: TollingOrder = order(), more: Partial<Signed> = {}): ListedOrder => ({
  order: terms,
  reason: 'the servers of two vendors were down',
  by: 'authority',
  issuer: 'Registry of Motor Vehicles',
  cites: ['540 CMR 25.06(3)'],
  issuedAt: told(known),
  knownAt: told(known),
  withdrawnAt: null,
  ...more,
})

/** What a log keeps of an order that the device accepted. */
export const accepted = (terms: TollingOrder = order(), by: ReliefGiver = 'authority'): Event => ({
  kind: 'order-accepted',
  order: terms.id,
  by,
  supersedes: terms.supersedes ?? '',
  functions: terms.scope.functions,
  from: terms.interval.from,
  to: terms.interval.until,
  dueFrom: terms.due.from,
  dueTo: terms.due.until,
  moves: terms.moves.kind,
  days: terms.moves.kind === 'days' ? terms.moves.days : 0,
  capDays: terms.capDays,
  staggerDays: terms.staggerDays,
})

/** The date that the device made later by an order or a code. */
export const moved = (name: string, days: number, dueAt: string, of: ServiceFunction = 'service-visit'): Event => ({
  kind: 'due-date-moved',
  of,
  rule: '',
  order: name,
  days,
  dueAt: told(dueAt),
})

export const override = (name: string, until: string, by: ReliefGiver = 'authority'): Event => ({
  kind: 'override-began',
  override: name,
  by,
  until: told(until),
})

export const permit = (until: string): Event => ({
  kind: 'start-permitted',
  basis: 'passed-test',
  until: told(until),
})
