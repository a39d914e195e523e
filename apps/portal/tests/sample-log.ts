/** Logs of the sample drive, signed by a key made from fixed bytes, for the tests of the pages. */
import { nodeCrypto, publicKeyPem, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import { type DeviceId, deviceId } from '@keyturn/domain/units.ts'
import { deviceOrigin } from '@keyturn/evidence/names.ts'
import type { Signer } from '@keyturn/evidence/note.ts'
import { sampleLog } from '@keyturn/evidence/sample.ts'

export type Key = { readonly signer: Signer; readonly raw: Uint8Array; readonly pem: string }

/** The key pair of a seed: 32 times the same byte. */
export function keyOf(seed: number, device: DeviceId = deviceId('KT-MA-0001')): Key {
  const signer = signerFromSeed(deviceOrigin(device), new Uint8Array(32).fill(seed))
  return { signer, raw: signer.key.publicKey, pem: publicKeyPem(signer.key.publicKey) }
}

/** Whole segments with the given numbers of records. */
export const logOf = (sizes: readonly number[], { signer }: Key): Uint8Array =>
  sampleLog(sizes, signer, nodeCrypto).bytes

/** The log with one text of its `nth` line (from 1) changed into another of the same length. */
export function changed(log: Uint8Array, nth: number, from: string, to: string): Uint8Array {
  const lines = new TextDecoder().decode(log).split('\n')
  const line = lines[nth - 1] ?? ''
  if (!line.includes(from) || from.length !== to.length) throw new Error(`line ${nth} has no ${from} to change`)
  lines[nth - 1] = line.replace(from, to)
  return new TextEncoder().encode(lines.join('\n'))
}
