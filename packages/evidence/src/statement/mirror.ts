/**
 * Mirrors: anybody's web server with an authority's signed files. Nothing of what they answer is believed before it
 * verifies; of what does, the newest counts. Car and phone weigh answers by this one file. `docs/formats/mirror.md`.
 */
import type { Instant } from '@keyturn/domain/units.ts'
import { toHex, utf8 } from '../bytes.ts'
import { type Proof, sha256 } from '../crypto.ts'
import type { Speaker, Statement, StatementOf, Trust } from './statement.ts'
import { verifyStatementFile } from './verify-statement.ts'

/** By what a mirror is judged. */
export type MirrorTrust = {
  readonly trust: Trust
  readonly at: Instant
  /** Whose lists are wanted: `US-MA`. */
  readonly jurisdiction: string
}

/** Why a mirror is doubted, in words that stay the same however often it happens. */
export const DOUBTS = {
  stale: 'its list is older than one that is known',
  expired: 'its list has expired by this clock',
  'not-yet': 'its list is not good yet by this clock',
  foreign: 'its list is another jurisdiction’s',
  unverified: 'its list does not verify',
  forked: 'it serves another list under the same number',
  mismatch: 'it serves other bytes than the list says',
  'bad-file': 'it serves a statement that does not verify',
} as const
export type Doubt = keyof typeof DOUBTS

export type MirrorAnswer = { readonly mirror: string } & (
  | { readonly kind: 'list'; readonly file: string; readonly index: StatementOf<'index'> }
  | { readonly kind: 'doubted'; readonly doubt: Doubt }
  /** Nothing came, in time or at all. */
  | { readonly kind: 'silent'; readonly why: string }
)

/** Reads what a mirror gave for `index.txt`. */
export function* readList(mirror: string, file: string, given: MirrorTrust): Proof<MirrorAnswer> {
  const doubted = (doubt: Doubt): MirrorAnswer => ({ mirror, kind: 'doubted', doubt })
  const verdict = yield* verifyStatementFile(file, given.trust, given.at)
  if (verdict.kind === 'refused')
    return doubted(verdict.code === 'expired' || verdict.code === 'not-yet' ? verdict.code : 'unverified')
  const { statement, speaker } = verdict
  if (statement.kind !== 'index' || speaker.as !== 'authority') return doubted('unverified')
  if (speaker.jurisdiction !== given.jurisdiction) return doubted('foreign')
  return { mirror, kind: 'list', file, index: statement }
}

export type MirrorHealth = {
  readonly mirror: string
  /**
   * `fresh`: has the newest list. `stale`: an older one, or one that is not good now. `lying`: what it says does not
   * hold.
   */
  readonly state: 'fresh' | 'stale' | 'lying' | 'silent'
  /** Of its list; null when it has none that verifies. */
  readonly number: number | null
  readonly words: string
}
export type Newest = {
  readonly index: StatementOf<'index'>
  readonly file: string
  readonly mirrors: readonly string[]
}

/**
 * The newest list of those that verify and are no older than the one `known`, and which mirrors have it. Two lists
 * under one number contradict each other: neither is the newest, and the next number settles it.
 */
export function newestOf(
  answers: readonly MirrorAnswer[],
  known: StatementOf<'index'> | null,
): { readonly newest: Newest | null; readonly health: readonly MirrorHealth[] } {
  const lists = answers.flatMap((answer) => (answer.kind === 'list' ? [answer] : []))
  const highest = lists.reduce((most, { index }) => Math.max(most, index.number), known?.number ?? 0)
  const atTop = lists.filter(({ index }) => index.number === highest)
  const said = [...atTop.map(({ index }) => index), ...(known?.number === highest ? [known] : [])]
  // A statement has one spelling, so lists that say the same are the same.
  const forked = new Set(said.map((index) => JSON.stringify(index))).size > 1
  const [first] = atTop
  const newest =
    first === undefined || forked
      ? null
      : { index: first.index, file: first.file, mirrors: atTop.map(({ mirror }) => mirror) }
  return { newest, health: answers.map((answer) => healthOf(answer, highest, forked)) }
}

function healthOf(answer: MirrorAnswer, highest: number, forked: boolean): MirrorHealth {
  const { mirror } = answer
  if (answer.kind === 'silent') return { mirror, state: 'silent', number: null, words: answer.why }
  if (answer.kind === 'doubted') {
    const state = answer.doubt === 'expired' || answer.doubt === 'not-yet' ? 'stale' : 'lying'
    return { mirror, state, number: null, words: DOUBTS[answer.doubt] }
  }
  const { number } = answer.index
  if (number < highest) return { mirror, state: 'stale', number, words: DOUBTS.stale }
  if (forked) return { mirror, state: 'lying', number, words: DOUBTS.forked }
  return { mirror, state: 'fresh', number, words: 'it has the newest list' }
}

export type Listed = StatementOf<'index'>['files'][number]
export type ListedVerdict =
  | { readonly kind: 'holds'; readonly statement: Statement; readonly speaker: Speaker }
  /** Listed and as listed, but no longer or not yet good: nobody's lie. */
  | { readonly kind: 'not-now'; readonly why: string }
  | { readonly kind: 'doubted'; readonly doubt: Doubt; readonly why: string }

/** Reads what a mirror gave for one file of a list. */
export function* readListed(listed: Listed, file: string, trust: Trust, at: Instant): Proof<ListedVerdict> {
  const mismatch = { kind: 'doubted', doubt: 'mismatch', why: DOUBTS.mismatch } as const
  if (/\p{Surrogate}/u.test(file) || toHex(yield* sha256(utf8(file))) !== listed.sha256) return mismatch
  const verdict = yield* verifyStatementFile(file, trust, at)
  if (verdict.kind === 'refused') {
    const { code, why } = verdict
    if (code === 'expired' || code === 'not-yet' || code === 'revoked') return { kind: 'not-now', why }
    return { kind: 'doubted', doubt: 'bad-file', why }
  }
  const { statement, speaker } = verdict
  if (statement.id !== listed.id || statement.kind !== listed.kind) return mismatch
  return { kind: 'holds', statement, speaker }
}
