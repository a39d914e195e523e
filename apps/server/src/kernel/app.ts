/** Puts the server together: limits, headers, routes, refusals, health. No port is opened here. */
import helmet from '@fastify/helmet'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { type AgencyParts, registerAgency } from '../accounts/agency-routes.ts'
import type { Auth } from '../accounts/auth.ts'
import { noteRefusal } from '../accounts/note-refusal.ts'
import { registerSignIn } from '../accounts/sign-in.ts'
import type { Metrics } from '../metrics.ts'
import { bytesRoutes, jsonRoutes, logRoutes } from '../routes.ts'
import type { Services } from '../services.ts'
import { registerMirror } from '../statements/mirror.ts'
import { type Admission, admission } from './admission.ts'
import { problem } from './answer.ts'
import { guard, type Registered } from './guard.ts'
import { registerHealth } from './health.ts'
import { limits } from './limits.ts'
import { registerPortal } from './portal.ts'
import type { Identify } from './principal.ts'
import { registerReference } from './reference.ts'
import { sendError, sendProblem } from './send-problem.ts'

export type AppOptions = {
  readonly services: Services
  readonly identify: Identify
  readonly auth: Auth
  readonly agency: AgencyParts
  readonly metrics: Metrics
  readonly logger: FastifyBaseLogger
  /** Where browsers find this server, when that is not the address they call. */
  readonly publicUrl: string | undefined
  /** Built pages; undefined or absent: the server has no pages. */
  readonly portalDir: string | undefined
  /** Requests a minute from one address; uploads are counted for each device and address apart. */
  readonly requestsPerMinute: number
  readonly uploads: Admission
  /** Addresses and networks of proxies whose word about the caller's address is taken. */
  readonly trustProxy: readonly string[]
  /** Other addresses that pages may talk to: the units of a demo. */
  readonly connectTo: readonly string[]
  /** What `/demo.json` answers; undefined: there is no such thing here. */
  readonly demoJson?: string | undefined
}

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly endpoint?: string
  }
  interface FastifyInstance {
    /** Everything that answers here. */
    registered: readonly Registered[]
    refusals: { readonly inc: (of: { readonly code: string }) => void }
  }
}

export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { services, identify, metrics, logger } = options
  const app: FastifyInstance = fastify({
    loggerInstance: logger,
    // Two lines for every upload would be most of the log; refusals, failures and slow answers are logged instead.
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: 60_000,
    trustProxy: options.trustProxy.length === 0 ? false : [...options.trustProxy],
    routerOptions: { maxParamLength: 100 },
    exposeHeadRoutes: false,
    // An address that cannot be read never comes to a route or a hook.
    frameworkErrors: (error, request, reply) => sendProblem(request, reply, problem('bad-request', error.message)),
  })
  app.decorate('refusals', { inc: ({ code }: { readonly code: string }) => metrics.refused(code) })
  app.setErrorHandler<Error>((error, request, reply) => sendError(error, request, reply))
  app.addHook('onResponse', async (request, reply) => {
    const endpoint = request.routeOptions.config.endpoint ?? 'other'
    metrics.request(endpoint, reply.statusCode, reply.elapsedTime / 1_000)
    if (reply.elapsedTime > 1_000) request.log.warn({ endpoint, ms: Math.round(reply.elapsedTime) }, 'slow answer')
  })
  hangUpWhenStopping(app)
  await app.register(helmet, securityHeaders(options.connectTo))
  await limits(app, options.requestsPerMinute)
  const registered = guard(app, {
    identify,
    onRefused: (request, code) => noteRefusal(services, request, code),
    publicUrl: options.publicUrl,
  })
  registerHealth(app, services, metrics)
  const { demoJson } = options
  if (demoJson !== undefined) {
    app.get('/demo.json', { config: { endpoint: 'demo' } }, async (_request, reply) =>
      reply.header('cache-control', 'no-store').type('application/json; charset=utf-8').send(demoJson),
    )
  }
  registerSignIn(app, services, options.auth)
  registerAgency(app, services, options.agency)
  registerReference(app)
  registerMirror(app, services)
  await app.register(async (scope) => {
    for (const one of jsonRoutes) one.register(scope, services)
  })
  await app.register(async (scope) => {
    takeBytes(scope)
    for (const one of bytesRoutes) one.register(scope, services)
  })
  await app.register(async (scope) => {
    takeBytes(scope)
    admission(scope, options.uploads)
    for (const one of logRoutes) one.register(scope, services)
  })
  const hasPages = await registerPortal(app, options.portalDir)
  app.setNotFoundHandler((request, reply) => {
    const wantsPage =
      request.method === 'GET' && !request.url.startsWith('/v1/') && !/\.\w+$/.test(request.url.split('?')[0] ?? '')
    if (hasPages && wantsPage) return reply.sendFile('index.html')
    return sendProblem(
      request,
      reply,
      problem('not-found', `There is nothing at ${request.method} ${request.url.slice(0, 100)}.`),
    )
  })
  app.decorateRequest('device', undefined)
  app.decorate('registered', registered())
  return app
}

/** Whatever its Content-Type says, the body of an upload is bytes; nothing may try to read it as text. */
function takeBytes(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

/** What is under way is answered; a connection that would be kept for later would only hold up the end. */
function hangUpWhenStopping(app: FastifyInstance): void {
  let stopping = false
  app.addHook('preClose', async () => {
    stopping = true
  })
  app.addHook('onSend', async (_request, reply) => {
    if (stopping) reply.header('connection', 'close')
  })
}

const securityHeaders = (connectTo: readonly string[]) => ({
  // Plain HTTP on one's own machine is a normal way to run this; a proxy in front adds transport security.
  strictTransportSecurity: false,
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      // The component library writes its measured styles into the page.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'", ...connectTo],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'self'"],
    },
  },
})
