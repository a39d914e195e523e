/** Meeting a device: it proves its key against the bench's nonce, and its whole log is read and verified. */

import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import type { DeviceId } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { logHeadAt } from '@keyturn/evidence/log-head.ts'
import type { Known } from '../journal/entry.ts'
import { howKnown, type KnownKeys, keyOf, NotTheDevice, proven, type VerifiedLog, verifiedLog } from './know-device.ts'
import type { UnitLink, UnitState } from './unit-link.ts'

/** A device that proved itself, with its verified log. */
export type Met = {
  readonly link: UnitLink
  readonly state: UnitState
  readonly device: DeviceId
  readonly known: Known
  /** The device's signed answer to this bench. */
  readonly proof: string
  readonly bytes: Uint8Array
  readonly log: VerifiedLog
}

/** @throws NotTheDevice, UnitSilent, UnitRefused. */
export async function meet(link: UnitLink, keys: KnownKeys, nonce: string): Promise<Met> {
  const state = await link.state()
  const { device, key } = keyOf(state.device, state.publicKey)
  const known = howKnown(device, state.publicKey, keys)
  const { proof } = await link.challenge(nonce)
  const answer = proven(proof, key, nonce)
  const bytes = await link.log()
  const log = verifiedLog(bytes, key)
  // The device vouched for where its log stands: one that is shorter, or says otherwise there, is not that log.
  if (answer.logSeq > 0 && runSync(logHeadAt(bytes, answer.logSeq), nodeCrypto) !== answer.logHead) {
    throw new NotTheDevice(
      'the log that came is not the one this device just signed for. Do not service it; keep the device and tell the vendor.',
    )
  }
  return { link, state, device, known, proof, bytes, log }
}
