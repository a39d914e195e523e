/** Judges a proved upload beside what is held; older segments are looked up only where the verdict hangs on them. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { toHex } from '@keyturn/evidence/bytes.ts'
import { splitSegments } from '@keyturn/evidence/split.ts'
import { type CheckedUpload, judgeUpload, overlap, type UploadVerdict } from '@keyturn/evidence/upload.ts'
import { unpack } from '@keyturn/store/codec.ts'
import type { Queryable } from '@keyturn/store/pool.ts'
import type { EnrolledDevice } from '@keyturn/store/queries/devices.ts'
import { bodiesWithSegments } from '@keyturn/store/queries/uploads.ts'

const nothingKnown: ReadonlyMap<number, string> = new Map()

export async function judge(db: Queryable, device: EnrolledDevice, upload: CheckedUpload): Promise<UploadVerdict> {
  const shared = overlap(device.head, upload)
  // Usually the youngest shared segment is the head's own, and its digest vouches for all before it.
  if (shared === null || shared.to === device.head.lastSegment) {
    const verdict = judgeUpload(device.head, nothingKnown, upload)
    const isFork = verdict.kind === 'refused' && verdict.code === 'log-fork'
    if (shared === null || !isFork) return verdict
  }
  return judgeUpload(device.head, await heldDigests(db, device, shared), upload)
}

/** The digests of held segments by number, from the stored bytes themselves. */
async function heldDigests(
  db: Queryable,
  device: EnrolledDevice,
  range: { readonly from: number; readonly to: number },
): Promise<ReadonlyMap<number, string>> {
  const digests = new Map<number, string>()
  for (const { codec, body, rawBytes } of await bodiesWithSegments(db, device.id, range)) {
    for (const segment of splitSegments(unpack(codec, body, rawBytes)).segments) {
      digests.set(segment.header.segment, toHex(nodeCrypto.sha256(segment.bytes)))
    }
  }
  return digests
}
