/** Findings while they are being made: records instead of words, so that a long history costs little. */
import type { Cause, Record } from '@keyturn/domain/record.ts'
import type { Duration, Instant } from '@keyturn/domain/units.ts'
import type { CaseRules } from '@keyturn/rules/case-rules.ts'
import { caseRulesFor } from '@keyturn/rules/case-rules-for.ts'
import type { LockoutRule } from '@keyturn/rules/profile.ts'
import type { FindingClass } from './assessment.ts'
import type { NonEmpty } from './fact.ts'
import { inForce, type Version, type Versions } from './in-force.ts'
import type { Law, Ordered } from './law.ts'

export type InForce = Version

/** The conclusion as far as it does not depend on the moment of asking. */
export type Draft = {
  readonly class: Exclude<FindingClass, 'lockout' | 'violations-reset'>
  readonly rule: string
  /** What it is about, where one fact can give rise to the same finding twice. */
  readonly about?: string
  readonly title: string
  readonly law: Law
  readonly effect: string
  readonly cause: Cause
  readonly since: Instant
  readonly inForce: InForce
  basis: NonEmpty<Record>
  endedAt: Instant | null
}

/** A consequence that the device should have drawn too: the log says whether it did. */
type Mirrored = {
  since: Instant
  inForce: InForce
  readonly cause: Cause
  basis: NonEmpty<Record>
  endedAt: Instant | null
  /** Whether only the calendar said so when it happened, without a record that did. */
  readonly byCalendar: boolean
  /** The device's own record of the same consequence. */
  taken: Record | null
  /** When the device was first heard again after `since`. */
  heardAfter: Instant | null
}
/** An order by which the date had not passed: what was missed by the car's own date is held, and not counted. */
export type HeldBy = {
  readonly order: string
  /** The date by the order. Once it has passed, too, nothing is held any more. */
  readonly dueAt: Instant
  readonly law: Ordered
  /** When the device heard of it and ended the lockout; null while it has not. */
  readonly heardAt: Instant | null
}
export type LockoutDraft = Mirrored & {
  readonly class: 'lockout'
  readonly rule: LockoutRule
  held: HeldBy | null
  /** The time to visit as the lockout set it, before any order. */
  visitAsSet: Instant | null
  /** Moved later when the device was off and began the lockout only when it woke: never to the driver's harm. */
  visitBy: Instant | null
}
export type ResetDraft = Mirrored & {
  readonly class: 'violations-reset'
  readonly serviceWithin: Duration
  readonly visitAsSet: Instant
  /** As the device has it: moved by the orders that it heard of. */
  visitBy: Instant
}

export type AnyDraft = Draft | LockoutDraft | ResetDraft

type Note = Pick<Draft, 'class' | 'rule' | 'about' | 'title' | 'law' | 'effect'>

/** Adds a finding about records, the last of which completes it. */
export function note(
  into: { readonly found: AnyDraft[]; readonly versions: Versions },
  records: NonEmpty<Record>,
  what: Note & { readonly cause?: Cause },
): Draft {
  const last = records.at(-1) ?? records[0]
  const draft: Draft = {
    class: what.class,
    rule: what.rule,
    ...(what.about === undefined ? {} : { about: what.about }),
    title: what.title,
    law: what.law,
    effect: what.effect,
    cause: what.cause ?? last.cause,
    since: last.at,
    inForce: inForce(into.versions, last.at),
    basis: records,
    endedAt: null,
  }
  into.found.push(draft)
  return draft
}

/** The rule's own id, whatever the class. */
export const ruleIdOf = (draft: AnyDraft): string => {
  switch (draft.class) {
    case 'lockout':
      return draft.rule.id
    case 'violations-reset':
      return 'violations-reset'
    default:
      return draft.rule
  }
}

/** What the law attaches beyond the device, as it stood when the draft's fact happened. */
export const rulesOf = ({ profile }: InForce): CaseRules => caseRulesFor(profile)
