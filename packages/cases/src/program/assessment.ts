/**
 * What the case engine answers about a whole case: plain data that can be written as JSON. Nothing in it stands without
 * its rule and its facts; where a person decides, it says so. `docs/formats/case.md` describes it for programs.
 */
import type { Cause } from '@keyturn/domain/record.ts'
import type { CaseId, CivilDate, DeviceId, Instant } from '@keyturn/domain/units.ts'
import type { Interpretation } from '@keyturn/rules/profile.ts'
import type { Assessment, Consequence, FindingClass, NextStep } from '../assessment.ts'
import type { NonEmpty } from '../fact.ts'
import type { Law } from '../law.ts'
import type { FactKind, Participant, Sanction, Vehicle } from './fact.ts'

export type CaseAssessment = {
  readonly caseId: CaseId
  readonly asOf: Instant
  readonly jurisdiction: string
  readonly timeZone: string
  /** The versions in force at `asOf`: program and device profile. Each finding names the one it was judged by. */
  readonly program: string
  readonly profile: string
  readonly participant: Participant | null
  readonly stage: Stage
  /** One plain sentence for the participant. */
  readonly headline: string
  readonly term: Term
  /** What has to be there, in the order in which a person gets it done. */
  readonly checklist: readonly Requirement[]
  readonly vehicles: readonly CaseVehicle[]
  readonly devices: readonly CaseDevice[]
  /** Oldest first: what the devices' logs and the facts come to, with how each stands now. */
  readonly findings: readonly CaseFinding[]
  readonly hearings: readonly Hearing[]
  /** Oldest first. */
  readonly requests: readonly CaseRequest[]
  /** Signed letters about the case, oldest first. */
  readonly letters: readonly CaseLetter[]
  /** Soonest first. */
  readonly deadlines: readonly CaseDeadline[]
  /** Most urgent first. */
  readonly next: readonly NextStep[]
  /** Facts that came late or were withdrawn, and what they changed. Newest first. */
  readonly corrections: readonly Correction[]
  /**
   * The next moment at which this answer may change though nobody records anything; null when no such moment is known.
   */
  readonly nextChangeAt: Instant | null
}

/** A fact as an answer names it: a fact of the case, or a record of a device. */
export type CaseRef =
  | { readonly of: 'case'; readonly seq: number; readonly at: Instant; readonly kind: FactKind; readonly words: string }
  | {
      readonly of: 'device'
      readonly device: DeviceId
      readonly seq: number
      readonly at: Instant
      readonly kind: string
      readonly words: string
    }

/** Where the case is in its life. `since` is the moment of the fact that brought it there. */
export type Stage = {
  readonly kind: /** No device is required as far as the facts say. */
    | 'not-required'
    /** A device is required, and no officer has approved yet. */
    | 'awaiting-approval'
    /** Approved: installation and papers are to be done. */
    | 'approved'
    /** A device is in and the restriction is not on the license yet. */
    | 'installed'
    /** Driving under the restriction. */
    | 'restricted'
    /** Suspended or revoked: no driving. */
    | 'suspended'
    /** The request for removal waits for an officer. */
    | 'removal-requested'
    /** Removal is granted; devices and restriction still have to come off. */
    | 'removal-granted'
    /** Devices off and restriction lifted, both by decision. */
    | 'completed'
  readonly since: Instant
  readonly because: NonEmpty<CaseRef>
  readonly law: Law
}

/** How long the device is required, part by part; never counted from the installation. */
export type Term = {
  readonly required: boolean
  readonly parts: readonly TermPart[]
  /** The last day; `life`; or null while it depends on something that has not happened yet. */
  readonly endsOn: CivilDate | 'life' | null
  /** Why `endsOn` is null, in a sentence. */
  readonly openBecause: string | null
  /** The first day on which removal may be requested as things stand; null while it is not known or never. */
  readonly requestFrom: CivilDate | null
  /** What `requestFrom` rests on: the term's end, or the months without a lockout or violation; null without it. */
  readonly requestLaw: Law | null
  readonly requestBecause: readonly CaseRef[]
  /** The last lockout or violation that counts against the clean months; null when there is none. */
  readonly cleanSince: CivilDate | null
  /** The readings of the law that its dates hang on. */
  readonly interpretations: readonly Interpretation[]
}
export type TermPart = {
  readonly id: string
  readonly words: string
  readonly from: CivilDate | null
  readonly until: CivilDate | 'life' | null
  readonly law: Law
  readonly because: readonly CaseRef[]
}

export type Requirement = {
  readonly id: string
  readonly title: string
  readonly state: 'met' | 'open' | 'not-needed' | 'broken'
  /** What to do when it is open or broken, what met it otherwise. */
  readonly words: string
  readonly who: 'participant' | 'provider' | 'authority'
  readonly law: Law
  readonly because: readonly CaseRef[]
}

export type CaseVehicle = Vehicle & {
  readonly state: 'in-use' | 'out-of-use' | 'given-up'
  /** The device in it now. */
  readonly device: DeviceId | null
  /** Why no device may be installed in it; null when one may. */
  readonly refused: { readonly words: string; readonly law: Law } | null
}

export type CaseDevice = {
  readonly device: DeviceId
  readonly vehicle: string | null
  readonly vendor: string | null
  readonly source: 'signed-log' | 'import' | 'reports-only'
  readonly installedAt: Instant | null
  readonly removedAt: Instant | null
  /** What its log says by itself; null while no record of it is held. */
  readonly assessment: Assessment | null
}

export type CaseFinding = {
  /** Stable: the same in every later assessment. Findings of a device begin with its id. */
  readonly id: string
  /** Under which names facts may speak of it too: one act that was told twice is one finding. */
  readonly aliases: readonly string[]
  readonly class: FindingClass
  readonly rule: string
  readonly title: string
  readonly law: Law
  readonly because: NonEmpty<CaseRef>
  readonly cause: Cause
  readonly effect: string
  readonly consequences: readonly Consequence[]
  readonly since: Instant
  readonly endedAt: Instant | null
  /** When the case learned the last fact it rests on. Later than `since` by more than a day: it came late. */
  readonly learnedAt: Instant
  /** The device whose log says so; null when facts of the case do. */
  readonly device: DeviceId | null
  /** Whether every record it rests on is signed by the device. */
  readonly signed: boolean
  readonly standing: Standing
  /** Until when a hearing may be requested about it; null when none may. */
  readonly hearingBy: Instant | null
  readonly interpretations: readonly Interpretation[]
  /** The program or profile version in force when it happened. */
  readonly rules: string
}

/**
 * What has become of a finding. `not-responsible` and `excused` do not count against the participant; a hearing that is
 * asked for or set has decided nothing yet.
 */
export type Standing =
  | { readonly kind: 'stands' }
  | { readonly kind: 'hearing-requested' | 'hearing-set'; readonly because: NonEmpty<CaseRef> }
  | { readonly kind: 'responsible'; readonly sanction: Sanction; readonly because: NonEmpty<CaseRef> }
  /** A hearing or the board found otherwise: it stays on record and does not count. */
  | { readonly kind: 'not-responsible'; readonly because: NonEmpty<CaseRef> }
  /** Somebody else's failure: it stays on record and does not count. */
  | { readonly kind: 'excused'; readonly cause: Cause; readonly because: NonEmpty<CaseRef> }

export type Hearing = {
  readonly hearing: string
  readonly about: readonly string[]
  readonly state: 'set' | 'decided' | 'contested' | 'upheld' | 'reversed' | 'modified'
  readonly for: Instant
  readonly place: string
  readonly sanction: Sanction | null
  readonly evidence: readonly CaseRef[]
  /** What the law prepares for the officer, per finding, should the participant be found responsible. */
  readonly proposed: readonly ProposedSanction[]
  readonly because: NonEmpty<CaseRef>
}

/** What the participant asked the authority for. */
export type CaseRequest = {
  readonly for: 'removal' | 'credit'
  /** The fact's `seq`. */
  readonly request: number
  readonly state: 'waiting' | 'granted' | 'refused'
  /** Why it was granted or refused, in the officer's words; null while it waits. */
  readonly reason: string | null
  readonly because: NonEmpty<CaseRef>
}

/** A confirmation of a provider's failure, or leave to drive a named other vehicle. It decides nothing of a finding. */
export type CaseLetter = {
  readonly kind: 'confirmation' | 'exception'
  /** The id of the signed statement. */
  readonly statement: string
  readonly issuer: string
  /** What it is about, or which vehicle. */
  readonly about: string
  /** The last instant of an exception. */
  readonly until: Instant | null
  readonly holds: boolean
  readonly because: NonEmpty<CaseRef>
}

/** Never applied by itself: a person decides, and may decide otherwise. */
export type ProposedSanction = {
  readonly about: string
  readonly tier: string
  readonly kind: 'suspension' | 'revocation'
  /** `10 years`, `life`. */
  readonly length: string
  readonly words: string
  readonly law: Law
}

export type CaseDeadline = {
  readonly id: string
  readonly what:
    | 'service-visit'
    | 'lockout-visit'
    | 'violations-service'
    | 'hearing-request'
    | 'hearing'
    | 'hardship-ends'
    | 'suspension-ends'
    | 'removal-request-opens'
    | 'term-ends'
    | 'booked-visit'
  readonly title: string
  readonly opensAt: Instant | null
  /** The last instant that still counts. */
  readonly closesAt: Instant
  readonly state: 'not-yet-open' | 'open' | 'passed'
  readonly law: Law
  readonly because: readonly CaseRef[]
}

export type Correction = {
  readonly at: Instant
  readonly learnedAt: Instant
  readonly kind: 'came-late' | 'withdrawn' | 'set-aside' | 'excused'
  readonly words: string
  readonly because: NonEmpty<CaseRef>
}

/** What the law allows somebody to record now. */
export type Allowance =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly because: string; readonly law: Law }
