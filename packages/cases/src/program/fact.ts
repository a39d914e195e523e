/**
 * What a case is judged by besides the logs of its devices: who said what, when. Facts are appended and never edited; a
 * mistaken one is withdrawn by another fact. `docs/formats/case-facts.md` describes each kind for programs.
 */
import type { Role } from '@keyturn/domain/actor.ts'
import type { Cause, Record } from '@keyturn/domain/record.ts'
import type { BrAC, CaseId, CivilDate, DeviceId, Instant } from '@keyturn/domain/units.ts'
import type { KnownIdentity } from '../relief.ts'

/** What every fact carries. */
export type FactHead = {
  /** Its place in the case, from 1 without a gap. */
  readonly seq: number
  /** When it happened or takes effect. */
  readonly at: Instant
  /** When the case learned it: never before `at`. A fact that comes late is later here. */
  readonly recordedAt: Instant
  readonly by: Recorder
  /** What a decision was taken on; null for facts that decide nothing. */
  readonly basis: Basis | null
}

export type Recorder = { readonly user: string; readonly name: string; readonly role: Role }

/** What a person had before them when they decided: enough to come to the same assessment again, to the byte. */
export type Basis = {
  readonly asOf: Instant
  /** The case's facts up to this one. */
  readonly facts: number
  /** The logs of its devices up to these records. */
  readonly devices: readonly { readonly device: DeviceId; readonly seq: number }[]
  /** `US-MA-program@2021-07-09`, `US-MA@2026-11-01`. */
  readonly rules: readonly string[]
  /** SHA-256 of the assessment as JSON, 64 hex digits. */
  readonly digest: string
}

export type CaseFact = FactHead & FactBody
export type FactKind = FactBody['kind']
export type FactOf<K extends FactKind> = Extract<CaseFact, { readonly kind: K }>

export type License = { readonly state: string; readonly number: string }
export type Address = {
  readonly street: string
  readonly city: string
  readonly state: string
  readonly postalCode: string
}
export type Participant = {
  readonly name: string
  readonly bornOn: CivilDate
  readonly license: License
  readonly address: Address
  readonly email: string | null
  readonly telephone: string | null
}
/** A document kept with the case: its id, which is the SHA-256 of its bytes in hex. */
export type DocumentId = string
export type Notary = { readonly name: string; readonly on: CivilDate }
export type Sanction =
  | { readonly kind: 'none' }
  /** `until` null: for life. */
  | { readonly kind: 'suspension' | 'revocation'; readonly from: CivilDate; readonly until: CivilDate | null }

export type FactBody =
  | RequirementFact
  | ApprovalFact
  | HouseholdFact
  | VehicleFact
  | ServiceFact
  | ViolationFact
  | HearingFact
  | ElsewhereFact
  | RemovalFact
  | LetterFact
  | RecordFact

/** Why and how long a device is required. */
export type RequirementFact =
  | { readonly kind: 'case-opened'; readonly jurisdiction: string; readonly participant: Participant }
  | {
      readonly kind: 'conviction'
      readonly offense: 'oui'
      readonly on: CivilDate
      readonly state: string
      readonly docket: string | null
      /** The alcohol concentration it rests on, in mg per 210 L; absent or null where it is not known. */
      readonly brac?: BrAC | null
    }
  /** Honored for its full length. `until` null: until the court says otherwise. */
  | {
      readonly kind: 'court-order'
      readonly docket: string
      readonly from: CivilDate
      readonly until: CivilDate | null
    }
  /** A period of suspension or revocation as prescribed by law; `until` null: for life. */
  | {
      readonly kind: 'suspension'
      readonly from: CivilDate
      readonly until: CivilDate | null
      readonly why: string
    }

/** The hearings officer's side of a license. */
export type ApprovalFact =
  | {
      readonly kind: 'approval-granted'
      readonly toward: 'hardship-license' | 'full-reinstatement'
      readonly reason: string
    }
  | { readonly kind: 'approval-withdrawn'; readonly reason: string }
  | { readonly kind: 'exam-passed'; readonly exam: Exam; readonly on: CivilDate; readonly vehicle: string | null }
  | { readonly kind: 'hardship-license-issued'; readonly on: CivilDate; readonly until: CivilDate }
  | { readonly kind: 'fully-reinstated'; readonly on: CivilDate }
  | { readonly kind: 'restriction-added'; readonly code: string }
  | { readonly kind: 'restriction-removed'; readonly reason: string }
export type Exam = 'learners-permit' | 'road-test' | 'special-road-test'

export type HouseholdFact =
  /** `member` is a short name of our own for the person in this case; `license` null: does not drive. */
  | {
      readonly kind: 'household-member-added'
      readonly member: string
      readonly name: string
      readonly license: License | null
    }
  | { readonly kind: 'household-member-left'; readonly member: string; readonly why: string }
  /** `signer`: `participant`, or the household member's short name. */
  | {
      readonly kind: 'affidavit-filed'
      readonly signer: string
      readonly signedOn: CivilDate
      readonly notary: Notary | null
      readonly document: DocumentId | null
    }
  | { readonly kind: 'address-changed'; readonly address: Address }
  /** The operator's device costs are borne by others: a written finding. */
  | {
      readonly kind: 'hardship-finding'
      readonly from: CivilDate
      readonly until: CivilDate | null
      readonly reason: string
    }

export type VehicleBody = 'car' | 'truck' | 'van' | 'bus' | 'motorcycle' | 'other'
export type Vehicle = {
  /** A short name of our own for the vehicle in this case: `car-1`. */
  readonly vehicle: string
  readonly body: VehicleBody
  readonly description: string
  readonly vin: string
  readonly plate: string
  readonly volts: number
  readonly electricsSound: boolean
  readonly use: 'owned' | 'leased' | 'operated' | 'employer'
  /** Whether there is an emergency brake in the center console, and a seat for the road test's sponsor. */
  readonly centerBrake: boolean
  readonly sponsorSeat: boolean
}
export type VehicleFact =
  | ({ readonly kind: 'vehicle-added' } & Vehicle)
  | {
      readonly kind: 'vehicle-given-up'
      readonly vehicle: string
      readonly why: 'sold' | 'lease-ended' | 'totaled' | 'not-driven-any-more'
    }
  | {
      readonly kind: 'vehicle-out-of-use'
      readonly vehicle: string
      readonly why: 'disabled' | 'broken-down' | 'non-operational' | 'totaled'
    }
  | { readonly kind: 'vehicle-back-in-use'; readonly vehicle: string }

export type VisitPurpose = 'installation' | 'scheduled' | 'lockout' | 'removal'
/** What the participant arranges with a provider, and what the provider did. */
export type ServiceFact =
  | { readonly kind: 'vendor-chosen'; readonly vendor: string; readonly center: string }
  | {
      readonly kind: 'visit-booked'
      readonly vehicle: string
      readonly center: string
      readonly purpose: VisitPurpose
      readonly for: Instant
      readonly confirmation: string
    }
  | {
      readonly kind: 'device-installed'
      readonly device: DeviceId
      readonly vehicle: string
      readonly vendor: string
      readonly center: string
      readonly technician: string
      /** What the participant proved identity with; null: not proved. */
      readonly identity: string | null
      readonly instructed: boolean
      readonly dueOn: CivilDate
      readonly certificate: string | null
    }
  | {
      readonly kind: 'device-moved'
      readonly device: DeviceId
      readonly to: string
      readonly center: string
      readonly technician: string
    }
  | {
      readonly kind: 'device-removed'
      readonly device: DeviceId
      /** Who took it out; `by` is who says so. */
      readonly removedBy: 'provider' | 'participant' | 'unknown'
      readonly why: 'program-completed' | 'vehicle-changed' | 'device-replaced' | 'not-said'
    }
  | {
      readonly kind: 'visit-kept'
      readonly device: DeviceId
      readonly center: string
      readonly technician: string
      readonly purpose: VisitPurpose
      readonly dueOn: CivilDate | null
      readonly sound: boolean
      readonly uploaded: boolean
      /** The id of the signed service certificate; absent or null where none is told. */
      readonly certificate?: string | null
      /** Set when a center of another vendor served, on the authority's word: its credential, and whose it is. */
      readonly rescue?: { readonly credential: string; readonly vendor: string } | null
    }
  /** The participant tells beforehand that a visit will be missed. */
  | { readonly kind: 'visit-announced-missed'; readonly dueOn: CivilDate; readonly why: string }

export type ViolationFact =
  /** `violation`: the id of one of the program's violations. It happened at the fact's `at`. */
  | {
      readonly kind: 'violation-reported'
      readonly violation: string
      readonly account: string
      readonly device: DeviceId | null
      readonly documents: readonly DocumentId[]
    }
  /** A failure of a provider, with its interval. It excuses nothing by itself; an officer or a tolling order does. */
  | {
      readonly kind: 'provider-failure'
      readonly vendor: string
      readonly until: Instant | null
      readonly what: string
      readonly documents: readonly DocumentId[]
    }
  /** `about`: the id of a finding. It stays, and does not count. */
  | {
      readonly kind: 'excusal-granted'
      readonly about: string
      readonly cause: Exclude<Cause, 'operator'>
      readonly reason: string
      readonly documents: readonly DocumentId[]
    }

export type HearingFact =
  | { readonly kind: 'hearing-requested'; readonly about: string; readonly statement: string }
  /** `hearing` is a short name of our own in this case: `hearing-1`. */
  | {
      readonly kind: 'hearing-scheduled'
      readonly hearing: string
      readonly about: readonly string[]
      readonly for: Instant
      readonly place: string
      readonly noticeOn: CivilDate
    }
  | {
      readonly kind: 'hearing-evidence'
      readonly hearing: string
      readonly from: 'participant' | 'provider' | 'authority'
      readonly what: string
      readonly document: DocumentId | null
    }
  | {
      readonly kind: 'hearing-decided'
      readonly hearing: string
      /** For each finding that the hearing is about. */
      readonly outcomes: readonly { readonly about: string; readonly outcome: 'responsible' | 'not-responsible' }[]
      readonly sanction: Sanction
      readonly participantPresent: boolean
      readonly reason: string
    }
  /** To the Board of Appeal. */
  | { readonly kind: 'decision-contested'; readonly hearing: string; readonly statement: string }
  | {
      readonly kind: 'contest-decided'
      readonly hearing: string
      readonly outcome: 'upheld' | 'reversed' | 'modified'
      /** What holds instead when it is modified. */
      readonly sanction: Sanction
      readonly reason: string
    }

/** Time with a device under another jurisdiction. */
export type ElsewhereFact =
  | {
      readonly kind: 'credit-requested'
      readonly state: string
      readonly from: CivilDate
      readonly until: CivilDate
      readonly vendor: string
      readonly proof: {
        readonly maintained: boolean
        readonly serviced: boolean
        readonly freeOfViolations: boolean
        /** Set to the same standards as the requiring jurisdiction. */
        readonly sameSettings: boolean
      }
      readonly documents: readonly DocumentId[]
    }
  | {
      readonly kind: 'credit-decided'
      /** The request's `seq`. */
      readonly request: number
      readonly granted: boolean
      readonly reason: string
    }

export type RemovalFact =
  | { readonly kind: 'removal-requested'; readonly statement: string }
  | {
      readonly kind: 'removal-decided'
      readonly request: number
      readonly granted: boolean
      readonly reason: string
    }

/** Signed statements about this case. `statement` is the id of each; who signed and by which law stands beside it. */
export type LetterFact =
  /** Provider-caused, not held against the participant, what to do next. It decides nothing by itself. */
  | {
      readonly kind: 'confirmation-received'
      readonly statement: string
      readonly issuer: string
      readonly issuedBy: 'authority' | 'vendor'
      readonly cites: readonly string[]
      /** What it is about: the id of a finding or of an outage, or words of the issuer. */
      readonly about: string
      readonly provider: string
      readonly account: string
      readonly next: string
    }
  /** The participant may drive a named other vehicle, without a device, until then. */
  | {
      readonly kind: 'exception-granted'
      readonly statement: string
      readonly issuer: string
      readonly cites: readonly string[]
      readonly vehicle: string
      readonly until: Instant
      readonly reason: string
    }

/** About another fact of the case. */
export type RecordFact = { readonly kind: 'fact-withdrawn'; readonly fact: number; readonly reason: string }

/** Where the facts of a case came to: what an assessment is made from. */
export type CaseFile = {
  readonly caseId: CaseId
  /** By `seq`. */
  readonly facts: readonly CaseFact[]
  readonly devices: readonly DeviceHistory[]
}

/** The log of one device as far as it is held: signed by the device, or imported from a vendor and unsigned. */
export type DeviceHistory = {
  readonly device: DeviceId
  readonly source: 'signed-log' | 'import'
  readonly records: readonly Record[]
  /** When the case learned the records: those up to `seq` at `at`, ascending. */
  readonly received: readonly { readonly seq: number; readonly at: Instant }[]
  /** What the device was, by when it was known: whether an order means it. Absent or empty: its vendor alone. */
  readonly identities?: readonly KnownIdentity[]
}
