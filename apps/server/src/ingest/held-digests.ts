/** The digests of held segments, by number, from the stored bytes. Kept for those who send an old part again. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import type { DeviceId } from '@keyturn/domain/units.ts'
import { toHex } from '@keyturn/evidence/bytes.ts'
import { splitSegments } from '@keyturn/evidence/split.ts'
import { unpack } from '@keyturn/store/codec.ts'
import type { StoredBody } from '@keyturn/store/queries/uploads.ts'

type Range = { readonly from: number; readonly to: number }
type Body = Pick<StoredBody, 'codec' | 'body' | 'rawBytes'>

/** Knows at least the segments `from` to `to` that are held. */
export type HeldDigests = (device: DeviceId, range: Range) => Promise<ReadonlyMap<number, string>>

/** Digests kept for all devices together: about 15 MB. */
const DIGESTS_MAX = 100_000

/** @param read the stored uploads that hold any of the segments */
export function heldDigests(
  read: (device: DeviceId, range: Range) => Promise<readonly Body[]>,
  most = DIGESTS_MAX,
): HeldDigests {
  // What is held never changes, so nothing here grows old. The device least recently asked for comes first.
  const kept = new Map<DeviceId, ReadonlyMap<number, string>>()
  let held = 0
  const forget = (device: DeviceId): void => {
    held -= kept.get(device)?.size ?? 0
    kept.delete(device)
  }
  const keep = (device: DeviceId, digests: ReadonlyMap<number, string>): void => {
    forget(device)
    kept.set(device, digests)
    held += digests.size
    for (const id of kept.keys()) {
      if (held <= most) return
      forget(id)
    }
  }
  return async (device, range) => {
    const known = kept.get(device)
    if (known !== undefined && covers(known, range)) {
      keep(device, known)
      return known
    }
    const digests = digestsOf(await read(device, range))
    keep(device, new Map([...(kept.get(device) ?? []), ...digests]))
    return digests
  }
}

function covers(known: ReadonlyMap<number, string>, { from, to }: Range): boolean {
  for (let segment = from; segment <= to; segment++) if (!known.has(segment)) return false
  return true
}

function digestsOf(bodies: readonly Body[]): ReadonlyMap<number, string> {
  const digests = new Map<number, string>()
  for (const { codec, body, rawBytes } of bodies) {
    for (const segment of splitSegments(unpack(codec, body, rawBytes)).segments) {
      digests.set(segment.header.segment, toHex(nodeCrypto.sha256(segment.bytes)))
    }
  }
  return digests
}
