import type { FastifyReply } from 'fastify'
import type { SentBytes } from './answer.ts'

/**
 * A paper that somebody handed in, to be looked at by somebody else: it is saved and never shown as a page of this
 * server, whatever it holds.
 */
export const sendBytes = (reply: FastifyReply, { bytes, mediaType, name }: SentBytes): FastifyReply =>
  reply
    .type(mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType)
    .header('content-disposition', `attachment; filename*=UTF-8''${encoded(name)}`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, no-store')
    // A view over the bytes, since the framework sends buffers as they are.
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))

/** RFC 8187: what `encodeURIComponent` leaves and a header's value may not hold is encoded as well. */
const encoded = (name: string): string =>
  encodeURIComponent(name).replaceAll(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
