/** What money follows from: facts of the case, records of its devices and what a vendor and a driver settle. */
import type { Cents, CivilDate, DeviceId, Instant } from '@keyturn/domain/units.ts'
import type { Charge, VisitPurpose } from '@keyturn/rules/fees.ts'

type Known = {
  /** Names the fact for good: `fact:12`, `log:KT-MA-0001:480`, `money:…`. */
  readonly id: string
  /** When it happened or takes effect. */
  readonly at: Instant
  /** When the case learned it. A fact changes nothing before that moment. */
  readonly recordedAt: Instant
}

export type MoneyFact = Known &
  /** `vendor` null: the fact does not say, what else is known does. */
  (
    | { readonly kind: 'installed'; readonly device: DeviceId; readonly vendor: string | null }
    | {
        readonly kind: 'visit-kept'
        readonly device: DeviceId
        readonly vendor: string | null
        readonly purpose: VisitPurpose
      }
    | { readonly kind: 'vendor-chosen'; readonly vendor: string }
    | { readonly kind: 'removed'; readonly device: DeviceId }
    /** A vendor's charge besides the visits: towing, damage, a call at night. `about`: the finding that led to it. */
    | {
        readonly kind: 'charged'
        readonly vendor: string
        readonly charge: Charge
        readonly amount: Cents
        readonly about: string | null
      }
    | { readonly kind: 'paid'; readonly vendor: string; readonly amount: Cents; readonly reference: string }
    | { readonly kind: 'paid-back'; readonly vendor: string; readonly amount: Cents; readonly reference: string }
    /** A written finding that the driver cannot pay for the device. */
    | { readonly kind: 'hardship-found'; readonly from: CivilDate; readonly until: CivilDate | null }
    /**
     * A provider's failure led to these: facts by id, or what was charged about a finding. `only`: of the facts'
     * charges these alone; absent: all of them.
     */
    | {
        readonly kind: 'provider-caused'
        readonly of: readonly string[]
        readonly reason: string
        readonly only?: readonly Charge[]
      }
    /** A fact that should never have been recorded. */
    | { readonly kind: 'withdrawn'; readonly of: string; readonly reason: string }
  )

/** What a vendor charges, from a day on. `recordedAt`: a list changes nothing that was charged before it was known. */
export type PriceList = {
  readonly vendor: string
  readonly effectiveOn: CivilDate
  readonly recordedAt: Instant
  readonly prices: { readonly [C in Charge]?: Cents }
}
