/** Refusals of the local link: RFC 9457 problems as the server has them. One table gives each its status. */
import { type ProblemBody, problemType } from '@keyturn/contract/problems.ts'
import type { FastifyReply } from 'fastify'

const PROBLEMS = {
  'bad-request': { status: 400, title: 'The request is not what this address expects' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'car-busy': { status: 409, title: 'Somebody is doing that already' },
  'statement-refused': { status: 422, title: 'The device does not accept this statement' },
  'unsupported-media-type': { status: 415, title: 'This Content-Type is not supported' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'service-held': { status: 429, title: 'Too many statements were refused' },
  'not-a-demonstration': { status: 403, title: 'Only a demonstration can do that' },
  'foreign-origin': { status: 403, title: 'Another page may not use this link' },
  'wrong-host': { status: 421, title: 'This link is not at that address' },
  'printing-already': { status: 503, title: 'Other copies are being printed' },
  internal: { status: 500, title: 'The unit failed' },
} as const

export type LinkProblem = keyof typeof PROBLEMS

export const sendProblem = (reply: FastifyReply, code: LinkProblem, detail: string): FastifyReply => {
  const { status, title } = PROBLEMS[code]
  const body: ProblemBody = { type: problemType(code), title, status, detail, code }
  return reply.code(status).type('application/problem+json').send(body)
}
