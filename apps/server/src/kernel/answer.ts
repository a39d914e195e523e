/** What a route's handler answers: a value, or one of the refusals its endpoint declares. */
import type { Endpoint, ProblemsOf, ReplyOf } from '@keyturn/contract/endpoint.ts'
import type { ProblemCode, ProblemExtras } from '@keyturn/contract/problems.ts'

export type Refusal<C extends ProblemCode = ProblemCode> = {
  readonly kind: 'problem'
  readonly code: C
  readonly detail: string
  readonly extras: ProblemExtras
}

/** A paper as it is kept, with the name it came under. */
export type SentBytes = { readonly bytes: Uint8Array; readonly mediaType: string; readonly name: string }

/** A log is sent as it is read, piece by piece; JSON that is kept as text is sent as it is. */
export type Sent<E extends Endpoint> = E['reply'] extends { readonly kind: 'log' }
  ? AsyncIterable<Uint8Array>
  : E['reply'] extends { readonly kind: 'bytes' }
    ? SentBytes
    : E['reply'] extends { readonly kind: 'json' }
      ? ReplyOf<E> | JsonText
      : ReplyOf<E>

/** JSON that need not be read and written again: a stored assessment is large, and its bytes count. */
export class JsonText {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Headers that go with an answer, by their names in small letters. */
export type AnswerHeaders = Readonly<Record<string, string>>

export type Outcome<E extends Endpoint> =
  | { readonly kind: 'ok'; readonly value: Sent<E>; readonly headers?: AnswerHeaders }
  | Refusal<ProblemsOf<E>>

export const ok = <T>(
  value: T,
  headers: AnswerHeaders = {},
): { readonly kind: 'ok'; readonly value: T; readonly headers: AnswerHeaders } => ({ kind: 'ok', value, headers })

/** `detail` is one sentence about this very case, with the remedy where there is one. */
export const problem = <C extends ProblemCode>(code: C, detail: string, extras: ProblemExtras = {}): Refusal<C> => ({
  kind: 'problem',
  code,
  detail,
  extras,
})
