/** A device's records, read from its stored log when somebody asks. The head says whether what we have is still all. */
import type { Record } from '@keyturn/domain/record.ts'
import type { DeviceId } from '@keyturn/domain/units.ts'
import { type Anomaly, readLines } from '@keyturn/evidence/read.ts'
import { splitSegments } from '@keyturn/evidence/split.ts'
import { unpack } from '@keyturn/store/codec.ts'
import type { Queryable } from '@keyturn/store/pool.ts'
import type { EnrolledDevice } from '@keyturn/store/queries/devices.ts'
import { bodiesFrom } from '@keyturn/store/queries/uploads.ts'

export type DeviceRecords = {
  readonly upTo: number
  /** From which record on the device ran which firmware. */
  readonly firmwares: readonly { readonly seq: number; readonly firmware: string }[]
  readonly records: readonly Record[]
  /** Signed lines that are no records: kept, named, and never judged. */
  readonly anomalies: readonly Anomaly[]
}

export type RecordCache = {
  /** @param using a connection that is at hand; waiting for a second one inside a transaction could last for ever */
  readonly of: (device: EnrolledDevice, using?: Queryable) => Promise<DeviceRecords>
}

/** Records held for all devices together; two years of one car are about a hundred thousand. */
const RECORDS_MAX = 1_000_000
const UPLOADS_AT_ONCE = 64

export function recordCache(db: Queryable): RecordCache {
  /** The least recently asked for comes first. */
  const known = new Map<DeviceId, DeviceRecords>()
  let held = 0
  const forget = (id: DeviceId): void => {
    held -= known.get(id)?.records.length ?? 0
    known.delete(id)
  }
  return {
    of: async (device, using = db) => {
      const before = known.get(device.id) ?? { upTo: 0, firmwares: [], records: [], anomalies: [] }
      const all = before.upTo === device.head.lastSeq ? before : await readOn(using, device, before)
      forget(device.id)
      known.set(device.id, all)
      held += all.records.length
      for (const id of known.keys()) {
        if (held <= RECORDS_MAX || id === device.id) break
        forget(id)
      }
      return all
    },
  }
}

/** Reads what came after `before`: a log only grows. */
async function readOn(db: Queryable, device: EnrolledDevice, before: DeviceRecords): Promise<DeviceRecords> {
  const records = [...before.records]
  const anomalies = [...before.anomalies]
  const firmwares = [...before.firmwares]
  let upTo = before.upTo
  while (upTo < device.head.lastSeq) {
    const bodies = await bodiesFrom(db, device.id, { seq: upTo + 1, limit: UPLOADS_AT_ONCE })
    if (bodies.length === 0)
      throw new Error(`the log of ${device.id} is held up to ${device.head.lastSeq}, and not after ${upTo}`)
    for (const { codec, body, rawBytes, lastSeq } of bodies) {
      for (const segment of splitSegments(unpack(codec, body, rawBytes)).segments) {
        const { firstSeq, firmware } = segment.header
        if (firmwares.at(-1)?.firmware !== firmware) firmwares.push({ seq: firstSeq, firmware })
        for (const line of readLines(segment)) {
          if (line.kind === 'record') records.push(line.record)
          else anomalies.push(line)
        }
      }
      upTo = lastSeq
    }
  }
  return { upTo, firmwares, records, anomalies }
}
