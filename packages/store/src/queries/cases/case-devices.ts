/** Which devices a case is told by, and which of their logs have grown since the case was assessed. */
import type { CaseId, DeviceId } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

const SEEN = `select case_id, device_id from keyturn.case_devices
  where (device_id, case_id) > ($1, $2) order by device_id, case_id limit $3`
const SEEN_OF = 'select case_id, device_id from keyturn.case_devices where device_id = $1 order by case_id limit $2'

/** Links that whoever asks may see, by device and case, after one of them. */
export async function linksSeen(
  db: Queryable,
  { after, limit }: { readonly after: { readonly device: string; readonly caseId: string }; readonly limit: number },
): Promise<readonly Link[]> {
  const { rows } = await db.query<LinkRow>({
    name: 'links-seen',
    text: SEEN,
    values: [after.device, after.caseId, limit],
  })
  return rows.map(linkOf)
}

/** A device is named by its own case, and by mistake by few others. */
const NAMED_BY_MAX = 100

/** Links of one device that whoever asks may see. */
export async function linksSeenOf(db: Queryable, device: DeviceId): Promise<readonly Link[]> {
  const { rows } = await db.query<LinkRow>({ name: 'links-seen-of', text: SEEN_OF, values: [device, NAMED_BY_MAX] })
  return rows.map(linkOf)
}

const NOTE = `insert into keyturn.case_devices (case_id, device_id, read_seq)
  select $1, * from unnest($2::text[], $3::bigint[])
  on conflict (case_id, device_id) do update set read_seq = excluded.read_seq
  where case_devices.read_seq <> excluded.read_seq`

/** Links devices, and notes how far the log of each was read. In the server's own name, while the case is locked. */
export async function noteDevices(
  client: pg.ClientBase,
  caseId: CaseId,
  read: readonly { readonly device: DeviceId; readonly seq: number }[],
): Promise<void> {
  if (read.length === 0) return
  const values = [caseId, read.map(({ device }) => device), read.map(({ seq }) => seq)]
  await client.query({ name: 'note-devices', text: NOTE, values })
}

export type Grown = { readonly device: DeviceId; readonly lastSeq: number; readonly caseId: CaseId | null }

// The case that a device was enrolled for, if its facts name the device.
const GROWN = `select h.device_id, h.last_seq, c.case_id
  from keyturn.heads h
  join keyturn.devices d on d.device_id = h.device_id
  left join keyturn.case_devices c on c.device_id = d.device_id and c.case_id = d.case_id
  where h.cased_seq < h.last_seq and h.device_id > $1
  order by h.device_id limit $2`

/** Devices whose log is held further than it was read for a case, with that case; null: no case names it. */
export async function grownDevices(
  db: Queryable,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly Grown[]> {
  const { rows } = await db.query<{ device_id: DeviceId; last_seq: number; case_id: CaseId | null }>({
    name: 'grown-devices',
    text: GROWN,
    values: [after, limit],
  })
  return rows.map((row) => ({ device: row.device_id, lastSeq: row.last_seq, caseId: row.case_id }))
}

const CASED = `update keyturn.heads h set cased_seq = told.seq
  from unnest($1::text[], $2::bigint[]) as told (device_id, seq)
  where h.device_id = told.device_id and h.cased_seq < told.seq`

/** Notes that the cases of these devices know their logs up to here. */
export async function noteCased(
  db: Queryable,
  told: readonly { readonly device: DeviceId; readonly lastSeq: number }[],
): Promise<void> {
  if (told.length === 0) return
  await db.query({
    name: 'note-cased',
    text: CASED,
    values: [told.map(({ device }) => device), told.map(({ lastSeq }) => lastSeq)],
  })
}

const TO_SETTLE = `select case_id, device_id from keyturn.case_devices where not settled
  order by case_id, device_id limit $1`

export type Link = { readonly caseId: CaseId; readonly device: DeviceId }
type LinkRow = { readonly case_id: CaseId; readonly device_id: DeviceId }
const linkOf = (row: LinkRow): Link => ({ caseId: row.case_id, device: row.device_id })

/** Links so new that an upload may have come while they were made. */
export async function linksToSettle(db: Queryable, limit: number): Promise<readonly Link[]> {
  const { rows } = await db.query<LinkRow>({
    name: 'links-to-settle',
    text: TO_SETTLE,
    values: [limit],
  })
  return rows.map(linkOf)
}

const SETTLE = 'update keyturn.case_devices set settled = true where case_id = $1 and device_id = $2 and not settled'

/** Says that uploads from here on are noticed by the device's head. In the server's own name. */
export async function settleLink(db: Queryable, { caseId, device }: Link): Promise<void> {
  await db.query({ name: 'settle-link', text: SETTLE, values: [caseId, device] })
}
