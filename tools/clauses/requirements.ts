/** The clauses of `docs/requirements.md`: one table row each, with the slice it belongs to. */

export type Clause = {
  readonly id: string
  readonly source: string
  readonly words: string
  /** `spine`, `case` and `offline` must be proved now; anything else names the area it waits for. */
  readonly slice: string
}

export type Requirements = { readonly clauses: readonly Clause[]; readonly faults: readonly string[] }

export const CLAUSE_ID = /^(?:ME|MA|OUT)-[0-9A-Z][0-9A-Za-z-]*$/
const SLICE = /^(?:spine|case|offline|later: [a-z]+)$/

/** Whether a clause has to be proved now. */
export const isDue = ({ slice }: Clause): boolean => !slice.startsWith('later')

/** Reads the tables below each second-level heading. Rows that do not fit are faults, never skipped. */
export function readRequirements(markdown: string): Requirements {
  const clauses: Clause[] = []
  const faults: string[] = []
  let source = ''
  for (const [i, line] of markdown.split('\n').entries()) {
    if (line.startsWith('## ')) source = line.slice(3).trim()
    if (!line.startsWith('|') || /^\| (?:id|---) /.test(line)) continue
    const cells = line.split('|').map((cell) => cell.trim())
    const [, id = '', words = '', slice = ''] = cells
    const at = `docs/requirements.md:${i + 1}`
    if (cells.length !== 5) faults.push(`${at}: a row has three cells: id, requirement, slice`)
    else if (!CLAUSE_ID.test(id)) faults.push(`${at}: "${id}" is not a clause id`)
    else if (!SLICE.test(slice))
      faults.push(`${at}: the slice of ${id} is "spine", "case", "offline" or "later: area", got "${slice}"`)
    else if (clauses.some((clause) => clause.id === id)) faults.push(`${at}: ${id} stands here for the second time`)
    else clauses.push({ id, source, words, slice })
  }
  if (clauses.length === 0) faults.push('docs/requirements.md has no clauses')
  return { clauses, faults }
}
