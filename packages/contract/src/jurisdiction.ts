/** What a page needs to know of a profile to show a log that names it, when there is no server to ask. */
import { findProfile } from '@keyturn/rules/profiles.ts'

export type Jurisdiction = { readonly name: string; readonly timeZone: string }

/** The jurisdiction of a profile such as `US-MA@2026-11-01`. A version that is not known here is still of its state. */
export const jurisdictionOf = (profile: string): Jurisdiction | undefined => {
  const found = findProfile(profile) ?? findProfile(profile.split('@')[0] ?? '')
  return found === undefined ? undefined : { name: found.name, timeZone: found.timeZone }
}
