/**
 * The desks at which a scenario's statements are really signed: the authority's, the vendors', a stranger's. What is
 * signed lies here as a file until somebody carries it to the car.
 */
import { civilDateOf } from '@keyturn/domain/civil.ts'
import type { KeypadCode, Scope } from '@keyturn/domain/relief.ts'
import { type CivilDate, type DeviceId, type Duration, days, deviceId, type Instant } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { makeCode } from '@keyturn/evidence/statement/keypad-code.ts'
import type { OrderTerms, StatementBody, Trust } from '@keyturn/evidence/statement/statement.ts'
import { type MadeUpAuthority, madeUpAuthority, type Signatory } from '../authority/authority.ts'
import type { Kit } from './kit.ts'
import type { CodeStep, OrderStep, OutageStep, OverrideStep, Signed, Signer } from './relief-steps.ts'
import type { UnitIdentity } from './scenario.ts'

/** A signed statement, and since when the authority's server publishes it; null while it does not. */
export type Paper = {
  readonly name: string
  readonly id: string
  readonly kind: StatementBody['kind']
  readonly file: string
  readonly terms: OrderTerms | null
  publishedAt: Instant | null
}

export type Of = {
  readonly seed: number
  readonly device: DeviceId
  readonly jurisdiction: string
  readonly unit: UnitIdentity
}

/** The law that is acted by: no order and no override is good without naming it. */
const CITES = ['540 CMR 25.06(3)']
const OVERRIDE_CITES = ['WAC 204-50-092']
const REASON = 'The vendor cannot be reached.'

export class Desk {
  readonly authority: MadeUpAuthority
  /** Keys that no root vouches for, made to look like the others. */
  readonly stranger: MadeUpAuthority
  readonly #of: Of
  readonly #kit: Kit
  readonly papers: Paper[] = []
  /** How many codes each giver has read out over the telephone. */
  readonly #told = { authority: 0, vendor: 0 }
  #typed = ''
  #withdrawn: { readonly id: string; readonly at: Instant; readonly why: string }[] = []

  constructor(of: Of, kit: Kit) {
    this.authority = madeUpAuthority(`scenario-${of.seed}`)
    this.stranger = madeUpAuthority(`stranger-${of.seed}`)
    this.#of = of
    this.#kit = kit
  }

  /** What the device pins, without anything withdrawn. */
  get trust(): Trust {
    return this.authority.trust
  }

  /** How the scenario calls a statement. */
  nameOf(id: string): string | undefined {
    return this.papers.find((paper) => paper.id === id)?.name
  }

  /** The statement of that name, or the newest one. */
  paper(name: string | null): Paper | undefined {
    return name === null ? this.papers.at(-1) : this.papers.findLast((paper) => paper.name === name)
  }

  /** From when a statement counts no more, as far as its withdrawal is published. */
  withdrawnAt(id: string): Instant | null {
    const listed = this.papers.some(({ kind, publishedAt }) => kind === 'revocations' && publishedAt !== null)
    return (listed ? this.#withdrawn.find((one) => one.id === id)?.at : undefined) ?? null
  }

  /** What was signed while the authority's server was away is published now. */
  publish(at: Instant): void {
    for (const paper of this.papers) paper.publishedAt ??= at
  }

  /** Signs an order. Answers why that cannot be done, or null. */
  order(step: OrderStep, at: Instant, published: boolean): string | null {
    const earlier = step.supersedes === null ? undefined : this.paper(step.supersedes)
    if (step.supersedes !== null && earlier?.kind !== 'order') return `there is no order "${step.supersedes}"`
    const interval = step.interval ?? earlier?.terms?.interval
    if (interval === undefined) return 'the order has no days'
    const { moves, capDays, staggerDays } = step
    const terms: OrderTerms = {
      supersedes: earlier?.id ?? null,
      scope: this.#scopeOf(step),
      interval,
      due: step.due ?? earlier?.terms?.due ?? interval,
      moves,
      capDays,
      staggerDays,
      reason: REASON,
    }
    const twin = step.idOf === null ? undefined : this.paper(step.idOf)
    if (step.idOf !== null && twin === undefined) return `there is no statement "${step.idOf}"`
    const id = twin === undefined ? {} : { id: twin.id }
    this.#sign({ kind: 'order', ...terms }, step, { at, published, lasts: days(60), cites: CITES, ...id })
    return null
  }

  override(step: OverrideStep, at: Instant, published: boolean): null {
    const subject = step.device === 'this' ? this.#of.device : otherDevice
    const body = { kind: 'override', why: 'The vendor cannot be reached.' } as const
    this.#sign(body, step, { at, published, lasts: days(1), cites: OVERRIDE_CITES, subject })
    return null
  }

  outage(step: OutageStep, at: Instant, published: boolean): string | null {
    const earlier = step.supersedes === null ? undefined : this.paper(step.supersedes)
    if (step.supersedes !== null && earlier?.kind !== 'outage') return `there is no outage "${step.supersedes}"`
    const { from, until, cause, account, by } = step
    const scope: Scope = {
      jurisdiction: by.as === 'authority' ? by.jurisdiction : this.#of.jurisdiction,
      vendors: [this.#of.unit.vendor],
      models: null,
      firmwares: null,
      regions: null,
      functions: ['service-visit', 'violations-service', 'lockout-visit'],
    }
    const body = { kind: 'outage', scope, from, until, cause, account, supersedes: earlier?.id ?? null } as const
    this.#sign(body, step, { at, published, lasts: days(200), cites: CITES })
    return null
  }

  /** The authority withdraws a statement; the list of what is withdrawn is a statement of its own. */
  withdraw(name: string, at: Instant, published: boolean): string | null {
    const paper = this.paper(name)
    if (paper === undefined) return `there is no statement "${name}"`
    this.#withdrawn = [...this.#withdrawn, { id: paper.id, at, why: 'It was a mistake.' }]
    const number = this.#withdrawn.length
    const body = { kind: 'revocations', number, revoked: this.#withdrawn } as const
    const by: Signer = { as: 'authority', jurisdiction: this.#of.jurisdiction }
    const signed: Signed = { name: `withdrawal of ${name}`, by, signedAt: null, expiresAt: null }
    this.#sign(body, signed, { at, published, lasts: days(365), cites: [] })
    return null
  }

  /** The digits that a code step says over the telephone. */
  digits(step: CodeStep, at: Instant): string {
    const { device, unit } = this.#of
    if (step.kind === 'again') return this.#typed
    if (step.kind === 'wrong') return '000000000000'
    const { by, gives } = step
    const counter = ++this.#told[by]
    const code: KeypadCode = { ...gives, by, counter }
    const whose = step.device === 'this' ? device : otherDevice
    const secret = this.authority.codeSecrets(whose, unit.vendor)[by]
    const on = step.on ?? codeDay(at)
    this.#typed = runSync(makeCode({ secret, device: whose, code, on }), this.#kit.crypto)
    return this.#typed
  }

  #sign(body: StatementBody, signed: Signed, { at, published, lasts, cites, subject, ...given }: Usual): void {
    const { kind } = body
    const name = signed.name ?? this.#newName(kind)
    const id = given.id ?? this.#newId(`${kind}-${name.replaceAll(' ', '-')}`)
    const from = signed.signedAt ?? at
    // An end before its beginning is a story too; a statement that lasts no time is none.
    const ends = signed.expiresAt === null ? lasts : (Math.max(1_000, signed.expiresAt - from) as Duration)
    const head = { at: from, id, lasts: ends, cites, ...(subject === undefined ? {} : { subject }) }
    const terms = body.kind === 'order' ? body : null
    const file = this.#signatory(signed.by).sign(body, head)
    this.papers.push({ name, id, kind, file, terms, publishedAt: published ? at : null })
  }

  #signatory(by: Signer): Signatory {
    const { jurisdiction, unit } = this.#of
    if (by.as === 'vendor') return this.authority.vendor(unit.vendor, { jurisdiction })
    if (by.as === 'stranger') return this.stranger.authority(jurisdiction)
    return this.authority.authority(by.jurisdiction)
  }

  /** A vendor may order for its own devices alone; it is not even readable otherwise. */
  #scopeOf({ scope, by }: OrderStep): Scope {
    return by.as === 'vendor' && scope.vendors === null ? { ...scope, vendors: [this.#of.unit.vendor] } : scope
  }

  #newName(kind: string): string {
    const many = this.papers.filter((paper) => paper.kind === kind).length
    return many === 0 ? kind : `${kind} ${many + 1}`
  }

  #newId(wanted: string): string {
    const taken = this.papers.filter(({ id }) => id === wanted || id.startsWith(`${wanted}.`)).length
    return taken === 0 ? wanted : `${wanted}.${taken + 1}`
  }
}

type Usual = {
  readonly at: Instant
  readonly published: boolean
  readonly lasts: Duration
  readonly cites: readonly string[]
  readonly subject?: string
  readonly id?: string
}

const otherDevice = deviceId('another-device')

/** Codes go by the calendar of UTC. */
export const codeDay = (at: Instant): CivilDate => civilDateOf(at, 'UTC')
