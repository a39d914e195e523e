/** Keeps a second history, signed by the device's own key, as evidence; what was accepted before stays as it is. */

import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import type { CheckedUpload, UploadVerdict } from '@keyturn/evidence/upload.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import { addFork } from '@keyturn/store/queries/add-fork.ts'
import type { EnrolledDevice } from '@keyturn/store/queries/devices.ts'
import { problem, type Refusal } from '../kernel/answer.ts'
import { packWhole, type Received } from './pack.ts'

type Forked = Extract<UploadVerdict, { code: 'log-fork' }>

export async function keepFork(
  pool: Pool,
  given: {
    readonly device: EnrolledDevice
    readonly checked: CheckedUpload
    readonly received: Received
    readonly now: Instant
  },
  { atSegment, atSeq }: Forked,
): Promise<Refusal<'log-fork'>> {
  const { device, checked, received, now } = given
  const words = (kept: boolean) =>
    `The device signed two different histories from segment ${atSegment} (record ${atSeq}) on. ` +
    (kept
      ? 'Both are kept; a person has to compare them.'
      : 'The first is kept; this one is not, because many others of this device are. A person has to look at them.')
  const kept = await addFork(pool, {
    ...(await packWhole(received)),
    device: device.id,
    bodyDigest: nodeCrypto.sha256(received.raw),
    atSegment,
    firstSeq: checked.sealed[0].segment.header.firstSeq,
    lastSeq: checked.head.lastSeq,
    receivedAt: now,
    words,
  })
  return problem('log-fork', words(kept), { atSegment, atSeq })
}
