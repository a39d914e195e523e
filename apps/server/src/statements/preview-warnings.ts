/** What is wrong with an order, or needs a second look before it is signed. Each in one plain sentence. */
import { groundOf, lawWords } from '@keyturn/cases/law.ts'
import { dayWords } from '@keyturn/cases/program/days.ts'
import type { KnownRelief, ListedOrder } from '@keyturn/cases/relief.ts'
import type { OrderPreview, PreviewWarning } from '@keyturn/contract/endpoints/orders.ts'
import { civilDateOf, daysBetween } from '@keyturn/domain/civil.ts'
import type { DaySpan, ReliefGiver, Scope, TollingOrder } from '@keyturn/domain/relief.ts'
import type { CivilDate, Instant } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import type { KnownOf } from '@keyturn/store/queries/statements/case-due.ts'
import { tollWords } from './law-of-orders.ts'
import type { Moving } from './preview.ts'
import { spanWords, type VendorName } from './scope-words.ts'

type Warning = OrderPreview['warnings'][number]
export type Previewed = {
  readonly order: TollingOrder
  readonly by: ReliefGiver
  readonly profile: Profile
  readonly now: Instant
  readonly relief: KnownRelief
  readonly known: KnownOf
  readonly moving: readonly Moving[]
  readonly load: OrderPreview['load']
  readonly vendorName: VendorName
}

/** The grave ones first. */
export function warningsFor(told: Previewed): readonly Warning[] {
  const found = [...aboutTerms(told), ...aboutLaw(told), ...aboutOthers(told), ...aboutReach(told), ...aboutDates(told)]
  return found.toSorted((a, b) => Number(b.grave) - Number(a.grave))
}

const warn = (code: PreviewWarning, words: string, more: Partial<Omit<Warning, 'code' | 'words'>> = {}): Warning => ({
  code,
  words,
  grave: false,
  law: null,
  about: [],
  ...more,
})

const isBackwards = ({ from, until }: DaySpan): boolean => until < from
const today = ({ now, profile }: Previewed): CivilDate => civilDateOf(now, profile.timeZone)

function aboutTerms(told: Previewed): readonly Warning[] {
  const { interval, due, moves } = told.order
  const found: Warning[] = []
  const day = today(told)
  if (isBackwards(interval)) {
    found.push(
      warn('interval-backwards', 'The outage ends before it begins. No device accepts such an order.', { grave: true }),
    )
  } else if (interval.until > day) {
    found.push(
      warn(
        'interval-in-future',
        `The outage lasts until ${dayWords(interval.until)}, and today is ${dayWords(day)}: nobody knows that yet. Order what has been, and amend it while it lasts.`,
        { grave: interval.from > day },
      ),
    )
  }
  if (isBackwards(due)) {
    found.push(
      warn('due-backwards', 'The due dates that move end before they begin. No device accepts such an order.', {
        grave: true,
      }),
    )
  } else if (moves.kind !== 'ended' && due.from < interval.from) {
    found.push(
      warn(
        'due-before-interval',
        `It moves dates that fell due from ${dayWords(due.from)} on, before the outage began on ${dayWords(interval.from)}.`,
      ),
    )
  }
  return found
}

function aboutLaw({ order, by, profile }: Previewed): readonly Warning[] {
  const { toll } = profile.relief
  const law = lawWords(groundOf(toll))
  if (!toll.value.by.includes(by)) {
    return [warn('law-gives-no-leave', `This order would not count: ${tollWords(profile)}.`, { grave: true, law })]
  }
  if (order.moves.kind === 'ended') return []
  const { daysMax } = toll.value
  const wanted = order.moves.kind === 'days' ? order.moves.days : daysIn(order.interval)
  if (order.capDays <= daysMax && wanted <= daysMax) return []
  return [
    warn(
      'longer-than-law',
      `No date moves by more than ${daysMax} days in ${profile.name}, whatever the order says (it says ${Math.max(wanted, order.capDays)}).`,
      { law },
    ),
  ]
}

const daysIn = ({ from, until }: DaySpan): number => Math.max(0, daysBetween(from, until) + 1)

function aboutOthers(told: Previewed): readonly Warning[] {
  const { order, relief, now } = told
  const found: Warning[] = []
  const claims = relief.orders.filter((one) => one.order.id === order.supersedes)
  const [before] = claims
  if (order.supersedes !== null && before === undefined) {
    found.push(
      warn('supersedes-unknown', `It amends the order ${order.supersedes}, which is not known here.`, {
        about: [order.supersedes],
      }),
    )
  }
  if (before !== undefined && before.withdrawnAt !== null && before.withdrawnAt <= now) {
    found.push(
      warn('supersedes-conflicting', `The order ${before.order.id} that it amends does not count any more.`, {
        about: [before.order.id],
      }),
    )
  }
  if (order.moves.kind === 'ended') return found
  const inForce = relief.orders.filter((one) => stillCounts(one, relief, now) && one.order.id !== order.supersedes)
  for (const one of inForce) {
    if (!meetIn(one.order.scope, order.scope) || !meet(one.order.due, order.due)) continue
    const same = sameMoves(one.order, order)
    const words = same
      ? `The order ${one.order.id} is in force and moves the same dates. A car keeps the later of the two dates.`
      : `The order ${one.order.id} is in force and moves some of the same dates otherwise. A car keeps the later date; amend that order instead of giving a second one.`
    found.push(warn(same ? 'overlaps' : 'contradicts', words, { about: [one.order.id] }))
  }
  return [...found, ...aboutOutages(told)]
}

function aboutOutages({ order, relief, now, profile }: Previewed): readonly Warning[] {
  const zone = profile.timeZone
  const declared = relief.outages.filter(
    ({ scope, withdrawnAt }) => meetIn(scope, order.scope) && (withdrawnAt === null || withdrawnAt > now),
  )
  const found = declared
    .filter(({ from, until }) => until !== null && until <= from)
    .map(({ id }) =>
      warn('outage-backwards', `The outage ${id} was declared backwards: it ends before it begins.`, { about: [id] }),
    )
  const covers = declared.some(({ from, until }) =>
    meet(order.interval, {
      from: civilDateOf(from, zone),
      until: until === null ? order.interval.until : civilDateOf(until, zone),
    }),
  )
  if (!covers) {
    found.push(
      warn(
        'no-outage-declared',
        `Nobody has declared an outage in this scope ${spanWords(order.interval)}. Say in the reason what it rests on.`,
      ),
    )
  }
  return found
}

const stillCounts = ({ order, withdrawnAt }: ListedOrder, { orders }: KnownRelief, now: Instant): boolean =>
  (withdrawnAt === null || withdrawnAt > now) &&
  order.moves.kind !== 'ended' &&
  !orders.some(
    (later) => later.order.supersedes === order.id && (later.withdrawnAt === null || later.withdrawnAt > now),
  )

const meet = (a: DaySpan, b: DaySpan): boolean => a.from <= b.until && b.from <= a.until
const sameMoves = (a: TollingOrder, b: TollingOrder): boolean => JSON.stringify(a.moves) === JSON.stringify(b.moves)

/** Whether a device may be meant by both. */
function meetIn(a: Scope, b: Scope): boolean {
  const lists = (['vendors', 'models', 'firmwares', 'regions'] as const).every((list) => {
    const [one, other] = [a[list], b[list]]
    return one === null || other === null || one.some((name) => other.includes(name))
  })
  return lists && a.jurisdiction === b.jurisdiction && a.functions.some((of) => b.functions.includes(of))
}

function aboutReach({ order, known, moving, vendorName }: Previewed): readonly Warning[] {
  if (order.moves.kind === 'ended') return []
  const { scope } = order
  const lists = [
    ['vendor', scope.vendors],
    ['model', scope.models],
    ['firmware', scope.firmwares],
    ['region', scope.regions],
  ] as const
  const unknown = lists
    .filter(([what, list]) => list !== null && known.unknown[what] > 0)
    .map(([what]) =>
      warn(
        'not-known',
        `Of ${known.unknown[what]} of ${known.devices} devices the ${what} is not known here, so they are not counted. Each car knows its own.`,
      ),
    )
  if (moving.length > 0) return unknown
  const whose = scope.vendors === null ? 'any device' : `a device of ${scope.vendors.map(vendorName).join(' or ')}`
  const code = known.devices === 0 ? 'scope-matches-nothing' : 'nothing-moves'
  return [
    ...unknown,
    warn(
      code,
      `No date of ${whose} in this scope falls due ${spanWords(order.due)}, as far as is known here. Nothing would move.`,
    ),
  ]
}

function aboutDates(told: Previewed): readonly Warning[] {
  const { moving, load, order } = told
  const found: Warning[] = []
  const day = today(told)
  const past = moving.filter(({ from }) => from < day)
  if (past.length > 0) {
    const freed = past.filter(({ to }) => to >= day).length
    found.push(
      warn(
        'already-past',
        `${past.length} of these dates have passed: those cars may stand locked now. For ${freed} of them the new date is still ahead, so the car starts again once the order reaches it.`,
      ),
    )
  }
  const peak = (of: 'before' | 'plain' | 'staggered') => load.reduce((most, one) => Math.max(most, one[of]), 0)
  if (order.staggerDays === 0 && moving.length > 0 && peak('plain') >= 2 * Math.max(1, peak('before'))) {
    found.push(
      warn(
        'cliff',
        `Without a staggered return one center would have ${peak('plain')} visits due on one day; the most now is ${peak('before')}.`,
      ),
    )
  }
  return found
}
