/** HMAC-SHA256 (RFC 2104) over the port's SHA-256. */
import { concat } from '../bytes.ts'
import { type Proof, sha256 } from '../crypto.ts'

const BLOCK = 64

/** The 32 bytes of HMAC-SHA256. Any length of key and message. */
export function* hmacSha256(key: Uint8Array, message: Uint8Array): Proof<Uint8Array> {
  const block = new Uint8Array(BLOCK)
  block.set(key.length > BLOCK ? yield* sha256(key) : key)
  const inner = yield* sha256(
    concat(
      block.map((byte) => byte ^ 0x36),
      message,
    ),
  )
  return yield* sha256(
    concat(
      block.map((byte) => byte ^ 0x5c),
      inner,
    ),
  )
}
