import { type DeviceId, type Instant, iso } from '@keyturn/domain/units.ts'
import { GENESIS } from '@keyturn/evidence/segment.ts'
import type pg from 'pg'
import { transaction } from '../pool.ts'
import type { EnrolledDevice } from './devices.ts'
import { findDevice } from './find-device.ts'

export type Enrollment = {
  readonly id: DeviceId
  readonly caseId: string
  readonly publicKey: Uint8Array
  readonly profile: string
  readonly at: Instant
}

const DEVICE = `insert into keyturn.devices (device_id, case_id, public_key, profile, enrolled_at)
  values ($1, $2, $3, $4, $5) on conflict do nothing`
const HEAD = `insert into keyturn.heads (device_id, last_segment, last_seq, digest) values ($1, $2, $3, $4) on conflict do nothing`

/**
 * Enrolls a device. Undefined when another device (key, profile or case differ) has the id already; enrolling the same
 * one again changes nothing.
 */
export async function enroll(pool: pg.Pool, told: Enrollment): Promise<EnrolledDevice | undefined> {
  return transaction(pool, async (client) => {
    const key = Buffer.from(told.publicKey)
    await client.query(DEVICE, [told.id, told.caseId, key, told.profile, iso(told.at)])
    const digest = Buffer.from(GENESIS.digest, 'hex')
    await client.query(HEAD, [told.id, GENESIS.lastSegment, GENESIS.lastSeq, digest])
    const found = await findDevice(client, told.id)
    const same =
      found !== undefined &&
      key.equals(found.publicKey) &&
      found.profile === told.profile &&
      found.caseId === told.caseId
    return same ? found : undefined
  })
}
