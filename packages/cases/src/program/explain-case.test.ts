import { assert } from '@keyturn/domain/units.ts'
import { effectiveFrom } from '@keyturn/rules/effective.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder, told, toldDevice } from '../case-under.ts'
import { caseLawOf } from './case-law.ts'
import { explainCase } from './explain-case.ts'
import { programCaseUnder, type ToldCase } from './program-case-under.ts'

const law = caseLawOf('US-MA')
assert(law !== undefined, 'Massachusetts has a program')

const begun = () =>
  programCaseUnder(law)
    .opened('2024-01-03')
    .convicted('2012-04-01')
    .convicted('2023-01-10')
    .suspended('2023-01-10', '2024-01-09')
    .approved('2024-01-15')

/** One failed retest on 20 February, served the next day. */
const lockedOut = () => {
  const log = caseUnder(massachusetts)
    .installed('2024-02-06T15:00Z')
    .retest('2024-02-20T17:00Z', 40)
    .serviceVisit('2024-02-21T15:00Z')
    .serviceVisit('2024-03-20T15:00Z')
    .serviceVisit('2024-04-17T15:00Z')
  return begun()
    .vehicle('2024-02-01')
    .installed('2024-02-06T15:00Z')
    .affidavit('2024-02-07')
    .restricted('2024-02-08', 'Z')
    .reinstated('2024-02-08')
    .log(log.records)
}
const lockout = `${toldDevice}:failed-retest@2`
const won = () =>
  lockedOut()
    .fact('2024-02-26T15:00Z', { kind: 'hearing-requested', about: lockout, statement: 'I had used mouthwash.' })
    .fact('2024-03-01T15:00Z', {
      kind: 'hearing-scheduled',
      hearing: 'hearing-1',
      about: [lockout],
      for: told('2024-03-14T14:00Z'),
      place: '136 Blackstone St, Boston',
      noticeOn: effectiveFrom('2024-03-01'),
    })
    .fact('2024-03-10T15:00Z', {
      kind: 'hearing-evidence',
      hearing: 'hearing-1',
      from: 'participant',
      what: 'A second breath two minutes later at .000.',
      document: null,
    })
    .fact('2024-03-14T15:00Z', {
      kind: 'hearing-decided',
      hearing: 'hearing-1',
      outcomes: [{ about: lockout, outcome: 'not-responsible' }],
      sanction: { kind: 'none' },
      participantPresent: true,
      reason: 'Mouth alcohol.',
    })

const text = (story: ToldCase, moment: string) => explainCase(story.at(moment))
/** One section of the text, up to the next empty line before a heading. */
const section = (story: ToldCase, moment: string, title: string): string => {
  const lines = text(story, moment).split('\n')
  const from = lines.indexOf(title)
  const until = lines.findIndex((one, n) => n > from && /^[A-Z][A-Z ]+$/.test(one))
  return lines
    .slice(from, until === -1 ? undefined : until)
    .join('\n')
    .trimEnd()
}

describe('explaining a case to people', () => {
  test('tells the whole of a case that waits for its installation [MA-INS-1] [MA-INS-2] [MA-INS-4]', () => {
    expect(text(begun(), '2024-01-20')).toMatchInlineSnapshot(`
      "CASE KT-CASE-0001 as of Sat 20 Jan 2024, 12:00 EST
      Dana Ferreira, license MA S12345678
      under US-MA-program@2021-07-09 and US-MA@2026-11-01

      APPROVED, TO BE INSTALLED since Mon 15 Jan 2024, 12:00 EST
                     You are approved. Have the device installed and hand in your papers; do not drive before both are done.
        because      Mon 15 Jan 2024, 12:00 EST #5 H. Alves approved a device toward full reinstatement. Reason: All conditions are met.
        law          massachusetts-rmv-iid-program, Installation of the IID: "Do not have an IID installed in your vehicle before you have received approval for the IID from an RMV hearings officer"

      HOW LONG
                     No last day yet: The two years begin with the full reinstatement of the license, which has not been recorded.
        part         Without a full license from 10 January 2023 to 9 January 2024.
        law          massachusetts-rmv-iid-program, Removal and unauthorized removal of IID: "The length of the IID requirement is never based on the length of time the IID has been installed, but rather on meeting the appropriate periods of license suspension or revocation as prescribed by law"
        because      #4 License suspended or revoked as prescribed by law from 10 January 2023 to 9 January 2024: conviction.

      WHAT HAS TO BE THERE
        there        Approval by a hearings officer: Approved on 15 January 2024 toward full reinstatement.
                       massachusetts-rmv-iid-program, Installation of the IID: "Do not have an IID installed in your vehicle before you have received approval for the IID from an RMV hearings officer"
        missing      A provider from the list: Choose a provider from the list of the Registry of Motor Vehicles. (participant)
                       massachusetts-rmv-iid-program, Installation of the IID: "the RMV hearings officer will provide you with a list of approved IID vendors/service providers"
        missing      Affidavit of the participant: Hand in the affidavit of the participant, signed and notarized. (participant)
                       massachusetts-rmv-iid-program, Installation of the IID: "By signing these affidavits, you certify that you understand, as well as each licensed driver in your household, that you are not allowed to drive any vehicle without an IID"
        missing      A device in every vehicle: Tell which vehicles the participant owns, leases or drives, the employer’s too. (participant)
                       massachusetts-rmv-iid-program, Installation of the IID: "The IID must be used in every vehicle that you own, lease or operate (including your employer’s vehicle), no exceptions are made"
        not needed   Exams: No suspension without a license for more than 2 years.
        missing      Restriction on the license: The Registry of Motor Vehicles puts "Z" on the license when the papers and the proof of installation are there. (authority)
                       massachusetts-rmv-iid-program, Once the IID is installed in the vehicle: "An "HZ" or "Z" restriction will be added to your driver's license"
        not needed   Changes are reported: No change since the installation. Tell the Registry of Motor Vehicles of a new address, provider or vehicle, and of a vehicle out of use.

      NEXT
        soon         participant: Choose a provider from the list of the Registry of Motor Vehicles.
        soon         participant: Hand in the affidavit of the participant, signed and notarized.
        soon         participant: Tell which vehicles the participant owns, leases or drives, the employer’s too.
        soon         authority: The Registry of Motor Vehicles puts "Z" on the license when the papers and the proof of installation are there.

      Nothing changes by itself before Fri 10 Jan 2025, 00:00 EST."
    `)
  })

  test('tells a lockout with its law, its proof, its deadlines and the way out [MA-LCK-2] [MA-LCK-6]', () => {
    expect(section(lockedOut(), '2024-02-20T18:00Z', 'WHAT HAPPENED')).toMatchInlineSnapshot(`
      "WHAT HAPPENED

      LOCKOUT Tue 20 Feb 2024, 12:00 EST: A failed rolling retest
        id           KT-TOLD-0001:failed-retest@2
        ended        not yet
        stands       A hearing may be requested by Thu 21 Mar 2024, 23:59 EDT.
        law          massachusetts-rmv-iid-program, Lockout: "1 failed rolling retest with a BAC above .02"
        under        US-MA@2026-11-01
        because      Tue 20 Feb 2024, 12:00 EST KT-TOLD-0001 #2 Retest failed at 0.040 g/210 L.
        proof        signed by the device
        means        The car still starts on a passed test until Thu 22 Feb 2024, 12:00 EST, so that it can be driven to the service provider. After that it stays locked and has to be towed.
        also         The RMV schedules a hearing when it is notified of a violation; if you are found responsible, your license may be suspended further.
        law          massachusetts-rmv-iid-program, IID violations chart: "Upon notification of the IID violation(s), the RMV will schedule a hearing to address the IID violation(s)"
        also         Removal of the device can be requested once six months have passed without a lockout or violation.
        law          massachusetts-rmv-iid-program, Removal and unauthorized removal of IID: "having no program lockouts or violations for a period of 6 months prior to the request for removal of the IID"
        reading      confirmation-is-the-same-test: Is a failed confirmation breath another failed test? We read: No: it confirms the test it follows. Both are kept; the count rises by one. Other reading: Each breath above the set point counts.
        reading      whole-milligrams: Is a breath of .0205 "greater than .02"? We read: It is told and judged as 0.020: the sensor is read to a tenth of a milligram and the tenths are cut off. Other reading: The tenths decide: .0205 fails."
    `)
    expect(section(lockedOut(), '2024-02-20T18:00Z', 'DATES')).toMatchInlineSnapshot(`
      "DATES
        open         Thu 22 Feb 2024, 12:00 EST: Visit because of: A failed rolling retest
        law          massachusetts-rmv-iid-program, Lockout: "you have 48 hours to return to the IID service provider for a service visit"
        because      Tue 20 Feb 2024, 12:00 EST KT-TOLD-0001 #2 Retest failed at 0.040 g/210 L.
        not yet open Thu 7 Mar 2024, 23:59 EST: Service visit (from Sat 2 Mar 2024, 00:00 EST)
        law          massachusetts-rmv-iid-program, Inspection and maintenance of the IID: "An operator must bring his/her vehicle to the IID service provider once every 25 – 30 days"
        because      Tue 6 Feb 2024, 10:00 EST KT-TOLD-0001 #1 Device installed by T-1 under US-MA@2026-11-01; next visit due by Thu 7 Mar 2024, 23:59 EST.
        open         Thu 21 Mar 2024, 23:59 EDT: Hearing about: A failed rolling retest
        law          massachusetts-rmv-iid-program, Lockout: "you may request a hearing with the RMV's Ignition Interlock department within 30 days of the lockout"
        because      Tue 20 Feb 2024, 12:00 EST KT-TOLD-0001 #2 Retest failed at 0.040 g/210 L.
        open         Sat 7 Feb 2026, 23:59 EST: The term ends; the restriction stays until the authority has decided on a request
        law          massachusetts-rmv-iid-program, Removal and unauthorized removal of IID: "The length of the IID requirement is never based on the length of time the IID has been installed, but rather on meeting the appropriate periods of license suspension or revocation as prescribed by law"
        because      Tue 10 Jan 2023, 12:00 EST #4 License suspended or revoked as prescribed by law from 10 January 2023 to 9 January 2024: conviction.
        because      Thu 8 Feb 2024, 12:00 EST #10 License fully reinstated on 8 February 2024.
        not yet open Sun 8 Feb 2026, 00:00 EST: Removal of the device may be requested from 8 February 2026, as things stand
        law          massachusetts-rmv-iid-program, Removal and unauthorized removal of IID: "having no program lockouts or violations for a period of 6 months prior to the request for removal of the IID"
        because      Tue 10 Jan 2023, 12:00 EST #4 License suspended or revoked as prescribed by law from 10 January 2023 to 9 January 2024: conviction.
        because      Thu 8 Feb 2024, 12:00 EST #10 License fully reinstated on 8 February 2024."
    `)
    expect(section(lockedOut(), '2024-02-20T18:00Z', 'NEXT')).toMatchInlineSnapshot(`
      "NEXT
        now          participant: Drive to your service provider by Thu 22 Feb 2024, 12:00 EST. Until then the car starts on a passed test; after that it has to be towed.
        soon         participant: Choose a provider from the list of the Registry of Motor Vehicles.
        may          participant: If you believe the lockout is improper, request a hearing with the Registry of Motor Vehicles by Thu 21 Mar 2024, 23:59 EDT.

      Nothing changes by itself before Wed 21 Feb 2024, 10:00 EST."
    `)
  })

  test('tells a hearing won: who was heard, what was decided and what it corrected [MA-VIO-6]', () => {
    expect(section(won(), '2024-03-11', 'HEARINGS')).toMatchInlineSnapshot(`
      "HEARINGS

      hearing-1: Thu 14 Mar 2024, 10:00 EDT at 136 Blackstone St, Boston, set
        about        A failed rolling retest (KT-TOLD-0001:failed-retest@2)
        because      Fri 1 Mar 2024, 10:00 EST #12 Hearing set for Thu 14 Mar 2024, 10:00 EDT at 136 Blackstone St, Boston, about "A failed rolling retest of 20 February 2024"; notice sent on 1 March 2024.
        evidence     Evidence for the hearing from the participant: A second breath two minutes later at .000."
    `)
    expect(section(won(), '2024-03-15', 'HEARINGS')).toMatchInlineSnapshot(`
      "HEARINGS

      hearing-1: Thu 14 Mar 2024, 10:00 EDT at 136 Blackstone St, Boston, decided
        about        A failed rolling retest (KT-TOLD-0001:failed-retest@2)
        because      Fri 1 Mar 2024, 10:00 EST #12 Hearing set for Thu 14 Mar 2024, 10:00 EDT at 136 Blackstone St, Boston, about "A failed rolling retest of 20 February 2024"; notice sent on 1 March 2024.
        because      Thu 14 Mar 2024, 11:00 EDT #14 H. Alves decided: not responsible for "A failed rolling retest of 20 February 2024"; no further sanction. Reason: Mouth alcohol.
        evidence     Evidence for the hearing from the participant: A second breath two minutes later at .000.
        sanction     no further sanction."
    `)
    expect(section(won(), '2024-03-15', 'CORRECTIONS')).toMatchInlineSnapshot(`
      "CORRECTIONS
                     A failed rolling retest of Tue 20 Feb 2024, 12:00 EST is set aside and stays on record. It no longer counts against the months without a lockout or violation.
        because      Thu 14 Mar 2024, 11:00 EDT #14 H. Alves decided: not responsible for "A failed rolling retest of 20 February 2024"; no further sanction. Reason: Mouth alcohol."
    `)
  })

  test('tells the term part by part, and from when removal may be requested [MA-REM-1] [MA-REM-3]', () => {
    expect(section(lockedOut(), '2024-03-01', 'HOW LONG')).toMatchInlineSnapshot(`
      "HOW LONG
                     The last day is 7 February 2026. The restriction does not end by itself.
        part         Without a full license from 10 January 2023 to 9 January 2024.
        law          massachusetts-rmv-iid-program, Removal and unauthorized removal of IID: "The length of the IID requirement is never based on the length of time the IID has been installed, but rather on meeting the appropriate periods of license suspension or revocation as prescribed by law"
        because      #4 License suspended or revoked as prescribed by law from 10 January 2023 to 9 January 2024: conviction.
        part         The two years of full license: from 8 February 2024 to 7 February 2026.
        law          massachusetts-rmv-iid-program, IID program requirements for operators: "The minimum period for an IID restriction is two years"
        because      #10 License fully reinstated on 8 February 2024.
        clean        The last lockout or violation that counts was on 20 February 2024.
        request      Removal may be requested from 8 February 2026, as things stand.
        law          massachusetts-rmv-iid-program, Removal and unauthorized removal of IID: "having no program lockouts or violations for a period of 6 months prior to the request for removal of the IID"
        reading      two-years-in-the-calendar: When are two years over that begin with the full reinstatement? We read: The day of reinstatement is the first day; the last is the one before the same date two years later. From 29 February they run to 28 February. Other reading: The same date two years later is still within the two years."
    `)
    expect(section(won(), '2024-03-15', 'HOW LONG')).toMatchInlineSnapshot(`
      "HOW LONG
                     The last day is 7 February 2026. The restriction does not end by itself.
        part         Without a full license from 10 January 2023 to 9 January 2024.
        law          massachusetts-rmv-iid-program, Removal and unauthorized removal of IID: "The length of the IID requirement is never based on the length of time the IID has been installed, but rather on meeting the appropriate periods of license suspension or revocation as prescribed by law"
        because      #4 License suspended or revoked as prescribed by law from 10 January 2023 to 9 January 2024: conviction.
        part         The two years of full license: from 8 February 2024 to 7 February 2026.
        law          massachusetts-rmv-iid-program, IID program requirements for operators: "The minimum period for an IID restriction is two years"
        because      #10 License fully reinstated on 8 February 2024.
        request      Removal may be requested from 8 February 2026, as things stand.
        law          massachusetts-rmv-iid-program, Removal and unauthorized removal of IID: "having no program lockouts or violations for a period of 6 months prior to the request for removal of the IID"
        reading      two-years-in-the-calendar: When are two years over that begin with the full reinstatement? We read: The day of reinstatement is the first day; the last is the one before the same date two years later. From 29 February they run to 28 February. Other reading: The same date two years later is still within the two years."
    `)
  })

  test('tells what was asked for and why it was refused [MA-REM-4]', () => {
    const refused = lockedOut().asksRemoval('2024-04-20').removalDecided('2024-04-21', false)
    expect(section(refused, '2024-04-22', 'REQUESTS')).toMatchInlineSnapshot(`
      "REQUESTS
        removal      refused: Met.
        because      Sat 20 Apr 2024, 13:00 EDT #11 Removal of the device requested: The time is over.
        because      Sun 21 Apr 2024, 13:00 EDT #12 H. Alves refused the removal that was asked for (#11). Reason: Met."
    `)
  })

  test('tells a removal without leave, and what the officer has to do [MA-VIO-5]', () => {
    const torn = lockedOut().removed('2024-04-18T15:00Z', 'car-1', { removedBy: 'participant' })
    expect(text(torn, '2024-04-19').split('\n').slice(3, 9).join('\n')).toMatchInlineSnapshot(`
      "
      SUSPENDED OR REVOKED since Thu 18 Apr 2024, 11:00 EDT
                     Your license is suspended or revoked. Do not drive.
        because      Thu 18 Apr 2024, 11:00 EDT #11 Device KT-TOLD-0001 removed by the participant: no reason was given.
        law          massachusetts-rmv-iid-program, Un-authorized IID removal: "this early unauthorized removal will trigger an immediate license suspension"
      "
    `)
    expect(section(torn, '2024-04-19', 'NEXT')).toMatchInlineSnapshot(`
      "NEXT
        now          authority: Tell the participant of the immediate suspension and set a hearing about: Removal of the device without authorization.
        soon         participant: Speak with a hearings officer of the Registry of Motor Vehicles. Do not have a device installed before the approval.
        soon         participant: Choose a provider from the list of the Registry of Motor Vehicles.
        soon         participant: Book an installation in Car car-1 with the provider. Until a device is in it, it may not be driven.

      Nothing changes by itself before Sun 12 May 2024, 00:00 EDT."
    `)
  })

  test('tells of each device whose word it is and how far it is known', () => {
    expect(section(lockedOut(), '2024-04-30', 'VEHICLES AND DEVICES')).toMatchInlineSnapshot(`
      "VEHICLES AND DEVICES
        in use       Car car-1, 1ABC23, device KT-TOLD-0001
        device       KT-TOLD-0001: log signed by the device, installed Tue 6 Feb 2024, 10:00 EST, known up to Wed 17 Apr 2024, 11:00 EDT"
    `)
  })

  test('as of another day it tells what that day knew to have happened', () => {
    expect(section(won(), '2024-02-19', 'WHAT HAPPENED')).not.toContain('A failed rolling retest')
    expect(section(won(), '2024-02-27', 'WHAT HAPPENED')).toContain(
      'A hearing is requested. It counts until it is decided.',
    )
    expect(section(won(), '2024-03-15', 'WHAT HAPPENED')).toContain(
      'Found not responsible. It stays on record and does not count.',
    )
  })
})
