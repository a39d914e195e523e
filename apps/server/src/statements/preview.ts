/**
 * What an order would do, before anybody signs it: which dates move, from when to when, and how many visits each center
 * then has on each day. Pure; counted by the same rule as the device and the case engine count.
 */
import type { OrderPreview } from '@keyturn/contract/endpoints/orders.ts'
import { PREVIEW_DEVICES_MAX } from '@keyturn/contract/endpoints/orders.ts'
import type { DaySpan, ServiceFunction, TollingOrder } from '@keyturn/domain/relief.ts'
import type { CaseId, CivilDate } from '@keyturn/domain/units.ts'
import { movedBy } from '@keyturn/rules/tolling.ts'
import type { CaseDue } from '@keyturn/store/queries/statements/case-due.ts'

export type DueDevice = CaseDue & { readonly caseId: CaseId }
export type Moving = {
  readonly due: DueDevice
  /** As it stands, then moved without stagger, then as ordered. A date never goes back. */
  readonly from: CivilDate
  readonly plain: CivilDate
  readonly to: CivilDate
  readonly days: number
  readonly staggered: number
}

/** The dates that the order moves. `daysMax`: the law's. */
export function movingDates(
  order: TollingOrder,
  dues: readonly DueDevice[],
  { daysMax }: { readonly daysMax: number },
): readonly Moving[] {
  const atOnce = { ...order, staggerDays: 0 }
  return dues.flatMap((due) => {
    const identity = { ...due.identity, device: due.device, jurisdiction: order.scope.jurisdiction }
    const date = { of: due.of, dueOn: due.dueOn, sinceOn: due.sinceOn }
    const whole = movedBy(order, date, { identity, capDays: daysMax })
    if (whole === null) return []
    const plain = movedBy(atOnce, date, { identity, capDays: daysMax })?.dueOn ?? due.dueOn
    const to = later(whole.dueOn, due.standsOn)
    if (to === due.standsOn) return []
    const { days, staggered } = whole
    return [{ due, from: due.standsOn, plain: later(plain, due.standsOn), to, days, staggered }]
  })
}

const later = (a: CivilDate, b: CivilDate): CivilDate => (a < b ? b : a)

/** The dates by kind: how many, and from when to when. */
export function movingByKind(moving: readonly Moving[]): OrderPreview['moving'] {
  const kinds: readonly ServiceFunction[] = ['service-visit', 'violations-service', 'lockout-visit']
  return kinds.flatMap((of) => {
    const some = moving.filter(({ due }) => due.of === of)
    if (some.length === 0) return []
    const days = some.map((one) => one.days)
    return [
      {
        of,
        dates: some.length,
        from: spanOf(some, ({ from }) => from),
        plain: spanOf(some, ({ plain }) => plain),
        staggered: spanOf(some, ({ to }) => to),
        daysMin: days.reduce((a, b) => Math.min(a, b)),
        daysMax: days.reduce((a, b) => Math.max(a, b)),
      },
    ]
  })
}

/** The first and the last day. There is one at least. */
export function spanOf<T>(all: readonly T[], dayOf: (one: T) => CivilDate): DaySpan {
  const [first, ...rest] = all.map(dayOf)
  if (first === undefined) throw new RangeError('a span of nothing')
  let [from, until] = [first, first]
  for (const day of rest) {
    if (day < from) from = day
    if (day > until) until = day
  }
  return { from, until }
}

/** The days on which the order changes how many visits there are, from the first date to the last. */
export const daysTouched = (moving: readonly Moving[]): DaySpan | null =>
  moving.length === 0
    ? null
    : { from: spanOf(moving, ({ from }) => from).from, until: spanOf(moving, ({ to }) => to).until }

export type Standing = { readonly center: string; readonly on: CivilDate; readonly visits: number }
type Load = OrderPreview['load'][number]

/** Visits per center and day, three ways. `standing`: how they stand on the touched days, of all devices. */
export function loadOf(standing: readonly Standing[], moving: readonly Moving[]): readonly Load[] {
  const load = new Map<string, { center: string; on: CivilDate; before: number; plain: number; staggered: number }>()
  const at = (center: string, on: CivilDate) => {
    const key = `${on} ${center}`
    const there = load.get(key) ?? { center, on, before: 0, plain: 0, staggered: 0 }
    load.set(key, there)
    return there
  }
  for (const { center, on, visits } of standing) {
    const there = at(center, on)
    there.before += visits
    there.plain += visits
    there.staggered += visits
  }
  // A device with two dates is one visit: the one that falls due first.
  for (const { due, from, plain, to } of firstOfEach(moving)) {
    at(due.center, from).plain -= 1
    at(due.center, plain).plain += 1
    at(due.center, from).staggered -= 1
    at(due.center, to).staggered += 1
  }
  return [...load.values()]
    .filter(({ before, plain, staggered }) => before !== 0 || plain !== 0 || staggered !== 0)
    .toSorted((a, b) => compare(a.on, b.on) || compare(a.center, b.center))
    .map(({ center, ...rest }) => ({ ...rest, center: center === '' ? null : center }))
}

function firstOfEach(moving: readonly Moving[]): readonly Moving[] {
  const first = new Map<string, Moving>()
  for (const one of moving) {
    const key = `${one.due.device} ${one.from}`
    if (!first.has(key)) first.set(key, one)
  }
  return [...first.values()]
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The dates one by one, the first ones. */
export const namedDates = (moving: readonly Moving[]): OrderPreview['dates'] =>
  moving.slice(0, PREVIEW_DEVICES_MAX).map(({ due, from, plain, to, days, staggered }) => ({
    case: due.caseId,
    device: due.device,
    center: due.center === '' ? null : due.center,
    of: due.of,
    from,
    plain,
    to,
    days,
    staggered,
  }))
