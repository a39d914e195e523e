/** Pages of cases by id. Ids never change, so a page follows the one before it whatever is written meanwhile. */
import type { CaseId, Instant } from '@keyturn/domain/units.ts'
import { instant } from '@keyturn/domain/units.ts'
import type { Queryable } from '../../pool.ts'
import { searchNumber, searchWords } from './find-by.ts'

export type ListedCase = {
  readonly caseId: CaseId
  readonly jurisdiction: string
  readonly vendor: string | null
  readonly name: string
  readonly stage: string
  readonly standing: string
  readonly asOf: Instant
  readonly nextChangeAt: Instant | null
  readonly licenses: readonly { readonly state: string; readonly number: string }[]
}

export type Listing = {
  /** The last id of the page before; empty for the first. */
  readonly after: string
  readonly limit: number
  readonly stage?: string | undefined
  readonly standing?: string | undefined
  /** A name, beginnings of its words, or a license number. */
  readonly q?: string | undefined
  /** Whose cases they are, so that the right index is used; the policies decide who sees them. */
  readonly jurisdiction?: string | undefined
  readonly vendor?: string | undefined
}

type Row = {
  readonly case_id: CaseId
  readonly jurisdiction: string
  readonly vendor: string | null
  readonly name: string
  readonly stage: string
  readonly standing: string
  readonly as_of: Date
  readonly next_change_at: Date | null
  readonly licenses: ListedCase['licenses'] | null
}

/** Cases that the caller may see, in order of their ids. */
export async function listCases(db: Queryable, listing: Listing): Promise<readonly ListedCase[]> {
  const { text, values } = query(listing)
  const { rows } = await db.query<Row>({ text, values })
  return rows.map((row) => ({
    caseId: row.case_id,
    jurisdiction: row.jurisdiction,
    vendor: row.vendor,
    name: row.name,
    stage: row.stage,
    standing: row.standing,
    asOf: instant(row.as_of.getTime()),
    nextChangeAt: row.next_change_at === null ? null : instant(row.next_change_at.getTime()),
    licenses: row.licenses ?? [],
  }))
}

function query({ after, limit, stage, standing, q, jurisdiction, vendor }: Listing) {
  const values: unknown[] = []
  const value = (given: unknown): string => `$${values.push(given)}`
  const wanted = [`s.case_id > ${value(after)}`]
  for (const [column, given] of Object.entries({ jurisdiction, vendor, stage, standing })) {
    if (given !== undefined) wanted.push(`s.${column} = ${value(given)}`)
  }
  if (q !== undefined) wanted.push(...found(q, value))
  const text = `select s.case_id, s.jurisdiction, s.vendor, s.name, s.stage, s.standing, s.as_of, s.next_change_at,
      (select json_agg(json_build_object('state', l.state, 'number', l.number) order by l.seq)
       from keyturn.case_licenses l where l.case_id = s.case_id) as licenses
    from keyturn.case_status s where ${wanted.join(' and ')} order by s.case_id limit ${value(limit)}`
  return { text, values }
}

/**
 * Every word of the question begins a word of the name. A question with a digit in it may be a license number as well;
 * it is looked for among the few cases of either sort, since `or` over both would read every case.
 */
function found(q: string, value: (given: unknown) => string): readonly string[] {
  const words = searchWords(q)
  if (/\d/.test(q)) {
    const byNumber = `select l.case_id from keyturn.case_licenses l where l.number = ${value(searchNumber(q))}`
    return [`s.case_id in (${[byNumber, byWords(words, value)].join(' union ')})`]
  }
  if (words.length === 0) return ['false']
  return words.map(
    (word) => `exists (select from keyturn.case_names n where n.case_id = s.case_id and ${beginsWith(word, value)})`,
  )
}

const byWords = (words: readonly string[], value: (given: unknown) => string): string =>
  words.length === 0
    ? 'select null'
    : `(${words.map((word) => `select n.case_id from keyturn.case_names n where ${beginsWith(word, value)}`).join(' intersect ')})`

/** Up to the first text after all that begin with the word; the column is compared byte by byte. */
const beginsWith = (word: string, value: (given: unknown) => string): string =>
  `n.word >= ${value(word)} and n.word < ${value(`${word}\u{10ffff}`)}`
