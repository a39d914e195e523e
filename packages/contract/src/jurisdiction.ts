/** What a page needs to know of a profile to show a log that names it, when there is no server to ask. */
import { findProfile } from '@keyturn/rules/profiles.ts'

export type Jurisdiction = { readonly name: string; readonly timeZone: string }

/** The jurisdiction of a profile such as `US-MA@2026-11-01`. A version that is not known here is still of its state. */
export const jurisdictionOf = (profile: string): Jurisdiction | undefined => {
  const found = findProfile(profile) ?? findProfile(profile.split('@')[0] ?? '')
  return found === undefined ? undefined : { name: found.name, timeZone: found.timeZone }
}

/** The law by which dates may be moved under a profile, clause by clause: `540 CMR 25.06(3)`. Empty: none is known. */
export function tollClausesOf(profile: string): readonly string[] {
  const toll = findProfile(profile)?.relief.toll
  if (toll === undefined) return []
  if ('research' in toll) return toll.research.clause.split('; ')
  return 'law' in toll ? [`${toll.law.source}, ${toll.law.section}`] : []
}
