/** Statements for one device: what it is set up as, overrides, certificates of visits. */
import { type DeviceId, iso } from '@keyturn/domain/units.ts'
import type { Queryable } from '../../pool.ts'
import {
  type Brought,
  type KeptStatement,
  type NewStatement,
  STATEMENT_COLUMNS,
  type StatementRow,
  statementOf,
} from './kept-statement.ts'

export type DeviceStatement = KeptStatement & {
  /** The authority's credential by which a center of another vendor served the device, as a file. */
  readonly rescue: string | null
}

const ADD = `insert into keyturn.device_statements (${STATEMENT_COLUMNS}, device_id, rescue)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`

/** False when this very statement is kept already. In the server's own name. */
export async function addDeviceStatement(
  db: Queryable,
  device: DeviceId,
  told: NewStatement & { readonly rescue: string | null },
  { at, by }: Brought,
): Promise<boolean> {
  const { id, digest, kind, issuer, issuedAt, file, fileDigest, rescue } = told
  const { rowCount } = await db.query(ADD, [
    id,
    digest,
    kind,
    issuer,
    iso(issuedAt),
    file,
    fileDigest,
    iso(at),
    by.user,
    by.name,
    device,
    rescue,
  ])
  return rowCount === 1
}

/** A device is served once a month; ten years of that, and what else it is told. */
export const DEVICE_STATEMENTS_MAX = 1_000

const ALL = `select * from keyturn.device_statements where device_id = $1 and kind = any($2)
  order by received_at, statement_id, digest limit ${DEVICE_STATEMENTS_MAX}`

/** Statements of these kinds for a device that whoever asks may see, in the order they came. */
export async function deviceStatements(
  db: Queryable,
  device: DeviceId,
  kinds: readonly string[],
): Promise<readonly DeviceStatement[]> {
  const { rows } = await db.query<StatementRow & { readonly rescue: string | null }>({
    name: 'device-statements',
    text: ALL,
    values: [device, kinds],
  })
  return rows.map((row) => ({ ...statementOf(row), rescue: row.rescue }))
}
