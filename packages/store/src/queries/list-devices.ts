import type { Actor } from '@keyturn/domain/actor.ts'
import type pg from 'pg'
import { asActor } from '../as-actor.ts'
import type { Queryable } from '../pool.ts'
import { DEVICE_COLUMNS, type DeviceRow, deviceOf, type EnrolledDevice } from './devices.ts'

const FROM = `select ${DEVICE_COLUMNS} from keyturn.devices d join keyturn.heads h on h.device_id = d.device_id`
const ALL = `${FROM} where d.device_id > $1 order by d.device_id limit $2`
const NAMED = `${FROM} where d.device_id > $1 and d.device_id = any($3) order by d.device_id limit $2`
type Page = { readonly after: string; readonly limit: number }

/** Devices by id, from the first one after `after` on. */
export async function listDevices(db: Queryable, page: Page): Promise<readonly EnrolledDevice[]> {
  const { rows } = await db.query<DeviceRow>({ name: 'list-devices', text: ALL, values: [page.after, page.limit] })
  return rows.map(deviceOf)
}

/** Those of the named ones that are enrolled. */
export async function listDevicesNamed(
  db: Queryable,
  page: Page & { readonly ids: readonly string[] },
): Promise<readonly EnrolledDevice[]> {
  const { rows } = await db.query<DeviceRow>(NAMED, [page.after, page.limit, page.ids])
  return rows.map(deviceOf)
}

/** Those of the cases that the actor sees: the database's policies decide it. */
export const listDevicesSeenBy = (pool: pg.Pool, actor: Actor, page: Page): Promise<readonly EnrolledDevice[]> =>
  asActor(pool, actor, (client) => listDevices(client, page))
