import { assert } from '@keyturn/domain/units.ts'
import { effectiveFrom as on } from '@keyturn/rules/effective.ts'
import { describe, expect, test } from 'vitest'
import { told, toldDevice } from '../case-under.ts'
import type { FactBody } from './fact.ts'
import { mayRecord } from './may-record.ts'
import type { ToldCase } from './program-case-under.ts'
import { booking, car, installation, recordingIn, why } from './testing/recording.ts'

const { begun, law, opened, approved, installed, driving, may } = recordingIn()
const person = opened().at('2022-02-01').participant
assert(person !== null, 'an opened case has a participant')
describe('what cannot be, whatever the law', () => {
  const text = 'So it was told.'
  const tomorrow = on('2024-02-11')

  test.each<[string, ToldCase, FactBody, string]>([
    [
      'a case opened twice',
      opened(),
      { kind: 'case-opened', jurisdiction: 'US-MA', participant: person },
      'open already',
    ],
    [
      'a conviction of tomorrow',
      opened(),
      { kind: 'conviction', offense: 'oui', on: tomorrow, state: 'MA', docket: null, brac: null },
      'has not come',
    ],
    [
      'a conviction twice',
      opened(),
      { kind: 'conviction', offense: 'oui', on: on('2012-04-01'), state: 'MA', docket: null, brac: null },
      'recorded already',
    ],
    [
      'an order that ends before it begins',
      opened(),
      { kind: 'court-order', docket: 'D', from: tomorrow, until: on('2024-02-10') },
      'before it begins',
    ],
    [
      'an approval without a conviction',
      begun().opened('2022-01-03'),
      { kind: 'approval-granted', toward: 'full-reinstatement', reason: text },
      'Nothing in the case requires a device',
    ],
    [
      'an approval twice',
      approved(),
      { kind: 'approval-granted', toward: 'full-reinstatement', reason: text },
      'approved already',
    ],
    ['a withdrawal of no approval', opened(), { kind: 'approval-withdrawn', reason: text }, 'No approval holds'],
    [
      'a hardship license without approval',
      opened(),
      { kind: 'hardship-license-issued', on: on('2024-02-10'), until: on('2025-02-10') },
      'needs an approval first',
    ],
    [
      'reinstatement within a suspension',
      approved().suspended('2024-02-02', '2025-02-01'),
      { kind: 'fully-reinstated', on: on('2024-02-10') },
      'suspended until 1 February 2025',
    ],
    [
      'a road test in no vehicle',
      approved(),
      { kind: 'exam-passed', exam: 'road-test', on: on('2024-02-10'), vehicle: null },
      'Say in which vehicle',
    ],
    [
      'a member twice',
      opened().member('2024-02-01', 'spouse'),
      { kind: 'household-member-added', member: 'spouse', name: 'B', license: null },
      'Take another short name',
    ],
    [
      'a member who never was',
      opened(),
      { kind: 'household-member-left', member: 'spouse', why: 'moved' },
      'Nobody called "spouse"',
    ],
    [
      'an affidavit of a stranger',
      opened(),
      { kind: 'affidavit-filed', signer: 'spouse', signedOn: on('2024-02-10'), notary: null, document: null },
      'Nobody called "spouse"',
    ],
    [
      'an affidavit signed tomorrow',
      opened(),
      { kind: 'affidavit-filed', signer: 'participant', signedOn: tomorrow, notary: null, document: null },
      'has not come',
    ],
    ['a vehicle twice', approved(), car({ vehicle: 'car-1' }), 'Take another short name'],
    ['a vehicle under another name', approved(), car({ vin: '1HGCM82633A004352' }), 'in the case as "car-1"'],
    [
      'a vehicle that never was',
      approved(),
      { kind: 'vehicle-given-up', vehicle: 'bus', why: 'sold' },
      'There is no vehicle "bus"',
    ],
    [
      'a vehicle out of use twice',
      approved().fact('2024-02-02', { kind: 'vehicle-out-of-use', vehicle: 'car-1', why: 'disabled' }),
      { kind: 'vehicle-out-of-use', vehicle: 'car-1', why: 'disabled' },
      'out of use already',
    ],
    ['a booking for yesterday', approved(), booking({ for: told('2024-02-09T15:00Z') }), 'lies before the booking'],
    [
      'a removal of a device that never was',
      approved(),
      { kind: 'device-removed', device: toldDevice, removedBy: 'unknown', why: 'not-said' },
      'was never installed',
    ],
    [
      'a removal twice',
      installed().removed('2024-02-07T15:00Z'),
      { kind: 'device-removed', device: toldDevice, removedBy: 'unknown', why: 'not-said' },
      'removed already',
    ],
    [
      'a visit of a device that never was',
      approved(),
      {
        kind: 'visit-kept',
        device: toldDevice,
        center: 'C',
        technician: 'T',
        purpose: 'scheduled',
        dueOn: null,
        sound: true,
        uploaded: true,
      },
      'was never installed',
    ],
    [
      'a violation that nobody knows',
      driving(),
      { kind: 'violation-reported', violation: 'rudeness', account: text, device: null, documents: [] },
      'no violation "rudeness"',
    ],
    [
      'a failure that ends before it begins',
      driving(),
      { kind: 'provider-failure', vendor: 'ACME', until: told('2024-02-09T15:00Z'), what: text, documents: [] },
      'before it began',
    ],
    [
      'an excusal of nothing',
      driving(),
      { kind: 'excusal-granted', about: 'x@1', cause: 'power', reason: text, documents: [] },
      'no finding "x@1"',
    ],
    [
      'a hearing about nothing',
      driving(),
      {
        kind: 'hearing-scheduled',
        hearing: 'h',
        about: [],
        for: told('2024-03-01T15:00Z'),
        place: 'Boston',
        noticeOn: on('2024-02-10'),
      },
      'Say which findings',
    ],
    [
      'a request about a violation',
      driving().reported('2024-02-09T15:00Z', 'no-device'),
      { kind: 'hearing-requested', about: 'no-device@11', statement: text },
      'sets a hearing by itself',
    ],
    [
      'evidence for no hearing',
      driving(),
      { kind: 'hearing-evidence', hearing: 'h', from: 'authority', what: text, document: null },
      'no hearing "h"',
    ],
    [
      'a decision of no hearing',
      driving(),
      {
        kind: 'hearing-decided',
        hearing: 'h',
        outcomes: [],
        sanction: { kind: 'none' },
        participantPresent: true,
        reason: text,
      },
      'no hearing "h"',
    ],
    [
      'a board without a hearing',
      driving(),
      { kind: 'contest-decided', hearing: 'h', outcome: 'upheld', sanction: { kind: 'none' }, reason: text },
      'no hearing "h"',
    ],
    ['a withdrawal of no fact', driving(), { kind: 'fact-withdrawn', fact: 99, reason: text }, 'no fact 99'],
    [
      'a withdrawal of the opening',
      driving(),
      { kind: 'fact-withdrawn', fact: 1, reason: text },
      'cannot be withdrawn',
    ],
    [
      'a withdrawal twice',
      driving().withdrawn('2024-02-09', 3),
      { kind: 'fact-withdrawn', fact: 3, reason: text },
      'withdrawn already',
    ],
    [
      'a withdrawal of what a decision rests on',
      driving().asksRemoval('2024-02-09').removalDecided('2024-02-09', false),
      { kind: 'fact-withdrawn', fact: 11, reason: text },
      'Withdraw that first',
    ],
  ])('%s is refused, and told what to do', (_what, story, body, words) => {
    expect(why(may(story, body))).toContain(words)
  })

  test('a fact before the case is open, or from the future, is refused', () => {
    expect(why(may(begun(), { kind: 'approval-withdrawn', reason: text }))).toContain('not open yet')
    const later = mayRecord(
      law,
      driving().file,
      driving().at('2024-02-10'),
      installation(),
      told('2024-02-10T17:00Z+1'),
    )
    expect(why(later)).toContain('has not come')
  })

  test('what happened is recorded whether it was lawful or not', () => {
    const observed: readonly FactBody[] = [
      { kind: 'violation-reported', violation: 'no-device', account: text, device: null, documents: [] },
      { kind: 'device-removed', device: toldDevice, removedBy: 'participant', why: 'not-said' },
      { kind: 'provider-failure', vendor: 'ACME', until: null, what: text, documents: [] },
      {
        kind: 'visit-kept',
        device: toldDevice,
        center: 'C',
        technician: 'T',
        purpose: 'scheduled',
        dueOn: on('2025-02-10'),
        sound: false,
        uploaded: false,
      },
      { kind: 'vehicle-given-up', vehicle: 'car-1', why: 'sold' },
      car({ body: 'motorcycle' }),
    ]
    for (const body of observed)
      expect(may(installed().approvalWithdrawn('2024-02-08'), body)).toEqual({ allowed: true })
  })
})
