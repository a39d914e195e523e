/** What is about to be signed, before there is a signature. */
import type { Instant } from '@keyturn/domain/units.ts'
import type { Speaker, Statement, StatementBody } from '@keyturn/evidence/statement/statement.ts'

export type Draft = {
  /** The statement's own name: decided before, since stagger follows from it. */
  readonly id: string
  readonly subject: string
  readonly body: StatementBody
  readonly cites: readonly string[]
  /** For how long it counts from the moment it is signed. */
  readonly lastsDays: number
}

const DAY_MS = 86_400_000

/** The statement as it will stand: signed in whole seconds, as the wire has them. */
export function statementOf(draft: Draft, speaker: Speaker, at: Instant): Statement {
  // Whole seconds below a moment are a moment.
  const issuedAt = (Math.floor(at / 1_000) * 1_000) as Instant
  // A moment plus whole days is a moment.
  const expiresAt = (issuedAt + draft.lastsDays * DAY_MS) as Instant
  const issuer = speaker.as === 'root' ? 'root' : speaker.id
  const { id, subject, cites, body } = draft
  return { issuer, subject, issuedAt, notBefore: issuedAt, expiresAt, id, cites, ...body }
}

/** `order-us-ma-20260314-1f9c2ab4`: says what it is, and no two are alike. */
export function freshId(kind: string, place: string, day: string): string {
  const chance = crypto.getRandomValues(new Uint8Array(4))
  const hex = [...chance].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [kind, place.toLowerCase(), day.replaceAll('-', ''), hex].join('-')
}

/** `a, b` and lines alike; null for nothing: all are meant. */
export function namesIn(typed: unknown): readonly string[] | null {
  const names = typeof typed === 'string' ? typed.split(/[,\n]+/).map((one) => one.trim()) : []
  const found = [...new Set(names.filter((one) => one !== ''))]
  return found.length === 0 ? null : found
}

/** One law a line. */
export const linesIn = (typed: unknown): readonly string[] =>
  typeof typed === 'string'
    ? typed
        .split('\n')
        .map((one) => one.trim())
        .filter((one) => one !== '')
    : []
