/**
 * Holds every route to the table of who may call it. A route that is not in the table stops the server from starting.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ACCESS } from '../access.ts'
import { isLoopback } from './address.ts'
import { mayCall, type Principal } from './principal.ts'
import { sendProblem } from './send-problem.ts'

export type Registered = { readonly method: string; readonly url: string; readonly endpoint: string | undefined }
export type Identify = (request: FastifyRequest) => Principal

type Name = keyof typeof ACCESS
const isNamed = (endpoint: string | undefined): endpoint is Name =>
  endpoint !== undefined && Object.hasOwn(ACCESS, endpoint)

/** Call it before any route is registered. Answers what tells all that were, and throws for one without a line. */
export function guard(app: FastifyInstance, identify: Identify): () => readonly Registered[] {
  const found: (() => Registered)[] = []
  // Read later: a hook after this one may still name the route.
  app.addHook('onRoute', (route) => {
    found.push(() => ({ method: String(route.method), url: route.url, endpoint: route.config?.endpoint }))
  })
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) return
    const { endpoint } = request.routeOptions.config
    if (!isNamed(endpoint)) throw new Error(`nobody says who may call ${request.method} ${request.routeOptions.url}`)
    const refused = mayCall(ACCESS[endpoint], identify(request), isLocal(request))
    if (refused !== null) await sendProblem(request, reply, refused)
  })
  return () => {
    const routes = found.map((read) => read())
    const stray = routes.find(({ endpoint }) => !isNamed(endpoint))
    if (stray !== undefined) throw new Error(`nobody says who may call ${stray.method} ${stray.url}: see access.ts`)
    return routes
  }
}

/** From this machine, and not through a proxy on it. */
const isLocal = ({ headers, socket }: FastifyRequest): boolean =>
  isLoopback(socket.remoteAddress ?? '') &&
  ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].every((name) => headers[name] === undefined)
