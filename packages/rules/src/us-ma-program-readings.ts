import type { Interpretation } from './profile.ts'

/** Where the Massachusetts text about the program can be read in two ways. */
export const massachusettsReadings: readonly Interpretation[] = [
  {
    id: 'two-years-in-the-calendar',
    question: 'When are two years over that begin with the full reinstatement?',
    ourReading:
      'The day of reinstatement is the first day; the last is the one before the same date two years later. From 29 February they run to 28 February.',
    otherReading: 'The same date two years later is still within the two years.',
    consequence: 'One day.',
  },
  {
    id: 'six-clean-months',
    question: 'When are six months without a lockout or violation over?',
    ourReading:
      'They begin on the day after it and end on the day before the same date six months later; the request may be made from then on. A date that the month does not have is the first of the next.',
    otherReading: 'Six times thirty days, or counted to the hour.',
    consequence: 'A few days.',
  },
  {
    id: 'what-breaks-six-clean-months',
    question: 'Does a lockout count against the six months while a hearing about it is pending?',
    ourReading: 'Yes, until an officer or a hearing sets it aside; then it never counted.',
    otherReading: 'What is contested does not count before it is decided.',
    consequence: 'Without it, asking for a hearing would be a way around the six months.',
  },
  {
    id: 'suspended-again',
    question: 'What becomes of the two years when the license is suspended again within them?',
    ourReading:
      'The days of full license before count, the days of the suspension do not: the two years end that much later.',
    otherReading: 'They begin anew with the next full reinstatement, or they run on.',
    consequence: 'Up to two years. A new conviction and an unauthorized removal begin them anew in any case.',
  },
  {
    id: 'when-credit-is-lost',
    question: 'From when do two years count after an unauthorized removal?',
    ourReading: 'From the next full reinstatement after it; nothing before it counts.',
    otherReading: 'Only the time after the removal is without credit.',
    consequence: 'The time with a license before the removal.',
  },
  {
    id: 'more-than-two-years-suspended',
    question: 'When is a suspension "greater than 2 years" without relief?',
    ourReading:
      'When it has lasted longer than to the same date two years after it began, without a hardship license or full reinstatement. On that date itself no exam is asked for.',
    otherReading: 'From the two years on.',
    consequence: 'One day.',
  },
  {
    id: 'license-or-residence',
    question: 'Who is an out-of-state driver: who is licensed elsewhere, or who lives elsewhere?',
    ourReading: 'Who is licensed elsewhere: convictions in other states count only for holders of our own license.',
    otherReading: 'Who lives elsewhere.',
    consequence: 'A person with one conviction here and one elsewhere.',
  },
  {
    id: 'first-conviction-before-2021',
    question: 'Did a first conviction at .15 or more mean a device on a hardship license before July 2021?',
    ourReading: 'No: the amended text is the first that we know to say so.',
    otherReading: 'It may have held for some time before.',
    consequence: 'Whether a hardship license of that time needs a device.',
  },
  {
    id: 'residing-elsewhere',
    question: 'Do the two years run on while the participant lives in another state?',
    ourReading: 'Only days for which credit is granted count: the text asks for proof to receive credit for that time.',
    otherReading: 'They run on as at home; credit is for time before the reinstatement only.',
    consequence: 'The time between leaving and coming back, until credit for it is granted.',
  },
  {
    id: 'first-conviction-how-long',
    question: 'How long is the device needed on a first conviction’s hardship license?',
    ourReading: 'As long as that license: the text we read speaks of the hardship license alone.',
    otherReading: 'Two years after full reinstatement as well.',
    consequence: 'Two years.',
  },
  {
    id: 'court-order-alone',
    question: 'Does a court’s order shorter than two years last two years?',
    ourReading: 'No: it is honored for its own length; the two years belong to the program’s own restriction.',
    otherReading: 'The minimum of two years holds for every restriction.',
    consequence: 'The difference to two years.',
  },
  {
    id: 'credit-and-double-count',
    question: 'Does time with a device elsewhere count beside time with a full license here?',
    ourReading: 'A day counts once: credit is for the days that do not count already.',
    otherReading: 'Credit shortens the two years by its whole length.',
    consequence: 'Two years could otherwise be over in one.',
  },
  {
    id: 'court-order-and-program',
    question: 'Does a court’s order end the program’s own two years, or run beside them?',
    ourReading: 'Beside them: the later of the two ends is the end.',
    otherReading: 'They are added to each other.',
    consequence: 'The length of the shorter one.',
  },
  {
    id: 'shared-car',
    question: 'Does a car of a household member that the participant never drives need a device?',
    ourReading: 'No: the text names cars that the participant owns, leases or operates; the member signs an affidavit.',
    otherReading: 'Every car within reach.',
    consequence: 'The cost of a second device.',
  },
]

/** What each part of a term hangs on. */
export const massachusettsReadingsOf: { readonly [part: string]: readonly string[] } = {
  'court-order': ['court-order-and-program', 'court-order-alone'],
  hardship: ['first-conviction-how-long', 'first-conviction-before-2021'],
  'full-license': ['two-years-in-the-calendar'],
  interrupted: ['suspended-again'],
  elsewhere: ['residing-elsewhere', 'license-or-residence'],
  'credit-lost': ['when-credit-is-lost'],
  credit: ['credit-and-double-count'],
  'clean-months': ['six-clean-months', 'what-breaks-six-clean-months'],
}
