/** The server's configuration, read from the environment and checked once. `docs/operations.md` lists it. */
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { z } from 'zod'
import type { AgencyOptions, AgencyRole } from './accounts/agency.ts'
import { OPERATOR_TOKEN_MIN } from './keys.ts'
import { DEFAULT_NAME, DEFAULT_PORT } from './start.ts'
import { StartFailure } from './start-failure.ts'

const flag = z
  .enum(['0', '1', 'true', 'false'], '1 or 0 (true and false will do too)')
  .transform((text) => text === '1' || text === 'true')
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== ''),
)
const whole = (min: number, max: number, must: string) =>
  z
    .string()
    .refine((text) => /^-?\d+$/.test(text) && Number(text) >= min && Number(text) <= max, must)
    .transform(Number)
const database = (user: string) =>
  z.string().regex(/^postgres(ql)?:\/\//, `a URL such as postgres://${user}:password@host/keyturn`)
function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
/** `https://host`, with a port or not, and nothing behind it. */
const isOrigin = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).href === `${new URL(text).origin}/`
/** `10.0.0.0/8`, or one address. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  const most = isIP(address) === 4 ? 32 : 128
  return (
    isIP(address) !== 0 && more.length === 0 && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= most))
  )
}
const AGENCY_ROLES: readonly string[] = ['authority-officer', 'authority-admin', 'auditor']
/** What an agency calls a role, and what it is here. The agency's word may hold an equals sign itself. */
const rolePair = (text: string): readonly [string, string] => {
  const at = text.lastIndexOf('=')
  return [text.slice(0, Math.max(0, at)), text.slice(at + 1)]
}
const isRolePair = (text: string): boolean => {
  const [value, role] = rolePair(text)
  return value !== '' && AGENCY_ROLES.includes(role)
}
/** An empty variable is the same as none. */
const given = (env: NodeJS.ProcessEnv) => Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** Each message says what the variable must be: `refusal` makes the sentence. */
const Environment = z.object({
  KEYTURN_DATA: z.string().default('.keyturn'),
  DATABASE_URL: database('user').optional(),
  KEYTURN_OWNER_DATABASE_URL: database('owner').optional(),
  KEYTURN_MIGRATE: z.enum(['auto', 'refuse'], 'auto or refuse').optional(),
  KEYTURN_HOST: z.string().default('127.0.0.1'),
  KEYTURN_PORT: whole(0, 65_535, 'a whole number from 0 to 65535').default(DEFAULT_PORT),
  KEYTURN_NAME: z
    .string()
    .regex(
      /^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/,
      '1 to 63 of a-z, 0-9, dot and hyphen, with a letter or digit at both ends',
    )
    .default(DEFAULT_NAME),
  KEYTURN_PUBLIC_DEMO: flag.default(false),
  KEYTURN_PUBLIC_DEVICES: list.default([]),
  KEYTURN_DEMO_ACCOUNTS: list.default([]),
  KEYTURN_PUBLIC_URL: z
    .string()
    .refine(isOrigin, 'an address such as https://iid.example.gov, without a path')
    .optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'a URL such as smtp://user:password@host:587')
    .optional(),
  KEYTURN_OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'an address such as https://login.example.gov' })
    .optional(),
  KEYTURN_OIDC_CLIENT_ID: z.string().optional(),
  KEYTURN_OIDC_CLIENT_SECRET_FILE: z.string().optional(),
  KEYTURN_OIDC_NAME: z.string().default('your agency'),
  KEYTURN_OIDC_JURISDICTION: z
    .string()
    .regex(/^US-[A-Z]{2}$/, 'a jurisdiction such as US-MA')
    .optional(),
  KEYTURN_OIDC_ROLE_CLAIM: z.string().default('roles'),
  KEYTURN_OIDC_ROLES: list
    .refine((pairs) => pairs.every(isRolePair), 'pairs such as iid-officers=authority-officer, iid-audit=auditor')
    .default([]),
  KEYTURN_MAIL_FROM: z.string().includes('@', 'an address such as "Keyturn <keyturn@example.gov>"').optional(),
  KEYTURN_OPERATOR_TOKEN: z
    .string()
    .min(OPERATOR_TOKEN_MIN, `at least ${OPERATOR_TOKEN_MIN} characters long`)
    .optional(),
  KEYTURN_PORTAL: z.string().optional(),
  KEYTURN_CONNECT_TO: list.default([]),
  KEYTURN_DEMO_JSON: z
    .string()
    .refine((text) => isJson(text), 'the JSON text for /demo.json')
    .optional(),
  KEYTURN_REQUESTS_PER_MINUTE: whole(1, 1_000_000_000, 'a whole number from 1 to 1000000000').optional(),
  KEYTURN_UPLOADS_PER_ADDRESS: whole(1, 64, 'a whole number from 1 to 64').optional(),
  KEYTURN_TRUST_PROXY: list
    .refine((proxies) => proxies.every(isNetwork), 'addresses or networks such as 127.0.0.1, 10.0.0.0/8')
    .default([]),
  KEYTURN_CLOCK_OFFSET_MS: whole(-1e14, 1e14, 'a whole number of milliseconds, such as 3600000').default(0),
  KEYTURN_WEBHOOKS_PRIVATE: flag.default(false),
  KEYTURN_JOBS: z.enum(['on', 'off'], 'on or off').default('on'),
  KEYTURN_ROOT_KEY: z
    .string()
    .regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/, 'an Ed25519 public key of 43 letters, digits, - and _')
    .optional(),
  KEYTURN_LOG: z.enum(LEVELS, `one of ${LEVELS.join(', ')}`).default('info'),
})

/** One sentence: the variable, what it must be, and what it was. Secrets are not repeated, for it goes to the log. */
function refusal({ path, message }: z.core.$ZodIssue, env: NodeJS.ProcessEnv): string {
  const name = path.join('.')
  const value = env[name] ?? ''
  const was = name === 'KEYTURN_OPERATOR_TOKEN' ? `${value.length} characters long` : JSON.stringify(shown(value))
  return `The environment variable ${name} must be ${message}; it is ${was}.`
}

/** Without the password of a URL, and not at any length. */
function shown(value: string): string {
  const bare = value.replace(/:[^:/]*@/, ':…@')
  return bare.length > 80 ? `${bare.slice(0, 80)}…` : bare
}

/** @throws StartFailure that names the variable, what it must be and what it was */
export function readConfig(env: NodeJS.ProcessEnv) {
  const read = Environment.safeParse(given(env))
  if (!read.success) {
    const [issue] = read.error.issues
    throw new StartFailure(issue === undefined ? 'The environment is not usable.' : refusal(issue, env), {
      cause: read.error,
    })
  }
  const { data } = read
  if (data.KEYTURN_CLOCK_OFFSET_MS !== 0 && !data.KEYTURN_PUBLIC_DEMO) {
    throw new StartFailure('KEYTURN_CLOCK_OFFSET_MS is for demos: set KEYTURN_PUBLIC_DEMO=1 as well, or leave it out.')
  }
  return {
    dataDir: data.KEYTURN_DATA,
    databaseUrl: data.DATABASE_URL,
    ownerUrl: data.KEYTURN_OWNER_DATABASE_URL,
    migrate: data.KEYTURN_MIGRATE,
    host: data.KEYTURN_HOST,
    port: data.KEYTURN_PORT,
    name: data.KEYTURN_NAME,
    publicDemo: data.KEYTURN_PUBLIC_DEMO,
    publicDevices: data.KEYTURN_PUBLIC_DEVICES,
    demoAccounts: data.KEYTURN_DEMO_ACCOUNTS,
    publicUrl: data.KEYTURN_PUBLIC_URL,
    smtpUrl: data.SMTP_URL,
    mailFrom: data.KEYTURN_MAIL_FROM,
    agency: agencyIn(data),
    operatorToken: data.KEYTURN_OPERATOR_TOKEN,
    portalDir: data.KEYTURN_PORTAL,
    connectTo: data.KEYTURN_CONNECT_TO,
    demoJson: data.KEYTURN_DEMO_JSON,
    requestsPerMinute: data.KEYTURN_REQUESTS_PER_MINUTE,
    uploadsPerAddress: data.KEYTURN_UPLOADS_PER_ADDRESS,
    trustProxy: data.KEYTURN_TRUST_PROXY,
    clockOffsetMs: data.KEYTURN_CLOCK_OFFSET_MS,
    webhooksReach: data.KEYTURN_WEBHOOKS_PRIVATE ? { private: true } : {},
    jobs: data.KEYTURN_JOBS,
    rootKey: data.KEYTURN_ROOT_KEY,
    logLevel: data.KEYTURN_LOG,
  }
}

/** All of an agency's settings, or none. @throws StartFailure that names the one that is missing */
function agencyIn(data: z.infer<typeof Environment>): AgencyOptions | undefined {
  const needed = {
    KEYTURN_OIDC_ISSUER: data.KEYTURN_OIDC_ISSUER,
    KEYTURN_OIDC_CLIENT_ID: data.KEYTURN_OIDC_CLIENT_ID,
    KEYTURN_OIDC_CLIENT_SECRET_FILE: data.KEYTURN_OIDC_CLIENT_SECRET_FILE,
    KEYTURN_OIDC_JURISDICTION: data.KEYTURN_OIDC_JURISDICTION,
    KEYTURN_OIDC_ROLES: data.KEYTURN_OIDC_ROLES.length === 0 ? undefined : 'given',
  }
  const missing = Object.entries(needed).filter(([, value]) => value === undefined)
  if (missing.length === Object.keys(needed).length) return undefined
  const [first] = missing
  if (first !== undefined) throw new StartFailure(`For sign-in at an agency the variable ${first[0]} is missing.`)
  return {
    issuer: needed.KEYTURN_OIDC_ISSUER ?? '',
    clientId: needed.KEYTURN_OIDC_CLIENT_ID ?? '',
    clientSecret: secretIn(needed.KEYTURN_OIDC_CLIENT_SECRET_FILE ?? ''),
    name: data.KEYTURN_OIDC_NAME,
    jurisdiction: needed.KEYTURN_OIDC_JURISDICTION ?? '',
    roleClaim: data.KEYTURN_OIDC_ROLE_CLAIM,
    // Each was checked to be one of these roles.
    roles: data.KEYTURN_OIDC_ROLES.map((text) => rolePair(text) as readonly [string, AgencyRole]),
  }
}

function secretIn(file: string): string {
  try {
    const secret = readFileSync(file, 'utf8').trim()
    if (secret !== '') return secret
  } catch (error) {
    throw new StartFailure(`The file ${file} (KEYTURN_OIDC_CLIENT_SECRET_FILE) cannot be read.`, { cause: error })
  }
  throw new StartFailure(`The file ${file} (KEYTURN_OIDC_CLIENT_SECRET_FILE) is empty.`)
}
