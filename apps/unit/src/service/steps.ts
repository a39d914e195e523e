/** What a technician's request may hold: strict, so that a wrong unit or a typo is refused. */
import { parseCivilDate } from '@keyturn/domain/civil.ts'
import { type CivilDate, mgPer210L } from '@keyturn/domain/units.ts'
import { FILE_BYTES_MAX } from '@keyturn/evidence/statement/read-statement.ts'
import { z } from 'zod'

const text = z.string().max(200)
const name = z.string().min(1).max(100)
const date = z.string().transform((value, context): CivilDate => {
  const parsed = parseCivilDate(value)
  if (parsed !== undefined) return parsed
  context.addIssue({ code: 'custom', message: `${value} is not a date (YYYY-MM-DD)` })
  return z.NEVER
})
const reference = z.number().int().min(1).max(999).transform(mgPer210L)
const file = z.string().max(FILE_BYTES_MAX)

const Step = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('install'), profile: name, dueOn: date }),
  z.strictObject({ do: z.literal('open') }),
  z.strictObject({ do: z.literal('inspect'), sound: z.boolean(), notes: text }),
  z.strictObject({ do: z.literal('as-found'), reference }),
  z.strictObject({ do: z.literal('calibrate'), gasLot: name, reference }),
  z.strictObject({ do: z.literal('confirm'), reference }),
  z.strictObject({ do: z.literal('reset') }),
  /** The certificate alone, as one JWS: the same credential stands above it. */
  z.strictObject({ do: z.literal('certify'), certificate: file }),
  z.strictObject({ do: z.literal('abandon') }),
])
export type SignedStep = z.input<typeof Step>
export type ReadStep = z.infer<typeof Step>

export const Steps = z.array(Step)

/** As it comes over the link. `docs/formats/service-certificate.md`. */
export const ServiceRequest = z.strictObject({
  /** The statement file of the technician's credential. */
  credential: file,
  /** The statement file of a rescue, when the device is another vendor's. */
  rescue: file.nullable().default(null),
  /** The signed request alone, as one JWS. */
  steps: file,
})
export type ServiceRequest = z.infer<typeof ServiceRequest>
