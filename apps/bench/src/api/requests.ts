/** What the bench's page and its command line may ask: strict, so that a typo is refused. */
import { parseCivilDate } from '@keyturn/domain/civil.ts'
import type { CivilDate } from '@keyturn/domain/units.ts'
import { z } from 'zod'

const unit = z.url({ protocol: /^https?$/, error: 'wants the address of a car, such as http://127.0.0.1:4602' })
const reference = z.number().int().min(1).max(999)
const file = z.string().min(1).max(65_536)
const date = z.string().transform((value, context): CivilDate => {
  const read = parseCivilDate(value)
  if (read !== undefined) return read
  context.addIssue({ code: 'custom', message: `${value} is not a date (YYYY-MM-DD)` })
  return z.NEVER
})

export const Unlock = z.strictObject({ passphrase: z.string().min(1).max(1_000) })
export const Meet = z.strictObject({ unit })
/** `rescue`: the authority's credential, where the device is another vendor's. */
export const Begin = z.strictObject({ unit, rescue: file.nullable().default(null) })
export const Install = z.strictObject({ unit, dueOn: date })
export const Act = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('open') }),
  z.strictObject({
    do: z.literal('inspect'),
    sound: z.boolean(),
    notes: z
      .string()
      .max(200)
      .nullable()
      .transform((n) => n ?? ''),
  }),
  z.strictObject({ do: z.literal('as-found'), reference }),
  z.strictObject({ do: z.literal('calibrate'), gasLot: z.string().min(1).max(100), reference }),
  z.strictObject({ do: z.literal('confirm'), reference }),
  z.strictObject({ do: z.literal('reset') }),
])
export const Gas = z.strictObject({ brac: z.number().int().min(0).max(999) })
export const Certify = z.strictObject({ visit: z.enum(['scheduled', 'lockout', 'removal']), dueOn: date })
export const Carry = z.strictObject({ unit, file })
export const Keep = z.strictObject({ file })
export const Sync = z.strictObject({ again: z.boolean().default(false) })
export const Nothing = z.strictObject({})
