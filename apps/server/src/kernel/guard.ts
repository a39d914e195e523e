/**
 * Holds every route to the table of who may call it. A route that is not in the table stops the server from starting.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ACCESS } from '../access.ts'
import { isLoopback } from './address.ts'
import { mayCall, notFromElsewhere } from './may-call.ts'
import type { Identify, Principal } from './principal.ts'
import { sendProblem } from './send-problem.ts'

export type Registered = { readonly method: string; readonly url: string; readonly endpoint: string | undefined }

/** Told about every refusal of somebody known. */
export type OnRefused = (request: FastifyRequest, code: string) => Promise<void>

export type GuardOptions = {
  readonly identify: Identify
  readonly onRefused: OnRefused
  /** Where pages of this server come from, besides the address that a request itself names. */
  readonly publicUrl: string | undefined
}

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | undefined
  }
}

type Name = keyof typeof ACCESS
const isNamed = (endpoint: string | undefined): endpoint is Name =>
  endpoint !== undefined && Object.hasOwn(ACCESS, endpoint)

/** Call it before any route is registered. Answers what tells all that were, and throws for one without a line. */
export function guard(app: FastifyInstance, options: GuardOptions): () => readonly Registered[] {
  const found: (() => Registered)[] = []
  app.decorateRequest('principal', undefined)
  // Read later: a hook after this one may still name the route.
  app.addHook('onRoute', (route) => {
    found.push(() => ({ method: String(route.method), url: route.url, endpoint: route.config?.endpoint }))
  })
  app.addHook('onRequest', (request, reply) => hold(request, reply, options))
  return () => {
    const routes = found.map((read) => read())
    const stray = routes.find(({ endpoint }) => !isNamed(endpoint))
    if (stray !== undefined) throw new Error(`nobody says who may call ${stray.method} ${stray.url}: see access.ts`)
    return routes
  }
}

async function hold(request: FastifyRequest, reply: FastifyReply, options: GuardOptions): Promise<void> {
  if (request.is404) return
  const { endpoint } = request.routeOptions.config
  if (!isNamed(endpoint)) throw new Error(`nobody says who may call ${request.method} ${request.routeOptions.url}`)
  const principal = await options.identify(request)
  request.principal = principal
  const refused =
    notFromElsewhere(request, principal, endpoint, options.publicUrl) ??
    mayCall({ endpoint, allowed: ACCESS[endpoint], caller: principal, isLocal: isLocal(request) })
  if (refused === null) return
  await options.onRefused(request, refused.code)
  await sendProblem(request, reply, refused)
}

/** From this machine, and not through a proxy on it. */
const isLocal = ({ headers, socket }: FastifyRequest): boolean =>
  isLoopback(socket.remoteAddress ?? '') &&
  ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].every((name) => headers[name] === undefined)
