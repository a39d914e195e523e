/** For supervisors and monitors: alive, ready, and in numbers. */
import type { FastifyInstance } from 'fastify'
import type { Metrics } from '../metrics.ts'
import { plainError } from '../plain-error.ts'
import type { Services } from '../services.ts'
import { problem } from './answer.ts'
import { sendProblem } from './send-problem.ts'

export function registerHealth(app: FastifyInstance, { pool }: Services, metrics: Metrics): void {
  let stopping = false
  app.addHook('preClose', async () => {
    stopping = true
  })
  app.get('/healthz', { config: { endpoint: 'healthz' } }, async () => ({ status: 'alive' }))
  app.get('/readyz', { config: { endpoint: 'readyz' } }, async (request, reply) => {
    if (stopping) return sendProblem(request, reply, problem('unavailable', 'The server is stopping.'))
    try {
      await pool.query('select 1')
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
