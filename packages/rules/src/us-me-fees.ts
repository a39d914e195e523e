import { effectiveFrom } from './effective.ts'
import type { FeeLaw } from './fees.ts'
import { assumed } from './profile.ts'

/** Maine: the kept text names no fee of the state's; vendors report their prices every six months. */
export const maineFees: FeeLaw = {
  id: 'US-ME',
  version: effectiveFrom('2024-12-18'),
  timeZone: 'America/New_York',
  authority: 'Bureau of Motor Vehicles',
  administration: null,
  payer: assumed(
    'driver',
    '29-250 CMR ch. 8 §7(3)',
    'Vendors report prices and non-standard charges to the Bureau, so drivers pay them; the kept text does not say so.',
  ),
  relief: null,
  providerCaused: assumed('vendor', 'the Massachusetts rule of this system', 'The kept text is silent.'),
  interpretations: [],
}
