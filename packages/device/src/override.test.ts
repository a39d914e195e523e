import { instant } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { describe, expect, test } from 'vitest'
import { carUnder, type ToldCar } from './told.ts'

const HOUR = 3_600_000
const refusal = (car: ToldCar) => {
  const entry = car.log.at(-1)
  return entry?.kind === 'statement-refused' ? entry.why : undefined
}
/** Maine, its visit missed: locked for good. */
const locked = () => {
  const car = carUnder(maine).installed()
  return car.wait(car.state.ledger.dueAt - car.at + HOUR)
}
/** Massachusetts, a failed retest and its 48 hours over. */
const closed = () =>
  carUnder(massachusetts)
    .installed()
    .start()
    .untilRetest()
    .blow(60)
    .off()
    .wait(49 * HOUR)

describe.each([
  ['locked at once', locked],
  ['locked after its 48 hours', closed],
])('a car %s', (_name, make) => {
  test('starts on a passed test for four hours, the last instant included, and then no more [OUT-1]', () => {
    const car = make().override('o-1')
    expect(car.log.at(-1)).toMatchObject({ kind: 'override-began', by: 'authority', until: car.at + 4 * HOUR })
    expect(car.ignitionOn().out.starter).toBe('blocked')
    expect(car.blow(0).out.starter).toBe('permitted')
    car.feed('ignition', 'crank').feed('engine', 'running').wait(60_000).off()
    const { until } = car.state.ledger.override ?? { until: instant(0) }
    car.wait(until - car.at)
    expect(car.count('override-ended')).toBe(0)
    expect(car.wait(1).count('override-ended')).toBe(1)
    expect(car.ignitionOn().out.mode).toBe('locked')
    expect(car.blow(0).out.starter).toBe('blocked')
    expect(car.feed('ignition', 'crank').log.at(-1)).toMatchObject({ allowed: false, why: 'locked-out' })
  })

  test('does not start on a failed test under an override, and waits after it', () => {
    const car = make().override('o-1').ignitionOn().blow(90)
    expect(car.out).toMatchObject({ starter: 'blocked', mode: 'held' })
    expect(car.log.findLast(({ kind }) => kind === 'sample')).toMatchObject({ test: 'start', result: 'fail' })
  })

  test('keeps asking for retests under an override', () => {
    const car = make().override('o-1').start().untilRetest()
    expect(car.log.at(-1)).toMatchObject({ kind: 'retest-requested' })
  })

  test('runs on when the override ends on the road, and is locked at the next start [MA-USE-6]', () => {
    const car = make().override('o-1').start()
    while (car.state.ledger.override !== null) {
      car.untilRetest()
      if (car.out.mode === 'retest-pending') car.blow(0)
    }
    expect(car.state.phase.at).toBe('running')
    car.off().wait(1_000)
    expect(car.ignitionOn().out.mode).toBe('locked')
  })

  test('is shown how long it stays unlocked', () => {
    const car = make().override('o-1')
    expect(car.out.display).toEqual(['CAR UNLOCKED', 'FOR 4:00:00'])
    car.ignitionOn()
    expect(car.out.display).toEqual(['READY: BLOW NOW', 'UNLOCKED FOR 3:58:00'])
    expect(car.out.countdownTo).toBe(car.state.ledger.override?.until)
  })

  test('has the override after a crash too, for what is left of it', () => {
    const car = make().override('o-1')
    const { override } = car.state.ledger
    car.crashed(HOUR)
    expect(car.state.ledger.override).toEqual(override)
    expect(car.crashed(3 * HOUR + 1).state.ledger.override).toBeNull()
    expect(car.ignitionOn().out.mode).toBe('locked')
  })

  test('takes none again before it was serviced, and then the old one no more', () => {
    const car = make()
      .override('o-1')
      .wait(5 * HOUR)
    expect(refusal(car.override('o-2'))).toContain('none again before the device was serviced')
    expect(refusal(car.override('o-1'))).toContain('used before')
    car.serviced('lockout')
    expect(car.log.at(-1)).toMatchObject({ kind: 'lockout-ended' })
    expect(refusal(car.override('o-1'))).toContain('used before')
  })

  test('takes the one that is running again without a second record', () => {
    const car = make().override('o-1')
    const { length } = car.log
    expect(car.override('o-1').log).toHaveLength(length)
  })

  test.each([
    [20 * HOUR, undefined],
    [20 * HOUR + 1, 'it had to be begun within 20 hours of being issued'],
    [-10 * 60_000, undefined],
    [-10 * 60_000 - 1, 'it is dated ahead of this device’s clock'],
  ])('takes an override issued %i ms ago: %s', (ageMs, why) => {
    expect(refusal(make().override('o-1', { ageMs }))).toBe(why)
  })
})

test('a service visit ends the override with the lockout', () => {
  const car = locked().override('o-1').wait(HOUR).serviced('lockout')
  expect(car.state.ledger).toMatchObject({ override: null, overrideUsed: false, lockouts: [] })
  expect(car.kinds().slice(-3)).toEqual(['service-completed', 'override-ended', 'lockout-ended'])
})

test.each(['vendor', 'rescue'] as const)('an override by the %s counts as the law lets it', (by) => {
  const allowed = maine.relief.override.value.by.includes(by)
  const why = refusal(locked().override('o-1', { by }))
  expect(why === undefined).toBe(allowed)
  if (!allowed) expect(why).toContain('may give an override')
})

describe('an override is refused, unused, where nothing stops the car', () => {
  test('in the wait after a failed test', () => {
    const car = carUnder(maine).installed().ignitionOn().blow(90).override('o-1')
    expect(refusal(car)).toContain('does not shorten a wait')
    expect(car.state.ledger.overridesUsed).toEqual([])
    expect(car.out.mode).toBe('held')
  })
  test('while the 48 hours still run', () => {
    const car = carUnder(massachusetts).installed().start().untilRetest().blow(60).off().override('o-1')
    expect(refusal(car)).toContain('no lockout stops this car')
    expect(refusal(car.wait(49 * HOUR).override('o-1', { ageMs: 19 * HOUR }))).toBeUndefined()
  })
  test('before the installation', () => {
    expect(refusal(carUnder(maine).override('o-1'))).toContain('not installed')
  })
})

test('a lockout that begins under an override is not lifted by it', () => {
  const car = locked().override('o-1').wait(60_000).feed('tamper', 'case-opened')
  expect(car.lockouts()).toEqual(['missed-visit', 'tampering'])
  expect(car.ignitionOn().out.mode).toBe('locked')
})

test('a lockout of the very moment in which an override begins is lifted', () => {
  const car = carUnder(maine).installed()
  car.wait(car.state.ledger.dueAt - car.at + 1).override('o-1')
  expect(car.state.ledger.lockouts[0]?.since).toBe(car.state.ledger.override?.since)
  expect(car.ignitionOn().blow(0).out.starter).toBe('permitted')
})

test('a countdown that ends under an override is lifted with the rest', () => {
  const car = carUnder(massachusetts).installed().start().untilRetest().blow(60).off()
  // A second countdown, an hour behind the first.
  car.wait(HOUR).ignitionOn().blow(90)
  car
    .wait(car.state.ledger.holdUntil - car.at)
    .blow(90)
    .off()
  const [first, second] = car.state.ledger.lockouts
  car.wait((first?.visitBy ?? 0) - car.at + 60_000).override('o-1')
  car.wait((second?.visitBy ?? 0) - car.at + 60_000)
  expect(car.count('lockout-closed')).toBe(2)
  expect(car.ignitionOn().blow(0).out.starter).toBe('permitted')
})

test('whatever else falls due at its last instant, an override lasts to the end of it', () => {
  const car = carUnder(massachusetts).installed().start().untilRetest().blow(60).off()
  car
    .wait(6 * HOUR)
    .ignitionOn()
    .blow(90)
  car
    .wait(car.state.ledger.holdUntil - car.at)
    .blow(90)
    .off()
  const second = car.state.ledger.lockouts[1]?.visitBy ?? 0
  // The second countdown closes one millisecond after its end: at the override's last instant.
  car.wait(second + 1 - 4 * HOUR - car.at).override('o-1')
  expect(car.state.ledger.override?.until).toBe(second + 1)
  car.wait(second + 1 - car.at)
  expect([car.count('lockout-closed'), car.count('override-ended')]).toEqual([2, 0])
  expect(car.wait(1).count('override-ended')).toBe(1)
})

test('a permit under an override is never longer than the override', () => {
  const car = locked().override('o-1')
  const { until } = car.state.ledger.override ?? { until: instant(0) }
  car.wait(until - car.at - 180_000).ignitionOn()
  car.blow(0)
  expect(car.log.at(-1)).toMatchObject({ kind: 'start-permitted', until })
  expect(car.wait(until - car.at + 1).out.starter).toBe('blocked')
})

test.each([-30, 30, -3])('the clock set %i days off neither lengthens nor revives an override', (days) => {
  const car = locked().override('o-1').wait(HOUR)
  const { override } = car.state.ledger
  car.at = instant(car.at + days * 24 * HOUR)
  car.wait(HOUR).crashed(HOUR)
  expect(car.state.ledger.override).toEqual(override)
  car.wait(HOUR + 1)
  expect(car.state.ledger.override).toBeNull()
  expect(refusal(car.override('o-1'))).toContain('used before')
})
