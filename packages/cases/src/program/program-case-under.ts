/** A whole case told in order, for tests and examples: one line per fact, `at` asks what the law says at a moment. */
import { addDays } from '@keyturn/domain/civil.ts'
import type { Record } from '@keyturn/domain/record.ts'
import {
  after,
  assert,
  type CaseId,
  type CivilDate,
  caseId,
  type DeviceId,
  days,
  deviceId,
  type Instant,
  iso,
  mgPer210L,
} from '@keyturn/domain/units.ts'
import type { Program } from '@keyturn/rules/program.ts'
import { told, toldDevice } from '../case-under.ts'
import { assessCase } from './assess-case.ts'
import type { CaseAssessment, Requirement } from './assessment.ts'
import { dayOf } from './days.ts'
import type {
  CaseFact,
  CaseFile,
  DeviceHistory,
  FactBody,
  FactHead,
  FactOf,
  Participant,
  Recorder,
  Sanction,
  Vehicle,
} from './fact.ts'
import type { CaseLaw } from './told.ts'

type Part<K extends CaseFact['kind']> = Partial<Omit<FactOf<K>, keyof FactHead | 'kind'>>

export const toldCase: CaseId = caseId('KT-CASE-0001')
export const officer: Recorder = { user: 'officer-1', name: 'H. Alves', role: 'authority-officer' }

/**
 * Begins a case of somebody licensed in the program's own state. A moment is `2026-03-02T14:00Z`, with `+1` or `-1`
 * behind it for one millisecond later or earlier; a bare date stands for its afternoon.
 */
export const programCaseUnder = (law: CaseLaw): ToldCase => new ToldCase(law)

export class ToldCase {
  private readonly law: CaseLaw
  private readonly program: Program
  private readonly facts: CaseFact[] = []
  private readonly devices: DeviceHistory[] = []

  constructor(law: CaseLaw) {
    const [program] = law.programs
    assert(program !== undefined, 'a told case needs a program')
    this.law = law
    this.program = program
  }

  /** Any fact; `recorded` when the case learned it later. */
  readonly fact = (moment: string, body: FactBody, recorded: string = moment, by: Recorder = officer): this => {
    const head: FactHead = { seq: this.facts.length + 1, at: when(moment), recordedAt: when(recorded), by, basis: null }
    // A head and a body are a fact of the body's kind; spreading a union hides that from the compiler.
    this.facts.push({ ...head, ...body } as CaseFact)
    return this
  }
  readonly opened = (moment: string, participant: Partial<Participant> = {}) =>
    this.fact(moment, {
      kind: 'case-opened',
      jurisdiction: this.program.id,
      participant: { ...person(this.program.state), ...participant },
    })
  readonly convicted = (on: string, more: { readonly state?: string; readonly mg?: number } = {}) =>
    this.fact(on, {
      kind: 'conviction',
      offense: 'oui',
      on: date(on),
      state: more.state ?? this.program.state,
      docket: null,
      brac: more.mg === undefined ? null : mgPer210L(more.mg),
    })
  readonly courtOrder = (from: string, until: string | null) =>
    this.fact(from, {
      kind: 'court-order',
      docket: 'D-1',
      from: date(from),
      until: until === null ? null : date(until),
    })
  readonly suspended = (from: string, until: string | null) =>
    this.fact(from, {
      kind: 'suspension',
      from: date(from),
      until: until === null ? null : date(until),
      why: 'conviction',
    })
  readonly approved = (moment: string, toward: 'hardship-license' | 'full-reinstatement' = 'full-reinstatement') =>
    this.fact(moment, { kind: 'approval-granted', toward, reason: 'All conditions are met.' })
  readonly approvalWithdrawn = (moment: string) =>
    this.fact(moment, { kind: 'approval-withdrawn', reason: 'New facts.' })
  readonly hardship = (on: string, until: string) =>
    this.fact(on, { kind: 'hardship-license-issued', on: date(on), until: date(until) })
  readonly reinstated = (on: string) => this.fact(on, { kind: 'fully-reinstated', on: date(on) })
  readonly restricted = (moment: string, code: string) => this.fact(moment, { kind: 'restriction-added', code })
  readonly lifted = (moment: string) => this.fact(moment, { kind: 'restriction-removed', reason: 'Program completed.' })
  readonly exam = (on: string, exam: FactOf<'exam-passed'>['exam'], vehicle: string | null = 'car-1') =>
    this.fact(on, { kind: 'exam-passed', exam, on: date(on), vehicle })
  readonly member = (moment: string, member: string, licensed = true) =>
    this.fact(moment, {
      kind: 'household-member-added',
      member,
      name: `Member ${member}`,
      license: licensed ? { state: this.program.state, number: `S-${member}` } : null,
    })
  readonly memberLeft = (moment: string, member: string) =>
    this.fact(moment, { kind: 'household-member-left', member, why: 'moved out' })
  readonly affidavit = (moment: string, signer = 'participant', notarized = true) =>
    this.fact(moment, {
      kind: 'affidavit-filed',
      signer,
      signedOn: dayOf(when(moment), this.program.timeZone),
      notary: notarized ? { name: 'N. Otary', on: dayOf(when(moment), this.program.timeZone) } : null,
      document: null,
    })
  readonly movedTo = (moment: string, to: string) =>
    this.fact(moment, {
      kind: 'address-changed',
      address: { street: '2 Elm St', city: 'Nashua', state: to, postalCode: '1' },
    })
  readonly vehicle = (moment: string, vehicle = 'car-1', more: Partial<Vehicle> = {}) =>
    this.fact(moment, { kind: 'vehicle-added', ...car(vehicle), ...more })
  readonly givenUp = (moment: string, vehicle = 'car-1', why: FactOf<'vehicle-given-up'>['why'] = 'sold') =>
    this.fact(moment, { kind: 'vehicle-given-up', vehicle, why })
  readonly vendor = (moment: string, vendor: string) =>
    this.fact(moment, { kind: 'vendor-chosen', vendor, center: `${vendor}-1` })
  readonly booked = (moment: string, visit: string, vehicle = 'car-1') =>
    this.fact(moment, {
      kind: 'visit-booked',
      vehicle,
      center: 'C-1',
      purpose: 'installation',
      for: when(visit),
      confirmation: 'B-1',
    })
  readonly installed = (moment: string, vehicle = 'car-1', more: Part<'device-installed'> = {}) =>
    this.fact(moment, {
      kind: 'device-installed',
      device: deviceOf(vehicle),
      vehicle,
      vendor: 'ACME',
      center: 'C-1',
      technician: 'T-1',
      identity: 'driver’s license',
      instructed: true,
      dueOn: addDays(dayOf(when(moment), this.program.timeZone), 30),
      certificate: 'P-1',
      ...more,
    })
  readonly removed = (moment: string, vehicle = 'car-1', more: Part<'device-removed'> = {}) =>
    this.fact(moment, {
      kind: 'device-removed',
      device: deviceOf(vehicle),
      removedBy: 'provider',
      why: 'not-said',
      ...more,
    })
  readonly visit = (moment: string, vehicle = 'car-1') =>
    this.fact(moment, {
      kind: 'visit-kept',
      device: deviceOf(vehicle),
      center: 'C-1',
      technician: 'T-1',
      purpose: 'scheduled',
      dueOn: addDays(dayOf(when(moment), this.program.timeZone), 30),
      sound: true,
      uploaded: true,
    })
  /** A visit every 28 days since the installation or the last visit, the last one not later than the day. */
  readonly visitsUntil = (day: string, vehicle = 'car-1'): this => {
    const told = this.facts.filter(({ kind }) => kind === 'device-installed' || kind === 'visit-kept')
    let at = told.at(-1)?.at ?? when(day)
    while (after(at, days(28)) <= when(day)) {
      at = after(at, days(28))
      this.visit(iso(at), vehicle)
    }
    return this
  }
  readonly reported = (moment: string, violation: string) =>
    this.fact(moment, { kind: 'violation-reported', violation, account: 'Seen driving.', device: null, documents: [] })
  readonly excused = (moment: string, about: string) =>
    this.fact(moment, {
      kind: 'excusal-granted',
      about,
      cause: 'provider',
      reason: 'The center was closed.',
      documents: [],
    })
  readonly heard = (
    moment: string,
    about: string,
    outcome: 'responsible' | 'not-responsible',
    sanction: Sanction = none,
  ) => {
    const hearing = `hearing-${this.facts.length + 1}`
    const noticeOn = dayOf(when(moment), this.program.timeZone)
    this.fact(moment, {
      kind: 'hearing-scheduled',
      hearing,
      about: [about],
      for: when(moment),
      place: 'Boston',
      noticeOn,
    })
    const outcomes = [{ about, outcome }]
    return this.fact(moment, {
      kind: 'hearing-decided',
      hearing,
      outcomes,
      sanction,
      participantPresent: true,
      reason: 'The evidence.',
    })
  }
  readonly creditAsked = (moment: string, from: string, until: string, more: Part<'credit-requested'> = {}) =>
    this.fact(moment, {
      kind: 'credit-requested',
      state: 'NH',
      from: date(from),
      until: date(until),
      vendor: 'ACME',
      proof: { maintained: true, serviced: true, freeOfViolations: true, sameSettings: true },
      documents: [],
      ...more,
    })
  readonly creditDecided = (moment: string, granted = true) =>
    this.fact(moment, {
      kind: 'credit-decided',
      request: lastOfKind(this.facts, 'credit-requested'),
      granted,
      reason: 'Proved.',
    })
  readonly asksRemoval = (moment: string) =>
    this.fact(moment, { kind: 'removal-requested', statement: 'The time is over.' })
  readonly removalDecided = (moment: string, granted = true) =>
    this.fact(moment, {
      kind: 'removal-decided',
      request: lastOfKind(this.facts, 'removal-requested'),
      granted,
      reason: 'Met.',
    })
  /** Withdraws the fact told last, or the one at that place. */
  readonly withdrawn = (moment: string, fact = this.facts.length) =>
    this.fact(moment, { kind: 'fact-withdrawn', fact, reason: 'Told by mistake.' })
  /** The log of the device in a vehicle; every record is received when it is made. */
  readonly log = (
    records: readonly Record[],
    device: DeviceId = toldDevice,
    source: DeviceHistory['source'] = 'signed-log',
  ) => {
    this.devices.push({ device, source, records, received: records.map(({ seq, at }) => ({ seq, at })) })
    return this
  }
  /** What the case is judged by. */
  get file(): CaseFile {
    return { caseId: toldCase, facts: this.facts, devices: this.devices }
  }

  readonly at = (moment: string) => withItems(assessCase(this.law, this.file, when(moment)))
}

/** The answer, with a way to look at one item of the checklist. */
const withItems = (assessment: CaseAssessment) => ({
  ...assessment,
  item: (id: string): Requirement | undefined => assessment.checklist.find((one) => one.id === id),
})

/** The device of a told vehicle: that of the first is the device whose log `caseUnder` tells. */
export const deviceOf = (vehicle: string): DeviceId => (vehicle === 'car-1' ? toldDevice : deviceId(`KT-${vehicle}`))

const none: Sanction = { kind: 'none' }

const when = (moment: string): Instant => told(moment.includes('T') ? moment : `${moment}T17:00Z`)

/** @throws Error unless the told text begins with a date. */
const date = (text: string): CivilDate => {
  assert(/^\d{4}-\d\d-\d\d/.test(text), `a told date looks like 2026-03-02, got ${text}`)
  // The pattern was just checked.
  return text.slice(0, 10) as CivilDate
}

const lastOfKind = (facts: readonly CaseFact[], kind: CaseFact['kind']): number =>
  facts.findLast((one) => one.kind === kind)?.seq ?? 0

const person = (state: string): Participant => ({
  name: 'Dana Ferreira',
  bornOn: date('1984-05-06'),
  license: { state, number: 'S12345678' },
  address: { street: '1 Main St', city: 'Lowell', state, postalCode: '01850' },
  email: null,
  telephone: null,
})

const car = (vehicle: string): Vehicle => ({
  vehicle,
  body: 'car',
  description: `Car ${vehicle}`,
  vin: '1HGCM82633A004352',
  plate: '1ABC23',
  volts: 12,
  electricsSound: true,
  use: 'owned',
  centerBrake: true,
  sponsorSeat: true,
})
