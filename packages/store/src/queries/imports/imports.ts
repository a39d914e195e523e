/** Files of other makers' logs, as they came, and what each tells of each device. */

import type { Mapping } from '@keyturn/contract/imports/mapping.ts'
import type { DeviceImport } from '@keyturn/contract/imports/merge.ts'
import type { CodeCount, ImportedRow } from '@keyturn/contract/imports/read-import.ts'
import type { Actor } from '@keyturn/domain/actor.ts'
import { type CaseId, type DeviceId, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

export type NewImport = {
  /** 64 hex digits: SHA-256 over the file's digest and the mapping. */
  readonly id: string
  readonly jurisdiction: string
  readonly name: string
  readonly digest: Uint8Array
  readonly body: Uint8Array
  readonly mapping: Mapping
  readonly rows: readonly ImportedRow[]
  readonly unknownCodes: readonly CodeCount[]
  readonly skippedCodes: readonly CodeCount[]
  readonly receivedAt: Instant
}

const FILE = `insert into keyturn.import_files (import_id, vendor, jurisdiction, name, digest, body, mapping, rows,
    devices, unknown_codes, skipped_codes, received_at, recorder, recorder_name)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict do nothing`

const ROWS = `insert into keyturn.imported_rows (device_id, import_id, vendor, jurisdiction, received_at, rows)
  values ($1, $2, $3, $4, $5, $6) on conflict do nothing`

/** Keeps a file and its rows, or nothing of it. False when the same import is held already. In the actor's name. */
export async function addImport(client: pg.ClientBase, told: NewImport, by: Actor): Promise<boolean> {
  const byDevice = new Map<DeviceId, ImportedRow[]>()
  for (const row of told.rows) {
    const own = byDevice.get(row.device)
    if (own === undefined) byDevice.set(row.device, [row])
    else own.push(row)
  }
  const at = iso(told.receivedAt)
  const { rowCount } = await client.query({
    name: 'add-import',
    text: FILE,
    values: [
      told.id,
      by.vendor,
      told.jurisdiction,
      told.name,
      told.digest,
      told.body,
      JSON.stringify(told.mapping),
      told.rows.length,
      byDevice.size,
      JSON.stringify(told.unknownCodes),
      JSON.stringify(told.skippedCodes),
      at,
      by.user,
      by.name,
    ],
  })
  if (rowCount !== 1) return false
  for (const [device, rows] of byDevice) {
    const values = [device, told.id, by.vendor, told.jurisdiction, at, JSON.stringify(rows)]
    await client.query({ name: 'add-imported-rows', text: ROWS, values })
  }
  return true
}

type RowsRow = {
  import_id: string
  received_at: Date
  rows: readonly ImportedRow[]
  vendor: string | null
  jurisdiction: string
}

const OF = `select import_id, received_at, rows, vendor, jurisdiction from keyturn.imported_rows
  where device_id = $1 order by received_at, import_id`

/** One file's word about a device; `vendor` null: an authority handed it in. */
export type HeldRows = DeviceImport & { readonly vendor: string | null; readonly jurisdiction: string }

/** What the imports tell of a device, oldest first. */
export async function importsOfDevice(db: Queryable, device: DeviceId): Promise<readonly HeldRows[]> {
  const { rows } = await db.query<RowsRow>({ name: 'imports-of-device', text: OF, values: [device] })
  return rows.map((row) => ({
    id: row.import_id,
    receivedAt: instant(row.received_at.getTime()),
    rows: row.rows,
    vendor: row.vendor,
    jurisdiction: row.jurisdiction,
  }))
}

const WHICH = `select import_id, vendor, jurisdiction, received_at from keyturn.imported_rows
  where device_id = $1 order by received_at, import_id`

/** Which imports tell of a device, oldest first, without what they tell: an import never changes. */
export async function importIdsOfDevice(db: Queryable, device: DeviceId): Promise<readonly Omit<HeldRows, 'rows'>[]> {
  const { rows } = await db.query<Omit<RowsRow, 'rows'>>({ name: 'imports-which', text: WHICH, values: [device] })
  return rows.map(({ import_id, vendor, jurisdiction, received_at }) => ({
    id: import_id,
    vendor,
    jurisdiction,
    receivedAt: instant(received_at.getTime()),
  }))
}

export type HeldImport = {
  readonly id: string
  readonly name: string
  readonly vendor: string | null
  readonly jurisdiction: string
  readonly rows: number
  readonly devices: number
  readonly unknownCodes: readonly CodeCount[]
  readonly skippedCodes: readonly CodeCount[]
  readonly receivedAt: Instant
  readonly by: string
}

type FileRow = {
  import_id: string
  name: string
  vendor: string | null
  jurisdiction: string
  rows: number
  devices: number
  unknown_codes: readonly CodeCount[]
  skipped_codes: readonly CodeCount[]
  received_at: Date
  recorder_name: string
}

const COLUMNS = `import_id, name, vendor, jurisdiction, rows, devices, unknown_codes, skipped_codes, received_at,
  recorder_name`

const heldOf = (row: FileRow): HeldImport => ({
  id: row.import_id,
  name: row.name,
  vendor: row.vendor,
  jurisdiction: row.jurisdiction,
  rows: row.rows,
  devices: row.devices,
  unknownCodes: row.unknown_codes,
  skippedCodes: row.skipped_codes,
  receivedAt: instant(row.received_at.getTime()),
  by: row.recorder_name,
})

const LIST = `select ${COLUMNS} from keyturn.import_files
  where (received_at, import_id) < ($1, $2) order by received_at desc, import_id desc limit $3`

/** Newest first, from the one before `before` on. */
export async function listImports(
  db: Queryable,
  page: { readonly before: { readonly at: Instant; readonly id: string }; readonly limit: number },
): Promise<readonly HeldImport[]> {
  const values = [iso(page.before.at), page.before.id, page.limit]
  const { rows } = await db.query<FileRow>({ name: 'list-imports', text: LIST, values })
  return rows.map(heldOf)
}

const ONE = `select ${COLUMNS} from keyturn.import_files where import_id = $1`

/** One import; undefined when it is not held, or not to be seen. */
export async function findImport(db: Queryable, id: string): Promise<HeldImport | undefined> {
  const { rows } = await db.query<FileRow>({ name: 'find-import', text: ONE, values: [id] })
  const [row] = rows
  return row === undefined ? undefined : heldOf(row)
}

const DEVICES = 'select device_id from keyturn.imported_rows where import_id = $1 order by device_id'

/** The devices that a file is about. */
export async function devicesOfImport(db: Queryable, id: string): Promise<readonly DeviceId[]> {
  const { rows } = await db.query<{ device_id: DeviceId }>({ name: 'devices-of-import', text: DEVICES, values: [id] })
  return rows.map(({ device_id }) => device_id)
}

// Who fitted the device, as the facts of cases say; and whether it is one of ours, which tells its log itself.
const CLAIMS = `select d.device_id, c.case_id, c.jurisdiction, coalesce(f.body ->> 'vendor', c.vendor) as vendor,
    e.device_id is not null as enrolled
  from unnest($1::text[]) as d (device_id)
  left join keyturn.devices e on e.device_id = d.device_id
  left join keyturn.case_devices l on l.device_id = d.device_id
  left join keyturn.cases c on c.case_id = l.case_id
  left join keyturn.case_facts f
    on f.case_id = l.case_id and f.kind = 'device-installed' and f.body ->> 'device' = d.device_id`

/** Whose device it is: enrolled as one of ours, or named by a case. */
export type Claim = {
  readonly device: DeviceId
  readonly enrolled: boolean
  readonly caseId: CaseId | null
  readonly vendor: string | null
  readonly jurisdiction: string | null
}

/** In the server's own name: whether a file may speak of a device is asked of all cases. */
export async function claimsOn(db: Queryable, devices: readonly DeviceId[]): Promise<readonly Claim[]> {
  const { rows } = await db.query<{
    device_id: DeviceId
    vendor: string | null
    case_id: CaseId | null
    jurisdiction: string | null
    enrolled: boolean
  }>({ name: 'claims-on', text: CLAIMS, values: [devices] })
  return rows.map((row) => ({
    device: row.device_id,
    enrolled: row.enrolled,
    caseId: row.case_id,
    vendor: row.vendor,
    jurisdiction: row.jurisdiction,
  }))
}
