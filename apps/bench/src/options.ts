/** How a bench is set up, from its caller or from the environment. */
import { type Duration, duration } from '@keyturn/domain/units.ts'
import { z } from 'zod'

export type BenchOptions = {
  readonly dataFolder: string
  readonly port: number
  /** The authority's root key, raw, in Base64url. */
  readonly rootKey: string
  /** Servers that get every visit. None: visits wait on this laptop. */
  readonly servers: readonly string[]
  /** Where orders and revocations are read when there is network. */
  readonly mirrors: readonly string[]
  /** Addresses of cars that are usually at this bench. */
  readonly units: readonly string[]
  readonly clockOffsetMs: number
  /** The built pages to serve; null serves none. */
  readonly portalFolder: string | null
  /** The key is locked again when it was not used for this long. */
  readonly idle: Duration
  readonly retryMaxMs: number
}

/** From the fewest words to the most, and none at all. */
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** The process around a bench also keeps a log of its own doings, on standard error. */
export type ProcessOptions = BenchOptions & { readonly logLevel: (typeof LOG_LEVELS)[number] }

/** What was given cannot be used; the message names it and says what to do. */
export class BadOptions extends Error {
  override readonly name = 'BadOptions' as const
}

const whole = z.coerce.number().int()
const addresses = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((word) => word !== ''))
  .pipe(z.array(z.url({ protocol: /^https?$/ })).max(20))

const FIFTY_YEARS_MS = 50 * 366 * 86_400_000

const Environment = z.object({
  KEYTURN_DATA: z.string().min(1),
  KEYTURN_PORT: whole.min(0).max(65_535).default(0),
  KEYTURN_ROOT_KEY: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'wants a raw Ed25519 key in Base64url, 43 characters'),
  KEYTURN_SERVERS: addresses.default([]),
  KEYTURN_MIRRORS: addresses.default([]),
  KEYTURN_UNITS: addresses.default(['http://127.0.0.1:4602']),
  KEYTURN_CLOCK_OFFSET_MS: whole.min(-FIFTY_YEARS_MS).max(FIFTY_YEARS_MS).default(0),
  KEYTURN_PORTAL: z.string().optional(),
  KEYTURN_IDLE_MS: whole.min(1_000).max(86_400_000).default(600_000),
  KEYTURN_RETRY_MAX_MS: whole.min(100).default(60_000),
  KEYTURN_LOG: z.enum(LOG_LEVELS, `wants one of ${LOG_LEVELS.join(', ')}`).default('info'),
})

/** Options from environment variables. @throws BadOptions naming the variable at fault. */
export function optionsFromEnvironment(environment: { readonly [name: string]: string | undefined }): ProcessOptions {
  const read = Environment.safeParse(environment)
  if (!read.success) {
    const [issue] = read.error.issues
    throw new BadOptions(`${issue?.path.join('.') ?? 'environment'}: ${issue?.message ?? 'not understood'}`)
  }
  const given = read.data
  return {
    dataFolder: given.KEYTURN_DATA,
    port: given.KEYTURN_PORT,
    rootKey: given.KEYTURN_ROOT_KEY,
    servers: given.KEYTURN_SERVERS,
    mirrors: given.KEYTURN_MIRRORS,
    units: given.KEYTURN_UNITS,
    clockOffsetMs: given.KEYTURN_CLOCK_OFFSET_MS,
    portalFolder: given.KEYTURN_PORTAL ?? null,
    idle: duration(given.KEYTURN_IDLE_MS),
    retryMaxMs: given.KEYTURN_RETRY_MAX_MS,
    logLevel: given.KEYTURN_LOG,
  }
}
