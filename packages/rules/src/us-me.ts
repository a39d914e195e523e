import { days, mgPer210L, minutes } from '@keyturn/domain/units.ts'
import { effectiveFrom } from './effective.ts'
import { assumed, cited, type LockoutEffect, type Profile, source } from './profile.ts'
import { maineInterpretations } from './us-me-interpretations.ts'
import { maineRelief } from './us-me-relief.ts'

const cmr = source('maine-29-250-cmr-8-4')

const permanent = cited<LockoutEffect>(
  { kind: 'at-once' },
  cmr(
    '§4(9)',
    'The device must place the vehicle in a permanent lockout state, if any of the following conditions occur',
    'ME-9A',
  ),
)

/** Maine. A permanent lockout ends only at a service visit. */
export const maine: Profile = {
  id: 'US-ME',
  version: effectiveFrom('2024-12-18'),
  name: 'Maine',
  authority: 'Bureau of Motor Vehicles',
  timeZone: 'America/New_York',
  setPoint: cited(
    { failsWhen: 'at-or-above', brac: mgPer210L(25) },
    cmr('§4(3)', 'when a breath test detects a BAC of .025 or greater', 'ME-3a'),
  ),
  volumeMinMl: assumed(1_500, 'WAC 204-50-110(1)(c)', 'The kept text asks for a "sufficient" sample without a volume.'),
  startWithin: assumed(
    minutes(3),
    'common device behavior',
    'The kept text gives no span between a pass and the start.',
  ),
  freeRestart: assumed(
    { kind: 'within', span: minutes(3) },
    '29-250 CMR ch. 8 §4(5)',
    'Its bar on a restart "within three minutes" after a bad retest implies the leave otherwise; it does not state it.',
  ),
  holdAfterFail: assumed(minutes(5), 'WAC 204-50-110', 'The kept text gives no wait after a failed start test.'),
  confirmation: assumed(
    { min: minutes(2), max: minutes(5) },
    'Wisconsin Trans 313.04(5)(bm)',
    'The kept text is silent; mouth alcohol clears in minutes, so a second breath is worth keeping.',
  ),
  retest: {
    first: cited(
      { min: minutes(5), max: minutes(15) },
      cmr(
        '§4(5)',
        'within a variable interval ranging from five to fifteen minutes after a driver has passed an initial breath test',
        'ME-5a',
      ),
    ),
    later: assumed(
      { min: minutes(15), max: minutes(45) },
      '13 CCR 125.02(a), California',
      'The kept text gives the interval to the first retest only.',
    ),
    answerWithin: cited(
      minutes(10),
      cmr('§4(5)', 'the driver will have ten minutes to take the random retest', 'ME-5b'),
    ),
    attemptsMax: cited(
      3,
      cmr(
        '§4(6)',
        'a maximum of three attempts to provide a breath sample on a retest within a ten minute period',
        'ME-6',
      ),
    ),
    whenIgnitionOff: cited(
      'cut-short',
      cmr(
        '§4(5)',
        'the device must prevent the driver from starting the vehicle without taking an initial breath test',
        'ME-5e',
      ),
    ),
    whenStalled: cited('cut-short', cmr('§4(5)', 'If the vehicle is turned off or accidentally stalls', 'ME-5e')),
    alert: cited(
      'horn-until-off',
      cmr('§4(5)', 'the horn will sound repeatedly until the vehicle is turned off', 'ME-5c'),
    ),
  },
  service: {
    dueWithinDays: assumed(
      60,
      'Wisconsin Trans 313.10(6)(b)',
      'The kept text speaks of a scheduled date without an interval.',
    ),
    opensAfterDays: assumed(null, 'the kept text', 'It names no earliest day.'),
    remindDaysBefore: cited(7, cmr('§4(8)(B)', 'A reminder, seven days prior to a scheduled service date', 'ME-8B')),
    warnDaysBefore: cited(5, cmr('§4(8)(B)', 'awarning to obtain service within five days', 'ME-8B')),
    toleranceMg: assumed(
      5,
      'Arizona R17-5-603(D)',
      'Plus or minus 0.005 g/210 L of the reference; the kept text gives none.',
    ),
    mayReset: assumed(
      ['tamper-indicator', 'lockouts'],
      'the kept text',
      '§4(9) does not say who ends a permanent lockout; service is what §4(4) and §4(9) ask the driver for.',
    ),
  },
  violationsReset: {
    on: assumed(
      ['retest-failed', 'retest-missed'],
      'Oklahoma 40:50-1-3.1',
      'The kept text names a violations reset without saying what activates it.',
    ),
    serviceWithin: cited(
      days(5),
      cmr('§4(4)', 'the device must place the vehicle in a permanent lock out condition after five days', 'ME-4'),
    ),
  },
  lockouts: [
    {
      id: 'failed-samples',
      title: 'Three samples at or above the set point',
      on: 'sample-failed',
      times: 3,
      effect: permanent,
      law: cmr(
        '§4(9)(A)',
        'Three or more breath samples have an alcohol concentration at or above the alcohol setpoint',
        'ME-9A',
      ),
    },
    {
      id: 'tampering',
      title: 'Tampering, circumvention or bypass',
      on: 'tamper',
      times: 1,
      effect: permanent,
      law: cmr('§4(9)(B)', 'The device detects tampering, circumvention or bypass attempts', 'ME-9B'),
    },
    {
      id: 'refused-retests',
      title: 'Three refusals of a retest',
      on: 'retest-missed',
      times: 3,
      effect: permanent,
      law: cmr('§4(9)(C)', 'Three refusals to provide a retest sample', 'ME-9C'),
    },
    {
      id: 'missed-visit',
      title: 'A missed service date',
      on: 'service-missed',
      times: 1,
      effect: permanent,
      law: cmr('§4(9)(D)', 'A scheduled service date is missed', 'ME-9D', 'ME-3b'),
    },
    {
      id: 'unserviced-violations',
      title: 'No service within five days of the violations reminder',
      on: 'reset-unserviced',
      times: 1,
      effect: permanent,
      law: cmr(
        '§4(9)(E)',
        'Service is not obtained within five days of the service reminder',
        'ME-9E',
        'ME-4',
        'ME-3b',
      ),
    },
  ],
  relief: maineRelief,
  hearingRequestWithinDays: null,
  interpretations: maineInterpretations,
}
