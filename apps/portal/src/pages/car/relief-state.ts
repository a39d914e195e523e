/** What the car says of relief: orders it holds, dates they moved, an override, its keypad, the mirrors it reads. */
import { flag, list, moment, number, object, oneOf, orNull, text } from '../../data/read.ts'

const order = object({ id: text, reason: text, cites: list(text), acceptedAt: orNull(moment), ended: flag })
const moved = object({
  of: oneOf('service-visit', 'violations-service', 'lockout-visit'),
  /** Of the lockout whose time to visit moved; empty for the other dates. */
  rule: text,
  from: text,
  to: text,
  order: text,
  cites: list(text),
})

export const relief = object({
  orders: list(order),
  moved: list(moved),
  override: orNull(object({ by: text, until: moment })),
  keypad: object({ wrong: number, heldUntil: orNull(moment) }),
  mirrors: list(
    object({
      address: text,
      state: oneOf('fresh', 'stale', 'lying', 'silent', 'unasked'),
      words: text,
      number: orNull(number),
      at: orNull(moment),
    }),
  ),
})
export type Relief = ReturnType<typeof relief>
