import { startOfDay } from '@keyturn/domain/civil.ts'
import { assert, type Instant } from '@keyturn/domain/units.ts'
import { type Profile, profileName } from '@keyturn/rules/profile.ts'

/** The versions of one jurisdiction, each with the moment from which it holds. */
export type Versions = readonly { readonly profile: Profile; readonly name: string; readonly from: Instant }[]

/** @throws Error when there is no version, or when they belong to different jurisdictions: that is our bug, never a fact. */
export const versionsOf = (profiles: Profile | readonly Profile[]): Versions => {
  const list: readonly Profile[] = 'lockouts' in profiles ? [profiles] : profiles
  const [first] = list
  assert(first !== undefined, 'an assessment needs a profile')
  assert(
    list.every(({ id }) => id === first.id),
    'all profiles of an assessment are versions of one jurisdiction',
  )
  return list
    .map((profile) => ({ profile, name: profileName(profile), from: startOfDay(profile.version, profile.timeZone) }))
    .toSorted((a, b) => a.from - b.from)
}

/**
 * The version in force at a moment: the newest that had begun. Before the first version we know, the first one is taken,
 * so that a fact is never without a law; the finding names it.
 */
export const inForce = (versions: Versions, at: Instant): Versions[number] => {
  const found = versions.findLast(({ from }) => from <= at) ?? versions[0]
  assert(found !== undefined, 'an assessment needs a profile')
  return found
}
