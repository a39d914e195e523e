/** How a unit is set up, from its caller or from the environment. */

import { type DeviceId, isDeviceId } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { findProfile, profiles } from '@keyturn/rules/profiles.ts'
import { z } from 'zod'
import { OFFSET_MS_MAX } from './link/acts.ts'

export type UnitOptions = {
  readonly device: DeviceId
  readonly profile: Profile
  readonly dataFolder: string
  /** Folder of the log's second copy; another module or disk in a real car. */
  readonly copyFolder: string
  readonly port: number
  /** Servers to upload to, tried in this order. None: the unit keeps its log and uploads nothing. */
  readonly endpoints: readonly string[]
  /** Key lines (`name+id+base64`) of servers whose receipts count. */
  readonly receiptKeys: readonly string[]
  /**
   * The authority's root key, raw, in Base64url. Null: the demonstration's own root when `demo`, otherwise nobody can
   * service it.
   */
  readonly rootKey: string | null
  /** Whose device it is, of which model, in which part of its jurisdiction; empty: not told. Orders name them. */
  readonly vendor: string
  readonly model: string
  readonly region: string
  /** Addresses of mirrors: web servers with an authority's signed files. */
  readonly mirrors: readonly string[]
  readonly mirrorsEveryMs: number
  /** File of the device's two secrets for telephone codes; null: no code is right. */
  readonly codeSecretsFile: string | null
  /** Seed of the demonstration's made-up authority, the same for all its parts; null: one of the unit's own. */
  readonly demoAuthority: string | null
  readonly clockOffsetMs: number
  /** The built pages to serve at `/`; null serves none. */
  readonly portalFolder: string | null
  /** Whether time can be moved and a demonstration technician can visit. */
  readonly demo: boolean
  /** What `/demo.json` answers: where the other parts of the demonstration are. */
  readonly demoJson?: string | undefined
  /** `real`: a blow of five seconds takes five seconds. `instant`: the world's clock jumps instead. */
  readonly pace: 'real' | 'instant'
  readonly uploadEveryMs: number
  readonly retryMaxMs: number
}

/** From the fewest words to the most, and none at all. */
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** The process around a unit also keeps a log of its own doings, on standard error. */
export type ProcessOptions = UnitOptions & { readonly logLevel: (typeof LOG_LEVELS)[number] }

/** What was given cannot be used; the message names it and says what to do. */
export class BadOptions extends Error {
  override readonly name = 'BadOptions' as const
}

const whole = z.coerce.number().int()
const flag = z.enum(['0', '1']).transform((value) => value === '1')
const named = z
  .string()
  .max(100)
  .regex(/^(?:\S(?:.*\S)?)?$/, 'wants a name on one line')
  .default('')
const words = z.string().transform((text) => text.split(/[\s,]+/).filter((word) => word !== ''))

const Environment = z.object({
  KEYTURN_DEVICE: z.string(),
  KEYTURN_PROFILE: z.string(),
  KEYTURN_DATA: z.string().min(1),
  KEYTURN_COPY: z.string().min(1).optional(),
  KEYTURN_PORT: whole.min(0).max(65_535).default(0),
  KEYTURN_ENDPOINTS: words.pipe(z.array(z.url({ protocol: /^https?$/ })).max(10)).default([]),
  KEYTURN_RECEIPT_KEYS: words.default([]),
  KEYTURN_ROOT_KEY: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/, 'wants a raw Ed25519 key in Base64url, 43 characters')
    .optional(),
  KEYTURN_VENDOR: named,
  KEYTURN_MODEL: named,
  KEYTURN_REGION: named,
  KEYTURN_MIRRORS: words.pipe(z.array(z.url({ protocol: /^https?$/ })).max(10)).default([]),
  KEYTURN_MIRRORS_EVERY_MS: whole.min(100).default(900_000),
  KEYTURN_CODE_SECRETS: z.string().min(1).optional(),
  KEYTURN_DEMO_AUTHORITY: z.string().min(1).max(200).optional(),
  KEYTURN_CLOCK_OFFSET_MS: whole.min(-OFFSET_MS_MAX).max(OFFSET_MS_MAX).default(0),
  KEYTURN_PORTAL: z.string().optional(),
  KEYTURN_DEMO: flag.default(false),
  KEYTURN_PACE: z.enum(['real', 'instant']).default('real'),
  KEYTURN_UPLOAD_EVERY_MS: whole.min(100).default(15_000),
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
  if (given.KEYTURN_PACE === 'instant' && !given.KEYTURN_DEMO) {
    throw new BadOptions('KEYTURN_PACE=instant moves the clock and needs KEYTURN_DEMO=1')
  }
  if (given.KEYTURN_DEMO_AUTHORITY !== undefined && !given.KEYTURN_DEMO) {
    throw new BadOptions('KEYTURN_DEMO_AUTHORITY is an authority that anybody can play and needs KEYTURN_DEMO=1')
  }
  return {
    device: deviceNamed(given.KEYTURN_DEVICE),
    profile: profileNamed(given.KEYTURN_PROFILE),
    dataFolder: given.KEYTURN_DATA,
    copyFolder: given.KEYTURN_COPY ?? `${given.KEYTURN_DATA}/copy`,
    port: given.KEYTURN_PORT,
    endpoints: given.KEYTURN_ENDPOINTS,
    receiptKeys: given.KEYTURN_RECEIPT_KEYS,
    rootKey: given.KEYTURN_ROOT_KEY ?? null,
    vendor: given.KEYTURN_VENDOR,
    model: given.KEYTURN_MODEL,
    region: given.KEYTURN_REGION,
    mirrors: given.KEYTURN_MIRRORS,
    mirrorsEveryMs: given.KEYTURN_MIRRORS_EVERY_MS,
    codeSecretsFile: given.KEYTURN_CODE_SECRETS ?? null,
    demoAuthority: given.KEYTURN_DEMO_AUTHORITY ?? null,
    clockOffsetMs: given.KEYTURN_CLOCK_OFFSET_MS,
    portalFolder: given.KEYTURN_PORTAL ?? null,
    demo: given.KEYTURN_DEMO,
    pace: given.KEYTURN_PACE,
    uploadEveryMs: given.KEYTURN_UPLOAD_EVERY_MS,
    retryMaxMs: given.KEYTURN_RETRY_MAX_MS,
    logLevel: given.KEYTURN_LOG,
  }
}

/** @throws BadOptions unless the text is a device id. */
export function deviceNamed(text: string): DeviceId {
  if (isDeviceId(text)) return text
  throw new BadOptions(
    `${text || '(nothing)'} is no device id: 3 to 40 letters, digits and inner hyphens, such as KT-MA-0001`,
  )
}

/** @throws BadOptions naming the profiles there are. */
export function profileNamed(text: string): Profile {
  const found = findProfile(text)
  if (found !== undefined) return found
  throw new BadOptions(
    `there is no profile ${text || '(nothing)'}; known are ${profiles.map(({ id }) => id).join(', ')}`,
  )
}

const REMEDIES: { readonly [code: string]: string } = {
  EACCES: 'may not be read or written by this user; change its owner, or choose another folder',
  EPERM: 'may not be read or written by this user; change its owner, or choose another folder',
  EROFS: 'is on a disk that cannot be written; choose another folder',
  ENOTDIR: 'is not a folder; move that file away, or choose another folder',
  EEXIST: 'is not a folder; move that file away, or choose another folder',
  ENOSPC: 'has no space left; make room on its disk',
  EIO: 'cannot be read from its disk; the disk may be broken',
}

/** What the operating system refused, as a sentence that names the path and the remedy; everything else as it is. */
export function cannotUse(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return error
  const remedy = REMEDIES[String(error.code)]
  return remedy === undefined ? error : new BadOptions(`${String(error.path)} ${remedy}`, { cause: error })
}
