/** For supervisors and monitors: alive, ready, and in numbers. */
import type { FastifyInstance } from 'fastify'
import { atMostEvery } from '../clock.ts'
import type { Metrics } from '../metrics.ts'
import { plainError } from '../plain-error.ts'
import type { Services } from '../services.ts'
import { problem } from './answer.ts'
import { sendProblem } from './send-problem.ts'

/** How old an answer about the database may be. */
const READY_MS = 1_000

export function registerHealth(app: FastifyInstance, { pool }: Services, metrics: Metrics): void {
  let stopping = false
  // Everybody may ask, so asking must not load the database.
  const reach = atMostEvery(READY_MS, () => pool.query('select 1'))
  app.addHook('preClose', async () => {
    stopping = true
  })
  app.get('/healthz', { config: { endpoint: 'healthz' } }, async () => ({ status: 'alive' }))
  app.get('/readyz', { config: { endpoint: 'readyz' } }, async (request, reply) => {
    if (stopping) return sendProblem(request, reply, problem('unavailable', 'The server is stopping.'))
    try {
      await reach()
    } catch (error) {
      request.log.warn({ err: plainError(error) }, 'not ready')
      return sendProblem(request, reply, problem('unavailable', 'The database cannot be reached.'))
    }
    return reply.send({ status: 'ready' })
  })
  app.get('/metrics', { config: { endpoint: 'metrics' } }, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  )
}
