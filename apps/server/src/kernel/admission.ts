/** Refuses uploads beyond what memory is meant for, before their bodies are read. Devices come again. */
import type { FastifyInstance } from 'fastify'
import { problem } from './answer.ts'
import { sendProblem } from './send-problem.ts'

/** Bodies held at once; with the limit on one body this bounds the memory of uploads on their way in. */
export const UPLOADS_AT_ONCE = 64

export function admission(app: FastifyInstance, atOnce = UPLOADS_AT_ONCE): void {
  let inside = 0
  app.addHook('onRequest', async (request, reply) => {
    if (inside >= atOnce) {
      await sendProblem(
        request,
        reply,
        problem('busy', 'Many uploads are on their way in. Send this one again shortly.'),
      )
      return
    }
    inside += 1
    // `close` comes once for every response, also when the device hangs up in the middle.
    reply.raw.once('close', () => {
      inside -= 1
    })
  })
}
