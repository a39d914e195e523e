/** Which notices a case calls for. Pure: the same case and the same moments give the same notices, byte for byte. */
import type { Instant } from '@keyturn/domain/units.ts'
import type { CaseAssessment } from '../program/assessment.ts'
import type { CaseFact } from '../program/fact.ts'
import { noticesAbout } from './deadline-notices.ts'
import { noticesOfFact } from './fact-notices.ts'
import { noticesOfFinding } from './finding-notices.ts'
import { inOrder, type Notice } from './notice.ts'

/** A case as it stands at a moment: what is concluded, and the facts that it is concluded from. */
export type Seen = { readonly assessment: CaseAssessment; readonly facts: readonly CaseFact[] }

/** Every notice that the case calls for as it stands, past and to come, earliest first. */
export function noticesOf({ assessment, facts }: Seen): readonly Notice[] {
  const { timeZone, deadlines, findings } = assessment
  return inOrder([
    ...deadlines.flatMap((one) => noticesAbout(one, timeZone)),
    ...findings.flatMap((one) => noticesOfFinding(one, timeZone)),
    ...facts.flatMap((one) => noticesOfFact(one, timeZone)),
  ])
}

/** Those due after `from` and up to `to`, that moment included: however an interval is cut, it gives the same ones. */
export const noticesDue = (seen: Seen, from: Instant, to: Instant): readonly Notice[] =>
  noticesOf(seen).filter(({ dueAt }) => from < dueAt && dueAt <= to)

/** What has been told before, and up to when. */
export type ToldSoFar = {
  /** Nothing that was due up to this moment is told any more: the case was not kept here then. */
  readonly since: Instant
  /** Everything due up to this moment, as it was known then, is told. */
  readonly until: Instant
  /** The ids of what was told. */
  readonly ids: ReadonlySet<string>
}

/**
 * What is still to be told at `to`: everything due since then, and whatever was due before that the case learned only
 * later, as long as it is of use.
 */
export const noticesOwed = (seen: Seen, told: ToldSoFar, to: Instant): readonly Notice[] =>
  owedOf(noticesOf(seen), told, to)

/** The same of notices at hand. */
export const owedOf = (notices: readonly Notice[], told: ToldSoFar, to: Instant): readonly Notice[] =>
  notices.filter(
    ({ id, otherIds, dueAt, staleAt }) =>
      told.since < dueAt &&
      dueAt <= to &&
      ![id, ...otherIds].some((one) => told.ids.has(one)) &&
      (told.until < dueAt || staleAt === null || staleAt > to),
  )

/** When the next notice is due after a moment; null when none is in sight. */
export const nextNoticeAt = (seen: Seen, after: Instant): Instant | null =>
  noticesOf(seen).find(({ dueAt }) => dueAt > after)?.dueAt ?? null
