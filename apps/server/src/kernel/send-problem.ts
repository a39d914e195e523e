/** Refusals as RFC 9457 bodies, and what the framework or the database throws turned into refusals. */
import { randomUUID } from 'node:crypto'
import { PROBLEMS, type ProblemCode, problemBody } from '@keyturn/contract/problems.ts'
import { NotDurable } from '@keyturn/store/pool.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { plainError } from '../plain-error.ts'
import { problem, type Refusal } from './answer.ts'

const RETRY_AFTER_S: { readonly [C in ProblemCode]?: number } = { busy: 2, 'not-durable': 5, unavailable: 5 }

export function sendProblem(request: FastifyRequest, reply: FastifyReply, refused: Refusal): FastifyReply {
  const { code, detail, extras } = refused
  const { status } = PROBLEMS[code]
  const retryAfter = RETRY_AFTER_S[code]
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter)
  if (code === 'unauthorized') reply.header('www-authenticate', 'Bearer')
  request.server.refusals.inc({ code })
  // A query may hold what is nobody's business, such as the code of a sign-in.
  request.log.debug({ code, detail, path: request.url.split('?')[0] }, 'refused')
  // As bytes, since the framework adds a charset to text, and this media type has none.
  const body = Buffer.from(JSON.stringify(problemBody(code, detail, extras)))
  return reply.code(status).type('application/problem+json').send(body)
}

/** Anything thrown on the way. Our own mistakes answer 500 with a number that stands in the log as well. */
export function sendError(error: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // Nobody hears the answer; it only keeps a broken connection from being taken for a broken database.
  const isCutOff = request.raw.errored !== null && !request.raw.complete
  const known = isCutOff ? problem('bad-request', 'The body broke off.') : refusalFor(error)
  if (known !== undefined) {
    if (known.code === 'unavailable' || known.code === 'not-durable')
      request.log.warn({ err: plainError(error) }, known.detail)
    return sendProblem(request, reply, known)
  }
  const instance = `urn:uuid:${randomUUID()}`
  request.log.error({ err: plainError(error), instance }, 'a request failed')
  return sendProblem(
    request,
    reply,
    problem('internal', 'Something went wrong here; it is logged under this instance.', { instance }),
  )
}

function refusalFor(error: Error): Refusal | undefined {
  if (error instanceof NotDurable) {
    return problem('not-durable', 'The standby database did not confirm the upload. Send it again; nothing is lost.')
  }
  const code = 'code' in error ? String(error.code) : ''
  const framework = FRAMEWORK[code]
  if (framework !== undefined) return problem(framework.code, framework.detail)
  if ('statusCode' in error && error.statusCode === 429) return problem('too-many-requests', error.message)
  // The framework's own refusals of a request say what is wrong with it.
  if (code.startsWith('FST_') && 'statusCode' in error && error.statusCode === 400)
    return problem('bad-request', error.message)
  if (DATABASE_AWAY.test(code) || DATABASE_AWAY_WORDS.test(error.message)) {
    return problem('unavailable', 'The database cannot be reached. Try again shortly; nothing was stored.')
  }
  if (code === '53100')
    return problem('unavailable', 'The database disk is full. Nothing was stored; send it again later.')
  return undefined
}

const FRAMEWORK: Readonly<Record<string, { readonly code: ProblemCode; readonly detail: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: 'body-too-large',
    detail: 'The body is larger than this address takes. Send it in parts.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'unsupported-media-type',
    detail: 'Send JSON as Content-Type: application/json.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { code: 'bad-request', detail: 'The body is not as long as its Content-Length.' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'bad-request', detail: 'The body is empty.' },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'bad-request', detail: 'The body is not JSON.' },
}

/** Connection refused or reset, server shutting down or in recovery, too many connections. */
const DATABASE_AWAY = /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|57P0[123]|08...|53300)$/
const DATABASE_AWAY_WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/
