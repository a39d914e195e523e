import type { Interpretation } from './profile.ts'

/** Where the Maine text can be read in two ways. */
export const maineInterpretations: readonly Interpretation[] = [
  {
    id: 'counted-since-service',
    question: 'Over what span are "three or more samples" and "three refusals" counted?',
    ourReading: 'Since the last completed service visit.',
    otherReading: 'Over the whole time the device is installed, or within one trip.',
    consequence: 'A driver with three fails in two years is not locked out three visits later.',
  },
  {
    id: 'missed-when-the-date-has-passed',
    question: 'When is the permanent lockout for a missed service due?',
    ourReading: 'The warning starts five days before the scheduled date; the lockout comes when that date has ended.',
    otherReading: 'The five days of warning run after the scheduled date.',
    consequence: 'Five days. A moved date is a matter for the authority, never for the device.',
  },
  {
    id: 'refusal-is-not-switching-off',
    question: 'Is switching the engine off after the warning a refusal of the retest?',
    ourReading:
      'No: the text answers it with a new initial test (§4(5)), not with a refusal. A refusal is ten minutes or three attempts used up.',
    otherReading: 'Any retest that was called and not given is refused.',
    consequence: 'Three stops at a shop door would otherwise lock the car for good.',
  },
  {
    id: 'free-restart-is-implied',
    question: 'May a driver restart within three minutes without a test?',
    ourReading:
      'Yes, unless a retest of that trip was failed, missed or pending: the bar "within three minutes" after a bad retest implies it.',
    otherReading: 'Every start needs a test.',
    consequence: 'A car that stalls at a crossing can be started at once.',
  },
  {
    id: 'last-instant-counts',
    question: 'Is a retest taken at the last instant of the ten minutes taken in time?',
    ourReading: 'Yes: "ten minutes to take" the test includes the tenth minute’s last instant.',
    otherReading: 'The test must be taken before ten minutes are over.',
    consequence: 'One millisecond.',
  },
  {
    id: 'confirmation-is-the-same-test',
    question: 'Is a failed confirmation breath another sample at or above the set point?',
    ourReading: 'No: it confirms the test it follows. Both are kept; the count rises by one.',
    otherReading: 'Each breath at or above the set point counts.',
    consequence: 'One drink could otherwise make two of the three.',
  },
  {
    id: 'unprompted-breath-is-no-test',
    question: 'Does a breath that nobody asked for count among the three samples at or above the set point?',
    ourReading:
      'No: it is recorded with its concentration (§4(7)(C)), but only the tests the device asks for are counted.',
    otherReading: 'Every breath the device measures is a sample.',
    consequence:
      'A passenger who plays with the handset cannot lock the car; the officer sees each breath all the same.',
  },
  {
    id: 'whole-milligrams',
    question: 'How is a breath between two thousandths judged?',
    ourReading:
      'By its whole milligrams: the sensor is read to a tenth, and the tenths are cut off. 0.0249 is 0.024 and passes.',
    otherReading: 'The tenths decide, or are rounded up: 0.0249 would be 0.025 and fail.',
    consequence: 'Less than one thousandth, always in the driver’s favor; the value judged is the value recorded.',
  },
  {
    id: 'what-activates-a-violations-reset',
    question: 'Which events activate the violations reset of §4(4)?',
    ourReading:
      'A failed or refused retest, as in Oklahoma 40:50-1-3.1. The kept text does not say; this is an assumption.',
    otherReading: 'Only what leads to a permanent lockout anyway, or also each failed start test.',
    consequence:
      'One refused retest obliges the driver to a service within five days; without it the car locks for good.',
  },
  {
    id: 'the-reminder-of-9e',
    question: 'Which "service reminder" starts the five days of §4(9)(E)?',
    ourReading: 'The one that a violations reset activates (§4(4)); the scheduled date has its own rule (§4(9)(D)).',
    otherReading: 'The seven-day reminder too: the car would lock two days before its scheduled date.',
    consequence: 'Two days for every driver, before every visit.',
  },
  {
    id: 'detected-means-without-doubt',
    question: 'Does a sign that the device cannot explain "detect tampering" (§4(9)(B))?',
    ourReading:
      'No: a handset unplugged on the road, or an engine found running after long darkness, is recorded as doubtful and left to a person.',
    otherReading: 'Every sign of tampering locks the car for good.',
    consequence: 'A loose plug would otherwise strand a driver; a driver who pulls it is seen, and judged by a person.',
  },
  {
    id: 'may-the-authority-toll',
    question: 'May the bureau move a scheduled service date that §4(9)(D) locks for?',
    ourReading:
      'Yes, by a signed order, 30 days at most: a date that the authority moved is not missed. Nobody else may move it.',
    otherReading: '§4(9) names no exception, so the lockout comes whoever failed.',
    consequence:
      'Under the other reading every car is locked for good on the first day of an outage that it falls due.',
  },
  {
    id: 'late-order-undoes-the-missed-service',
    question: 'Does a permanent lockout end when an order that covers its date reaches the car later?',
    ourReading:
      'If the moved date is still ahead, the service was not missed: the miss is not counted and its lockout ends. Nothing else is undone.',
    otherReading: 'Permanent means until service, whatever is ordered afterwards.',
    consequence: 'A driver whose car was offline is not towed for a date that the bureau had moved.',
  },
  {
    id: 'moved-time-ends-with-its-day',
    question: 'When do the five days of a violations reset end that an order moved?',
    ourReading: 'With the end of the moved day in Maine: an order speaks of days.',
    otherReading: 'At the same time of day as before.',
    consequence: 'Less than a day, always in the driver’s favor.',
  },
  {
    id: 'override-of-a-permanent-lockout',
    question: 'May a car in permanent lockout be started at all before service?',
    ourReading:
      'For four hours, once, on the word of the bureau or a rescuer it names, on passed tests, to reach a center. The lockout stays in force.',
    otherReading: '§4(9) lets nothing start the car but service where it stands.',
    consequence: 'Without it the only way out is a tow, also where no fault is the driver’s.',
  },
  {
    id: 'who-ends-a-permanent-lockout',
    question: 'Who ends a permanent lockout?',
    ourReading: 'A certified technician, with the certificate of a service visit: service is what §4 asks for.',
    otherReading: 'Only the bureau.',
    consequence: 'The switch is in the profile (`service.mayReset`); without it a certificate is refused while locked.',
  },
]
