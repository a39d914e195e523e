/** What cases are found by: licenses, and words of names. Both follow from the facts. */
import type { License } from '@keyturn/cases/program/fact.ts'
import type { CaseId } from '@keyturn/domain/units.ts'
import type pg from 'pg'

/** Marks on letters, in whatever script: people search without them. */
const MARKS = /\p{M}/gu
const WORDS_MAX = 20

/** The words of a name as they are searched: small letters, compatible forms, no marks. `Åse` is `ase`. */
export const searchWords = (name: string): readonly string[] => {
  const plain = name.normalize('NFKD').replaceAll(MARKS, '').toLowerCase()
  return [...new Set(plain.match(/[\p{L}\p{N}]+|\p{S}/gu) ?? [])].slice(0, WORDS_MAX)
}

/** A license number as it is searched: capitals, without blanks and hyphens. */
export const searchNumber = (number: string): string => number.toUpperCase().replaceAll(/[ -]/g, '')

/** Puts these in the place of what the case was found by before. In the server's own name, while the case is locked. */
export async function storeFindBy(
  client: pg.ClientBase,
  caseId: CaseId,
  { names, licenses }: { readonly names: readonly string[]; readonly licenses: readonly (License & { seq: number })[] },
): Promise<void> {
  await client.query('delete from keyturn.case_names where case_id = $1', [caseId])
  await client.query('delete from keyturn.case_licenses where case_id = $1', [caseId])
  const words = [...new Set(names.flatMap(searchWords))]
  await client.query('insert into keyturn.case_names (case_id, word) select $1, unnest($2::text[])', [caseId, words])
  await client.query(
    `insert into keyturn.case_licenses (case_id, state, number, seq)
     select $1, * from unnest($2::text[], $3::text[], $4::int[]) on conflict do nothing`,
    [
      caseId,
      licenses.map(({ state }) => state),
      licenses.map(({ number }) => searchNumber(number)),
      licenses.map(({ seq }) => seq),
    ],
  )
}
