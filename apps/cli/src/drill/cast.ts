/** Who and what is in the drill. Nobody here exists; the keys are made up from a seed and worth nothing. */
import { type CaseId, caseId, type DeviceId, deviceId } from '@keyturn/domain/units.ts'
import { type MadeUpAuthority, madeUpAuthority } from '@keyturn/simulator/authority/authority.ts'

export const JURISDICTION = 'US-MA'
export const VENDOR = 'northgate'
/** Approved for the rescue, and of another owner than the vendor that is gone. */
export const RESCUER = 'kestrel'
export const MODEL = 'NG-3'
export const REGION = 'Worcester'
export const PASSPHRASE = 'a drill is no secret'

/** What happens to each car while nobody answers. */
export const ROLES = ['bench', 'phone', 'code', 'override', 'rescue', 'mirror'] as const
export type Role = (typeof ROLES)[number]

export type CastCar = { readonly role: Role; readonly device: DeviceId; readonly case: CaseId; readonly story: string }

const STORIES: { readonly [R in Role]: string } = {
  bench: 'is served at a bench that nobody answers',
  phone: 'gets an order from its driver’s phone',
  code: 'is unlocked by a code over the telephone',
  override: 'is opened by a signed override',
  rescue: 'is served by another vendor’s center',
  mirror: 'stands at home, and reads the order from a mirror when one is back',
}

export const CARS: readonly CastCar[] = ROLES.map((role, n) => ({
  role,
  device: deviceId(`DRILL-MA-000${n + 1}`),
  case: caseId(`MA-DRILL-000${n + 1}`),
  story: STORIES[role],
}))

export const AUTHORITY: MadeUpAuthority = madeUpAuthority('drill')

/** The law that the drill's authority acts by. */
export const TOLLING_LAW = '540 CMR 25.06(3)'
export const OVERRIDE_LAW = 'WAC 204-50-092'
