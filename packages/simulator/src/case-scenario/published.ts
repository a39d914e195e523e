/**
 * What an authority and the vendors have published in a case file: orders and outages as a case's law knows them. Each
 * order is signed at the desk of every car as well, so that somebody can carry it there.
 */
import type { KnownRelief, ListedOrder, ListedOutage, Signed } from '@keyturn/cases/relief.ts'
import type { Scope } from '@keyturn/domain/relief.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import type { OrderStep, OutageStep, Signed as SignedStep } from '../scenario/relief-steps.ts'
import { VENDORS } from './vendors.ts'

/** What one line of a case file publishes. */
export type Publication =
  | { readonly is: 'order'; readonly order: OrderStep }
  | { readonly is: 'outage'; readonly outage: OutageStep; readonly vendors: readonly string[] | null }
  | { readonly is: 'withdraw'; readonly name: string }

export class Published {
  readonly #profile: Profile
  #orders: readonly ListedOrder[] = []
  #outages: readonly ListedOutage[] = []

  constructor(profile: Profile) {
    this.#profile = profile
  }

  /** Null while nothing was published. A list that grows is a new list. */
  get relief(): KnownRelief | null {
    if (this.#orders.length + this.#outages.length === 0) return null
    return { orders: this.#orders, outages: this.#outages }
  }

  /** Puts it on the list. Answers why that cannot be done, or null. */
  add(one: Publication, at: Instant): string | null {
    switch (one.is) {
      case 'order':
        return this.#order(one.order, at)
      case 'outage':
        return this.#outage(one.outage, one.vendors, at)
      case 'withdraw':
        return this.#withdraw(one.name, at)
    }
  }

  #order(step: OrderStep, at: Instant): string | null {
    const earlier = this.#orders.find(({ order }) => order.id === idOf('order', step.supersedes))
    if (step.supersedes !== null && earlier === undefined) return `there is no order "${step.supersedes}"`
    const interval = step.interval ?? earlier?.order.interval
    if (interval === undefined) return 'the order has no days'
    const { scope, moves, capDays, staggerDays } = step
    const id = idOf('order', step.name ?? 'order')
    if (this.#orders.some(({ order }) => order.id === id)) return `there is an order "${step.name ?? 'order'}" already`
    const due = step.due ?? earlier?.order.due ?? interval
    const supersedes = earlier?.order.id ?? null
    const order = { id, supersedes, scope, interval, due, moves, capDays, staggerDays }
    const listed = { ...this.#signed(step, scope.vendors, at), order, reason: 'the vendor cannot be reached' }
    this.#orders = [...this.#orders, listed]
    return null
  }

  #outage({ name, from, until, cause, account, supersedes, ...step }: OutageStep, vendors: Of, at: Instant) {
    const id = idOf('outage', name ?? 'outage')
    const scope: Scope = {
      jurisdiction: this.#profile.id,
      vendors,
      models: null,
      firmwares: null,
      regions: null,
      functions: ['service-visit', 'violations-service', 'lockout-visit'],
    }
    const amended = supersedes === null ? null : idOf('outage', supersedes)
    if (amended !== null && !this.#outages.some((one) => one.id === amended))
      return `there is no outage "${supersedes}"`
    const signed = this.#signed({ name, ...step }, vendors, at)
    const listed = { ...signed, id, supersedes: amended, scope, from, until, cause, account }
    this.#outages = [...this.#outages, listed]
    return null
  }

  #withdraw(name: string, at: Instant): string | null {
    const orders = this.#orders.map((one) => (one.order.id === idOf('order', name) ? { ...one, withdrawnAt: at } : one))
    const outages = this.#outages.map((one) => (one.id === idOf('outage', name) ? { ...one, withdrawnAt: at } : one))
    if (![...orders, ...outages].some(({ withdrawnAt }) => withdrawnAt === at)) return `nothing is called "${name}"`
    this.#orders = orders
    this.#outages = outages
    return null
  }

  #signed({ by, signedAt }: SignedStep, vendors: Of, at: Instant): Signed {
    const { authority, relief } = this.#profile
    const vendor = VENDORS.find((one) => vendors?.includes(one.vendor))?.name ?? 'the vendor'
    const { toll } = relief
    return {
      by: by.as === 'vendor' ? 'vendor' : 'authority',
      issuer: by.as === 'vendor' ? vendor : authority,
      cites: ['research' in toll ? toll.research.clause : 'assumed' in toll ? toll.assumed.from : toll.law.section],
      issuedAt: signedAt ?? at,
      knownAt: at,
      withdrawnAt: null,
    }
  }
}

type Of = readonly string[] | null

/** As the desks of the cars name them. */
const idOf = (kind: 'order' | 'outage', name: string | null): string => `${kind}-${(name ?? '').replaceAll(' ', '-')}`
