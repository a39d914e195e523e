/** Takes in an upload: unpack, prove, judge, store, and only then answer. Nothing is parsed here but headers. */

import { nodeCrypto, nodeNoteKey } from '@keyturn/contract/crypto/node.ts'
import type { UploadReceipt } from '@keyturn/contract/endpoints/log.ts'
import { type DeviceId, type Instant, iso, unreachable } from '@keyturn/domain/units.ts'
import { explainFault } from '@keyturn/evidence/fault.ts'
import { deviceOrigin } from '@keyturn/evidence/names.ts'
import { signReceipt } from '@keyturn/evidence/receipt.ts'
import { type CheckedUpload, checkUpload, type RefusedUpload, type UploadVerdict } from '@keyturn/evidence/upload.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import { addUpload } from '@keyturn/store/queries/add-upload.ts'
import { confirmHead } from '@keyturn/store/queries/confirm-head.ts'
import type { EnrolledDevice } from '@keyturn/store/queries/devices.ts'
import { findDevice } from '@keyturn/store/queries/find-device.ts'
import { bodiesWithSegments, findReceipt, type StoredReceipt } from '@keyturn/store/queries/uploads.ts'
import { ok, problem, type Refusal } from '../kernel/answer.ts'
import type { Metrics } from '../metrics.ts'
import type { ServerSigners } from '../services.ts'
import { clockOff } from './clock-check.ts'
import { gate } from './gate.ts'
import { type HeldDigests, heldDigests } from './held-digests.ts'
import { judge } from './judge.ts'
import { keepFork } from './keep-fork.ts'
import { packFresh, type Received } from './pack.ts'
import { unpackUpload } from './unpack-upload.ts'

export type Upload = {
  /** As it was found before the body was read: its head may have moved since. */
  readonly device: EnrolledDevice
  readonly body: Uint8Array
  readonly encoding: string
  readonly now: Instant
}

export type IngestOutcome =
  | { readonly kind: 'ok'; readonly value: UploadReceipt }
  | Refusal<
      | 'log-gap'
      | 'log-fork'
      | 'wrong-device'
      | 'bad-signature'
      | 'malformed-log'
      | 'bad-encoding'
      | 'unsupported-encoding'
      | 'body-too-large'
      | 'busy'
    >

export type Ingest = {
  readonly take: (upload: Upload) => Promise<IngestOutcome>
  /** Whether any upload is being taken in at this moment. */
  readonly isBusy: () => boolean
}

export type IngestParts = { readonly pool: Pool; readonly keys: ServerSigners; readonly metrics: Metrics }
type Parts = IngestParts & { readonly digests: HeldDigests }

/** Unpacked uploads are held in memory; so many at once, and the limit on their size, bound it. */
const UNPACKED_AT_ONCE = 16
/** Two uploads for one device at the same moment are rare; more rounds of losing to others than this is overload. */
const ROUNDS_MAX = 8

export function ingestWith(given: IngestParts): Ingest {
  const parts = { ...given, digests: heldDigests((device, range) => bodiesWithSegments(given.pool, device, range)) }
  const turn = gate(UNPACKED_AT_ONCE)
  let inside = 0
  return {
    take: async (upload) => {
      inside += 1
      try {
        return await turn(() => ingest(parts, upload))
      } finally {
        inside -= 1
      }
    },
    isBusy: () => inside > 0,
  }
}

async function ingest(parts: Parts, upload: Upload): Promise<IngestOutcome> {
  const { device } = upload
  const unpacked = await unpackUpload(upload.body, upload.encoding)
  if (unpacked.kind === 'problem') return unpacked
  const checked = checkUpload(unpacked.raw, nodeNoteKey(deviceOrigin(device.id), device.publicKey), nodeCrypto)
  if (checked.kind === 'refused') return refusal(checked)
  const received: Received = { body: upload.body, codec: unpacked.codec, raw: unpacked.raw }
  return settle(parts, { device, checked, received, now: upload.now })
}

type Checked = {
  readonly device: EnrolledDevice
  readonly checked: CheckedUpload
  readonly received: Received
  readonly now: Instant
}

/** Judges beside what is held, and stores; again, if another upload of the same device moved the head meanwhile. */
async function settle(parts: Parts, given: Checked): Promise<IngestOutcome> {
  let { device } = given
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const verdict = await judge(parts.digests, device, given.checked)
    // What was missing beside the head of a while ago may have come meanwhile.
    const isOldNews = round === 0 && verdict.kind === 'refused' && verdict.code === 'log-gap'
    const outcome = isOldNews ? undefined : await act(parts, { ...given, device }, verdict)
    if (outcome !== undefined) return outcome
    device = (await findDevice(parts.pool, device.id)) ?? device
  }
  return problem('busy', `Too many uploads of ${device.id} at once. Send it again in a moment.`)
}

/** Undefined when the head moved between judging and storing. */
async function act(parts: IngestParts, given: Checked, verdict: UploadVerdict): Promise<IngestOutcome | undefined> {
  switch (verdict.kind) {
    case 'accepted':
      return store(parts, given, verdict)
    case 'already-held':
      return receiptAgain(parts, given)
    case 'refused':
      switch (verdict.code) {
        case 'log-gap':
          return problem('log-gap', `Records before these are missing. Send from record ${verdict.wantedFrom} on.`, {
            wantedFrom: verdict.wantedFrom,
          })
        case 'log-fork':
          return keepFork(parts.pool, given, verdict)
        default:
          return refusal(verdict)
      }
    default:
      return unreachable(verdict)
  }
}

async function store(
  { pool, keys, metrics }: IngestParts,
  { device, checked, received, now }: Checked,
  { fresh, head }: Extract<UploadVerdict, { kind: 'accepted' }>,
): Promise<IngestOutcome | undefined> {
  const packed = await packFresh(received, checked, fresh)
  const [first] = fresh
  const told = {
    origin: keys.receipt.key.name,
    device: device.id,
    lastSeq: head.lastSeq,
    digest: head.digest,
    receivedAt: now,
  }
  const receipt = signReceipt(told, keys.receipt)
  const clockOffMs = clockOff(checked, device.enrolledAt, now)
  const { firstSeq, segment: firstSegment } = first.segment.header
  const stored = await addUpload(pool, {
    ...packed,
    device: device.id,
    follows: device.head,
    head,
    firstSeq,
    firstSegment,
    receivedAt: now,
    clockOffMs,
    receipt,
  })
  if (!stored) return undefined
  metrics.accepted(head.lastSeq - firstSeq + 1, packed.rawBytes, packed.body.length)
  return answer(device.id, { lastSeq: head.lastSeq, digest: head.digest, receivedAt: now, clockOffMs, receipt })
}

async function receiptAgain(
  { pool, metrics }: IngestParts,
  { device, checked, now }: Checked,
): Promise<IngestOutcome | undefined> {
  const stored = await findReceipt(pool, device.id, checked.head.lastSeq)
  // Held, so some upload holds it; if none does, our own tables contradict each other, and a second look will not help.
  if (stored === undefined) throw new Error(`${device.id} is held up to ${device.head.lastSeq} and no upload says so`)
  await confirmHead(pool, device.id, now)
  metrics.repeated()
  return answer(device.id, stored)
}

const answer = (device: DeviceId, stored: StoredReceipt): IngestOutcome =>
  ok({
    device,
    lastSeq: stored.lastSeq,
    receivedAt: iso(stored.receivedAt),
    receipt: stored.receipt,
    clockOffMs: stored.clockOffMs,
  })

const refusal = ({ code, fault }: RefusedUpload): IngestOutcome =>
  problem(code, `The upload is refused: ${explainFault(fault)}.`, { fault })
