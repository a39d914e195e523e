import type { DeviceId } from '@keyturn/domain/units.ts'
import { unpack } from '@keyturn/store/codec.ts'
import type { Queryable } from '@keyturn/store/pool.ts'
import { bodiesFrom } from '@keyturn/store/queries/uploads.ts'
import { ok, problem } from '../kernel/answer.ts'
import { route } from '../kernel/route.ts'
import { deviceLookedAt } from '../reading/device-in-sight.ts'

const UPLOADS_AT_ONCE = 16

export const readLogRoute = route(
  'read-log',
  async ({ actor, params: { deviceId }, query: { from }, now, services }) => {
    const device = await deviceLookedAt(services, { actor, id: deviceId, what: 'read-log', now })
    if (device === undefined) return problem('unknown-device', `No device ${deviceId} is enrolled here.`)
    return ok(wholeUploads(services.pool, deviceId, from))
  },
)

/** The device's own bytes, a few uploads in memory at a time. */
async function* wholeUploads(db: Queryable, device: DeviceId, from: number): AsyncGenerator<Uint8Array> {
  for (let seq = from; ; ) {
    const bodies = await bodiesFrom(db, device, { seq, limit: UPLOADS_AT_ONCE })
    for (const { codec, body, rawBytes } of bodies) yield unpack(codec, body, rawBytes)
    const last = bodies.at(-1)
    if (last === undefined) return
    seq = last.lastSeq + 1
  }
}
