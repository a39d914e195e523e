import { startOfDay } from '@keyturn/domain/civil.ts'
import { assert, type Instant } from '@keyturn/domain/units.ts'
import { type Profile, profileName } from '@keyturn/rules/profile.ts'

export type Version = { readonly profile: Profile; readonly name: string; readonly from: Instant }
/** The versions of one jurisdiction, each with the moment from which it holds, oldest first. */
export type Versions = readonly Version[]

/**
 * @throws Error when there is no version, or when they belong to different jurisdictions: that is our bug, never a
 * fact.
 */
export const versionsOf = (profiles: Profile | readonly Profile[]): Versions => {
  const list: readonly Profile[] = 'lockouts' in profiles ? [profiles] : profiles
  const [first] = list
  assert(first !== undefined, 'an assessment needs a profile')
  assert(
    list.every(({ id }) => id === first.id),
    'all profiles of an assessment are versions of one jurisdiction',
  )
  return list.map(versionOf).toSorted((a, b) => a.from - b.from)
}

const known = new WeakMap<Profile, Version>()

/** Profiles are constants, so what follows from one is worked out once. */
function versionOf(profile: Profile): Version {
  const before = known.get(profile)
  if (before !== undefined) return before
  const made = { profile, name: profileName(profile), from: startOfDay(profile.version, profile.timeZone) }
  known.set(profile, made)
  return made
}

/**
 * The version in force at a moment: the newest that had begun. Before the first version we know, the first one is
 * taken, so that a fact is never without a law; the finding names it.
 */
export const inForce = (versions: Versions, at: Instant): Version => {
  // A plain loop: this is asked for every record of a long history.
  let found = versions[0]
  for (const version of versions) if (version.from <= at) found = version
  assert(found !== undefined, 'an assessment needs a profile')
  return found
}
