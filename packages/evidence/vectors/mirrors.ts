/** What several mirrors serve as their list, and which of them counts, as test vectors. */
import { days, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import { statementFile } from '../src/statement/write-statement.ts'
import { A, AT, authority, signed } from './statements.ts'

type State = 'fresh' | 'stale' | 'lying'

export type MirrorVector = {
  readonly comment: string
  readonly at: string
  /** The newest list that the reader has known before; null: none. */
  readonly known: string | null
  /** What each mirror serves as `index.txt`. */
  readonly mirrors: { readonly [mirror: string]: string }
  readonly expect: { readonly newest: number | null; readonly states: { readonly [mirror: string]: State } }
}

const later = (span: number): Instant => instant(AT + span)
const order = { id: 'order-2026-1', kind: 'order', sha256: 'ab'.repeat(32) }

const list = (number: number, files: readonly (typeof order)[] = [order], id = `index-${number}`): string => {
  const body = { kind: 'index', number, files } as const
  return statementFile([A], signed(authority, body, { subject: 'US-MA', id, expiresAt: later(days(14)) }))
}
const [one, two] = [list(1), list(2)]

const vector = (
  comment: string,
  mirrors: { readonly [mirror: string]: string },
  expect: MirrorVector['expect'],
  over: { readonly known?: string; readonly at?: Instant } = {},
): MirrorVector => ({ comment, at: iso(over.at ?? AT), known: over.known ?? null, mirrors, expect })

export const mirrorVectors: readonly MirrorVector[] = [
  vector('two mirrors agree', { a: two, b: two }, { newest: 2, states: { a: 'fresh', b: 'fresh' } }),
  vector('the higher number is the newer list', { a: one, b: two }, { newest: 2, states: { a: 'stale', b: 'fresh' } }),
  vector(
    'nothing is newer than what was known before',
    { a: one },
    { newest: null, states: { a: 'stale' } },
    { known: two },
  ),
  vector('the list that is known is fresh', { a: two }, { newest: 2, states: { a: 'fresh' } }, { known: two }),
  vector(
    'two lists under one number contradict each other',
    { a: two, b: list(2, []) },
    { newest: null, states: { a: 'lying', b: 'lying' } },
  ),
  vector(
    'another list under the number that is known',
    { a: list(2, []) },
    { newest: null, states: { a: 'lying' } },
    { known: two },
  ),
  vector(
    'the next number settles a contradiction',
    { a: two, b: list(2, []), c: list(3) },
    { newest: 3, states: { a: 'stale', b: 'stale', c: 'fresh' } },
  ),
  vector(
    'a list whose signature was changed is no list, whatever its number',
    { a: list(9).replace(/.(?=\n$)/, 'A'), b: one },
    { newest: 1, states: { a: 'lying', b: 'fresh' } },
  ),
  vector(
    'a page where a list should be',
    { a: '<!doctype html>\n', b: one },
    { newest: 1, states: { a: 'lying', b: 'fresh' } },
  ),
  vector('a list that has expired', { a: one }, { newest: null, states: { a: 'stale' } }, { at: later(days(14)) }),
  vector(
    'a list from ahead of the reader’s clock',
    { a: one },
    { newest: null, states: { a: 'stale' } },
    { at: later(-days(730)) },
  ),
]
