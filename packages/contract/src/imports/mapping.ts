/**
 * How a file of another maker's log is to be read: which column is what, in which zone its times are, and which of its
 * codes is which of our kinds of record. `docs/formats/import-mapping.md` describes it.
 */
import { KINDS } from '@keyturn/evidence/kinds.ts'
import { findProfile } from '@keyturn/rules/profiles.ts'
import { z } from 'zod'
import { profileField } from '../fields.ts'
import { UNITS } from './amount.ts'
import { isTimeFormat, isZone } from './local-time.ts'

/** Kinds that another maker's log can tell. The rest are about our own recorder and controller. */
export const IMPORTABLE = [
  'ignition-on',
  'ignition-off',
  'start-attempted',
  'engine-started',
  'engine-stopped',
  'engine-stalled',
  'sample',
  'sample-rejected',
  'retest-requested',
  'retest-missed',
  'retest-cut-short',
  'lockout-began',
  'lockout-ended',
  'installed',
  'uninstalled',
  'service-reminder',
  'service-warning',
  'service-required',
  'service-missed',
  'service-completed',
  'tamper',
  'circumvention',
  'malfunction',
  'malfunction-cleared',
  'power-lost',
  'power-restored',
  'low-voltage',
  'voltage-recovered',
  'head-disconnected',
  'head-connected',
] as const satisfies readonly (keyof typeof KINDS)[]

const column = z.string().min(1).max(100)
const constant = z.union([z.string().max(500), z.number(), z.boolean(), z.null()])

const coded = z.strictObject({
  kind: z.enum(IMPORTABLE),
  /** Whose doing it was; the operator's where the kind is about the driver, unknown otherwise. */
  cause: z.enum(['operator', 'device', 'power', 'provider', 'vehicle', 'unknown']).optional(),
  /** Fields that the code itself tells: `{ test: retest, result: fail }`. */
  with: z.record(z.string().max(40), constant).default({}),
  /** Fields that stand in columns: `{ technician: Tech ID }`. */
  from: z.record(z.string().max(40), column).default({}),
})
const skipped = z.strictObject({ skip: z.string().min(3).max(200) })

export const Mapping = z
  .strictObject({
    version: z.literal(1),
    /** Whose export this reads, for people. */
    name: z.string().min(1).max(100),
    /** The law that the records are judged by; its zone is the zone of the times where none is told. */
    profile: profileField.refine((name) => findProfile(name) !== undefined, 'no such profile is known here'),
    delimiter: z.enum([',', ';', '\t', '|']).default(','),
    device: z.strictObject({
      column,
      /** Put before what stands in the column, to make a device id of ours. */
      prefix: z.string().max(20).default(''),
    }),
    time: z.strictObject({
      columns: z.array(column).min(1).max(2),
      /** `iso`, or letters such as `MM/DD/YYYY hh:mm:ss A`. Two columns are joined by a space. */
      format: z.string().max(40).refine(isTimeFormat, 'use iso, or YYYY MM DD HH hh mm ss SSS A with signs between'),
      zone: z.string().max(60).refine(isZone, 'a zone is written America/New_York').optional(),
      /** An hour that the clock change brings twice. */
      twice: z.enum(['refuse', 'earlier', 'later']).default('refuse'),
    }),
    event: z.strictObject({ column }),
    value: z.strictObject({ column, unit: z.enum(UNITS) }).optional(),
    codes: z.record(z.string().max(100), z.union([coded, skipped])),
  })
  .superRefine(({ codes }, { addIssue }) => {
    for (const [code, told] of Object.entries(codes)) {
      if ('skip' in told) continue
      const fields = Object.keys(KINDS[told.kind])
      for (const name of [...Object.keys(told.with), ...Object.keys(told.from)]) {
        if (!fields.includes(name)) {
          const has = fields.length === 0 ? 'none' : fields.join(', ')
          addIssue({
            code: 'custom',
            path: ['codes', code],
            message: `${told.kind} has no field ${name} (it has ${has})`,
          })
        }
      }
    }
  })
export type Mapping = z.output<typeof Mapping>

export type ReadMapping =
  | { readonly kind: 'mapping'; readonly mapping: Mapping }
  | { readonly kind: 'refused'; readonly errors: readonly string[] }

/** Reads a mapping from what JSON or YAML came to. */
export function readMapping(value: unknown): ReadMapping {
  const read = Mapping.safeParse(value)
  if (read.success) return { kind: 'mapping', mapping: read.data }
  return {
    kind: 'refused',
    errors: read.error.issues.map(({ path, message }) => `${path.join('.') || 'mapping'}: ${message}`),
  }
}
