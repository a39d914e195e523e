import { instant } from '@keyturn/domain/units.ts'
import { effectiveFrom as on } from '@keyturn/rules/effective.ts'
import { describe, expect, test } from 'vitest'
import { told, toldDevice } from '../case-under.ts'
import type { CaseFact, FactBody, FactKind } from './fact.ts'
import { factWords, namesOf } from './words.ts'

const at = told('2024-03-14T14:00Z')
const head = {
  seq: 7,
  at,
  recordedAt: at,
  by: { user: 'o', name: 'H. Alves', role: 'authority-officer' },
  basis: null,
} as const
// A head and a body are a fact of the body's kind; spreading a union hides that from the compiler.
const fact = (body: FactBody): CaseFact => ({ ...head, ...body }) as CaseFact
const zone = 'America/New_York'
const text = 'So it was told'
const address = { street: '1 Main St', city: 'Lowell', state: 'MA', postalCode: '01850' }

/** One of each kind: a new kind without its example does not compile. */
const examples: { readonly [K in FactKind]: Extract<FactBody, { readonly kind: K }> } = {
  'case-opened': {
    kind: 'case-opened',
    jurisdiction: 'US-MA',
    participant: {
      name: 'Zoë Ferreira-Nuñez 李',
      bornOn: on('1984-05-06'),
      license: { state: 'MA', number: 'S1' },
      address,
      email: null,
      telephone: null,
    },
  },
  conviction: { kind: 'conviction', offense: 'oui', on: on('2023-01-10'), state: 'MA', docket: 'D-1', brac: null },
  'court-order': { kind: 'court-order', docket: 'D-2', from: on('2024-01-01'), until: null },
  suspension: { kind: 'suspension', from: on('2023-01-10'), until: on('2024-01-09'), why: text },
  'approval-granted': { kind: 'approval-granted', toward: 'hardship-license', reason: text },
  'approval-withdrawn': { kind: 'approval-withdrawn', reason: '' },
  'exam-passed': { kind: 'exam-passed', exam: 'special-road-test', on: on('2024-01-20'), vehicle: 'car-1' },
  'hardship-license-issued': { kind: 'hardship-license-issued', on: on('2024-02-01'), until: on('2024-12-31') },
  'fully-reinstated': { kind: 'fully-reinstated', on: on('2024-02-08') },
  'restriction-added': { kind: 'restriction-added', code: 'HZ' },
  'restriction-removed': { kind: 'restriction-removed', reason: text },
  'household-member-added': {
    kind: 'household-member-added',
    member: 'spouse',
    name: 'Ana Reis',
    license: { state: 'MA', number: 'S2' },
  },
  'household-member-left': { kind: 'household-member-left', member: 'spouse', why: 'moved out' },
  'affidavit-filed': {
    kind: 'affidavit-filed',
    signer: 'spouse',
    signedOn: on('2024-02-03'),
    notary: { name: 'N. Otary', on: on('2024-02-03') },
    document: null,
  },
  'address-changed': { kind: 'address-changed', address },
  'hardship-finding': { kind: 'hardship-finding', from: on('2024-02-01'), until: null, reason: text },
  'vehicle-added': {
    kind: 'vehicle-added',
    vehicle: 'car-1',
    body: 'car',
    description: '2019 gray sedan',
    vin: 'V',
    plate: '1ABC23',
    volts: 12,
    electricsSound: true,
    use: 'owned',
    centerBrake: true,
    sponsorSeat: true,
  },
  'vehicle-given-up': { kind: 'vehicle-given-up', vehicle: 'car-1', why: 'lease-ended' },
  'vehicle-out-of-use': { kind: 'vehicle-out-of-use', vehicle: 'car-1', why: 'broken-down' },
  'vehicle-back-in-use': { kind: 'vehicle-back-in-use', vehicle: 'car-1' },
  'vendor-chosen': { kind: 'vendor-chosen', vendor: 'Acme', center: 'Lowell' },
  'visit-booked': {
    kind: 'visit-booked',
    vehicle: 'car-1',
    center: 'Lowell',
    purpose: 'scheduled',
    for: at,
    confirmation: 'B-1',
  },
  'device-installed': {
    kind: 'device-installed',
    device: toldDevice,
    vehicle: 'car-1',
    vendor: 'Acme',
    center: 'Lowell',
    technician: 'T. Reed',
    identity: null,
    instructed: true,
    dueOn: on('2024-03-07'),
    certificate: null,
  },
  'device-moved': { kind: 'device-moved', device: toldDevice, to: 'car-1', center: 'Lowell', technician: 'T. Reed' },
  'device-removed': { kind: 'device-removed', device: toldDevice, removedBy: 'unknown', why: 'not-said' },
  'visit-kept': {
    kind: 'visit-kept',
    device: toldDevice,
    center: 'Lowell',
    technician: 'T. Reed',
    purpose: 'lockout',
    dueOn: null,
    sound: false,
    uploaded: true,
    certificate: 'visit-9',
    rescue: { credential: 'rescue-1', vendor: 'Kestrel' },
  },
  'visit-announced-missed': { kind: 'visit-announced-missed', dueOn: on('2024-03-07'), why: 'in hospital' },
  'violation-reported': {
    kind: 'violation-reported',
    violation: 'no-device',
    account: text,
    device: toldDevice,
    documents: ['d'],
  },
  'provider-failure': { kind: 'provider-failure', vendor: 'Acme', until: null, what: text, documents: [] },
  'excusal-granted': {
    kind: 'excusal-granted',
    about: 'missed-visit@3',
    cause: 'provider',
    reason: text,
    documents: [],
  },
  'hearing-requested': { kind: 'hearing-requested', about: 'KT-1:failed-retest@2', statement: text },
  'hearing-scheduled': {
    kind: 'hearing-scheduled',
    hearing: 'hearing-1',
    about: ['no-device@4', 'tampering@5'],
    for: at,
    place: 'Boston',
    noticeOn: on('2024-03-01'),
  },
  'hearing-evidence': { kind: 'hearing-evidence', hearing: 'hearing-1', from: 'provider', what: text, document: 'd' },
  'hearing-decided': {
    kind: 'hearing-decided',
    hearing: 'hearing-1',
    outcomes: [{ about: 'no-device@4', outcome: 'responsible' }],
    sanction: { kind: 'revocation', from: on('2024-03-15'), until: null },
    participantPresent: false,
    reason: text,
  },
  'decision-contested': { kind: 'decision-contested', hearing: 'hearing-1', statement: text },
  'contest-decided': {
    kind: 'contest-decided',
    hearing: 'hearing-1',
    outcome: 'modified',
    sanction: { kind: 'suspension', from: on('2024-03-15'), until: on('2025-03-14') },
    reason: text,
  },
  'credit-requested': {
    kind: 'credit-requested',
    state: 'NH',
    from: on('2024-01-01'),
    until: on('2024-02-29'),
    vendor: 'Acme',
    proof: { maintained: true, serviced: false, freeOfViolations: true, sameSettings: false },
    documents: [],
  },
  'credit-decided': { kind: 'credit-decided', request: 6, granted: false, reason: text },
  'removal-requested': { kind: 'removal-requested', statement: text },
  'removal-decided': { kind: 'removal-decided', request: 6, granted: true, reason: text },
  'confirmation-received': {
    kind: 'confirmation-received',
    statement: 'letter-1',
    issuer: 'Acme Interlock',
    issuedBy: 'vendor',
    cites: ['540 CMR 25.10(2)'],
    about: 'outage-1',
    provider: 'Acme',
    account: 'Our servers were down from 14 to 20 March',
    next: 'Come to the center in Lowell by 28 March',
  },
  'exception-granted': {
    kind: 'exception-granted',
    statement: 'letter-2',
    issuer: 'Registry of Motor Vehicles',
    cites: [],
    vehicle: 'the Ford of a neighbor, 1ABC23',
    until: at,
    reason: 'the device does not start',
  },
  'fact-withdrawn': { kind: 'fact-withdrawn', fact: 6, reason: text },
}
const names = namesOf([
  fact(examples['vehicle-added']),
  fact(examples['household-member-added']),
  fact(examples['case-opened']),
])

describe('every fact in one sentence', () => {
  test('as a lawyer reads them', () => {
    const all = Object.values(examples).map((body) => factWords(fact(body), zone, names))
    expect(all.join('\n')).toMatchInlineSnapshot(`
      "Case opened by H. Alves for Zoë Ferreira-Nuñez 李, license MA S1.
      Convicted of operating under the influence on 10 January 2023 in MA, docket D-1.
      A court ordered a device from 1 January 2024 until the court says otherwise, docket D-2.
      License suspended or revoked as prescribed by law from 10 January 2023 to 9 January 2024: So it was told.
      H. Alves approved a device toward a hardship license. Reason: So it was told.
      H. Alves withdrew the approval.
      Special road test passed on 20 January 2024 in 2019 gray sedan (1ABC23).
      Hardship license issued from 1 February 2024 to 31 December 2024.
      License fully reinstated on 8 February 2024.
      H. Alves put the restriction HZ on the license.
      H. Alves took the restriction off the license. Reason: So it was told.
      Ana Reis lives in the household, license MA S2.
      Ana Reis left the household: moved out.
      Affidavit of Ana Reis filed, signed on 3 February 2024, notarized by N. Otary on 3 February 2024, the paper itself not kept here.
      New address: 1 Main St, Lowell, MA 01850.
      Written finding of hardship from 1 February 2024 until further notice: the costs of the device are borne by others. Reason: So it was told.
      Vehicle added: 2019 gray sedan, plate 1ABC23, car, 12 V, owned.
      Vehicle given up: 2019 gray sedan (1ABC23), the lease ended.
      Vehicle out of use: 2019 gray sedan (1ABC23), broken down.
      Vehicle back in use: 2019 gray sedan (1ABC23).
      Provider chosen: Acme, Lowell.
      Visit booked at Lowell for Thu 14 Mar 2024, 10:00 EDT: regular service visit, 2019 gray sedan (1ABC23), confirmation B-1.
      Device KT-TOLD-0001 installed in 2019 gray sedan (1ABC23) at Lowell by T. Reed; identity not proved, use and care explained; next visit due by 7 March 2024.
      Device KT-TOLD-0001 moved to 2019 gray sedan (1ABC23) at Lowell by T. Reed.
      Device KT-TOLD-0001 removed by an unknown person: no reason was given.
      Visit kept at Lowell with T. Reed (visit after a lockout, KT-TOLD-0001): device not sound, log uploaded. Certificate visit-9. A center of Kestrel served on the authority’s word (rescue-1).
      Told beforehand that the visit due by 7 March 2024 will be missed: in hospital.
      H. Alves reported "no device" (KT-TOLD-0001): So it was told. 1 document kept.
      Failure of Acme without a known end: So it was told.
      H. Alves excused "missed visit": the cause was the provider. Reason: So it was told.
      Hearing requested about "failed retest": So it was told.
      Hearing set for Thu 14 Mar 2024, 10:00 EDT at Boston, about "no device" and "tampering"; notice sent on 1 March 2024.
      Evidence for the hearing from the provider: So it was told. The document is kept.
      H. Alves decided: responsible for "no device"; revocation from 15 March 2024 for life. The participant was not present. Reason: So it was told.
      Decision contested at the board: So it was told.
      The board modified the decision: suspension from 15 March 2024 to 14 March 2025. Reason: So it was told.
      Credit requested for the time in NH from 1 January 2024 to 29 February 2024 with Acme: proof that it was maintained and free of violations; not proved: serviced and set to the same standards.
      H. Alves refused the credit that was asked for (#6). Reason: So it was told.
      Removal of the device requested: So it was told.
      H. Alves granted the removal that was asked for (#6). Reason: So it was told.
      Acme Interlock confirmed in a signed letter (letter-1) about outage-1: Our servers were down from 14 to 20 March. Provider: Acme. Next: Come to the center in Lowell by 28 March. By 540 CMR 25.10(2).
      Registry of Motor Vehicles allowed in a signed letter (letter-2) that the Ford of a neighbor, 1ABC23 is driven without a device until Thu 14 Mar 2024, 10:00 EDT. Reason: the device does not start.
      H. Alves withdrew what was told (#6). Reason: So it was told."
    `)
  })

  test.each(Object.values(examples))('$kind ends its sentence, and says nothing that is not told', (body) => {
    const words = factWords(fact(body), zone, names)
    expect(words).toMatch(/^\S.*[.!?]$/)
    expect(words).not.toMatch(/undefined|null|NaN|\[object| {2}/)
  })

  test('a line break or a terminal’s control signs in a text stay on its line', () => {
    const words = factWords(fact({ kind: 'removal-requested', statement: 'a\nb\u001b[31mc' }), zone, names)
    expect(words).toBe('Removal of the device requested: a\ufffdb\ufffd[31mc.')
  })

  test('a name in any script is told as it is written', () => {
    expect(factWords(fact(examples['case-opened']), zone, names)).toContain('Zoë Ferreira-Nuñez 李')
  })

  test('times are told in the zone, on both sides of a clock change', () => {
    const booked = (moment: number) =>
      factWords(fact({ ...examples['visit-booked'], for: instant(moment) }), zone, names)
    expect(booked(told('2024-03-10T06:59Z'))).toContain('Sun 10 Mar 2024, 01:59 EST')
    expect(booked(told('2024-03-10T07:00Z'))).toContain('Sun 10 Mar 2024, 03:00 EDT')
  })
})
