/** A file of reports as JSON. `docs/formats/report-json.md` describes it. */
import { z } from 'zod'
import { COLUMNS, emptyRecord, type ReadFile, type ReportFile, type ReportRecord, VENDOR_CODE } from './record.ts'

const TEXT_MAX = 2_000
const text = z.string().max(TEXT_MAX)

const recordShape = z.strictObject(Object.fromEntries(COLUMNS.map((column) => [column, text])))

/** The file as it travels. */
const Wire = z.strictObject({
  format: z.literal('keyturn-reports'),
  version: z.literal(1),
  vendor: z.string().regex(VENDOR_CODE),
  vendorName: text,
  createdAt: z.iso.datetime(),
  test: z.boolean(),
  count: z.number().int().min(0),
  records: z.array(recordShape),
})

/** The file as text, indented so that people can read it too. */
export function writeJsonFile({ vendor, vendorName, createdAt, test, records }: ReportFile): string {
  const head = { format: 'keyturn-reports', version: 1, vendor, vendorName, createdAt, test, count: records.length }
  return `${JSON.stringify({ ...head, records }, null, 2)}\n`
}

/** Reads it back. Never throws. */
export function readJsonFile(source: string): ReadFile {
  let value: unknown
  try {
    value = JSON.parse(source)
  } catch {
    return { kind: 'refused', why: 'This is not JSON.' }
  }
  const read = Wire.safeParse(value)
  if (!read.success) {
    const [first] = read.error.issues
    return { kind: 'refused', why: `${first?.path.join('.') ?? 'file'}: ${first?.message ?? 'is not as it should be'}` }
  }
  const { vendor, vendorName, createdAt, test, count, records } = read.data
  if (count !== records.length) {
    return { kind: 'refused', why: `The file says ${count} records and holds ${records.length}.` }
  }
  // The shape was made of the columns, so each record has exactly these texts.
  const flat = records.map((one) => emptyRecord(one as Partial<ReportRecord>))
  return { kind: 'file', file: { vendor, vendorName, createdAt, test, records: flat }, faults: [] }
}
