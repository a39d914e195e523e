/** Refusals of the bench: RFC 9457 problems as the server has them. One table gives each its status. */
import { type ProblemBody, problemType } from '@keyturn/contract/problems.ts'
import type { FastifyReply } from 'fastify'

const PROBLEMS = {
  'bad-request': { status: 400, title: 'The request is not what this address expects' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  locked: { status: 423, title: 'The bench is locked' },
  'no-credential': { status: 409, title: 'The bench has no technician' },
  'wrong-passphrase': { status: 422, title: 'The key stays locked' },
  held: { status: 429, title: 'Too many wrong passphrases' },
  'not-now': { status: 409, title: 'That cannot be done now' },
  'not-the-device': { status: 422, title: 'The device did not prove who it is' },
  'unit-silent': { status: 502, title: 'The car does not answer' },
  'unit-refused': { status: 422, title: 'The device refused' },
  'statement-refused': { status: 422, title: 'This is no statement that counts' },
  'unsupported-media-type': { status: 415, title: 'This Content-Type is not supported' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'foreign-origin': { status: 403, title: 'Another page may not use this bench' },
  'wrong-host': { status: 421, title: 'The bench is not at that address' },
  internal: { status: 500, title: 'The bench failed' },
} as const

export type BenchProblem = keyof typeof PROBLEMS

export const sendProblem = (reply: FastifyReply, code: BenchProblem, detail: string): FastifyReply => {
  const { status, title } = PROBLEMS[code]
  const body: ProblemBody = { type: problemType(code), title, status, detail, code }
  return reply.code(status).type('application/problem+json').send(body)
}
