/** Ties an endpoint to its handler. What a handler gets has been checked; what it may refuse is declared. */
import { Readable } from 'node:stream'
import type { BodyOf, Endpoint, ParamsOf, QueryOf } from '@keyturn/contract/endpoint.ts'
import { type EndpointName, endpoints } from '@keyturn/contract/endpoints.ts'
import { UPLOAD_BYTES_MAX } from '@keyturn/contract/fields.ts'
import { type Actor, actorOf } from '@keyturn/domain/actor.ts'
import type { DeviceId, Instant } from '@keyturn/domain/units.ts'
import type { Session } from '@keyturn/store/queries/accounts/sessions.ts'
import type { EnrolledDevice } from '@keyturn/store/queries/devices.ts'
import { findDevice } from '@keyturn/store/queries/find-device.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { noteRefusal } from '../accounts/note-refusal.ts'
import type { Services } from '../services.ts'
import type { Outcome, SentBytes } from './answer.ts'
import { JsonText, problem } from './answer.ts'
import { type Keyed, keyedBy, NOT_KEYED } from './keyed.ts'
import { sendBytes } from './send-bytes.ts'
import { sendProblem } from './send-problem.ts'

export type Handled<E extends Endpoint> = {
  readonly params: ParamsOf<E>
  readonly query: QueryOf<E>
  /** For a log the bytes as they came; `encoding` says how they are packed. */
  readonly body: BodyOf<E>
  readonly encoding: string
  /** Whose log is sent, found before its body was read. */
  readonly device: E['body'] extends { readonly kind: 'log' } ? EnrolledDevice : undefined
  /** Who calls. The guard has let them in; what they may see of it is for the handler and the database to say. */
  readonly actor: Actor
  /** Where they are signed in. */
  readonly session: Session | undefined
  readonly headers: FastifyRequest['headers']
  /** For endpoints that change a case: under which key, and on which state of it. */
  readonly keyed: Keyed
  /** The caller's network address and program, as far as it tells them. */
  readonly address: string
  readonly agent: string
  readonly now: Instant
  readonly services: Services
}

export type Route = {
  readonly name: EndpointName
  readonly register: (app: FastifyInstance, services: Services) => void
}

declare module 'fastify' {
  interface FastifyRequest {
    device: EnrolledDevice | undefined
  }
}

/** `JSON` bodies are small: the largest is an authority's signed list, with what JSON adds around it. */
const JSON_BYTES_MAX = 80 * 1_024

export function route<N extends EndpointName>(
  name: N,
  handle: (call: Handled<(typeof endpoints)[N]>) => Promise<Outcome<(typeof endpoints)[N]>>,
): Route {
  const told: Endpoint = endpoints[name]
  return {
    name,
    register: (app, services) => {
      app.route({
        method: told.method,
        url: told.path,
        bodyLimit: bodyLimitOf(told),
        config: { endpoint: name },
        onRequest: told.body.kind === 'log' ? deviceFirst(told, services) : [],
        handler: async (request, reply) => {
          const read = readRequest(told, request)
          if (read.kind === 'problem') return sendProblem(request, reply, read)
          const keyed = told.keyed === true ? keyedBy(request.headers) : NOT_KEYED
          if (keyed.kind === 'problem') return sendProblem(request, reply, keyed)
          // `read` was parsed by this endpoint's own schemas.
          const call = {
            ...read.value,
            ...callerOf(request),
            device: request.device,
            keyed,
            now: services.clock.now(),
            services,
          } as Handled<(typeof endpoints)[N]>
          const outcome = await handle(call)
          if (outcome.kind === 'problem') {
            await noteRefusal(services, request, outcome.code)
            return sendProblem(request, reply, outcome)
          }
          reply.headers(outcome.headers ?? {})
          return sendValue(told, reply, outcome.value)
        },
      })
    },
  }
}

const bodyLimitOf = ({ body }: Endpoint): number =>
  body.kind === 'log' ? UPLOAD_BYTES_MAX : body.kind === 'bytes' ? body.bytesMax : JSON_BYTES_MAX

/** The guard has asked who calls before any handler does. */
function callerOf({ principal, headers, ip }: FastifyRequest) {
  const known = principal?.kind === 'known' ? principal : undefined
  return {
    actor: known?.actor ?? actorOf('public'),
    session: known?.session,
    headers,
    address: ip,
    agent: (headers['user-agent'] ?? '').slice(0, 300),
  }
}

/** An upload is a lot to read for a device that nobody knows. */
const deviceFirst =
  (told: Endpoint, { pool }: Services) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const read = readRequest(told, request)
    if (read.kind === 'problem') {
      await sendProblem(request, reply, read)
      return
    }
    // The path of an endpoint that takes a log names the device; its schema has just been met.
    const { deviceId } = read.value.params as { readonly deviceId: DeviceId }
    request.device = await findDevice(pool, deviceId)
    if (request.device !== undefined) return
    await sendProblem(request, reply, problem('unknown-device', `No device ${deviceId} is enrolled here.`))
  }

function readRequest(told: Endpoint, request: FastifyRequest) {
  const errors: string[] = []
  const read = (schema: z.ZodType, value: unknown, where: string): unknown => {
    const result = schema.safeParse(value)
    if (result.success) return result.data
    for (const { path, message } of result.error.issues) errors.push(`${[where, ...path].join('.')}: ${message}`)
    return undefined
  }
  const params = read(told.params, request.params, 'path')
  const query = read(told.query, request.query, 'query')
  // An upload without a body is an empty one.
  const body =
    told.body.kind === 'json' ? read(told.body.schema, request.body, 'body') : (request.body ?? new Uint8Array(0))
  if (errors.length > 0) return problem('bad-request', errors.join('; '), { errors })
  const encoding = request.headers['content-encoding'] ?? 'identity'
  return { kind: 'ok' as const, value: { params, query, body, encoding } }
}

function sendValue(told: Endpoint, reply: FastifyReply, value: unknown): FastifyReply {
  switch (told.reply.kind) {
    case 'json': {
      const text = value instanceof JsonText ? value.text : JSON.stringify(value)
      return reply.type('application/json; charset=utf-8').send(text)
    }
    case 'bytes':
      // `Sent` of such an endpoint.
      return sendBytes(reply, value as SentBytes)
    case 'text':
      return reply.type('text/plain; charset=utf-8').send(value)
    case 'log':
      // `Sent` of a log endpoint is an iterable of bytes.
      return reply.type('application/octet-stream').send(Readable.from(value as AsyncIterable<Uint8Array>))
  }
}
