/**
 * Hashes and signatures enter as a port: `node:crypto` answers at once, WebCrypto answers later. What has to be proved
 * is written once, as a generator that asks; `runSync` and `runAsync` carry the questions to a port of either kind.
 */
import { assert } from '@keyturn/domain/units.ts'

/** Primitives that answer at once. Public keys are 32 bytes (RFC 8032), digests 32, signatures 64. */
export interface Crypto {
  sha256(bytes: Uint8Array): Uint8Array
  /** Ed25519. False for any wrong key, message or signature; never throws for bad bytes. */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
}

/** The same primitives, answering later. */
export interface AsyncCrypto {
  sha256(bytes: Uint8Array): Promise<Uint8Array>
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean>
}

type Ask =
  | { readonly do: 'sha256'; readonly bytes: Uint8Array }
  | {
      readonly do: 'verify'
      readonly publicKey: Uint8Array
      readonly message: Uint8Array
      readonly signature: Uint8Array
    }
type Answer = Uint8Array | boolean

/** A piece of checking that ends in a `T` when its questions are answered. Run it once, by `runSync` or `runAsync`. */
export type Proof<T> = Generator<Ask, T, Answer>

/** Asks for a SHA-256. */
export function* sha256(bytes: Uint8Array): Proof<Uint8Array> {
  const digest = yield { do: 'sha256', bytes }
  assert(typeof digest !== 'boolean' && digest.length === 32, 'a SHA-256 is 32 bytes')
  return digest
}

/** Asks whether an Ed25519 signature holds. */
export function* signatureHolds(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Proof<boolean> {
  const holds = yield { do: 'verify', publicKey, message, signature }
  assert(typeof holds === 'boolean', 'a signature holds or does not')
  return holds
}

/** Runs a piece of checking where every answer is there at once (`node:crypto`). */
export function runSync<T>(proof: Proof<T>, crypto: Crypto): T {
  let step = proof.next()
  while (step.done !== true) step = proof.next(answer(step.value, crypto))
  return step.value
}

/** Runs a piece of checking where answers come later (WebCrypto). */
export async function runAsync<T>(proof: Proof<T>, crypto: AsyncCrypto): Promise<T> {
  let step = proof.next()
  while (step.done !== true) step = proof.next(await answer(step.value, crypto))
  return step.value
}

function answer(ask: Ask, crypto: Crypto): Answer
function answer(ask: Ask, crypto: AsyncCrypto): Promise<Answer>
function answer(ask: Ask, crypto: Crypto | AsyncCrypto): Answer | Promise<Answer> {
  return ask.do === 'sha256' ? crypto.sha256(ask.bytes) : crypto.verify(ask.publicKey, ask.message, ask.signature)
}
