/** Files of reports as they are handed to an authority, with their deliveries and error returns. */
import type { Cut } from '@keyturn/contract/reports/fixed-file.ts'
import type { ReportFormat } from '@keyturn/contract/reports/formats.ts'
import type { Actor } from '@keyturn/domain/actor.ts'
import { type CaseId, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

/** What stands in a file's record of this number, from 1. */
export type FiledReport = {
  readonly number: number
  readonly caseId: CaseId
  readonly report: string
  readonly version: number
}

export type ReportFileRow = {
  readonly id: string
  readonly vendor: string | null
  readonly jurisdiction: string
  readonly format: ReportFormat
  readonly test: boolean
  readonly createdAt: Instant
  readonly by: string
  readonly contents: readonly FiledReport[]
  readonly cut: readonly Cut[]
  /** SHA-256 of the bytes, hex. */
  readonly digest: string
  readonly sentAt: Instant | null
  readonly returnedAt: Instant | null
}

type Row = {
  file_id: string
  vendor: string | null
  jurisdiction: string
  format: ReportFormat
  test: boolean
  created_at: Date
  creator_name: string
  contents: readonly FiledReport[]
  cut: readonly Cut[]
  digest: Buffer
  sent_at: Date | null
  returned_at: Date | null
}

const moment = (at: Date | null): Instant | null => (at === null ? null : instant(at.getTime()))

const rowOf = (row: Row): ReportFileRow => ({
  id: row.file_id,
  vendor: row.vendor,
  jurisdiction: row.jurisdiction,
  format: row.format,
  test: row.test,
  createdAt: instant(row.created_at.getTime()),
  by: row.creator_name,
  contents: row.contents,
  cut: row.cut,
  digest: row.digest.toString('hex'),
  sentAt: moment(row.sent_at),
  returnedAt: moment(row.returned_at),
})

const SELECT = `select f.file_id, f.vendor, f.jurisdiction, f.format, f.test, f.created_at, f.creator_name, f.contents,
    f.cut, f.digest,
    (select min(e.at) from keyturn.report_file_events e where e.file_id = f.file_id and e.kind = 'sent') as sent_at,
    (select max(e.at) from keyturn.report_file_events e where e.file_id = f.file_id and e.kind = 'returned') as returned_at
  from keyturn.report_files f`

/** One file; undefined when there is none, or when it is not to be seen. */
export async function findReportFile(db: Queryable, id: string): Promise<ReportFileRow | undefined> {
  const { rows } = await db.query<Row>({
    name: 'find-report-file',
    text: `${SELECT} where f.file_id = $1`,
    values: [id],
  })
  const [row] = rows
  return row === undefined ? undefined : rowOf(row)
}

const LIST = `${SELECT} where (f.created_at, f.file_id) < ($1, $2) order by f.created_at desc, f.file_id desc limit $3`

/** Newest first, from the one before `before` on. */
export async function listReportFiles(
  db: Queryable,
  page: { readonly before: { readonly at: Instant; readonly id: string }; readonly limit: number },
): Promise<readonly ReportFileRow[]> {
  const values = [iso(page.before.at), page.before.id, page.limit]
  const { rows } = await db.query<Row>({ name: 'list-report-files', text: LIST, values })
  return rows.map(rowOf)
}

/** The bytes as they are handed over. */
export async function reportFileBytes(db: Queryable, id: string): Promise<Uint8Array | undefined> {
  const { rows } = await db.query<{ body: Buffer }>('select body from keyturn.report_files where file_id = $1', [id])
  return rows[0]?.body
}

const ADD = `insert into keyturn.report_files (file_id, vendor, jurisdiction, format, test, created_at, creator,
    creator_name, contents, cut, digest, body)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`

/** Keeps a file. In the server's own name. */
export async function addReportFile(
  client: pg.ClientBase,
  file: Omit<ReportFileRow, 'by' | 'sentAt' | 'returnedAt'> & { readonly body: Uint8Array },
  by: Actor,
): Promise<void> {
  const { id, vendor, jurisdiction, format, test, createdAt, contents, cut, digest, body } = file
  const told = [JSON.stringify(contents), JSON.stringify(cut), Buffer.from(digest, 'hex'), body]
  await client.query(ADD, [id, vendor, jurisdiction, format, test, iso(createdAt), by.user, by.name, ...told])
}

const NOTE = `insert into keyturn.report_file_events (file_id, kind, at, recorder, recorder_name, body)
  values ($1, $2, $3, $4, $5, $6) on conflict do nothing`

/** Notes that a file was delivered, or what came back for it, as it came. In the server's own name. */
export async function noteFileEvent(
  client: pg.ClientBase,
  told: {
    readonly fileId: string
    readonly kind: 'sent' | 'returned'
    readonly at: Instant
    readonly body: Uint8Array | null
  },
  by: Actor,
): Promise<void> {
  await client.query(NOTE, [told.fileId, told.kind, iso(told.at), by.user, by.name, told.body])
}
