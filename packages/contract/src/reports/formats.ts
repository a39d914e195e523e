/** The formats a file of reports can have. */
import { readCsvFile, writeCsvFile } from './csv-file.ts'
import { type Cut, readFixedFile, writeFixedFile } from './fixed-file.ts'
import { readJsonFile, writeJsonFile } from './json-file.ts'
import type { ReadFile, ReportFile } from './record.ts'

export const REPORT_FORMATS = ['json', 'csv', 'fixed'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

type Adapter = {
  readonly mediaType: string
  readonly extension: string
  readonly write: (file: ReportFile) => { readonly text: string; readonly cut: readonly Cut[] }
  readonly read: (source: string) => ReadFile
}

export const REPORT_ADAPTERS: { readonly [F in ReportFormat]: Adapter } = {
  json: {
    mediaType: 'application/json; charset=utf-8',
    extension: 'json',
    write: (file) => ({ text: writeJsonFile(file), cut: [] }),
    read: readJsonFile,
  },
  csv: {
    mediaType: 'text/csv; charset=utf-8; header=present',
    extension: 'csv',
    write: (file) => ({ text: writeCsvFile(file), cut: [] }),
    read: readCsvFile,
  },
  fixed: { mediaType: 'text/plain; charset=utf-8', extension: 'txt', write: writeFixedFile, read: readFixedFile },
}
