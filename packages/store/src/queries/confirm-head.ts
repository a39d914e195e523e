import { type DeviceId, type Instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import { acknowledged } from '../pool.ts'

const SQL = 'update keyturn.heads set confirmed_at = $2 where device_id = $1'

/**
 * Waits until everything committed for a device so far is as durable as the database promises. A row can be read before
 * its standby has it; a later commit on the same server is acknowledged only after the earlier ones.
 *
 * @throws NotDurable
 */
export async function confirmHead(pool: pg.Pool, device: DeviceId, at: Instant): Promise<void> {
  await acknowledged(pool, (client) => client.query({ name: 'confirm-head', text: SQL, values: [device, iso(at)] }))
}
