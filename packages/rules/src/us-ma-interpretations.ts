import type { Interpretation } from './profile.ts'

/** Where the Massachusetts text can be read in two ways. */
export const massachusettsInterpretations: readonly Interpretation[] = [
  {
    id: 'missed-visit-grace',
    question: 'Does a missed service visit lock the car at once, or only after 48 hours?',
    ourReading:
      'The program page gives 48 hours after any lockout, so the car starts on a passed test until they are over.',
    otherReading: '540 CMR 25.06(3) says that the device locks at once, without further warning.',
    consequence: 'Under the other reading the car does not start on the morning after day 30 and must be towed.',
  },
  {
    id: 'last-instant-counts',
    question: 'Is a retest taken at the last instant of the five minutes taken in time?',
    ourReading: 'Yes: "five minutes to take" the test includes the fifth minute’s last instant.',
    otherReading: 'The test must be taken before five minutes are over.',
    consequence: 'One millisecond.',
  },
  {
    id: 'day-thirty-ends-at-midnight',
    question: 'When exactly is a visit missed?',
    ourReading: 'When the 30th day after the last visit has ended in Massachusetts, at midnight there.',
    otherReading: 'Thirty times 24 hours after the moment of the last visit.',
    consequence: 'Up to a day; our reading is never the earlier one.',
  },
  {
    id: 'stall-is-not-switching-off',
    question: 'Is a retest missed when the engine stalls before it is taken?',
    ourReading: 'No: the text counts turning the ignition off. The stall is recorded and a new start test is needed.',
    otherReading: 'Any end of the drive before the retest is a missed test.',
    consequence: 'A driver who stalls on purpose is not counted, but the hearing officer sees each stall.',
  },
  {
    id: 'confirmation-is-the-same-test',
    question: 'Is a failed confirmation breath another failed test?',
    ourReading: 'No: it confirms the test it follows. Both are kept; the count rises by one.',
    otherReading: 'Each breath above the set point counts.',
    consequence: 'One drink could otherwise lock the car in two breaths, ten minutes apart.',
  },
  {
    id: 'who-blew',
    question: 'Does a start test failed by somebody else count?',
    ourReading: 'The device cannot tell who blew, so it counts; a hearing may find otherwise.',
    otherReading: 'Only the restricted driver’s breath counts.',
    consequence: 'A family member who fails a test locks the car.',
  },
  {
    id: 'unprompted-breath-is-no-test',
    question: 'Is a breath that nobody asked for a failed start-up test or retest?',
    ourReading:
      'No: it is recorded and takes away the leave to start, but only the tests the device asks for are counted.',
    otherReading: 'Every breath above the set point counts.',
    consequence:
      'A passenger who plays with the handset cannot lock the car; the hearing officer sees each breath all the same.',
  },
  {
    id: 'whole-milligrams',
    question: 'Is a breath of .0205 "greater than .02"?',
    ourReading:
      'It is told and judged as 0.020: the sensor is read to a tenth of a milligram and the tenths are cut off.',
    otherReading: 'The tenths decide: .0205 fails.',
    consequence: 'Less than one thousandth, always in the driver’s favor; the value judged is the value recorded.',
  },
  {
    id: 'service-period-until-the-visit',
    question: 'Does a service period end on its thirtieth day when the visit was missed?',
    ourReading:
      'It runs until the visit is made: counts are kept together while the car is locked for the missed visit anyway.',
    otherReading: 'A new count begins on day 31 without a visit.',
    consequence: 'A fail on day 5 and one on day 32 make a second lockout beside that for the missed visit.',
  },
  {
    id: 'handset-unplugged',
    question: 'Is a retest missed by the driver when the handset was unplugged?',
    ourReading: 'It is recorded as missed with an unknown cause and left to a person; it is not counted.',
    otherReading: 'Whoever unplugs the handset misses the test.',
    consequence: 'A loose plug does not lock the car; a pulled one is on record for the hearing.',
  },
  {
    id: 'may-the-registry-toll',
    question: 'May the registry move the date of a service visit for everybody whom an outage kept from it?',
    ourReading:
      'Yes, by a signed order, 30 days at most: it did so for vehicle inspections in 2021, one day for each day its vendor was down.',
    otherReading:
      '540 CMR 25.06(3) knows no exception, and none was made in the pandemic, a practitioner writes; each driver must be heard.',
    consequence: 'Under the other reading a device would refuse every order, and every outage ends in a tow.',
  },
  {
    id: 'may-a-vendor-toll',
    question: 'May a vendor move the date of a visit, by order or by telephone code?',
    ourReading: 'No: the text gives a vendor no leave to excuse a visit, and in March 2026 none offered it here.',
    otherReading: 'A vendor may excuse what it caused itself.',
    consequence: 'A vendor’s order or extension code is refused by the device and recorded.',
  },
  {
    id: 'late-order-undoes-the-missed-visit',
    question: 'What becomes of a missed visit when an order that covers it reaches the car later?',
    ourReading:
      'If the moved date is still ahead, the visit was not missed: the miss is not counted and its lockout ends. Nothing else is undone.',
    otherReading: 'A lockout that began ends at the provider only, whatever is ordered afterwards.',
    consequence: 'A driver whose car was offline is not towed for a date that the registry had moved.',
  },
  {
    id: 'moved-time-ends-with-its-day',
    question: 'When do 48 hours end that an order moved?',
    ourReading: 'With the end of the moved day in Massachusetts: an order speaks of days.',
    otherReading: 'At the same time of day as before.',
    consequence: 'Less than a day, always in the driver’s favor.',
  },
  {
    id: 'who-may-open-a-locked-car',
    question: 'Who may let a locked car start before the visit?',
    ourReading:
      'The registry, and a provider it names as a rescuer: four hours, once, all tests on, as Washington has it.',
    otherReading:
      'The provider, by a bypass code once the 48 hours are over, as a practitioner describes; or nobody: only a tow.',
    consequence: 'A vendor’s own override code does not open a car here.',
  },
]
