/** Vendors, centers and authorities of the demo, with how they are reached. The numbers of vendors lead nowhere. */
import type { Instant } from '@keyturn/domain/units.ts'
import { CENTERS, VENDORS } from '@keyturn/simulator/case-scenario/vendors.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import { putOrganization } from '@keyturn/store/queries/cases/organizations.ts'

/** In the order of `VENDORS` and `CENTERS`: 555-01 numbers are nobody's. */
const vendorTelephone = (n: number): string => `(800) 555-01${String(10 + n).padStart(2, '0')}`
const centerTelephone = (state: string, n: number): string =>
  `(${state === 'MA' ? '508' : '207'}) 555-01${String(50 + n).padStart(2, '0')}`

/** As the kept texts name them; a number that they do not give is not known here. */
const AUTHORITIES = [
  {
    id: 'us-ma-rmv',
    name: 'Registry of Motor Vehicles, Ignition Interlock department',
    jurisdiction: 'US-MA',
    state: 'MA',
    telephone: '(857) 368-7180',
  },
  { id: 'us-me-bmv', name: 'Bureau of Motor Vehicles', jurisdiction: 'US-ME', state: 'ME', telephone: null },
] as const

/** `at`: long before any case, since lists of vendors count from when they were made. */
export async function putDemoOrganizations(pool: Pool, at: Instant): Promise<void> {
  const common = { website: null, at }
  for (const { id, name, jurisdiction, state, telephone } of AUTHORITIES) {
    const more = { jurisdictions: [jurisdiction], states: [state], address: null, telephone }
    await putOrganization(pool, { id, kind: 'authority', parent: id, name, ...more, ...common })
  }
  for (const [n, { vendor, name, approvedBy, states }] of VENDORS.entries()) {
    const more = { jurisdictions: [...approvedBy], states: [...states], address: null, telephone: vendorTelephone(n) }
    await putOrganization(pool, { id: vendor, kind: 'vendor', parent: vendor, name, ...more, ...common })
  }
  for (const [n, { center, vendor, name, town, state }] of CENTERS.entries()) {
    const address = `${town}, ${state}`
    const more = { jurisdictions: [`US-${state}`], states: [state], address, telephone: centerTelephone(state, n) }
    await putOrganization(pool, { id: center, kind: 'center', parent: vendor, name, ...more, ...common })
  }
}
