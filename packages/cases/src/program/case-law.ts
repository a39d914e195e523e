import { profiles } from '@keyturn/rules/profiles.ts'
import { programs } from '@keyturn/rules/programs.ts'
import type { CaseLaw, ListedVendor } from './told.ts'

const known = new Map<string, CaseLaw>()

/** All versions of a jurisdiction's law, such as `US-MA`; undefined when it has no program or no device profile. */
export function caseLawOf(jurisdiction: string, vendors?: readonly ListedVendor[]): CaseLaw | undefined {
  const law = known.get(jurisdiction) ?? read(jurisdiction)
  if (law === undefined) return undefined
  known.set(jurisdiction, law)
  return vendors === undefined ? law : { ...law, vendors }
}

function read(jurisdiction: string): CaseLaw | undefined {
  const law = {
    profiles: profiles.filter(({ id }) => id === jurisdiction),
    programs: programs.filter(({ id }) => id === jurisdiction),
  }
  return law.profiles.length === 0 || law.programs.length === 0 ? undefined : law
}
