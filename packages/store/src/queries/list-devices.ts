import type { Actor } from '@keyturn/domain/actor.ts'
import type pg from 'pg'
import { asActor } from '../as-actor.ts'
import type { Queryable } from '../pool.ts'
import { linksSeen } from './cases/case-devices.ts'
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

/**
 * Those that are enrolled for a case of which the actor sees that it names them. Policies decide about the case; the
 * devices themselves are read in the server's own name.
 */
export async function listDevicesSeenBy(pool: pg.Pool, actor: Actor, page: Page): Promise<readonly EnrolledDevice[]> {
  const found: EnrolledDevice[] = []
  for (let after = { device: page.after, caseId: AFTER_ALL }; ; ) {
    const links = await asActor(pool, actor, (client) => linksSeen(client, { after, limit: page.limit }))
    const ids = links.map(({ device }) => device)
    const devices = await listDevicesNamed(pool, { after: page.after, limit: page.limit, ids })
    found.push(...devices.filter(({ id, caseId }) => links.some((one) => one.device === id && one.caseId === caseId)))
    const last = links.at(-1)
    if (last === undefined || links.length < page.limit || found.length >= page.limit) break
    after = last
  }
  return found.slice(0, page.limit)
}

/** Behind every id of a case. */
const AFTER_ALL = '\u{10ffff}'
