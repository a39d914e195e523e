/** What people are told about a case without having asked: when, to whom, in which words, on what ground. */
import type { Instant } from '@keyturn/domain/units.ts'
import type { Law } from '../law.ts'

export const AUDIENCES = ['participant', 'vendor', 'authority'] as const
export type Audience = (typeof AUDIENCES)[number]

export type Notice = {
  /** Stable: the same in every assessment that calls for it, so it is told once. At most 200 characters. */
  readonly id: string
  /** Ids under which the same may have been told before: one act that was reported twice is one finding. */
  readonly otherIds: readonly string[]
  readonly audience: Audience
  /** For programs: `service-visit/3-days`, `hearing-set`. */
  readonly kind: string
  /** When it is to be told. */
  readonly dueAt: Instant
  /** From here on telling it would be of no use, because something later takes its place; null: always of use. */
  readonly staleAt: Instant | null
  /** One line without a full stop, as for a mail. */
  readonly subject: string
  /** Plain sentences; every moment in them is written out with its zone, so they stay true when they are read late. */
  readonly words: string
  /** Null where somebody's decision is the ground. */
  readonly law: Law | null
}

/** Earliest first; those of one moment in the order of their ids, so that the order never hangs on chance. */
export const inOrder = (notices: readonly Notice[]): readonly Notice[] =>
  notices.toSorted((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
