/** Requests that change a case: sent again under the same key they change nothing; they name the state they rest on. */
import type { IncomingHttpHeaders } from 'node:http'
import { problem, type Refusal } from './answer.ts'

export type Keyed = {
  readonly kind: 'keyed'
  /** The caller's own name for this one request. */
  readonly key: string
  /** The number of facts that the caller knew; null: whatever the case is by now. */
  readonly ifMatch: number | null
}

export const NOT_KEYED: Keyed = { kind: 'keyed', key: '', ifMatch: null }

/** 1 to 200 printable ASCII characters without blanks at the ends. */
const KEY = /^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/
const TAG = /^"(\d{1,7})"$/

/** Reads `Idempotency-Key` and `If-Match`. */
export function keyedBy(headers: IncomingHttpHeaders): Keyed | Refusal<'idempotency-key-missing' | 'bad-request'> {
  const key = headers['idempotency-key']
  if (typeof key !== 'string' || !KEY.test(key)) {
    return problem(
      'idempotency-key-missing',
      'Send an Idempotency-Key header: 1 to 200 characters that name this one request, the same when it is sent again.',
    )
  }
  const match = headers['if-match']
  if (match === undefined || match === '*') return { kind: 'keyed', key, ifMatch: null }
  const seq = TAG.exec(match)?.[1]
  return seq === undefined
    ? problem('bad-request', 'If-Match is the number of facts in quotes, as the ETag of a case has it: "12".')
    : { kind: 'keyed', key, ifMatch: Number(seq) }
}
