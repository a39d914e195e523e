/** What the local link may be asked to do with the virtual car: strict, so that a wrong unit or a typo is refused. */
import { BRAC_MAX } from '@keyturn/domain/units.ts'
import { MANNERS } from '@keyturn/simulator/breath.ts'
import { z } from 'zod'

/** The longest jump of time in one request: a year and a day. */
export const ADVANCE_MS_MAX = 366 * 86_400_000
/** The furthest that a world may get ahead of the machine's clock, all jumps together: some fifty years. */
export const OFFSET_MS_MAX = 50 * ADVANCE_MS_MAX

const millivolts = z.number().int().min(0).max(32_000)
const deciCelsius = z.number().int().min(-600).max(1_000)

export const CarRequest = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('ignition'), to: z.enum(['on', 'off', 'crank']) }),
  z.strictObject({ do: z.literal('push-start') }),
  z.strictObject({ do: z.literal('stall') }),
  z.strictObject({
    do: z.literal('blow'),
    /** Whole mg per 210 L. */
    brac: z.number().int().min(0).max(BRAC_MAX),
    how: z.enum(MANNERS).default('good'),
  }),
  z.strictObject({
    do: z.literal('power'),
    to: z.enum(['lost', 'restored']),
    manner: z.enum(['unplugged', 'flat-battery']).default('unplugged'),
  }),
  z.strictObject({ do: z.literal('battery'), millivolts }),
  z.strictObject({ do: z.literal('temperature'), deciCelsius }),
  z.strictObject({ do: z.literal('head'), to: z.enum(['connected', 'disconnected']) }),
  z.strictObject({ do: z.literal('tamper'), sign: z.enum(['case-opened', 'harness-cut']) }),
  z.strictObject({
    do: z.literal('malfunction'),
    code: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
    present: z.boolean(),
  }),
])

export const ClockRequest = z.strictObject({
  do: z.literal('advance'),
  ms: z.number().int().min(1).max(ADVANCE_MS_MAX),
})
