/** A technician at the device: signed requests against the device's own challenge, each good for one use. */
import type { BodyOf } from '@keyturn/device/input.ts'
import { parseCivilDate } from '@keyturn/domain/civil.ts'
import {
  type CivilDate,
  type DeviceId,
  type Duration,
  type Instant,
  mgPer210L,
  minutes,
} from '@keyturn/domain/units.ts'
import { z } from 'zod'
import {
  BRIEF,
  type Capability,
  StatementRefused,
  secondsOf,
  TYPES,
  type VerifiedTechnician,
  verified,
  verifyTechnician,
} from './credentials.ts'

export type ServiceAction = BodyOf<'service'>

/** Steps that one request may hold. */
export const STEPS_MAX = 12
/** A challenge nobody answered is forgotten after this long. */
const CHALLENGE_LASTS: Duration = minutes(10)
/** Anybody at the device may ask for a challenge; that must not void the one a technician is answering. */
const CHALLENGES_MAX = 1_000
/** Refusals within ten minutes after which the device listens no more for a while. */
const REFUSALS_MAX = 5
const REFUSALS_WITHIN: Duration = minutes(10)

const text = z.string().max(200)
const name = z.string().min(1).max(100)
const seconds = z.number().int().nonnegative()
const date = z.string().transform((value, context): CivilDate => {
  const parsed = parseCivilDate(value)
  if (parsed !== undefined) return parsed
  context.addIssue({ code: 'custom', message: `${value} is not a date (YYYY-MM-DD)` })
  return z.NEVER
})
const reference = z.number().int().min(1).max(999).transform(mgPer210L)

const Step = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('install'), profile: name, dueOn: date }),
  z.strictObject({ do: z.literal('open') }),
  z.strictObject({ do: z.literal('inspect'), sound: z.boolean(), notes: text }),
  z.strictObject({ do: z.literal('as-found'), reference }),
  z.strictObject({ do: z.literal('calibrate'), gasLot: name, reference }),
  z.strictObject({ do: z.literal('confirm'), reference }),
  z.strictObject({ do: z.literal('reset') }),
  z.strictObject({ do: z.literal('certify'), certificate: z.string().max(8_192) }),
  z.strictObject({ do: z.literal('abandon') }),
])
export type SignedStep = z.input<typeof Step>

const lifetime = { iss: name, sub: name, iat: seconds, nbf: seconds, exp: seconds, jti: z.string().min(8).max(100) }
const Request = z.strictObject({ ...lifetime, nonce: z.string().max(64), steps: z.array(Step).min(1).max(STEPS_MAX) })
const Certificate = z.strictObject({
  ...lifetime,
  visit: z.enum(['scheduled', 'lockout', 'removal']),
  dueOn: date,
  center: name,
  /** The last record when it was signed: a log that ends before it is not the one that was serviced. */
  logSeq: z.number().int().nonnegative(),
})

export const ServiceRequest = z.strictObject({
  credential: z.strictObject({ vendor: z.string().max(8_192), technician: z.string().max(8_192) }),
  steps: z.string().max(65_536),
})
export type ServiceRequest = z.infer<typeof ServiceRequest>

export type Challenge = { readonly device: DeviceId; readonly nonce: string; readonly logSeq: number }

/** Too many refusals: nothing is looked at until `again`. */
export class ServiceHeld extends Error {
  override readonly name = 'ServiceHeld' as const
  readonly again: Instant
  constructor(again: Instant) {
    super('too many statements were refused; wait')
    this.again = again
  }
}

export type ServiceDeskOptions = {
  readonly device: DeviceId
  /** The authority's root key, raw, in Base64url; null where no root is pinned, so that nobody is a technician. */
  readonly rootKey: string | null
  readonly now: () => Instant
  /** 32 hex digits of chance. */
  readonly nonce: () => string
  readonly lastSeq: () => number
}

/** The one place that turns signed requests into acts for the controller. */
export class ServiceDesk {
  readonly #options: ServiceDeskOptions
  /** Open challenges and until when each is good, oldest first. */
  readonly #challenges = new Map<string, number>()
  #refusedAt: Instant[] = []

  constructor(options: ServiceDeskOptions) {
    this.#options = options
  }

  /** A new challenge, beside those that are open. */
  challenge(): Challenge {
    const { device, nonce, now, lastSeq } = this.#options
    const fresh = nonce()
    this.#challenges.set(fresh, now() + CHALLENGE_LASTS)
    const [oldest] = this.#challenges.keys()
    if (oldest !== undefined && this.#challenges.size > CHALLENGES_MAX) this.#challenges.delete(oldest)
    return { device, nonce: fresh, logSeq: lastSeq() }
  }

  /** Verifies everything before anything is done. @throws StatementRefused, ServiceHeld. */
  async verify(request: ServiceRequest): Promise<readonly ServiceAction[]> {
    const now = this.#options.now()
    this.#refusedAt = this.#refusedAt.filter((at) => now - at < REFUSALS_WITHIN)
    const oldest = this.#refusedAt[0]
    if (oldest !== undefined && this.#refusedAt.length >= REFUSALS_MAX) {
      // The moment at which the oldest refusal no longer counts.
      throw new ServiceHeld((oldest + REFUSALS_WITHIN) as Instant)
    }
    try {
      return await this.#verify(request, now)
    } catch (error) {
      if (error instanceof StatementRefused) this.#refusedAt.push(now)
      throw error
    }
  }

  async #verify({ credential, steps }: ServiceRequest, at: Instant): Promise<readonly ServiceAction[]> {
    const { device, rootKey } = this.#options
    if (rootKey === null)
      throw new StatementRefused('this device has no authority root; nobody can service it', {
        statement: 'service request',
      })
    const technician = await verifyTechnician(rootKey, credential, at)
    const asked = await verified('service request', steps, {
      key: technician.key,
      type: TYPES.request,
      at,
      schema: Request,
      issuer: technician.id,
      subject: device,
      lasts: BRIEF,
    })
    if (at > this.#useUp(asked.nonce)) {
      throw new StatementRefused('the request does not answer an open challenge of this device', {
        statement: asked.jti,
      })
    }
    const actions: ServiceAction[] = []
    for (const step of asked.steps) actions.push(await this.#action(step, technician, at))
    return actions
  }

  /**
   * Until when the challenge is good; before everything when there is none. Used up by the first who brings it,
   * whatever comes of it, and with it all that are older: neither a copy of this request nor one held back is worth
   * anything.
   */
  #useUp(nonce: string): number {
    const until = this.#challenges.get(nonce)
    if (until === undefined) return Number.NEGATIVE_INFINITY
    for (const each of this.#challenges.keys()) {
      this.#challenges.delete(each)
      if (each === nonce) break
    }
    return until
  }

  async #action(step: z.infer<typeof Step>, technician: VerifiedTechnician, at: Instant): Promise<ServiceAction> {
    const { id, center } = technician
    mayDo(technician, step.do === 'install' ? 'install' : 'service')
    switch (step.do) {
      case 'install':
        return { do: 'install', technician: id, center, profile: step.profile, dueOn: step.dueOn }
      case 'open':
        return { do: 'open', technician: id, center }
      case 'certify':
        return this.#certificate(step.certificate, technician, at)
      default:
        return step
    }
  }

  async #certificate(jws: string, technician: VerifiedTechnician, at: Instant): Promise<ServiceAction> {
    const { device, lastSeq } = this.#options
    const signed = await verified('service certificate', jws, {
      key: technician.key,
      type: TYPES.certificate,
      at,
      schema: Certificate,
      issuer: technician.id,
      subject: device,
      lasts: BRIEF,
    })
    if (signed.visit === 'removal') mayDo(technician, 'remove')
    if (signed.center !== technician.center) {
      throw new StatementRefused('the certificate names another service center than the credential', {
        statement: signed.jti,
      })
    }
    if (signed.logSeq > lastSeq())
      throw new StatementRefused('the certificate is for a longer log than this one', { statement: signed.jti })
    return {
      do: 'certify',
      technician: technician.id,
      certificate: signed.jti,
      visit: signed.visit,
      dueOn: signed.dueOn,
    }
  }
}

function mayDo({ id, capabilities }: VerifiedTechnician, capability: Capability): void {
  if (!capabilities.includes(capability))
    throw new StatementRefused(`this technician may not ${capability}`, { statement: id })
}

/** For signers: the moments of a statement that is good for ten minutes from `at`. */
export const briefly = (at: Instant) => {
  const s = secondsOf(at)
  return { iat: s, nbf: s - 60, exp: s + 600 }
}
