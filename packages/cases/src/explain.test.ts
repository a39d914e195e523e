import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder } from './case-under.ts'

const begun = (profile = massachusetts) => caseUnder(profile).installed('2026-03-02T14:00Z')

describe('an explanation', () => {
  test('tells a cold battery apart from the driver, in Massachusetts in January [OUT-2] [OUT-4]', () => {
    const driver = caseUnder(massachusetts)
      .installed('2026-01-05T14:00Z')
      .powerLost('2026-01-20T11:10Z', 'power', -185)
      .retest('2026-01-20T22:00Z', 0)
    expect(driver.at('2026-01-21T00:00Z').explained).toMatchInlineSnapshot(`
      "IN GOOD STANDING
        because  2026-01-05 14:00Z #1 Device installed by T-1 under US-MA@2026-11-01; next visit due by Wed 4 Feb 2026, 23:59 EST.
        do       Have the battery tested and keep the receipt. Do not unplug the device, pull its fuse or disconnect the battery yourself: that looks like tampering.
        do       Have the device serviced by Wed 4 Feb 2026, 23:59 EST. The regular time for it begins Fri 30 Jan 2026, 00:00 EST. Book early: the last day may be full. [2026-02-05 04:59:59.999Z]

      NOT HELD AGAINST THE DRIVER since 2026-01-20 11:10Z
        rule     power-lost: The device lost power
        law      massachusetts-rmv-iid-program, IID program violations: "any infraction resulting from operator action that violates a requirement of the Ignition Interlock Device program"
        under    US-MA@2026-11-01
        because  2026-01-20 11:10Z #2 Power lost: last 8.9 V, lowest 7.4 V, at -18.5 °C.
        cause    power
        means    Not held against you. Have the battery looked at, and keep the receipt."
    `)
  })

  test('tells a missed date in Maine, found by the calendar alone [ME-9D]', () => {
    expect(begun(maine).at('2026-05-03T00:00Z').explained).toMatchInlineSnapshot(`
      "LOCKED OUT since 2026-05-02 04:00Z, the car stays locked
        rule     missed-visit: A missed service date
        law      maine-29-250-cmr-8-4, §4(9)(D): "A scheduled service date is missed"
        under    US-ME@2024-12-18
        because  2026-03-02 14:00Z #1 Device installed by T-1 under US-ME@2024-12-18; next visit due by Fri 1 May 2026, 23:59 EDT.
        note     derived from the calendar, device not heard since 2026-03-02 14:00Z
        cause    unknown
        means    The car does not start again before a service visit.
        reading  missed-when-the-date-has-passed: When is the permanent lockout for a missed service due? We read: The warning starts five days before the scheduled date; the lockout comes when that date has ended. Other reading: The five days of warning run after the scheduled date.
        reading  the-reminder-of-9e: Which "service reminder" starts the five days of §4(9)(E)? We read: The one that a violations reset activates (§4(4)); the scheduled date has its own rule (§4(9)(D)). Other reading: The seven-day reminder too: the car would lock two days before its scheduled date.
        do       Call your service provider and have the car towed there. It does not start before a service visit."
    `)
  })

  test('tells a violations service in Maine [ME-4]', () => {
    expect(
      begun(maine).retestMissed('2026-03-10T12:30Z', 'attempts-used').at('2026-03-11T00:00Z').explained,
    ).toMatchInlineSnapshot(`
      "VIOLATIONS SERVICE DUE since 2026-03-10 12:30Z
        rule     violations-reset: A violations service is due
        law      maine-29-250-cmr-8-4, §4(4): "the device must place the vehicle in a permanent lock out condition after five days"
        under    US-ME@2024-12-18
        because  2026-03-10 12:30Z #2 Retest missed: all attempts were used up.
        means    The car has to be brought to the service provider by Sun 15 Mar 2026, 08:30 EDT. If it is not, it locks until a service visit.
        reading  what-activates-a-violations-reset: Which events activate the violations reset of §4(4)? We read: A failed or refused retest, as in Oklahoma 40:50-1-3.1. The kept text does not say; this is an assumption. Other reading: Only what leads to a permanent lockout anyway, or also each failed start test.
        reading  the-reminder-of-9e: Which "service reminder" starts the five days of §4(9)(E)? We read: The one that a violations reset activates (§4(4)); the scheduled date has its own rule (§4(9)(D)). Other reading: The seven-day reminder too: the car would lock two days before its scheduled date.
        do       Bring the car to your service provider by Sun 15 Mar 2026, 08:30 EDT. After that it locks. [2026-03-15 12:30Z]"
    `)
  })

  test('tells what is unknown and what it would be otherwise', () => {
    const driver = begun().record(
      '2026-03-10T12:30Z',
      { kind: 'lockout-began', rule: 'failed-retest', visitBy: null },
      'operator',
    )
    expect(driver.at('2026-03-11T00:00Z').explained).toMatchInlineSnapshot(`
      "UNKNOWN
        because  The device locked (failed-retest), but the facts do not say why.
        else     IN GOOD STANDING
        because  2026-03-02 14:00Z #1 Device installed by T-1 under US-MA@2026-11-01; next visit due by Wed 1 Apr 2026, 23:59 EDT.
        do       Call your service provider and ask, in writing, for the reason. Note the time and the name of whoever answers.
        provider The provider has to examine the device and say in writing what it found.
        do       Photograph what the device shows, with the time, and ask your provider to confirm in writing that it is not held against you.
        do       Have the device serviced by Wed 1 Apr 2026, 23:59 EDT. The regular time for it begins Fri 27 Mar 2026, 00:00 EDT. Book early: the last day may be full. [2026-04-02 03:59:59.999Z]

      THE RECORD DOES NOT FIT since 2026-03-10 12:30Z
        rule     device-lockout-not-found: The device locked (failed-retest), but the facts do not say why
        law      assumed from the way Keyturn is built: The device and the case engine apply one profile to one log, so they come to the same conclusions, or one of them is wrong.
        under    US-MA@2026-11-01
        because  2026-03-10 12:30Z #2 The device locked the car (failed retest) until a service visit.
        cause    device
        means    The device may have locked the car without a reason in law. A person has to look at once; it is not held against you."
    `)
  })

  test('tells that a device is gone', () => {
    expect(begun().uninstalled('2026-03-10T12:30Z').at('2026-03-11T00:00Z').explained).toMatchInlineSnapshot(`
      "NOT INSTALLED
        because  2026-03-10 12:30Z #2 Device removed by T-1.
        do       Once the authority has approved the device, make an appointment with a service provider to have it installed."
    `)
  })
})
