/** Whether what the device accepted is what was signed: compared with the public list, where it is at hand. */
import type { DeviceIdentity, Scope, TollingOrder } from '@keyturn/domain/relief.ts'
import type { Folding } from './folding.ts'
import type { AcceptedOrder } from './orders.ts'

type Difference = { readonly rule: string; readonly title: string }

/** Null when the order is on the list with the same terms, and means this device; or when there is no list. */
export function notListed({ relief, identity }: Folding, { terms, by, record }: AcceptedOrder): Difference | null {
  if (relief === null) return null
  const listed = relief.orders.find(({ order }) => order.id === terms.id)
  if (listed === undefined) {
    return { rule: 'order-not-known', title: `The device accepted an order that the case does not know (${terms.id})` }
  }
  if (listed.withdrawnAt !== null && record.at >= listed.withdrawnAt) {
    return { rule: 'order-withdrawn', title: `The device accepted an order that had been withdrawn (${terms.id})` }
  }
  if (isForOthers(listed.order.scope, identity)) {
    return { rule: 'order-not-for-device', title: `The device accepted an order that is not for it (${terms.id})` }
  }
  if (listed.by === by && textOf(listed.order) === textOf(terms)) return null
  return { rule: 'order-differs', title: `The device has an order with other terms than were published (${terms.id})` }
}

/** Whether a signed override of that id is missing from the list; false where there is no list. */
export const overrideNotListed = ({ relief, identity }: Folding, id: string): boolean =>
  relief?.overrides !== undefined && !relief.overrides.some((one) => one.id === id && one.device === identity.device)

/** Whom it means was decided by the device; everything else has to be the same, whatever the order of the functions. */
const textOf = ({ supersedes, scope, interval, due, moves, capDays, staggerDays }: TollingOrder): string =>
  JSON.stringify([
    supersedes,
    scope.functions.toSorted(),
    [interval.from, interval.until],
    [due.from, due.until],
    moves.kind === 'days' ? moves.days : moves.kind,
    capDays,
    staggerDays,
  ])

/** Whether the scope leaves this device out, as far as it is known what the device is. */
function isForOthers(scope: Scope, identity: DeviceIdentity): boolean {
  const leavesOut = (list: readonly string[] | null, own: string) => list !== null && own !== '' && !list.includes(own)
  return (
    scope.jurisdiction !== identity.jurisdiction ||
    leavesOut(scope.vendors, identity.vendor) ||
    leavesOut(scope.models, identity.model) ||
    leavesOut(scope.firmwares, identity.firmware) ||
    leavesOut(scope.regions, identity.region)
  )
}
