/** The server's configuration, read from the environment and checked once. `docs/operations.md` lists it. */
import { z } from 'zod'
import { DEFAULT_NAME, DEFAULT_PORT } from './start.ts'
import { StartFailure } from './start-failure.ts'

const flag = z.enum(['0', '1', 'true', 'false']).transform((text) => text === '1' || text === 'true')
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== ''),
)
function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
/** An empty variable is the same as none. */
const given = (env: NodeJS.ProcessEnv) => Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))

const Environment = z.object({
  KEYTURN_DATA: z.string().default('.keyturn'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'is a URL such as postgres://user:password@host/keyturn')
    .optional(),
  KEYTURN_OWNER_DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'is a URL such as postgres://owner:password@host/keyturn')
    .optional(),
  KEYTURN_MIGRATE: z.enum(['auto', 'refuse']).optional(),
  KEYTURN_HOST: z.string().default('127.0.0.1'),
  KEYTURN_PORT: z.coerce.number().int().min(0).max(65_535).default(DEFAULT_PORT),
  KEYTURN_NAME: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/, 'is 1 to 63 of a-z, 0-9, dot and hyphen')
    .default(DEFAULT_NAME),
  KEYTURN_PUBLIC_DEMO: flag.default(false),
  KEYTURN_OPERATOR_TOKEN: z.string().min(20, 'is at least 20 characters long').optional(),
  KEYTURN_PORTAL: z.string().optional(),
  KEYTURN_CONNECT_TO: list.default([]),
  KEYTURN_DEMO_JSON: z
    .string()
    .refine((text) => isJson(text), 'is the JSON text for /demo.json')
    .optional(),
  KEYTURN_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).optional(),
  KEYTURN_CLOCK_OFFSET_MS: z.coerce.number().int().default(0),
  KEYTURN_LOG: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

/** @throws StartFailure that names the variable and what it should be */
export function readConfig(env: NodeJS.ProcessEnv) {
  const read = Environment.safeParse(given(env))
  if (!read.success) {
    const [issue] = read.error.issues
    throw new StartFailure(`The environment variable ${issue?.path.join('.')} is not usable: it ${issue?.message}.`, {
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
    operatorToken: data.KEYTURN_OPERATOR_TOKEN,
    portalDir: data.KEYTURN_PORTAL,
    connectTo: data.KEYTURN_CONNECT_TO,
    demoJson: data.KEYTURN_DEMO_JSON,
    requestsPerMinute: data.KEYTURN_REQUESTS_PER_MINUTE,
    clockOffsetMs: data.KEYTURN_CLOCK_OFFSET_MS,
    logLevel: data.KEYTURN_LOG,
  }
}
