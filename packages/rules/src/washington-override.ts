import type { ReliefGiver } from '@keyturn/domain/relief.ts'
import { hours } from '@keyturn/domain/units.ts'
import { assumed, type Relief } from './profile.ts'

/**
 * The only full rule on overrides that was found is Washington's: one device, at most four hours, begun within twenty,
 * all tests on, no temporary wait shortened, none again before the device was inspected. It is the mould where a
 * jurisdiction's own text has none; who may give one is read from that text.
 */
export const washingtonOverride = (by: readonly ReliefGiver[], why: string): Relief['override'] =>
  assumed({ by, activateWithin: hours(20), lasts: hours(4) }, 'WAC 204-50-092, Washington', why)
