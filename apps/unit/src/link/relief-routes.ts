/** What helps when no server does: signed statements, telephone codes, and the orders that the car hands on. */
import { LIST_FILE_BYTES_MAX } from '@keyturn/evidence/statement/read-statement.ts'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { LinkParts } from './link.ts'
import { parsed } from './parsed.ts'

const Brought = z.strictObject({ file: z.string().max(LIST_FILE_BYTES_MAX) })
/** Twelve digits with the spaces and hyphens that people put between them, and then some. */
const Typed = z.strictObject({ digits: z.string().max(40) })

export function reliefRoutes(app: FastifyInstance, { statements, keypad }: LinkParts): void {
  app.post('/link/statement', (request) => statements.take(parsed(Brought, request.body).file))
  app.post('/link/keypad', (request) => keypad.type(parsed(Typed, request.body).digits))
  app.get('/link/orders', () => ({ files: statements.toHandOn() }))
}
