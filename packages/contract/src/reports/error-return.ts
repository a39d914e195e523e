/**
 * What the authority sends back: which records of a file were not processed, and why. The vendor mends them and sends
 * them again; the others stand.
 */
import { readCsv, writeCsv } from './csv.ts'
import { FAULT_CODES, type FaultCode, type RecordFault } from './record.ts'

const TITLES = ['number', 'report', 'code', 'what'] as const

export type ReadReturn =
  | { readonly kind: 'return'; readonly faults: readonly RecordFault[] }
  | { readonly kind: 'refused'; readonly why: string }

/** As a table. */
export const writeErrorReturn = (faults: readonly RecordFault[]): string =>
  writeCsv([[...TITLES], ...faults.map(({ number, report, code, what }) => [String(number), report, code, what])])

/** Reads one. A code that is not ours is `other`, with its name kept. Never throws. */
export function readErrorReturn(source: string): ReadReturn {
  const table = readCsv(source)
  if (table.kind === 'malformed') return { kind: 'refused', why: `Line ${table.line}: ${table.what}.` }
  const [titles, ...rows] = table.rows
  if (titles === undefined || titles.cells.join() !== TITLES.join()) {
    return { kind: 'refused', why: `The first line has to be ${TITLES.join(',')}.` }
  }
  const faults: RecordFault[] = []
  for (const { line, cells } of rows) {
    const [number = '', report = '', code = '', what = '', ...more] = cells
    if (!/^\d{1,7}$/.test(number) || report === '' || more.length > 0) {
      return { kind: 'refused', why: `Line ${line} is no fault: number, report, code and what are wanted.` }
    }
    const known = FAULT_CODES.find((one) => one === code)
    const told: FaultCode = known ?? 'other'
    faults.push({ number: Number(number), report, code: told, what: known === undefined ? `${code}: ${what}` : what })
  }
  return { kind: 'return', faults }
}
