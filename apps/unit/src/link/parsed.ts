/** What is sent over the link, read once at its edge. */
import type { z } from 'zod'
import { problemOf } from '../service/refused.ts'

export class BadRequest extends Error {
  override readonly name = 'BadRequest' as const
}

/** What was sent, as the schema has it. @throws BadRequest naming the field at fault. */
export function parsed<S extends z.ZodType>(schema: S, body: unknown): z.infer<S> {
  const read = schema.safeParse(body)
  if (read.success) return read.data
  throw new BadRequest(problemOf(read.error))
}
