import { hours, mgPer210L, minutes } from '@keyturn/domain/units.ts'
import { effectiveFrom } from './effective.ts'
import { assumed, cited, type LockoutEffect, type Profile, source } from './profile.ts'
import { massachusettsInterpretations } from './us-ma-interpretations.ts'
import { massachusettsRelief } from './us-ma-relief.ts'

const rmv = source('massachusetts-rmv-iid-program')

const fortyEightHours = cited<LockoutEffect>(
  { kind: 'visit-within', visitWithin: hours(48) },
  rmv('Lockout', 'you have 48 hours to return to the IID service provider for a service visit', 'MA-LCK-5'),
)

/** Massachusetts. A service period runs from one service visit to the next, 30 days at most. */
export const massachusetts: Profile = {
  id: 'US-MA',
  version: effectiveFrom('2026-11-01'),
  name: 'Massachusetts',
  authority: 'Registry of Motor Vehicles',
  timeZone: 'America/New_York',
  // Strictly above: a sample of exactly .020 passes here, while Maine fails "at or above" .025.
  setPoint: cited(
    { failsWhen: 'above', brac: mgPer210L(20) },
    rmv('Use of the IID', 'Blood Alcohol Concentration "BAC" greater than .02%', 'MA-USE-2'),
  ),
  volumeMinMl: assumed(1_500, 'WAC 204-50-110(1)(c)', 'The kept text gives no volume; 1.5 L is the usual minimum.'),
  startWithin: assumed(
    minutes(3),
    'common device behavior',
    'The kept text gives no span between a pass and the start.',
  ),
  freeRestart: cited(
    { kind: 'none' },
    rmv(
      'IID program requirements for operators',
      'Before starting your vehicle, the IID requires you to take and pass a breath-alcohol test',
      'MA-USE-1',
    ),
  ),
  holdAfterFail: assumed(
    minutes(30),
    'a Massachusetts practitioner’s account of device settings',
    'The kept text only says that the driver must wait.',
  ),
  confirmation: assumed(
    { min: minutes(2), max: minutes(10) },
    'Wisconsin Trans 313.04(5)(bm)',
    'The kept text is silent; mouth alcohol clears in minutes, so a second breath is worth keeping.',
  ),
  retest: {
    first: assumed(
      { min: minutes(5), max: minutes(15) },
      '13 CCR 125.02(a), California',
      'The kept text says "random intervals" without numbers.',
    ),
    later: assumed(
      { min: minutes(15), max: minutes(45) },
      '13 CCR 125.02(a), California',
      'The kept text says "random intervals" without numbers.',
    ),
    answerWithin: cited(
      minutes(5),
      rmv('Use of the IID', 'they have five minutes to take the breath-alcohol re-test', 'MA-USE-4'),
    ),
    attemptsMax: assumed(null, 'the kept text', 'Five minutes are the only limit it names.'),
    whenIgnitionOff: cited(
      'missed',
      rmv(
        'Use of the IID',
        'if you turn the ignition off before taking the rolling re-test, this will be considered a missed test',
        'MA-USE-5',
      ),
    ),
    whenStalled: assumed('cut-short', 'the kept text', 'It speaks of turning the ignition off, which a stall is not.'),
    alert: assumed('none', 'the kept text', 'It asks for no horn; the device beeps.'),
  },
  service: {
    dueWithinDays: cited(
      30,
      rmv(
        'Inspection and maintenance of the IID',
        'An operator must bring his/her vehicle to the IID service provider once every 25 – 30 days',
        'MA-OPR-2',
      ),
    ),
    opensAfterDays: cited(
      25,
      rmv(
        'Operator responsibilities',
        'once every 25-30 days from the last service visit for scheduled maintenance and data uploads',
        'MA-OPR-2',
      ),
    ),
    remindDaysBefore: assumed(
      5,
      '540 CMR 25.06(3)',
      'The device alerts from day 25 after each visit; the text is not kept here.',
    ),
    warnDaysBefore: assumed(null, 'the kept text', 'It asks for no second warning.'),
    toleranceMg: assumed(
      5,
      'Arizona R17-5-603(D)',
      'Plus or minus 0.005 g/210 L of the reference; the kept text gives none.',
    ),
    mayReset: assumed(
      ['tamper-indicator', 'lockouts'],
      'the kept text',
      'The text ends a lockout with a service visit and names nobody who must be asked first.',
    ),
  },
  violationsReset: null,
  lockouts: [
    {
      id: 'failed-starts',
      title: 'Two failed start-up tests in one service period',
      on: 'start-test-failed',
      times: 2,
      effect: fortyEightHours,
      law: rmv('Lockout', '2 failed start-up tests within one service period (1 - 30 days)', 'MA-LCK-1', 'MA-USE-3'),
    },
    {
      id: 'failed-retest',
      title: 'A failed rolling retest',
      on: 'retest-failed',
      times: 1,
      effect: fortyEightHours,
      law: rmv('Lockout', '1 failed rolling retest with a BAC above .02', 'MA-LCK-2'),
    },
    {
      id: 'missed-visit',
      title: 'A missed service visit',
      on: 'service-missed',
      times: 1,
      // The switch of the interpretation `missed-visit-grace`: { kind: 'at-once' } is the other reading.
      effect: fortyEightHours,
      law: rmv('Lockout', '1 missed service visit', 'MA-LCK-3'),
    },
    {
      id: 'missed-retests',
      title: 'Two missed rolling retests in one service period',
      on: 'retest-missed',
      times: 2,
      effect: fortyEightHours,
      law: rmv('Lockout', '2 missed rolling retests within one service period (1-30 days)', 'MA-LCK-4'),
    },
  ],
  relief: massachusettsRelief,
  hearingRequestWithinDays: cited(
    30,
    rmv(
      'Lockout',
      "you may request a hearing with the RMV's Ignition Interlock department within 30 days of the lockout",
      'MA-LCK-6',
    ),
  ),
  interpretations: massachusettsInterpretations,
}
