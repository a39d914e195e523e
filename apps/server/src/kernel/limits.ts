/** How often one address may ask, whatever it asks for: also for what is not there, and with a wrong token. */
import rateLimit from '@fastify/rate-limit'
import { isDeviceId } from '@keyturn/domain/units.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { addressOf } from './address.ts'
import { problem } from './answer.ts'
import { sendProblem } from './send-problem.ts'

/** Many cars may stand behind one address; all together they may upload so many times as often as one. */
const CARS_BEHIND_ONE_ADDRESS = 10
/** Many people too; each that comes for the first time fetches every file of the pages once, to have them offline. */
const PEOPLE_BEHIND_ONE_ADDRESS = 20
const NEVER_LIMITED: ReadonlySet<string | undefined> = new Set(['healthz', 'readyz'])

/** Call it before any route is registered. */
export async function limits(app: FastifyInstance, requestsPerMinute: number): Promise<void> {
  await app.register(rateLimit, { global: false, timeWindow: 60_000, cache: 20_000 })
  const address = (request: FastifyRequest): string => addressOf(request.ip)
  const requests = app.createRateLimit({
    max: requestsPerMinute,
    keyGenerator: (request) => `${address(request)} ${deviceIn(request)}`,
  })
  const uploads = app.createRateLimit({ max: requestsPerMinute * CARS_BEHIND_ONE_ADDRESS, keyGenerator: address })
  const files = app.createRateLimit({ max: requestsPerMinute * PEOPLE_BEHIND_ONE_ADDRESS, keyGenerator: address })
  const limitsOf = (endpoint: string | undefined) => {
    if (endpoint === 'portal') return [files]
    return endpoint === 'append-log' ? [uploads, requests] : [requests]
  }
  app.addHook('onRequest', async (request, reply) => {
    const { endpoint } = request.routeOptions.config
    if (NEVER_LIMITED.has(endpoint)) return
    for (const limit of limitsOf(endpoint)) {
      const told = await limit(request)
      if (told.isAllowed || !told.isExceeded) continue
      reply.header('retry-after', told.ttlInSeconds)
      const wait = told.ttlInSeconds === 1 ? '1 second' : `${told.ttlInSeconds} seconds`
      await sendProblem(request, reply, problem('too-many-requests', `Too many requests. Try again in ${wait}.`))
      return
    }
  })
}

/** Uploads are counted for each device apart, however its id is spelled in the address. */
function deviceIn({ routeOptions, params }: FastifyRequest): string {
  if (routeOptions.config.endpoint !== 'append-log' || typeof params !== 'object' || params === null) return ''
  const id = 'deviceId' in params ? params.deviceId : undefined
  return typeof id === 'string' && isDeviceId(id) ? id : ''
}
