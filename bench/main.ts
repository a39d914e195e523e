/** `npm run bench`: every figure beside its baseline, measured in the same run on the same machine. */
import { cpus, totalmem } from 'node:os'
import { benchApi } from './api.ts'
import { benchCases } from './cases.ts'
import { benchDevice } from './device.ts'
import { benchIngest } from './ingest.ts'
import type { Row } from './row.ts'

const COLUMNS = ['what', 'figure', 'beside', 'ratio', 'budget'] as const satisfies readonly (keyof Row)[]

const rows = [...benchDevice(), ...(await benchCases()), ...(await benchIngest()), ...(await benchApi())]
const [cpu] = cpus()
console.log(
  `Node ${process.version}, ${cpus().length} x ${cpu?.model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB\n`,
)
const header: Row = { what: 'what', figure: 'measured', beside: 'beside', ratio: 'ratio', budget: 'budget' }
const widths = COLUMNS.map((column) => Math.max(...[header, ...rows].map((row) => row[column].length)))
const line = (row: Row): string => COLUMNS.map((column, n) => row[column].padEnd(widths[n] ?? 0)).join('  ')
console.log(line(header))
console.log(widths.map((width) => '-'.repeat(width)).join('  '))
for (const row of rows) console.log(line(row))
