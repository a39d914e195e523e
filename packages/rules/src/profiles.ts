import { type Profile, profileName } from './profile.ts'
import { massachusetts } from './us-ma.ts'
import { maine } from './us-me.ts'

/** Every profile version there is. A later version of a law is added, never edited in. */
export const profiles: readonly Profile[] = [massachusetts, maine]

/** The profile of a name such as `US-MA@2026-11-01`, or the newest version of an id such as `US-MA`. */
export const findProfile = (name: string): Profile | undefined =>
  profiles.find((p) => profileName(p) === name) ??
  profiles.filter((p) => p.id === name).toSorted((a, b) => (a.version < b.version ? 1 : -1))[0]
