/** Somebody in Massachusetts on the way to a device, and the answers to what is recorded, for tests. */
import { assert } from '@keyturn/domain/units.ts'
import { effectiveFrom as on } from '@keyturn/rules/effective.ts'
import { told, toldDevice } from '../../case-under.ts'
import type { Allowance } from '../assessment.ts'
import { caseLawOf } from '../case-law.ts'
import type { FactBody, FactOf, Vehicle } from '../fact.ts'
import { mayRecord } from '../may-record.ts'
import { programCaseUnder, type ToldCase } from '../program-case-under.ts'
import type { ListedVendor } from '../told.ts'

/** The stages of a story, and what may be recorded in one; with the authority's list of vendors or without. */
export function recordingIn(vendors?: readonly ListedVendor[]) {
  const law = caseLawOf('US-MA', vendors)
  assert(law !== undefined, 'Massachusetts has a program')
  const begun = () => programCaseUnder(law)
  const opened = () => begun().opened('2022-01-03').convicted('2012-04-01').convicted('2022-01-10')
  const approved = () => opened().approved('2024-02-01').vehicle('2024-02-01').vendor('2024-02-01', 'ACME')
  const installed = () => approved().installed('2024-02-06T15:00Z')
  const driving = () => installed().affidavit('2024-02-07').reinstated('2024-02-08').restricted('2024-02-08', 'Z')
  /** The answer to a fact that happens at a moment and is told then. */
  const may = (story: ToldCase, body: FactBody, moment = '2024-02-10T15:00Z', now = moment): Allowance =>
    mayRecord(law, story.file, story.at(now), body, told(moment))
  return { law, begun, opened, approved, installed, driving, may }
}

export const why = (answer: Allowance): string => (answer.allowed ? 'allowed' : answer.because)

export const installation = (more: Partial<FactOf<'device-installed'>> = {}): FactBody => ({
  kind: 'device-installed',
  device: toldDevice,
  vehicle: 'car-1',
  vendor: 'ACME',
  center: 'C-1',
  technician: 'T-1',
  identity: 'license',
  instructed: true,
  dueOn: on('2024-03-01'),
  certificate: 'P-1',
  ...more,
})
export const car = (more: Partial<Vehicle> = {}): FactBody => ({
  kind: 'vehicle-added',
  vehicle: 'car-2',
  body: 'car',
  description: 'Blue car',
  vin: 'V2',
  plate: 'P2',
  volts: 12,
  electricsSound: true,
  use: 'owned',
  centerBrake: true,
  sponsorSeat: true,
  ...more,
})
export const booking = (more: Partial<FactOf<'visit-booked'>> = {}): FactBody => ({
  kind: 'visit-booked',
  vehicle: 'car-1',
  center: 'C-1',
  purpose: 'installation',
  for: told('2024-02-12T15:00Z'),
  confirmation: 'B-1',
  ...more,
})
