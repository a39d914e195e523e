import type { CaseRules } from './case-rules.ts'
import { assumed, type Profile } from './profile.ts'
import { massachusettsCase } from './us-ma-violations.ts'
import { maineCase } from './us-me-violations.ts'

const none: CaseRules = {
  violations: [],
  consequences: [],
  readings: {},
  notHeld: assumed(
    'It was not the driver’s doing.',
    'every program we know',
    'A rule about what a driver does is not met by what a device, a battery or a provider does.',
  ),
}

const known: ReadonlyMap<string, CaseRules> = new Map([
  ['US-MA', massachusettsCase],
  ['US-ME', maineCase],
])

/** The case rules of a profile's jurisdiction. One that has none of its own gets none. */
export const caseRulesFor = (profile: Profile): CaseRules => known.get(profile.id) ?? none
