import type { ReliefGiver } from '@keyturn/domain/relief.ts'
import { hours } from '@keyturn/domain/units.ts'
import { type Relief, researched } from './profile.ts'

/** The only full rule on overrides that was found; taken as the mould where a jurisdiction has none of its own. */
export const washingtonOverride = (by: readonly ReliefGiver[]): Relief['override'] =>
  researched(
    { by, activateWithin: hours(20), lasts: hours(4) },
    {
      clause: 'WAC 204-50-092',
      address: 'https://apps.leg.wa.gov/wac/default.aspx?cite=204-50-092',
      grade: 'A',
      gist: 'One device, at most four hours, to be begun within twenty; all tests stay on; none again before the device was serviced.',
      clauses: ['OUT-1'],
    },
  )
