import type { Queryable } from '../pool.ts'
import { DEVICE_COLUMNS, type DeviceRow, deviceOf, type EnrolledDevice } from './devices.ts'

const SQL = `select ${DEVICE_COLUMNS} from keyturn.devices d join keyturn.heads h on h.device_id = d.device_id
  where d.device_id > $1 order by d.device_id limit $2`

/** Devices by id, from the first one after `after` on. */
export async function listDevices(
  db: Queryable,
  page: { after: string; limit: number },
): Promise<readonly EnrolledDevice[]> {
  const { rows } = await db.query<DeviceRow>({ name: 'list-devices', text: SQL, values: [page.after, page.limit] })
  return rows.map(deviceOf)
}
