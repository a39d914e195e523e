/** The papers of a case around somebody's two years: convictions, approval, installation, restriction, visits. */
import type { CaseFact, CaseFile, FactBody } from '@keyturn/cases/program/fact.ts'
import { type CivilDate, caseId, days, duration, instant } from '@keyturn/domain/units.ts'
import type { Life } from './case-lives.ts'

/** The facts around a life with a device, or those of somebody who has none yet, by the day after the installation. */
export function papersOf(life: Life | null): readonly (readonly [day: number, body: FactBody])[] {
  const told: readonly [day: number, body: FactBody][] = [
    [-60, opened],
    [-60, { kind: 'conviction', offense: 'oui', on: date('2020-05-11'), state: 'MA', docket: null }],
    [-60, { kind: 'conviction', offense: 'oui', on: date('2024-09-24'), state: 'MA', docket: null }],
    [-60, { kind: 'suspension', from: date('2025-10-01'), until: date('2027-09-30'), why: 'second conviction' }],
    [-40, { kind: 'approval-granted', toward: 'hardship-license', reason: 'Work at night, no bus.' }],
    [-38, car],
    [-37, { kind: 'household-member-added', member: 'spouse', name: 'R. W.', license: { state: 'MA', number: 'S2' } }],
    [-36, { kind: 'affidavit-filed', signer: 'participant', ...signed }],
    [-36, { kind: 'affidavit-filed', signer: 'spouse', ...signed }],
    [-36, { kind: 'vendor-chosen', vendor: 'northgate', center: 'northgate-worcester' }],
  ]
  if (life === null) return told
  return [
    ...told,
    [0, { kind: 'device-installed', device: life.device, dueOn: date('2026-12-02'), ...installation }],
    [1, { kind: 'restriction-added', code: 'HZ' }],
    [1, { kind: 'hardship-license-issued', on: date('2026-11-03'), until: date('2027-09-30') }],
    [334, { kind: 'approval-granted', toward: 'full-reinstatement', reason: 'The suspension is served.' }],
    [335, { kind: 'fully-reinstated', on: date('2027-10-01') }],
    [335, { kind: 'restriction-added', code: 'Z' }],
  ]
}

/** What the server has before it: facts as recorded, the log as received after each drive. */
export function caseFileOf(life: Life, n: number): CaseFile {
  const [first] = life.records
  if (first === undefined) throw new Error('a life has records')
  const facts = papersOf(life).map(([day, body], i): CaseFact => {
    const at = instant(first.at + day * days(1))
    const head = { seq: i + 1, at, recordedAt: at, by: officer, basis: null }
    // A head and a body are a fact of the body's kind; spreading a union hides that from the compiler.
    return { ...head, ...body } as CaseFact
  })
  const received = life.records
    .filter(({ kind }) => kind === 'ignition-off')
    .map((record) => ({ seq: record.seq, at: instant(record.at + duration(2_000)) }))
  return {
    caseId: caseId(`BENCH-${String(n).padStart(6, '0')}`),
    facts,
    devices: [{ device: life.device, source: 'signed-log', records: life.records, received }],
  }
}

// Dates as they stand in papers; the contract checks them where they come in.
const date = (text: string) => text as CivilDate
const officer = { user: 'officer-1', name: 'H. Okafor', role: 'authority-officer' } as const
const signed = { signedOn: date('2026-09-25'), notary: { name: 'A. Notary', on: date('2026-09-25') }, document: null }
const installation = {
  vehicle: 'car-1',
  vendor: 'northgate',
  center: 'northgate-worcester',
  technician: 'R. Alden',
  identity: 'license',
  instructed: true,
  certificate: 'C-1',
}
const opened: FactBody = {
  kind: 'case-opened',
  jurisdiction: 'US-MA',
  participant: {
    name: 'Dana Whitfield',
    bornOn: date('1984-03-02'),
    license: { state: 'MA', number: 'S48201175' },
    address: { street: '12 Elm Street', city: 'Worcester', state: 'MA', postalCode: '01602' },
    email: null,
    telephone: null,
  },
}
const car: FactBody = {
  kind: 'vehicle-added',
  vehicle: 'car-1',
  body: 'car',
  description: '2014 blue hatchback',
  vin: '1KTBU00X1E0004170',
  plate: '4KT 117',
  volts: 12,
  electricsSound: true,
  use: 'owned',
  centerBrake: true,
  sponsorSeat: true,
}
