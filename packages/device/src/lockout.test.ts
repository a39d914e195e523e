import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { describe, expect, test } from 'vitest'
import { carUnder, type ToldCar } from './told.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const untilHoldEnds = (car: ToldCar) => car.wait(Math.max(0, car.state.ledger.holdUntil - car.at))
const failStart = (car: ToldCar) => untilHoldEnds(car).blow(100)
const began = (car: ToldCar, rule: string) =>
  car.log.find((entry) => entry.kind === 'lockout-began' && entry.rule === rule)

describe('Massachusetts', () => {
  test.each([
    [1, []],
    [2, ['failed-starts']],
  ])('%i failed start-ups in one service period lock out: %j [MA-LCK-1] [MA-USE-3]', (times, rules) => {
    const car = carUnder(massachusetts).installed().ignitionOn()
    for (let n = 0; n < times; n++) failStart(car)
    expect(car.lockouts()).toEqual(rules)
  })

  test('a service visit between two failed start-ups starts the count again [MA-LCK-1]', () => {
    const car = carUnder(massachusetts).installed().ignitionOn()
    failStart(car).off().serviced().ignitionOn().blow(100)
    expect(car.lockouts()).toEqual([])
  })

  test('one failed retest locks out, and the visit is due in 48 hours [MA-LCK-2] [MA-LCK-5]', () => {
    const car = carUnder(massachusetts).installed().start().untilRetest().blow(21)
    const lockout = began(car, 'failed-retest')
    expect(lockout).toMatchObject({ kind: 'lockout-began', cause: 'operator' })
    expect(lockout?.kind === 'lockout-began' && lockout.visitBy).toBe((lockout?.at ?? 0) + 48 * HOUR)
    expect(carUnder(massachusetts).installed().start().untilRetest().blow(20).lockouts()).toEqual([])
  })

  test('two missed retests in one service period lock out, one does not [MA-LCK-4]', () => {
    const car = carUnder(massachusetts).installed().start().untilRetest().wait(300_001)
    expect(car.lockouts()).toEqual([])
    expect(car.untilRetest().wait(300_001).lockouts()).toEqual(['missed-retests'])
  })

  test('a missed visit locks out when the thirtieth day has ended there [MA-LCK-3] [MA-OPR-2]', () => {
    const car = carUnder(massachusetts, '2026-02-10T15:00Z').installed()
    // Thirty days later the clocks have changed: the day ends at 04:00 UTC, not at 05:00.
    const lastInstant = Date.parse('2026-03-13T03:59:59.999Z')
    expect(car.wait(lastInstant - car.at).lockouts()).toEqual([])
    expect(car.wait(1).lockouts()).toEqual(['missed-visit'])
    expect(car.log.find(({ kind }) => kind === 'service-missed')).toMatchObject({
      cause: 'unknown',
      dueAt: lastInstant,
    })
  })

  test('in a lockout the car starts on a passed test for 48 hours, then not at all [MA-LCK-5]', () => {
    const car = carUnder(massachusetts).installed().ignitionOn()
    failStart(failStart(car))
    const visitBy = car.state.ledger.lockouts[0]?.visitBy ?? 0
    untilHoldEnds(car).blow(0)
    expect(car.out.starter).toBe('permitted')
    car.feed('ignition', 'crank').feed('engine', 'running').wait(60_000).off()
    car.wait(visitBy - car.at - 60_000).ignitionOn()
    expect(car.out.mode).toBe('locked')
    expect(car.out.display).toEqual(['LOCKED: CALL SERVICE', 'TOW TO THE CENTER'])
    expect(car.blow(0).out.starter).toBe('blocked')
    expect(car.feed('ignition', 'crank').log.at(-1)).toMatchObject({ allowed: false, why: 'locked-out' })
    expect(car.off().serviced('lockout').ignitionOn().blow(0).out.starter).toBe('permitted')
  })

  test('the last instant of the 48 hours still counts [MA-LCK-5]', () => {
    const car = carUnder(massachusetts).installed().start().untilRetest().blow(60).off()
    const visitBy = car.state.ledger.lockouts[0]?.visitBy ?? 0
    expect(car.wait(visitBy - car.at).count('lockout-closed')).toBe(0)
    expect(car.wait(1).count('lockout-closed')).toBe(1)
  })

  test('a running engine runs on when the 48 hours end [MA-USE-6]', () => {
    const car = carUnder(massachusetts)
      .installed()
      .start()
      .untilRetest()
      .blow(60)
      .wait(49 * HOUR)
    expect(car.count('lockout-closed')).toBeGreaterThan(0)
    expect(car.state.phase.at).toBe('running')
  })

  test('the reminder begins on day 25 [MA-OPR-2]', () => {
    const car = carUnder(massachusetts, '2026-05-01T16:00Z').installed()
    expect(car.wait(Date.parse('2026-05-26T03:59:59.999Z') - car.at).count('service-reminder')).toBe(0)
    expect(car.wait(1).count('service-reminder')).toBe(1)
    expect(car.ignitionOn().out.display[1]).toBe('SERVICE IN 5 DAYS')
  })
})

describe('Maine', () => {
  test.each([
    [2, []],
    [3, ['failed-samples']],
  ])('%i samples at or above the set point lock out for good: %j [ME-9A]', (times, rules) => {
    const car = carUnder(maine).installed().ignitionOn()
    for (let n = 0; n < times; n++) untilHoldEnds(car).blow(25)
    expect(car.lockouts()).toEqual(rules)
    if (times === 3) expect(car.wait(60 * DAY).out.mode).toBe('locked')
  })

  test.each(['case-opened', 'harness-cut'] as const)(
    '%s locks out for good, seen and heard [ME-9B] [ME-10C] [ME-7B]',
    (sign) => {
      const car = carUnder(maine).installed().ignitionOn().feed('tamper', sign)
      expect(car.lockouts()).toEqual(['tampering'])
      expect(car.out).toMatchObject({ lamp: 'red', buzzer: 'alarm', mode: 'locked' })
    },
  )

  test.each([
    [2, false],
    [3, true],
  ])('%i refusals of a retest lock out for good: %s [ME-9C]', (times, locked) => {
    const car = carUnder(maine).installed()
    for (let n = 0; n < times; n++) car.start().untilRetest().wait(600_001).off().wait(1_000)
    expect(car.lockouts().includes('refused-retests')).toBe(locked)
  })

  test('a missed service date locks out for good [ME-9D] [ME-3b]', () => {
    const car = carUnder(maine).installed()
    const { dueAt } = car.state.ledger
    expect(car.wait(dueAt - car.at).lockouts()).toEqual([])
    expect(car.wait(1).lockouts()).toEqual(['missed-visit'])
    expect(car.ignitionOn().blow(0).out.starter).toBe('blocked')
  })

  test('a violations reset locks out for good after five days without service [ME-4] [ME-9E] [ME-3b]', () => {
    const car = carUnder(maine).installed().start().untilRetest().blow(30).off()
    const reset = car.log.find(({ kind }) => kind === 'violations-reset-began')
    expect(reset).toMatchObject({ why: 'retest-failed', visitBy: (reset?.at ?? 0) + 5 * DAY })
    const visitBy = car.state.ledger.resetBy
    expect(car.wait(visitBy - car.at).lockouts()).toEqual([])
    expect(car.wait(1).lockouts()).toEqual(['unserviced-violations'])
  })

  test('service within the five days ends the countdown [ME-4]', () => {
    const car = carUnder(maine)
      .installed()
      .start()
      .untilRetest()
      .blow(30)
      .off()
      .wait(4 * DAY)
      .serviced()
    expect(car.wait(2 * DAY).lockouts()).toEqual([])
  })

  test('the reminder comes seven days before the date, the warning five [ME-8B] [ME-7F]', () => {
    const car = carUnder(maine, '2026-05-01T16:00Z').installed()
    expect(car.wait(Date.parse('2026-06-23T03:59:59.999Z') - car.at).count('service-reminder')).toBe(0)
    expect(car.wait(1).count('service-reminder')).toBe(1)
    expect(car.count('service-warning')).toBe(0)
    expect(car.wait(2 * DAY).count('service-warning')).toBe(1)
    expect(car.log.at(-1)).toMatchObject({ kind: 'service-required', why: 'scheduled' })
    expect(car.ignitionOn().out.display[1]).toBe('SERVICE IN 5 D: GO')
  })

  test('a visit resets what was counted and ends the lockout [ME-7G]', () => {
    const car = carUnder(maine).installed().ignitionOn()
    for (let n = 0; n < 3; n++) untilHoldEnds(car).blow(25)
    car.off().serviced('lockout')
    expect(car.kinds().slice(-2)).toEqual(['service-completed', 'lockout-ended'])
    expect(car.ignitionOn().blow(0).out.starter).toBe('permitted')
  })
})

describe('a step torn apart by a crash', () => {
  const torn = (car: ToldCar, after: string) => {
    car.log.length = car.log.findIndex(({ kind }) => kind === after) + 1
    return car.crashed(1_000)
  }

  test('after the missed visit still locks out', () => {
    const car = carUnder(maine).installed()
    car.wait(car.state.ledger.dueAt - car.at + 1)
    expect(torn(car, 'service-missed').lockouts()).toEqual(['missed-visit'])
    expect(car.ignitionOn().blow(0).out.starter).toBe('blocked')
  })

  test('after the failed test still waits', () => {
    const car = torn(carUnder(massachusetts).installed().ignitionOn().blow(90), 'sample').ignitionOn()
    expect(car.out.mode).toBe('held')
  })

  test('after the certificate has all that matters', () => {
    const car = carUnder(massachusetts).installed().start().untilRetest().blow(60).off().serviced('lockout')
    expect(torn(car, 'service-completed').lockouts()).toEqual([])
  })

  test('is judged again once, not twice', () => {
    const car = carUnder(maine).installed().start().untilRetest().blow(60).off().crashed(1_000).crashed(1_000)
    expect(car.count('violations-reset-began')).toBe(1)
  })
})
