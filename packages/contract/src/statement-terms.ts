/** Scopes and terms of orders as programs send them: strict, and with their limits. */
import type { Scope, TollingOrder } from '@keyturn/domain/relief.ts'
import { z } from 'zod'
import { dateField, wordsField } from './facts/text.ts'
import { jurisdictionField } from './fields.ts'

/** An order names at most so many of each sort. */
export const SCOPE_LIST_MAX = 200
/** More days than any law gives; what the law gives is told by the preview. */
export const ORDER_DAYS_MAX = 400

const listField = z
  .array(
    z
      .string()
      .min(1)
      .max(100)
      .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'a name on one line'),
  )
  .min(1, 'name one at least, or null for all')
  .max(SCOPE_LIST_MAX)
  .nullable()

export const scopeField = z.strictObject({
  jurisdiction: jurisdictionField,
  vendors: listField,
  models: listField,
  firmwares: listField,
  regions: listField,
  functions: z
    .array(z.enum(['service-visit', 'violations-service', 'lockout-visit']))
    .min(1)
    .max(3),
}) satisfies z.ZodType<Scope>

/** Backwards ones are let through: the preview and the device say in words what is wrong with them. */
const anySpanField = z.strictObject({ from: dateField, until: dateField })

const daysField = (min: number) => z.int().min(min).max(ORDER_DAYS_MAX)

export const orderTermsField = z.strictObject({
  supersedes: z.string().min(1).max(100).nullable(),
  scope: scopeField,
  interval: anySpanField,
  due: anySpanField,
  moves: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('day-for-day') }),
    z.strictObject({ kind: z.literal('days'), days: daysField(1) }),
    z.strictObject({ kind: z.literal('ended') }),
  ]),
  capDays: daysField(0),
  staggerDays: daysField(0),
  reason: wordsField,
}) satisfies z.ZodType<Omit<TollingOrder, 'id'> & { readonly reason: string }>
export type OrderTermsGiven = z.output<typeof orderTermsField>
