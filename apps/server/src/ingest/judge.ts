/** Judges a proved upload beside what is held; older segments are looked up only where the verdict hangs on them. */
import { type CheckedUpload, judgeUpload, overlap, type UploadVerdict } from '@keyturn/evidence/upload.ts'
import type { EnrolledDevice } from '@keyturn/store/queries/devices.ts'
import type { HeldDigests } from './held-digests.ts'

const nothingKnown: ReadonlyMap<number, string> = new Map()

export async function judge(
  digests: HeldDigests,
  device: EnrolledDevice,
  upload: CheckedUpload,
): Promise<UploadVerdict> {
  const shared = overlap(device.head, upload)
  // Usually the youngest shared segment is the head's own, and its digest vouches for all before it.
  if (shared === null || shared.to === device.head.lastSegment) {
    const verdict = judgeUpload(device.head, nothingKnown, upload)
    const isFork = verdict.kind === 'refused' && verdict.code === 'log-fork'
    if (shared === null || !isFork) return verdict
  }
  return judgeUpload(device.head, await digests(device.id, shared), upload)
}
