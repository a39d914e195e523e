import type { DeviceId } from '@keyturn/domain/units.ts'
import type { Queryable } from '../pool.ts'
import { DEVICE_COLUMNS, type DeviceRow, deviceOf, type EnrolledDevice } from './devices.ts'

const SQL = `select ${DEVICE_COLUMNS} from keyturn.devices d join keyturn.heads h on h.device_id = d.device_id
  where d.device_id = $1 and h.device_id = $1`

/** One device; undefined when it is not enrolled. */
export async function findDevice(db: Queryable, id: DeviceId): Promise<EnrolledDevice | undefined> {
  const { rows } = await db.query<DeviceRow>({ name: 'find-device', text: SQL, values: [id] })
  const [row] = rows
  return row === undefined ? undefined : deviceOf(row)
}
