/** A technician at the device: signed requests against the device's own challenge, each good for one use. */
import type { BodyOf } from '@keyturn/device/input.ts'
import { type DeviceId, type Duration, type Instant, minutes } from '@keyturn/domain/units.ts'
import type {
  Speaker,
  StatementKind,
  StatementOf,
  TechnicianMay,
  Trust,
} from '@keyturn/evidence/statement/statement.ts'
import { chainOf, statementFile } from '@keyturn/evidence/statement/write-statement.ts'
import { Refusals } from '../relief/refusals.ts'
import { type Trusting, trustOf, verified } from '../relief/trust.ts'
import { problemOf, StatementRefused } from './refused.ts'
import { type Rescue, rescueFor } from './rescue.ts'
import { type ReadStep, type ServiceRequest, Steps } from './steps.ts'

export type ServiceAction = BodyOf<'service'>
export type Technician = Extract<Speaker, { readonly as: 'technician' }>

/** A challenge nobody answered is forgotten after this long. */
const CHALLENGE_LASTS: Duration = minutes(10)
/** Anybody at the device may ask for a challenge; that must not void the one a technician is answering. */
const CHALLENGES_MAX = 1_000

export type Challenge = {
  readonly device: DeviceId
  readonly nonce: string
  readonly logSeq: number
  /** Where the log stands there (`logHeadAt`); null before the first record. */
  readonly logHead: string | null
}

export type ServiceDeskOptions = Trusting & {
  readonly device: DeviceId
  /** The device's own time, which never goes back. */
  readonly now: () => Instant
  /** 64 hex digits of chance. */
  readonly nonce: () => string
  readonly lastSeq: () => number
  /** Null when the log has no such record. */
  readonly logHead: (seq: number) => Promise<string | null>
  /** Why the device cannot be installed now, in a sentence; null when it can. */
  readonly whyNotInstall?: () => string | null
}

/** The one place that turns signed requests into acts for the controller. */
export class ServiceDesk {
  readonly #options: ServiceDeskOptions
  /** Open challenges and until when each is good, oldest first. */
  readonly #challenges = new Map<string, number>()
  readonly #refusals = new Refusals()

  constructor(options: ServiceDeskOptions) {
    this.#options = options
  }

  /** A new challenge, beside those that are open. */
  async challenge(): Promise<Challenge> {
    const { device, nonce, now, lastSeq, logHead } = this.#options
    const fresh = nonce()
    this.#challenges.set(fresh, now() + CHALLENGE_LASTS)
    const [oldest] = this.#challenges.keys()
    if (oldest !== undefined && this.#challenges.size > CHALLENGES_MAX) this.#challenges.delete(oldest)
    const logSeq = lastSeq()
    return { device, nonce: fresh, logSeq, logHead: await logHead(logSeq) }
  }

  /** Verifies everything before anything is done. @throws StatementRefused, Held. */
  async verify(request: ServiceRequest): Promise<readonly ServiceAction[]> {
    const now = this.#options.now()
    this.#refusals.check(now)
    try {
      return await this.#verify(request, now)
    } catch (error) {
      if (error instanceof StatementRefused) this.#refusals.add(now)
      throw error
    }
  }

  async #verify(request: ServiceRequest, at: Instant): Promise<readonly ServiceAction[]> {
    const trust = trustOf(this.#options)
    const { statement: asked, technician } = this.#signed('service-request', request.steps, { request, trust, at })
    if (at > this.#useUp(asked.nonce)) {
      throw new StatementRefused('the request does not answer an open challenge of this device', {
        statement: asked.id,
      })
    }
    const rescue = rescueFor(technician, request.rescue, { ...this.#options, trust, at })
    const steps = Steps.safeParse(asked.steps)
    if (!steps.success)
      throw new StatementRefused(`the request's steps are not as the format has them: ${problemOf(steps.error)}`, {
        statement: asked.id,
      })
    const actions: ServiceAction[] = []
    for (const step of steps.data) {
      mayDo(technician, step.do === 'install' ? 'install' : 'service')
      actions.push(await this.#action(step, technician, rescue, { request, trust, at }))
    }
    return actions
  }

  /** One statement under the technician's credential, and who the technician is. @throws StatementRefused. */
  #signed<K extends StatementKind>(kind: K, jws: string, { request, trust, at }: Under) {
    const { device, rootKey } = this.#options
    const what = kind === 'certificate' ? 'service certificate' : 'service request'
    if (rootKey === null)
      throw new StatementRefused('this device has no authority root; nobody can service it', { statement: what })
    const file = statementFile(chainOf(request.credential), jws)
    const verdict = verified(file, trust, at, { kind, subject: device })
    if (verdict.kind === 'refused') throw new StatementRefused(verdict.why, { statement: verdict.id ?? what })
    const { statement, speaker } = verdict
    if (!isKind(statement, kind) || speaker.as !== 'technician')
      throw new StatementRefused(`a ${what} is signed by a technician`, { statement: statement.id })
    return { statement, technician: speaker }
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

  async #action(step: ReadStep, technician: Technician, rescue: Rescue, under: Under): Promise<ServiceAction> {
    const { id, center } = technician
    switch (step.do) {
      case 'install': {
        const why = this.#options.whyNotInstall?.() ?? null
        if (why !== null) throw new StatementRefused(why, { statement: id })
        return { do: 'install', technician: id, center, profile: step.profile, dueOn: step.dueOn }
      }
      case 'open':
        return { do: 'open', technician: id, center, rescue }
      case 'certify':
        return this.#certificate(step.certificate, under)
      default:
        return step
    }
  }

  async #certificate(jws: string, under: Under): Promise<ServiceAction> {
    const { lastSeq, logHead } = this.#options
    const { statement: signed, technician } = this.#signed('certificate', jws, under)
    const { id, visit, dueOn, inspection, asFound, calibration, asLeft, resets } = signed
    if (signed.logSeq > lastSeq())
      throw new StatementRefused('the certificate is for a longer log than this one', { statement: id })
    if (signed.logHead !== (await logHead(signed.logSeq)))
      throw new StatementRefused('the certificate is for another log than this one', { statement: id })
    return {
      do: 'certify',
      technician: technician.id,
      certificate: id,
      visit,
      dueOn,
      claims: { inspection, asFound, calibration, asLeft, resets },
    }
  }
}

/** What everything a technician signed in one request stands under. */
type Under = { readonly request: ServiceRequest; readonly trust: Trust; readonly at: Instant }

const isKind = <K extends StatementKind>(
  statement: { readonly kind: StatementKind },
  kind: K,
): statement is StatementOf<K> => statement.kind === kind

function mayDo({ id, may }: Technician, capability: TechnicianMay): void {
  if (!may.includes(capability)) throw new StatementRefused(`this technician may not ${capability}`, { statement: id })
}
