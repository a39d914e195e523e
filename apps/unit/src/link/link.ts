/** The local link: how handset, phone and bench talk to the unit, on this machine only. `docs/formats/link.md`. */
import type { Socket } from 'node:net'
import fastifyWebsocket from '@fastify/websocket'
import { iso } from '@keyturn/domain/units.ts'
import { isNonce } from '@keyturn/evidence/statement/challenge.ts'
import { hasCode } from '@keyturn/local/disk/node-disk.ts'
import { guardAll, guardLink } from '@keyturn/local/guard.ts'
import { servePages } from '@keyturn/local/pages.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import fastify, { type FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Controller } from '../controller.ts'
import { CarBusy, type VirtualCar } from '../hardware/virtual-car.ts'
import { BadOptions, type UnitOptions } from '../options.ts'
import { NotPrintable } from '../print/copy.ts'
import type { Recorder } from '../recorder/recorder.ts'
import type { Ground, Relief } from '../relief/assemble.ts'
import { Held } from '../relief/refusals.ts'
import type { ReliefLog } from '../relief/relief-log.ts'
import type { Serve } from '../service/at-desk.ts'
import { StatementRefused } from '../service/refused.ts'
import type { Challenge, ServiceDesk } from '../service/session.ts'
import { ServiceRequest } from '../service/steps.ts'
import type { Sync } from '../sync/sync.ts'
import { CarRequest, ClockRequest, OFFSET_MS_MAX } from './acts.ts'
import { demoOrigins, PRINTED_POLICY } from './guard.ts'
import { livePush } from './live.ts'
import { BadRequest, parsed } from './parsed.ts'
import { oneAtATime, PrintingAlready, printedPdf, printedText } from './print.ts'
import { sendProblem } from './problem.ts'
import { newestRecords } from './records.ts'
import { reliefRoutes } from './relief-routes.ts'
import { linkState } from './state.ts'

export type LinkParts = Relief & {
  readonly options: UnitOptions
  readonly profile: Profile
  readonly publicKey: string
  readonly controller: Controller
  readonly recorder: Recorder
  readonly car: VirtualCar
  readonly clock: Clock
  readonly sync: Sync
  readonly desk: ServiceDesk
  /** Verifies and performs a technician's request. @throws StatementRefused, Held. */
  readonly serve: Serve
  readonly ground: Ground
  readonly reliefLog: ReliefLog
  /** The device's signed word about itself for whoever asked with this nonce. */
  readonly prove: (challenge: Challenge, asked: string) => string
  /** Lets the world's time pass; null outside a demonstration. */
  readonly passTime: ((ms: number) => void) | null
  /** A whole visit of the demonstration's technician; null outside a demonstration. */
  readonly visitCenter: (() => Promise<void>) | null
  readonly onChange: (hear: () => void) => () => void
}

export type Link = { readonly url: string; close(): Promise<void> }

/** A bench that wants the device to prove itself asks with a nonce of its own. */
const Asked = z.strictObject({ nonce: z.string().refine(isNonce, 'wants 64 lower-case hex digits').optional() })

const HOST = '127.0.0.1'
const BODY_BYTES_MAX = 131_072

/** Starts to listen. @throws BadOptions when the port is taken. */
export async function startLink(parts: LinkParts): Promise<Link> {
  const app = fastify({ bodyLimit: BODY_BYTES_MAX, forceCloseConnections: true })
  app.removeContentTypeParser('text/plain')
  guardAll(app, { refuse: sendProblem, origins: demoOrigins(parts.options.demoJson) })
  app.setErrorHandler((error, _request, reply) => refuse(error, reply))
  await app.register(fastifyWebsocket, { options: { maxPayload: 1_024 } })
  await app.register(async (scope) => {
    guardLink(scope, sendProblem)
    await routes(scope, parts)
  })
  await pages(app, parts.options.portalFolder)
  const sockets = new Set<Socket>()
  app.server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  try {
    await app.listen({ host: HOST, port: parts.options.port })
  } catch (error) {
    if (!hasCode(error, 'EADDRINUSE')) throw error
    throw new BadOptions(`port ${parts.options.port} is taken; stop what uses it, or choose another port`, {
      cause: error,
    })
  }
  const address = app.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : parts.options.port
  const close = async () => {
    const closed = app.close()
    // A connection on its way to a WebSocket belongs to nobody whom Fastify would tell.
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return { url: `http://${HOST}:${port}`, close }
}

async function routes(app: FastifyInstance, parts: LinkParts): Promise<void> {
  const { controller, car, desk } = parts
  const { demoJson } = parts.options
  if (demoJson !== undefined) {
    app.get('/demo.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(demoJson))
  }
  app.get('/link/state', () => linkState(parts))
  await livePush(app, parts)
  newestRecords(app, parts)
  reliefRoutes(app, parts)

  app.post('/link/car', async (request) => {
    await car.act(parsed(CarRequest, request.body))
    await controller.settled()
    return linkState(parts)
  })
  app.post('/link/clock', async (request, reply) => {
    const { ms } = parsed(ClockRequest, request.body)
    if (parts.passTime === null) return sendProblem(reply, 'not-a-demonstration', 'time passes by itself here')
    if (parts.clock.offsetMs() + ms > OFFSET_MS_MAX) throw new BadRequest('ms: no more than fifty years may pass')
    parts.passTime(ms)
    await controller.settled()
    return linkState(parts)
  })

  app.get('/link/service', async (request) => {
    const { nonce } = parsed(Asked, request.query)
    const challenge = await desk.challenge()
    return { ...challenge, proof: nonce === undefined ? null : parts.prove(challenge, nonce) }
  })
  app.post('/link/service', async (request) => {
    const entries = await parts.serve(parsed(ServiceRequest, request.body))
    return { recorded: entries.map(({ kind }) => kind), next: await desk.challenge() }
  })
  app.post('/link/service/demo', async (request, reply) => {
    parsed(z.strictObject({}), request.body ?? {})
    if (parts.visitCenter === null) return sendProblem(reply, 'not-a-demonstration', 'a real technician is needed here')
    if (controller.state().phase.at === 'running') {
      return sendProblem(reply, 'car-busy', 'the engine runs; switch it off before the visit')
    }
    await parts.visitCenter()
    return linkState(parts)
  })

  app.get('/link/log', async (_request, reply) => {
    return reply.type('text/plain; charset=utf-8').send(Buffer.from(await wholeLog(parts)))
  })
  const printing = oneAtATime()
  app.get('/link/print', async (_request, reply) => {
    const text = await printing(async () => printedText(await wholeLog(parts)))
    return reply.type('text/plain; charset=utf-8').send(text)
  })
  app.get('/link/print.pdf', async (_request, reply) => {
    const pdf = await printing(async () => printedPdf(await wholeLog(parts)))
    return reply.type('application/pdf').header('content-security-policy', PRINTED_POLICY).send(pdf)
  })
}

/** Closed first, so that what leaves the unit is signed to its end. */
async function wholeLog({ recorder, controller }: LinkParts): Promise<Uint8Array> {
  if (recorder.health() !== 'down') await controller.unlessDown(recorder.close())
  return recorder.bytes()
}

const pages = (app: FastifyInstance, folder: string | null): Promise<void> =>
  servePages(app, {
    folder,
    data: '/link/',
    refuse: ({ method, url }, reply) =>
      sendProblem(reply, 'not-found', `${method} ${url.slice(0, 200)} is not part of the local link`),
  })

function refuse(error: unknown, reply: Parameters<typeof sendProblem>[0]) {
  if (error instanceof BadRequest) return sendProblem(reply, 'bad-request', error.message)
  if (error instanceof NotPrintable) return sendProblem(reply, 'not-found', error.message)
  if (error instanceof PrintingAlready) return sendProblem(reply, 'printing-already', error.message)
  if (error instanceof CarBusy) return sendProblem(reply, 'car-busy', error.message)
  if (error instanceof StatementRefused) return sendProblem(reply, 'statement-refused', error.message)
  if (error instanceof Held) return sendProblem(reply, 'service-held', `${error.message} until ${iso(error.again)}`)
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500
  const said = error instanceof Error ? error.message : String(error)
  if (status === 413) return sendProblem(reply, 'body-too-large', said)
  if (status === 415) return sendProblem(reply, 'unsupported-media-type', said)
  if (typeof status === 'number' && status >= 400 && status < 500) return sendProblem(reply, 'bad-request', said)
  return sendProblem(reply, 'internal', said)
}
