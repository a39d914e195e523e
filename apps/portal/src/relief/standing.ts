/** How each order and outage stands, from the files alone: with or without network the answer is the same. */
import type { Instant } from '@keyturn/domain/units.ts'
import { readStatementFile } from '@keyturn/evidence/statement/read-statement.ts'
import type { Statement, StatementOf } from '@keyturn/evidence/statement/statement.ts'
import type { Verdict } from './check.ts'

export type Public = StatementOf<'order' | 'outage'>

export type Standing =
  | { readonly is: 'in-force' | 'to-come' | 'over' | 'conflicting' }
  | { readonly is: 'amended' | 'ended'; readonly by: string }
  /** It does not verify; `why` is one sentence. */
  | { readonly is: 'not-believed'; readonly why: string }

export type Entry = {
  readonly file: string
  readonly statement: Public
  readonly verdict: Verdict
  readonly standing: Standing
}

type Checked = { readonly file: string; readonly verdict: Verdict }

/** The last statement of a file, without believing it; null when it is none. */
export function statementIn(file: string): Statement | null {
  const read = readStatementFile(file)
  return read.kind === 'malformed' ? null : (read.value.at(-1) ?? read.value[0]).statement
}

/** Every order and outage with its state, newest first. Files of other kinds and unreadable ones are left out. */
export function standingsOf(checked: readonly Checked[], at: Instant): readonly Entry[] {
  const read = checked.flatMap(({ file, verdict }) => {
    const statement = statementIn(file)
    return statement?.kind === 'order' || statement?.kind === 'outage' ? [{ file, verdict, statement }] : []
  })
  const believed = read.filter(({ verdict }) => verdict.kind === 'verified').map(({ statement }) => statement)
  return read
    .map((one) => ({ ...one, standing: standingOf(one.statement, one.verdict, read, believed, at) }))
    .toSorted((a, b) => b.statement.issuedAt - a.statement.issuedAt || (a.statement.id < b.statement.id ? -1 : 1))
}

function standingOf(
  own: Public,
  verdict: Verdict,
  all: readonly { readonly file: string; readonly statement: Public }[],
  believed: readonly Public[],
  at: Instant,
): Standing {
  if (new Set(all.filter(({ statement }) => statement.id === own.id).map(({ file }) => lastLine(file))).size > 1)
    return { is: 'conflicting' }
  if (verdict.kind === 'refused' && verdict.code === 'not-yet') return { is: 'to-come' }
  if (verdict.kind === 'refused' && verdict.code === 'expired') return { is: 'over' }
  if (verdict.kind === 'refused') return { is: 'not-believed', why: verdict.why }
  const next = believed.find((one) => one.kind === own.kind && one.supersedes === own.id && one.id !== own.id)
  if (next !== undefined) return { is: endsIt(next) ? 'ended' : 'amended', by: next.id }
  if (own.kind === 'outage' && own.until !== null && own.until <= at) return { is: 'over' }
  return { is: 'in-force' }
}

const endsIt = (next: Public): boolean => (next.kind === 'order' ? next.moves.kind === 'ended' : next.until !== null)

const lastLine = (file: string): string => file.trimEnd().split('\n').at(-1) ?? ''
