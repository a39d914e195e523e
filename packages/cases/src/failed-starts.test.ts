import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder } from './case-under.ts'

describe('US-MA failed-starts', () => {
  test('the second failed start test in one service period is a lockout [MA-LCK-1] [MA-USE-3] [MA-LCK-5]', () => {
    const driver = caseUnder(massachusetts)
      .serviceVisit('2026-03-02T14:00Z')
      .startTest('2026-03-10T12:30Z', 21)
      .startTest('2026-03-20T12:30Z', 34)

    expect(driver.at('2026-03-20T12:29Z').status.kind).toBe('in-good-standing')
    expect(driver.at('2026-03-20T12:30Z').explained).toMatchInlineSnapshot(`
      "LOCKED OUT since 2026-03-20 12:30Z
        rule     failed-starts: Two failed start-up tests in one service period
        law      massachusetts-rmv-iid-program, Lockout: "2 failed start-up tests within one service period (1 - 30 days)"
        under    US-MA@2026-11-01
        because  2026-03-10 12:30Z #3 Start test failed at 0.021 g/210 L.
        because  2026-03-20 12:30Z #4 Start test failed at 0.034 g/210 L.
        means    The car still starts on a passed test until Sun 22 Mar 2026, 08:30 EDT, so that it can be driven to the service provider. After that it stays locked and has to be towed.
        also     The RMV schedules a hearing when it is notified of a violation; if you are found responsible, your license may be suspended further.
        law      massachusetts-rmv-iid-program, IID violations chart: "Upon notification of the IID violation(s), the RMV will schedule a hearing to address the IID violation(s)"
        also     Removal of the device can be requested once six months have passed without a lockout or violation.
        law      massachusetts-rmv-iid-program, Removal and unauthorized removal of IID: "having no program lockouts or violations for a period of 6 months prior to the request for removal of the IID"
        reading  confirmation-is-the-same-test: Is a failed confirmation breath another failed test? We read: No: it confirms the test it follows. Both are kept; the count rises by one. Other reading: Each breath above the set point counts.
        reading  who-blew: Does a start test failed by somebody else count? We read: The device cannot tell who blew, so it counts; a hearing may find otherwise. Other reading: Only the restricted driver’s breath counts.
        reading  unprompted-breath-is-no-test: Is a breath that nobody asked for a failed start-up test or retest? We read: No: it is recorded and takes away the leave to start, but only the tests the device asks for are counted. Other reading: Every breath above the set point counts.
        reading  whole-milligrams: Is a breath of .0205 "greater than .02"? We read: It is told and judged as 0.020: the sensor is read to a tenth of a milligram and the tenths are cut off. Other reading: The tenths decide: .0205 fails.
        reading  service-period-until-the-visit: Does a service period end on its thirtieth day when the visit was missed? We read: It runs until the visit is made: counts are kept together while the car is locked for the missed visit anyway. Other reading: A new count begins on day 31 without a visit.
        do       Drive to your service provider by Sun 22 Mar 2026, 08:30 EDT. Until then the car starts on a passed test; after that it has to be towed. [2026-03-22 12:30Z]
        may      If you believe the lockout is improper, request a hearing with the Registry of Motor Vehicles by Sun 19 Apr 2026, 23:59 EDT. [2026-04-20 03:59:59.999Z]"
    `)
  })

  test('a service visit between the two failures starts the count again [MA-USE-3]', () => {
    const driver = caseUnder(massachusetts)
      .startTest('2026-03-10T12:30Z', 21)
      .serviceVisit('2026-03-30T14:00Z')
      .startTest('2026-03-31T12:30Z', 21)

    expect(driver.at('2026-04-01T00:00Z').explained).toMatchInlineSnapshot(`
      "IN GOOD STANDING
        because  2026-03-30 14:00Z #3 Service visit completed by T-1; next visit due by Wed 29 Apr 2026, 23:59 EDT.
        do       Have the device serviced by Wed 29 Apr 2026, 23:59 EDT. The regular time for it begins Fri 24 Apr 2026, 00:00 EDT. Book early: the last day may be full. [2026-04-30 03:59:59.999Z]"
    `)
  })

  test.each([
    [19, 'in-good-standing'],
    [20, 'in-good-standing'],
    [21, 'locked-out'],
  ] as const)('two start tests of %i mg/210 L: %s [MA-USE-2]', (mg, kind) => {
    const driver = caseUnder(massachusetts).startTest('2026-03-10T12:30Z', mg).startTest('2026-03-11T12:30Z', mg)
    expect(driver.at('2026-03-12T00:00Z').status.kind).toBe(kind)
  })
})
