/** Orders as the server tells them, for a driver's own pages. The page of orders checks signatures, so does the car. */
import type { Instant } from '@keyturn/domain/units.ts'
import { ownNow } from './clock.ts'
import { askJson, Problem, Unreachable } from './http.ts'
import { keep, keptAs } from './keep.ts'
import { list, moment, object, text } from './read.ts'

const orders = list(
  object({ id: text, jurisdiction: text, words: list(text), reason: text, cites: list(text), state: text, file: text }),
)
const answer = object({ orders })
const kept = object({ at: moment, orders })

export type ToldOrders = {
  readonly orders: ReturnType<typeof orders>
  /** When this browser asked, by its own clock; null when it never could. */
  readonly at: Instant | null
  readonly from: 'server' | 'kept' | 'nobody'
}

const KEPT = 'orders-told'

/** Asks the server and keeps what it says; else what was kept. */
export async function readToldOrders(signal: AbortSignal): Promise<ToldOrders> {
  try {
    const found = await askJson('/v1/orders', (body) => answer(body, 'orders').orders, { whom: 'the server', signal })
    const at = ownNow()
    keep(KEPT, { at, orders: found.filter(({ state }) => state === 'in-force') })
    return { orders: found, at, from: 'server' }
  } catch (cause) {
    if (!(cause instanceof Unreachable || cause instanceof Problem)) throw cause
    const found = keptAs(KEPT, kept)
    return found === undefined ? { orders: [], at: null, from: 'nobody' } : { ...found, from: 'kept' }
  }
}
