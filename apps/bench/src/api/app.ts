/** The bench's own address on this laptop: its page, and what the page and the command line ask. */

import { hasCode } from '@keyturn/local/disk/node-disk.ts'
import { guardAll, guardLink } from '@keyturn/local/guard.ts'
import { servePages } from '@keyturn/local/pages.ts'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { z } from 'zod'
import { NobodyHere } from '../keys/technician.ts'
import { BadOptions } from '../options.ts'
import { StatementUnfit } from '../sync/statements.ts'
import { NotNow } from '../visit/desk.ts'
import { NotTheDevice } from '../visit/know-device.ts'
import { UnitRefused, UnitSilent } from '../visit/unit-link.ts'
import { sendProblem } from './problem.ts'
import { type BenchParts, routes } from './routes.ts'

export type App = { readonly url: string; close(): Promise<void> }

export type AppOptions = {
  readonly port: number
  readonly portalFolder: string | null
  /** Told of what is nobody's expected refusal. */
  readonly onFailure: (error: unknown) => void
}

const HOST = '127.0.0.1'
const BODY_BYTES_MAX = 262_144

/** Starts to listen. @throws BadOptions when the port is taken. */
export async function startApp(parts: BenchParts, { port, portalFolder, onFailure }: AppOptions): Promise<App> {
  const app: FastifyInstance = fastify({ bodyLimit: BODY_BYTES_MAX, forceCloseConnections: true })
  app.removeContentTypeParser('text/plain')
  guardAll(app, { refuse: sendProblem, origins: [] })
  app.setErrorHandler((error, _request, reply) => refuse(error, reply, onFailure))
  await app.register(async (scope) => {
    guardLink(scope, sendProblem)
    routes(scope, parts)
  })
  app.get('/', (_request, reply) => reply.redirect('/bench'))
  await servePages(app, {
    folder: portalFolder,
    data: '/bench/',
    refuse: ({ method, url }, reply) =>
      sendProblem(reply, 'not-found', `${method} ${url.slice(0, 200)} is not part of the bench`),
  })
  try {
    await app.listen({ host: HOST, port })
  } catch (error) {
    if (!hasCode(error, 'EADDRINUSE')) throw error
    throw new BadOptions(`port ${port} is taken; stop what uses it, or choose another port`, { cause: error })
  }
  const address = app.server.address()
  const own = typeof address === 'object' && address !== null ? address.port : port
  return { url: `http://${HOST}:${own}`, close: () => app.close() }
}

function refuse(error: unknown, reply: FastifyReply, onFailure: (error: unknown) => void): FastifyReply {
  if (error instanceof z.ZodError) return sendProblem(reply, 'bad-request', firstProblem(error))
  if (error instanceof NobodyHere) return sendProblem(reply, error.code, error.message)
  if (error instanceof NotNow) return sendProblem(reply, 'not-now', error.message)
  if (error instanceof NotTheDevice) return sendProblem(reply, 'not-the-device', error.message)
  if (error instanceof StatementUnfit) return sendProblem(reply, 'statement-refused', error.message)
  if (error instanceof UnitRefused) return sendProblem(reply, 'unit-refused', error.message)
  if (error instanceof UnitSilent) {
    return sendProblem(reply, 'unit-silent', `${error.message}. Check the cable and the address, then try again.`)
  }
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500
  const said = error instanceof Error ? error.message : String(error)
  if (status === 413) return sendProblem(reply, 'body-too-large', said)
  if (status === 415) return sendProblem(reply, 'unsupported-media-type', said)
  if (typeof status === 'number' && status >= 400 && status < 500) return sendProblem(reply, 'bad-request', said)
  onFailure(error)
  return sendProblem(reply, 'internal', 'something went wrong in the bench; what was done is in its journal')
}

const firstProblem = (error: z.ZodError): string => {
  const [issue] = error.issues
  return issue === undefined ? 'malformed' : `${issue.path.join('.') || 'the whole'}: ${issue.message}`
}
