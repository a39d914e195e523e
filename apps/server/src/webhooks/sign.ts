/** Signatures in the manner of Standard Webhooks: over id, time and body. `docs/formats/webhooks.md` describes them. */
import { createHmac, randomBytes } from 'node:crypto'
import type { Instant } from '@keyturn/domain/units.ts'

const PREFIX = 'whsec_'

/** A new secret of 32 bytes, as the subscriber is shown it once: `whsec_` and Base 64. */
export function newSecret(): { readonly bytes: Uint8Array; readonly shown: string } {
  const bytes = randomBytes(32)
  return { bytes, shown: `${PREFIX}${bytes.toString('base64')}` }
}

/** The three headers of a message. `id` has no full stop in it, since full stops part what is signed. */
export function signedHeaders(
  secret: Uint8Array,
  message: { readonly id: string; readonly at: Instant; readonly body: string },
): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const time = String(Math.floor(message.at / 1_000))
  const mac = createHmac('sha256', secret).update(`${message.id}.${time}.${message.body}`).digest('base64')
  return { 'webhook-id': message.id, 'webhook-timestamp': time, 'webhook-signature': `v1,${mac}` }
}
