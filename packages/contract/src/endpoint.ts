/** How an endpoint is told: once, for the server's routes, the clients and the documents alike. */
import type { z } from 'zod'
import type { CommonProblem, ProblemCode } from './problems.ts'

/** What a request carries. `log` is whole segments of a device's log, gzip or plain; `bytes` is a paper as it is. */
export type BodyKind<S extends z.ZodType = z.ZodType> =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly schema: S }
  | { readonly kind: 'log' }
  | { readonly kind: 'bytes'; readonly mediaTypes: readonly string[]; readonly bytesMax: number }
/** What a good answer carries. */
export type ReplyKind<S extends z.ZodType = z.ZodType> =
  | { readonly kind: 'json'; readonly schema: S }
  | { readonly kind: 'log' }
  | { readonly kind: 'bytes' }
  | { readonly kind: 'text' }

export type Endpoint<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends BodyKind = BodyKind,
  R extends ReplyKind = ReplyKind,
  C extends ProblemCode = ProblemCode,
> = {
  readonly method: 'GET' | 'POST'
  /** Parameters are written `:deviceId`. */
  readonly path: string
  /** One sentence for the documents. */
  readonly summary: string
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly reply: R
  /**
   * Set where a request changes a case: it carries an `Idempotency-Key`, so that it can be sent again without harm, and
   * may carry `If-Match` with the number of facts that its sender knew.
   */
  readonly keyed?: true
  /** Longest good answer in bytes, where that is more than a client takes by itself. */
  readonly replyBytesMax?: number
  /** Refusals of its own, besides the common ones. */
  readonly problems: readonly C[]
}

/** Checks an endpoint's types where it is told, and keeps its exact problem codes. */
export const endpoint = <
  P extends z.ZodType,
  Q extends z.ZodType,
  const B extends BodyKind,
  const R extends ReplyKind,
  const C extends ProblemCode,
>(
  told: Endpoint<P, Q, B, R, C>,
): Endpoint<P, Q, B, R, C> => told

export const noBody = { kind: 'none' } as const
export const logBody = { kind: 'log' } as const
export const bytesReply = { kind: 'bytes' } as const
export const logReply = { kind: 'log' } as const
export const textReply = { kind: 'text' } as const
/** A body of one of these media types, at most so many bytes long. */
export const bytesBody = <const M extends readonly string[]>(mediaTypes: M, bytesMax: number) =>
  ({ kind: 'bytes', mediaTypes, bytesMax }) as const
/** A body that is read by this schema. */
export const jsonBody = <S extends z.ZodType>(schema: S): { readonly kind: 'json'; readonly schema: S } => ({
  kind: 'json',
  schema,
})
/** An answer of this shape. */
export const jsonReply = <S extends z.ZodType>(schema: S): { readonly kind: 'json'; readonly schema: S } => ({
  kind: 'json',
  schema,
})

export type ParamsOf<E extends Endpoint> = z.output<E['params']>
export type QueryOf<E extends Endpoint> = z.output<E['query']>
/** What a caller gives: defaults may be left out. */
export type QueryInputOf<E extends Endpoint> = z.input<E['query']>
export type ParamsInputOf<E extends Endpoint> = z.input<E['params']>
export type BodyOf<E extends Endpoint> = E['body'] extends {
  readonly kind: 'json'
  readonly schema: infer S extends z.ZodType
}
  ? z.output<S>
  : E['body'] extends { readonly kind: 'log' | 'bytes' }
    ? Uint8Array
    : undefined
export type ReplyOf<E extends Endpoint> = E['reply'] extends {
  readonly kind: 'json'
  readonly schema: infer S extends z.ZodType
}
  ? z.output<S>
  : E['reply'] extends { readonly kind: 'log' | 'bytes' }
    ? Uint8Array
    : string
export type ProblemsOf<E extends Endpoint> = E['problems'][number] | CommonProblem
