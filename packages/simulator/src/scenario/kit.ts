/** Hashes and keys enter a run from outside, so that the run itself stays pure. */
import { nodeCrypto, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import type { Crypto } from '@keyturn/evidence/crypto.ts'
import type { Signer } from '@keyturn/evidence/note.ts'

export type Kit = {
  readonly crypto: Crypto
  /** A signer of this name from the 32-byte seed of an Ed25519 key. */
  readonly signer: (name: string, seed: Uint8Array) => Signer
}

export const nodeKit: Kit = { crypto: nodeCrypto, signer: signerFromSeed }
