/**
 * Tables as text by RFC 4180, safe to open in a spreadsheet: a cell that a spreadsheet would take for a formula is
 * written with an apostrophe before it, and read without.
 */

/** A row with the line on which it begins, from 1. */
export type Row = { readonly line: number; readonly cells: readonly string[] }
export type Table =
  | { readonly kind: 'table'; readonly rows: readonly Row[] }
  | { readonly kind: 'malformed'; readonly line: number; readonly what: string }

export const ROWS_MAX = 200_000
export const CELLS_MAX = 200

/** Rows as text; every line ends with CR LF. */
export const writeCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `${cells.map(written).join(',')}\r\n`).join('')

/** What begins a formula, or a cell that is written as if it did. */
const RISKY = /^[=+\-@\t\r']/
const QUOTED = /[",\r\n]|^\s|\s$/

function written(cell: string): string {
  const safe = RISKY.test(cell) ? `'${cell}` : cell
  // An empty table cell and an empty text are one; a row of one empty cell would otherwise be an empty line.
  return QUOTED.test(safe) || safe === '' ? `"${safe.replaceAll('"', '""')}"` : safe
}

export type ReadOptions = {
  /** One character; a comma by default. */
  readonly delimiter?: string
  /** Whether an apostrophe before a formula sign is ours, and goes. Others' files are read as they stand. */
  readonly unguard?: boolean
}

/** Reads a table. Lines may end with CR LF or LF; empty lines are left out. Never throws. */
export function readCsv(text: string, { delimiter = ',', unguard = true }: ReadOptions = {}): Table {
  const source = text.startsWith('\ufeff') ? text.slice(1) : text
  const rows: Row[] = []
  let cells: string[] = []
  let line = 1
  let begins = 1
  let at = 0
  while (at <= source.length) {
    const cell = cellAt(source, at, delimiter)
    if (cell === undefined)
      return { kind: 'malformed', line, what: 'a quotation mark is not closed, or text follows it' }
    cells.push(unguard ? unguarded(cell.text) : cell.text)
    line += cell.lines
    at = cell.next
    const sign = source[at]
    at += 1
    if (cells.length > CELLS_MAX) return { kind: 'malformed', line, what: `more than ${CELLS_MAX} cells in a row` }
    if (sign === delimiter) continue
    if (sign === '\r' && source[at] === '\n') at += 1
    if (!(cells.length === 1 && cells[0] === '' && !cell.quoted)) rows.push({ line: begins, cells })
    if (rows.length > ROWS_MAX) return { kind: 'malformed', line, what: `more than ${ROWS_MAX} rows` }
    cells = []
    line += 1
    begins = line
    // After a last line end there is no further row.
    if (sign === undefined || at === source.length) return { kind: 'table', rows }
  }
  return { kind: 'table', rows }
}

const unguarded = (cell: string): string => (cell.startsWith("'") && RISKY.test(cell.slice(1)) ? cell.slice(1) : cell)

type Cell = { readonly text: string; readonly next: number; readonly lines: number; readonly quoted: boolean }

/** The cell that begins at `from`, and where it ends: at a delimiter, a line end or the end. */
function cellAt(source: string, from: number, delimiter: string): Cell | undefined {
  if (source[from] !== '"') {
    let end = from
    while (end < source.length && source[end] !== delimiter && source[end] !== '\n' && source[end] !== '\r') end += 1
    return { text: source.slice(from, end), next: end, lines: 0, quoted: false }
  }
  let text = ''
  for (let at = from + 1; ; ) {
    const quote = source.indexOf('"', at)
    if (quote < 0) return undefined
    text += source.slice(at, quote)
    if (source[quote + 1] === '"') {
      text += '"'
      at = quote + 2
      continue
    }
    const next = quote + 1
    const sign = source[next]
    if (sign !== undefined && sign !== delimiter && sign !== '\n' && sign !== '\r') return undefined
    return { text, next, lines: text.split('\n').length - 1, quoted: true }
  }
}
