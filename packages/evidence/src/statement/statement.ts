/**
 * Signed statements: who says it, about whom, for how long, by which law, and what. `docs/formats/statement.md` has the
 * form on the wire. A statement file is one compact JWS a line, from the one the root signed to the statement itself.
 */
import type { Scope, TollingOrder } from '@keyturn/domain/relief.ts'
import type { BrAC, CivilDate, Instant } from '@keyturn/domain/units.ts'

/** What every statement carries. On the wire `iss`, `sub`, `iat`, `nbf`, `exp` (seconds), `jti`, `cites`. */
export type StatementHead = {
  readonly issuer: string
  readonly subject: string
  readonly issuedAt: Instant
  readonly notBefore: Instant
  readonly expiresAt: Instant
  /** Unique; two different statements with one id are a fork, and neither counts. */
  readonly id: string
  /** The law that the issuer acts by: `540 CMR 25.06(3)`, `WAC 204-50-092`. */
  readonly cites: readonly string[]
}

/** What a key of an authority may sign. */
export type AuthorityMay = 'vendors' | 'orders' | 'overrides' | 'rescues' | 'revocations' | 'letters' | 'publish'
/** What a vendor's key may sign. Whether a jurisdiction lets a vendor toll is its law's, not the key's. */
export type VendorMay = 'technicians' | 'outages' | 'orders' | 'overrides' | 'letters'
/** What a technician may do at a device. */
export type TechnicianMay = 'install' | 'service' | 'remove'

/** Raw Ed25519 public key, 32 bytes in Base64url without padding: 43 characters. */
export type PublicKeyText = string

export type StatementBody =
  /** Root → key of an authority. `subject`: the key's name, such as `US-MA/orders-2026`. */
  | {
      readonly kind: 'authority-key'
      readonly key: PublicKeyText
      readonly jurisdiction: string
      readonly may: readonly AuthorityMay[]
    }
  /** Authority → vendor. `subject`: the vendor's id. `group`: who owns it, so that "another" means another. */
  | {
      readonly kind: 'vendor'
      readonly key: PublicKeyText
      readonly name: string
      readonly group: string
      readonly may: readonly VendorMay[]
    }
  /** Vendor → technician, 90 days at most. `subject`: the technician's id. */
  | {
      readonly kind: 'technician'
      readonly key: PublicKeyText
      readonly center: string
      readonly may: readonly TechnicianMay[]
    }
  /** Authority → vendor whose centers may serve another vendor's devices. `subject`: the rescuing vendor's id. */
  | {
      readonly kind: 'rescue'
      /** The vendor that is gone, and who owns it. */
      readonly serves: string
      readonly servesGroup: string
      /** Centers of the rescuing vendor; null: all of them. */
      readonly centers: readonly string[] | null
    }
  /** Authority → device. */
  | {
      readonly kind: 'configuration'
      readonly profile: string
      readonly vendor: string
      readonly model: string
      readonly region: string
      readonly endpoints: readonly string[]
      readonly mirrors: readonly string[]
      readonly receiptKeys: readonly string[]
    }
  /** Technician → device: the answer to the device's challenge. */
  | { readonly kind: 'service-request'; readonly nonce: string; readonly steps: readonly unknown[] }
  /** Technician → device: the visit. */
  | ({ readonly kind: 'certificate' } & VisitCertificate)
  /** Vendor or authority: something does not work, since when, until when (null: still), and why. */
  | {
      readonly kind: 'outage'
      readonly scope: Scope
      readonly from: Instant
      readonly until: Instant | null
      readonly cause: OutageCause
      readonly account: string
      /** The declaration that this one amends or ends. */
      readonly supersedes: string | null
    }
  /** Authority (vendor only where the law says so). Public, the same bytes for everybody. */
  | ({ readonly kind: 'order' } & OrderTerms)
  /** Vendor, authority or rescuing provider → one device, once. */
  | { readonly kind: 'override'; readonly why: string }
  /** Vendor or authority → a case: provider-caused, not held against you, what to do next. */
  | {
      readonly kind: 'confirmation'
      readonly about: string
      readonly provider: string
      readonly account: string
      readonly next: string
    }
  /** Authority → a case: may drive a named other vehicle. */
  | { readonly kind: 'exception'; readonly vehicle: string; readonly reason: string }
  /** Authority: keys and statements that no longer count. `number` rises; the highest holds. */
  | {
      readonly kind: 'revocations'
      readonly number: number
      readonly revoked: readonly { readonly id: string; readonly at: Instant; readonly why: string }[]
    }
  /** Authority: everything that is published now. `number` rises; the highest that has not expired is the newest. */
  | {
      readonly kind: 'index'
      readonly number: number
      readonly files: readonly { readonly id: string; readonly kind: string; readonly sha256: string }[]
    }

export type OutageCause = 'server' | 'network' | 'software' | 'power' | 'service-capacity'

/** An order's terms as they are signed; with the statement's id they are a `TollingOrder`. */
export type OrderTerms = Omit<TollingOrder, 'id'> & { readonly reason: string }

export type VisitCertificate = {
  readonly visit: 'scheduled' | 'lockout' | 'removal'
  readonly dueOn: CivilDate
  readonly center: string
  readonly inspection: { readonly sound: boolean; readonly notes: string }
  readonly asFound: Measured | null
  readonly calibration: { readonly gasLot: string; readonly reference: BrAC } | null
  readonly asLeft: readonly Measured[]
  readonly resets: readonly string[]
  /** The log when it was signed: one that ends before it, or has other bytes there, is not the one that was served. */
  readonly logSeq: number
  readonly logHead: string | null
}
export type Measured = { readonly reference: BrAC; readonly measured: BrAC }

export type Statement = StatementHead & StatementBody
export type StatementKind = StatementBody['kind']
export type StatementOf<K extends StatementKind> = StatementHead & Extract<StatementBody, { readonly kind: K }>

/** The `typ` of each kind's JWS header. */
export const TYPES: { readonly [K in StatementKind]: string } = {
  'authority-key': 'keyturn-authority-key+jwt',
  vendor: 'keyturn-vendor+jwt',
  technician: 'keyturn-technician+jwt',
  rescue: 'keyturn-rescue+jwt',
  configuration: 'keyturn-configuration+jwt',
  'service-request': 'keyturn-service+jwt',
  certificate: 'keyturn-service-certificate+jwt',
  outage: 'keyturn-outage+jwt',
  order: 'keyturn-order+jwt',
  override: 'keyturn-override+jwt',
  confirmation: 'keyturn-confirmation+jwt',
  exception: 'keyturn-exception+jwt',
  revocations: 'keyturn-revocations+jwt',
  index: 'keyturn-index+jwt',
}

/** In whose name a verified statement speaks: who its chain leads to. */
export type Speaker =
  | { readonly as: 'root' }
  | {
      readonly as: 'authority'
      readonly id: string
      readonly jurisdiction: string
      readonly may: readonly AuthorityMay[]
    }
  | {
      readonly as: 'vendor'
      readonly id: string
      readonly group: string
      readonly jurisdiction: string
      readonly may: readonly VendorMay[]
    }
  | {
      readonly as: 'technician'
      readonly id: string
      readonly center: string
      readonly vendor: string
      readonly group: string
      readonly jurisdiction: string
      readonly may: readonly TechnicianMay[]
    }

/** What verifying rests on: the pinned root and what is known to be withdrawn. */
export type Trust = {
  readonly root: PublicKeyText
  /** Ids of statements and names of keys that are withdrawn, with from when. Made by `revokedBy` (revoked.ts). */
  readonly revoked: ReadonlyMap<string, Instant>
}

export type StatementRefusal =
  | 'malformed'
  | 'signature'
  | 'expired'
  | 'not-yet'
  | 'revoked'
  | 'wrong-issuer'
  | 'not-allowed'
  | 'too-long'
  | 'wrong-subject'
  | 'wrong-kind'

export type StatementVerdict =
  | { readonly kind: 'verified'; readonly statement: Statement; readonly speaker: Speaker }
  /** `id` is the refused statement's own as far as it can be read. `why` is one sentence. */
  | { readonly kind: 'refused'; readonly code: StatementRefusal; readonly id: string | null; readonly why: string }
