/** What a driver does about an order: know the new date, and bring the order to a car that has not heard of it. */
import type { Instant } from '@keyturn/domain/units.ts'
import type { LockoutFinding, MovedDate, NextStep, Status } from './assessment.ts'
import { inZone } from './calendar.ts'
import { type Ordered, orderWords } from './law.ts'

type Judged = {
  readonly asOf: Instant
  readonly timeZone: string
  readonly status: Status
  readonly moved: readonly MovedDate[]
}

const DAY_MS = 86_400_000
/** So long before the car's own date it becomes urgent that the car hears of the order. */
export const CLOSE_MS = 3 * DAY_MS

/** The order that a car has to hear of, most urgent when the car is locked for it or soon will be. */
export function forOrders({ asOf, timeZone, status, moved }: Judged): readonly NextStep[] {
  const held = heldIn(status)
  return moved.flatMap((one) => {
    if (one.to === one.inCar) return []
    const by = inZone(one.to, timeZone)
    const locked = held.some(({ order }) => order === one.order)
    const own = locked
      ? 'Your car has not heard of it and has locked.'
      : `Your car has not heard of it and still counts to ${inZone(one.inCar, timeZone)}.`
    const words = `${dates[one.of]} is ${by} by ${orderWords(one.law)}. ${own} ${carry}`
    const urgency = locked || one.inCar - asOf <= CLOSE_MS ? 'now' : 'soon'
    return [
      step(`carry-order:${one.order}:${one.of}`, urgency, words, { why: whyOf(one.law), by: one.inCar, law: one.law }),
    ]
  })
}

/** What a sentence about a visit adds when its date was moved; nothing when it was not. */
export const movedWords = (moved: readonly MovedDate[], of: MovedDate['of']): string => {
  const one = moved.find((each) => each.of === of)
  return one === undefined ? '' : ` The date was moved by ${days(one.days)} by ${orderWords(one.law)}.`
}

const carry =
  'Carry the order to the car: open the page of public orders on your phone beside the car, or have the code of the order read. The car then takes the date over by itself, and ends a lockout that rests on the old one. Where that is not possible, ask your provider or the authority for a telephone code, or which other center may serve you.'

const dates = {
  'service-visit': 'Your date for the service visit',
  'violations-service': 'Your date for the violations service',
  'lockout-visit': 'Your time to visit after the lockout',
} as const

const heldIn = (status: Status): readonly NonNullable<LockoutFinding['held']>[] => {
  const known = status.kind === 'unknown' ? status.otherwise : status
  if (known?.kind !== 'locked-out') return []
  return known.findings.flatMap(({ held }) => (held === null ? [] : [held]))
}

const days = (n: number): string => `${n} ${n === 1 ? 'day' : 'days'}`
const whyOf = ({ order, reason }: Ordered): string => `Order ${order}: ${reason}`

const step = (
  id: string,
  urgency: NextStep['urgency'],
  words: string,
  { why, by, law }: Pick<NextStep, 'why' | 'by' | 'law'>,
): NextStep => ({ id, who: 'driver', urgency, words, why, by, law })
