/** Whether the law lets whoever signed give this: what a signature cannot tell by itself. */
import { groundOf, lawWords } from '@keyturn/cases/law.ts'
import type { Speaker, Statement } from '@keyturn/evidence/statement/statement.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { findProfile } from '@keyturn/rules/profiles.ts'

/** Why an order of this vendor does not count in its jurisdiction, in a sentence; null when it may be given. */
export function whyNotByLaw(statement: Statement, speaker: Speaker): string | null {
  if (speaker.as === 'root') return null
  const profile = findProfile(speaker.jurisdiction)
  if (profile === undefined) return `no law of ${speaker.jurisdiction} is known here`
  const as = speaker.as === 'authority' ? 'authority' : 'vendor'
  if (statement.kind === 'order' && !profile.relief.toll.value.by.includes(as)) return tollWords(profile)
  return null
}

/** `the law of Massachusetts lets only the authority move dates (540 CMR …)`. */
export const tollWords = ({ name, relief: { toll } }: Profile): string =>
  `the law of ${name} lets only ${givers(toll.value.by)} move dates (${lawWords(groundOf(toll))})`

const WORDS = { authority: 'the authority', vendor: 'the vendor', rescue: 'a rescuing provider' } as const
const givers = (by: readonly (keyof typeof WORDS)[]): string =>
  by.length === 0 ? 'nobody' : by.map((one) => WORDS[one]).join(' and ')
