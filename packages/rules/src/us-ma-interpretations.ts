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
]
