/**
 * A case and its cars in one time: facts are told in order and judged by the real engine, cars live on the real
 * controller. What it goes through is kept, so that the same life can be led again through a server.
 */

import { assessCase } from '@keyturn/cases/program/assess-case.ts'
import type { Allowance, CaseAssessment } from '@keyturn/cases/program/assessment.ts'
import { assessmentText, basisOf } from '@keyturn/cases/program/basis.ts'
import { caseLawOf } from '@keyturn/cases/program/case-law.ts'
import { explainCase } from '@keyturn/cases/program/explain-case.ts'
import type { CaseFact, CaseFile, FactBody, Recorder } from '@keyturn/cases/program/fact.ts'
import { mayRecord } from '@keyturn/cases/program/may-record.ts'
import type { CaseLaw } from '@keyturn/cases/program/told.ts'
import { DECISIONS } from '@keyturn/contract/fact-access.ts'
import type { CaseId, DeviceId, Instant } from '@keyturn/domain/units.ts'
import { toHex, utf8 } from '@keyturn/evidence/bytes.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import type { Impossible } from '../scenario/acts.ts'
import type { Kit } from '../scenario/kit.ts'
import { CaseCar } from './case-car.ts'
import type { Person } from './case-scenario.ts'
import { type Publication, Published } from './published.ts'
import { VENDORS } from './vendors.ts'

/** One thing that happened to the case from outside, in the order of time. */
export type Happening =
  | {
      readonly is: 'fact'
      /** When it was told. */
      readonly at: Instant
      readonly who: Person
      readonly by: Recorder
      readonly happenedAt: Instant
      readonly body: FactBody
      readonly answer: Allowance
    }
  /** Somebody asked how the case stands, and was told so. */
  | { readonly is: 'asked'; readonly at: Instant; readonly asOf: Instant; readonly explanation: string }
  | { readonly is: 'enrolled'; readonly at: Instant; readonly device: DeviceId; readonly publicKey: Uint8Array }
  | { readonly is: 'upload'; readonly at: Instant; readonly device: DeviceId; readonly bytes: Uint8Array }

export type Telling = {
  readonly who: Person
  readonly by: Recorder
  readonly body: FactBody
  readonly at: Instant
  readonly happenedAt: Instant
  /** For an installation: whether the device keeps a signed log that the case gets. */
  readonly log: 'signed' | 'none'
}

export class CaseWorld {
  readonly caseId: CaseId
  #law: CaseLaw
  readonly facts: CaseFact[] = []
  readonly cars: CaseCar[] = []
  readonly #told: Happening[] = []
  readonly #kit: Kit
  readonly #profile: Profile
  readonly #published: Published
  readonly #seed: number

  constructor(caseId: CaseId, jurisdiction: string, seed: number, kit: Kit) {
    this.caseId = caseId
    const law = caseLawOf(jurisdiction, VENDORS)
    if (law === undefined) throw new Error(`there is no program of ${jurisdiction}`)
    this.#law = law
    this.#kit = kit
    this.#seed = seed
    const profile = law.profiles.at(-1)
    if (profile === undefined) throw new Error(`there is no profile of ${jurisdiction}`)
    this.#profile = profile
    this.#published = new Published(profile)
  }

  /** All versions of the law, the vendors, and what has been published by now. */
  get law(): CaseLaw {
    return this.#law
  }

  /** Publishes an order or an outage, or withdraws one. Answers why that cannot be done, or null. */
  publish(what: Publication, at: Instant): Impossible {
    this.passTo(at)
    const impossible = this.#published.add(what, at)
    if (impossible !== null) return impossible
    const { relief } = this.#published
    this.#law = relief === null ? this.#law : { ...this.#law, relief }
    for (const car of this.cars) {
      const refused = car.gone ? null : car.signs(what)
      if (refused !== null) return refused
    }
    return null
  }

  get file(): CaseFile {
    return { caseId: this.caseId, facts: this.facts, devices: this.cars.map((car) => car.history()) }
  }

  assess(asOf: Instant): CaseAssessment {
    return assessCase(this.law, this.file, asOf)
  }

  /** The car's last device, also when it is not in it any more. */
  carOf(vehicle: string): CaseCar | undefined {
    return this.cars.findLast((car) => car.vehicle === vehicle)
  }

  /** Lets all cars' lives go on until the moment, but for one whose visit ends then. */
  passTo(at: Instant, except?: DeviceId): void {
    for (const car of this.cars) if (car.device !== except) car.passTo(at)
  }

  /**
   * Somebody tells a fact. A visit is made before it is reported; everything else happens to the car once the fact is
   * taken. A refused fact changes nothing in the case.
   */
  tell(telling: Telling): { readonly answer: Allowance; readonly impossible: Impossible } {
    const { who, by, body, at, happenedAt, log } = telling
    const visited = body.kind === 'visit-kept' ? this.#visit(body, at) : null
    this.passTo(at)
    const known = this.file
    const before = this.assess(at)
    const answer = mayRecord(this.law, known, before, body, happenedAt)
    this.#told.push({ is: 'fact', at, who, by, happenedAt, body, answer })
    if (!answer.allowed) return { answer, impossible: visited }
    const removed = body.kind === 'device-removed' ? this.#remove(body, at) : null
    if (body.kind === 'device-installed' && log === 'signed') this.#install(body, at)
    if (body.kind === 'device-moved') for (const car of this.#of(body.device)) car.vehicle = body.to
    const decided = DECISIONS.has(body.kind) && this.facts.length > 0
    const basis = decided ? basisOf(this.law, known, at, this.#digestOf(before)) : null
    this.facts.push({ seq: this.facts.length + 1, at: happenedAt, recordedAt: at, by, basis, ...body })
    return { answer, impossible: visited ?? removed }
  }

  /** How the case stands as of a moment, with all that is known at `at`. */
  asked(at: Instant, asOf: Instant): { readonly assessment: CaseAssessment; readonly explanation: string } {
    const assessment = this.assess(asOf)
    const explanation = explainCase(assessment)
    this.#told.push({ is: 'asked', at, asOf, explanation })
    return { assessment, explanation }
  }

  /** Everything that came to the case, in the order in which it came. */
  happenings(): readonly Happening[] {
    const uploads = this.cars.flatMap(({ device, world }) =>
      world.taken.map(({ at, bytes }): Happening => ({ is: 'upload', at, device, bytes })),
    )
    // Sorting keeps the order of equals: at one moment the upload comes first, then what was told about it.
    return [...this.#enrolled, ...uploads, ...this.#told].toSorted((a, b) => a.at - b.at)
  }

  readonly #enrolled: Happening[] = []

  #install(body: Extract<FactBody, { kind: 'device-installed' }>, at: Instant): void {
    const { device, vehicle, dueOn, technician, center, vendor } = body
    const seed = this.#seed * 1_000 + this.cars.length + 1
    const profile = this.#profile
    const begin = { device, vehicle, vendor, profile, seed, at, dueOn, technician, center }
    const car = new CaseCar(begin, this.#kit)
    this.cars.push(car)
    this.#enrolled.push({ is: 'enrolled', at, device, publicKey: car.world.key.publicKey })
  }

  #visit(body: Extract<FactBody, { kind: 'visit-kept' }>, at: Instant): Impossible {
    const [car] = this.#of(body.device)
    const { technician, center, dueOn, sound } = body
    const purpose = body.purpose === 'installation' ? 'scheduled' : body.purpose
    return car?.visit({ at, purpose, technician, center, dueOn, sound }) ?? null
  }

  #remove(body: Extract<FactBody, { kind: 'device-removed' }>, at: Instant): Impossible {
    const [car] = this.#of(body.device)
    if (car === undefined) return null
    if (body.removedBy === 'provider') {
      return car.visit({ at, purpose: 'removal', technician: 'R. Alden', center: 'Center 1', dueOn: null, sound: true })
    }
    car.tornOut(at)
    return null
  }

  #digestOf(assessment: CaseAssessment): string {
    return toHex(this.#kit.crypto.sha256(utf8(assessmentText(assessment))))
  }

  #of(device: DeviceId): readonly CaseCar[] {
    return this.cars.filter((car) => car.device === device && !car.gone)
  }
}
