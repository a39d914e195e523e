import { type DeviceId, type Instant, instant } from '@keyturn/domain/units.ts'
import type { Queryable } from '../../pool.ts'

const SQL = 'select last_seq, received_at from keyturn.uploads where device_id = $1 order by last_seq'

/** When the records of a device arrived: those up to `seq` at `at`, ascending. */
export async function receivedUploads(
  db: Queryable,
  device: DeviceId,
): Promise<readonly { readonly seq: number; readonly at: Instant }[]> {
  const { rows } = await db.query<{ last_seq: number; received_at: Date }>({
    name: 'received-uploads',
    text: SQL,
    values: [device],
  })
  return rows.map((row) => ({ seq: row.last_seq, at: instant(row.received_at.getTime()) }))
}
