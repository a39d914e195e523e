/**
 * Who may service this device: authority root → vendor → technician, each a signed credential (JWS, EdDSA). Verified
 * offline, from the pinned root alone. The format is `docs/formats/service-certificate.md`.
 */
import type { Instant } from '@keyturn/domain/units.ts'
import { errors, importJWK, jwtVerify } from 'jose'
import { z } from 'zod'

/** Longest life of a technician's credential. */
export const TECHNICIAN_DAYS_MAX = 90
const DAY_S = 86_400
/** Longest life of what a technician signs for one visit: a request, a certificate. */
export const STATEMENT_MINUTES_MAX = 15
/** A signer's clock may be this much ahead of the device's. */
const AHEAD_S_MAX = 60

export const CAPABILITIES = ['install', 'service', 'remove'] as const
export type Capability = (typeof CAPABILITIES)[number]

export const TYPES = {
  vendor: 'keyturn-vendor+jwt',
  technician: 'keyturn-technician+jwt',
  request: 'keyturn-service+jwt',
  certificate: 'keyturn-service-certificate+jwt',
} as const

const name = z.string().min(1).max(100)
const seconds = z.number().int().nonnegative()
/** Raw Ed25519 public key, 32 bytes in Base64url without padding. */
const publicKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
const lifetime = { iss: name, sub: name, iat: seconds, nbf: seconds, exp: seconds, jti: z.string().min(8).max(100) }

const Vendor = z.strictObject({ ...lifetime, key: publicKey, name })
const Technician = z.strictObject({
  ...lifetime,
  key: publicKey,
  center: name,
  capabilities: z.array(z.enum(CAPABILITIES)).min(1).max(CAPABILITIES.length),
})

/** A technician whose authority was verified, and the key to verify what the technician signs. */
export type VerifiedTechnician = {
  readonly id: string
  readonly vendor: string
  readonly center: string
  readonly key: string
  readonly capabilities: readonly Capability[]
}

/** A statement that does not hold; `message` says why in one sentence, `statement` names it. */
export class StatementRefused extends Error {
  override readonly name = 'StatementRefused' as const
  readonly statement: string
  constructor(why: string, { statement, cause }: { readonly statement: string; readonly cause?: unknown }) {
    super(why, { cause })
    this.statement = statement
  }
}

/** Verifies the chain from the root. @throws StatementRefused naming the link that does not hold. */
export async function verifyTechnician(
  rootKey: string,
  chain: { readonly vendor: string; readonly technician: string },
  at: Instant,
): Promise<VerifiedTechnician> {
  const vendor = await verified('vendor credential', chain.vendor, {
    key: rootKey,
    type: TYPES.vendor,
    at,
    schema: Vendor,
  })
  const technician = await verified('technician credential', chain.technician, {
    key: vendor.key,
    type: TYPES.technician,
    at,
    schema: Technician,
    issuer: vendor.sub,
    lasts: { seconds: TECHNICIAN_DAYS_MAX * DAY_S, words: `${TECHNICIAN_DAYS_MAX} days` },
  })
  const { sub: id, center, key, capabilities } = technician
  return { id, vendor: vendor.sub, center, key, capabilities }
}

export type Expected<S extends z.ZodType> = {
  readonly key: string
  readonly type: string
  readonly at: Instant
  readonly schema: S
  readonly issuer?: string
  readonly subject?: string
  /** Longest time from when it was signed, or is good, to when it expires; unbounded without. */
  readonly lasts?: { readonly seconds: number; readonly words: string }
}

/** How long a request or a certificate may be good. */
export const BRIEF = { seconds: STATEMENT_MINUTES_MAX * 60, words: `${STATEMENT_MINUTES_MAX} minutes` } as const

type Lifetime = { readonly iat: number; readonly nbf: number; readonly exp: number; readonly jti: string }

/**
 * Verifies one statement: signature, type, issuer, subject, lifetime, and its fields, no others. @throws
 * StatementRefused.
 */
export async function verified<S extends z.ZodType<Lifetime>>(
  what: string,
  jws: string,
  expected: Expected<S>,
): Promise<z.infer<S>> {
  const { key, type, at, schema, issuer, subject, lasts } = expected
  let payload: unknown
  try {
    const publicJwk = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: key }, 'EdDSA')
    const done = await jwtVerify(jws, publicJwk, {
      algorithms: ['EdDSA'],
      typ: type,
      currentDate: new Date(at),
      requiredClaims: ['iat', 'nbf', 'exp', 'jti'],
      ...(issuer === undefined ? {} : { issuer }),
      ...(subject === undefined ? {} : { subject }),
    })
    payload = done.payload
  } catch (error) {
    throw new StatementRefused(whyNot(what, error), { statement: what, cause: error })
  }
  const read = schema.safeParse(payload)
  if (!read.success)
    throw new StatementRefused(`the ${what} is not as the format has it: ${problemOf(read.error)}`, { statement: what })
  const { iat, nbf, exp, jti: statement } = read.data
  if (iat > secondsOf(at) + AHEAD_S_MAX)
    throw new StatementRefused(`the ${what} was signed in the future`, { statement })
  if (lasts !== undefined && exp - Math.min(iat, nbf) > lasts.seconds)
    throw new StatementRefused(`a ${what} lasts ${lasts.words} at most`, { statement })
  return read.data
}

/** The first thing wrong, with its place. */
export const problemOf = (error: z.ZodError): string => {
  const [issue] = error.issues
  return issue === undefined ? 'malformed' : `${issue.path.join('.') || 'the whole'}: ${issue.message}`
}

const whyNot = (what: string, error: unknown): string => {
  if (error instanceof errors.JWTExpired) return `the ${what} has expired`
  if (error instanceof errors.JWTClaimValidationFailed) return `the ${what} does not fit: ${error.message}`
  if (error instanceof errors.JWSSignatureVerificationFailed) return `the signature of the ${what} does not hold`
  return `the ${what} is not a signed statement of its kind`
}

/** Seconds since the epoch, as JWS statements count time. */
export const secondsOf = (at: Instant): number => Math.floor(at / 1_000)
