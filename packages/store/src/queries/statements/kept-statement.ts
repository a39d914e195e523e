/** A signed statement as it is kept, wherever it belongs. */
import { type Instant, instant } from '@keyturn/domain/units.ts'

export type NewStatement = {
  readonly id: string
  /** SHA-256 of the statement's own line, 64 hex digits. */
  readonly digest: string
  readonly kind: string
  /** Who signed: `root`, `authority US-MA`, `vendor northgate`, `technician t-1 of northgate`. */
  readonly issuer: string
  readonly issuedAt: Instant
  readonly file: string
  /** SHA-256 of the file, 64 hex digits: its name at mirrors. */
  readonly fileDigest: string
}
export type Brought = {
  readonly at: Instant
  readonly by: { readonly user: string; readonly name: string }
}
export type KeptStatement = NewStatement & { readonly receivedAt: Instant }

/** Columns that every table of statements has. */
export const STATEMENT_COLUMNS =
  'statement_id, digest, kind, issuer, issued_at, file, file_digest, received_at, brought_by, brought_by_name'

export type StatementRow = {
  readonly statement_id: string
  readonly digest: string
  readonly kind: string
  readonly issuer: string
  readonly issued_at: Date
  readonly file: string
  readonly file_digest: string
  readonly received_at: Date
}

/** A row as the rest of the code knows it. */
export const statementOf = (row: StatementRow): KeptStatement => ({
  id: row.statement_id,
  digest: row.digest,
  kind: row.kind,
  issuer: row.issuer,
  issuedAt: instant(row.issued_at.getTime()),
  file: row.file,
  fileDigest: row.file_digest,
  receivedAt: instant(row.received_at.getTime()),
})
