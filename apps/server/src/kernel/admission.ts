/** Refuses uploads beyond what memory is meant for, before their bodies are read. Devices come again. */
import type { FastifyInstance } from 'fastify'
import { whenIdle } from '../clock.ts'
import { addressOf } from './address.ts'
import { problem } from './answer.ts'
import { sendProblem } from './send-problem.ts'

/** Bodies held at once; with the limit on one body this bounds the memory of uploads on their way in. */
const UPLOADS_AT_ONCE = 64

export type Admission = {
  /** So many at once from one address, so that nobody takes all places. */
  readonly perAddress: number
  /** How long a body may bring nothing before its sender is hung up on, in milliseconds. */
  readonly idleMs: number
}

export function admission(app: FastifyInstance, { perAddress, idleMs }: Admission): void {
  /** Places taken, by address; their sum beside them. */
  const inside = new Map<string, number>()
  let all = 0
  app.addHook('onRequest', async (request, reply) => {
    const address = addressOf(request.ip)
    const here = inside.get(address) ?? 0
    if (all >= UPLOADS_AT_ONCE || here >= perAddress) {
      const whose = all >= UPLOADS_AT_ONCE ? 'Many uploads' : 'Many uploads of your address'
      await sendProblem(request, reply, problem('busy', `${whose} are on their way in. Send this one again shortly.`))
      return
    }
    inside.set(address, here + 1)
    all += 1
    // `close` comes once for every response, also when the device hangs up in the middle.
    reply.raw.once('close', () => {
      const left = (inside.get(address) ?? 1) - 1
      if (left === 0) inside.delete(address)
      else inside.set(address, left)
      all -= 1
    })
    const waiting = whenIdle(request.raw.socket, idleMs, () => request.raw.destroy())
    request.raw.once('end', () => {
      // After an early answer the connection is kept for the next request, and that has a limit of its own.
      if (!reply.raw.writableEnded) waiting.stop()
    })
    reply.raw.once('close', waiting.forget)
  })
}
