/** What a finding rests on: words of the law, or an assumption that says it is one. */
import type { Citation, Ruled } from '@keyturn/rules/profile.ts'

export type Law =
  | ({ readonly kind: 'cited' } & Citation)
  | { readonly kind: 'assumed'; readonly from: string; readonly why: string }

/** Words of the law as a finding carries them. */
export const citedLaw = (law: Citation): Law => ({ kind: 'cited', ...law })

/** The ground of a profile's value: its citation, or the assumption it is. */
export const groundOf = (ruled: Ruled<unknown>): Law =>
  'law' in ruled ? citedLaw(ruled.law) : { kind: 'assumed', ...ruled.assumed }

/** One line for people: `massachusetts-rmv-iid-program, Lockout: "…"`, or `assumed from …: …`. */
export const lawWords = (law: Law): string =>
  law.kind === 'cited' ? `${law.source}, ${law.section}: "${law.quote}"` : `assumed from ${law.from}: ${law.why}`
