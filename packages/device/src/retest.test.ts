import { mgPer210L as mg } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { describe, expect, test } from 'vitest'
import { carUnder, type ToldCar } from './told.ts'

const answerBy = (car: ToldCar) => {
  const { phase } = car.state
  return phase.at === 'running' && phase.retest.is === 'pending' ? phase.retest.answerBy : Number.NaN
}

describe('a retest', () => {
  test('Maine asks for the first one 5 to 15 minutes after the start, at varying times [ME-5a]', () => {
    const intervals = new Set<number>()
    for (let draw = 0; draw < 200; draw++) {
      const car = carUnder(maine).installed()
      car.draw = draw
      const started = car.start().at
      const interval = car.untilRetest().at - started
      expect(interval).toBeGreaterThanOrEqual(5 * 60_000)
      expect(interval).toBeLessThanOrEqual(15 * 60_000)
      intervals.add(interval)
    }
    expect(intervals.size).toBeGreaterThan(190)
  })

  test.each([
    ['Massachusetts', 5, massachusetts],
    ['Maine', 10, maine],
  ])(
    '%s: it is announced by display and beep and may be answered for %i minutes [ME-5b] [MA-USE-4]',
    (_name, n, profile) => {
      const car = carUnder(profile).installed().start().untilRetest()
      expect(car.out).toMatchObject({
        mode: 'retest-pending',
        buzzer: 'beep',
        display: ['RETEST: BLOW NOW', `TIME LEFT ${n}:00`],
      })
      expect(answerBy(car) - car.at).toBe(n * 60_000)
    },
  )

  test.each([
    ['Massachusetts', 0, 0, massachusetts],
    ['Massachusetts', 1, 1, massachusetts],
    ['Maine', 0, 0, maine],
    ['Maine', 1, 1, maine],
  ])(
    '%s: the last instant counts; %i ms later it is missed %i times [ME-5c] [ME-7E] [MA-USE-5]',
    (_name, late, missed, profile) => {
      const car = carUnder(profile).installed().start().untilRetest()
      car.wait(answerBy(car) - car.at + late).blow(0)
      expect(car.count('retest-missed')).toBe(missed)
      // In time or not, the breath is kept.
      expect(car.log.at(-1)).toMatchObject({ kind: 'sample', test: missed === 0 ? 'retest' : 'unprompted' })
    },
  )

  test('Maine: the horn sounds from a miss until the engine is off [ME-5c]', () => {
    const car = carUnder(maine).installed().start().untilRetest().wait(600_001)
    expect(car.out).toMatchObject({ mode: 'alerting', horn: true, display: ['STOP WHEN SAFE', 'SWITCH ENGINE OFF'] })
    expect(car.wait(7_200_000).out.horn).toBe(true)
    expect(car.state.phase.at).toBe('running')
    expect(car.off().out.horn).toBe(false)
  })

  test.each([
    [24, false],
    [25, true],
  ])('Maine: a retest of %i mg/210 L sounds the horn: %s [ME-5c]', (mg, horn) => {
    const car = carUnder(maine).installed().start().untilRetest().blow(mg)
    expect(car.out.horn).toBe(horn)
  })

  test('Maine: no free restart after a failed or missed retest [ME-5d]', () => {
    const failed = carUnder(maine).installed().start().untilRetest().blow(30).off().wait(1_000).feed('ignition', 'on')
    expect(failed.out.starter).toBe('blocked')
    const missed = carUnder(maine)
      .installed()
      .start()
      .untilRetest()
      .wait(600_001)
      .off()
      .wait(1_000)
      .feed('ignition', 'on')
    expect(missed.out.starter).toBe('blocked')
    expect(missed.wait(60_000).blow(0).out.starter).toBe('permitted')
  })

  test.each(['stalled', 'off'] as const)(
    'Maine: %s before the answer needs an initial test and is no refusal [ME-5e]',
    (how) => {
      const car = carUnder(maine).installed().start().untilRetest().wait(60_000)
      if (how === 'stalled') car.feed('engine', 'stalled')
      else car.off().wait(1_000).feed('ignition', 'on')
      expect(car.out.starter).toBe('blocked')
      expect(car.count('retest-cut-short')).toBe(1)
      expect(car.count('retest-missed')).toBe(0)
      expect(car.wait(60_000).blow(0).out.starter).toBe('permitted')
    },
  )

  test('Massachusetts: ignition off before the answer is a missed retest; a stall is not [MA-USE-5]', () => {
    const off = carUnder(massachusetts).installed().start().untilRetest().off()
    expect(off.log.find(({ kind }) => kind === 'retest-missed')).toMatchObject({
      how: 'ignition-off',
      cause: 'operator',
    })
    const stalled = carUnder(massachusetts).installed().start().untilRetest().feed('engine', 'stalled')
    expect(stalled.log.find(({ kind }) => kind === 'retest-cut-short')).toMatchObject({
      how: 'stalled',
      cause: 'vehicle',
    })
    expect(stalled.count('retest-missed')).toBe(0)
  })

  test.each([
    [2, 0],
    [3, 1],
  ])('Maine: %i breaths that give no result make %i refusal [ME-6]', (attempts, missed) => {
    const car = carUnder(maine).installed().start().untilRetest()
    for (let n = 0; n < attempts; n++) car.breathe(mg(0), 30).wait(5_000)
    expect(car.log.filter(({ kind }) => kind === 'sample-rejected')).toHaveLength(attempts)
    expect(car.count('retest-missed')).toBe(missed)
  })

  test('Maine: whoever blows on after the third attempt is not recorded a fourth time [ME-6]', () => {
    const car = carUnder(maine).installed().start().untilRetest()
    for (let n = 0; n < 3; n++) car.breathe(mg(0), 60, { flowMlPerS: 950 }).wait(5_000)
    expect(car.count('sample-rejected')).toBe(3)
  })

  test('a breath begun in time that gives no result leaves the retest missed, and both are recorded [ME-7C]', () => {
    const car = carUnder(massachusetts).installed().start().untilRetest()
    car
      .wait(answerBy(car) - car.at)
      .breathe(mg(0), 30)
      .wait(5_000)
    expect(car.kinds().slice(-2)).toEqual(['sample-rejected', 'retest-missed'])
  })

  test('Maine: free restarts do not put the retest off [ME-5a]', () => {
    const car = carUnder(maine).installed().start()
    const { phase } = car.state
    const dueAt = phase.at === 'running' && phase.retest.is === 'scheduled' ? phase.retest.dueAt : 0
    while (car.at + 65_000 < dueAt) {
      car.wait(60_000).off().wait(5_000).feed('ignition', 'on').feed('ignition', 'crank').feed('engine', 'running')
    }
    expect(car.wait(dueAt - car.at).log.at(-1)).toMatchObject({ kind: 'retest-requested' })
  })

  test('Maine: a start after a new test draws a new first interval, whatever was due before [ME-5a]', () => {
    const car = carUnder(maine).installed().start().untilRetest().blow(0).wait(60_000).off().wait(240_000)
    const started = car.start().at
    expect(car.untilRetest().at - started).toBeLessThanOrEqual(15 * 60_000)
    expect(car.at - started).toBeGreaterThanOrEqual(5 * 60_000)
  })

  test('Maine: a restart of the device does not silence the horn; switching off does [ME-5c]', () => {
    const car = carUnder(maine).installed().start().untilRetest().wait(600_001).crashed(2_000).feed('engine', 'running')
    expect(car.out.horn).toBe(true)
    expect(car.off().out.horn).toBe(false)
    const unseen = carUnder(maine).installed().start().untilRetest().wait(600_001).crashed(2_000).feed('ignition', 'on')
    expect(unseen.kinds().slice(-3)).toEqual(['ignition-on', 'engine-stopped', 'alert-ended'])
  })

  test('with the handset unplugged a missed retest is doubtful and not counted', () => {
    const car = carUnder(massachusetts).installed().start().untilRetest().feed('head', 'disconnected').wait(300_001)
    expect(car.log.find(({ kind }) => kind === 'retest-missed')).toMatchObject({ cause: 'unknown' })
    expect(car.state.ledger.counts['retest-missed']).toBe(0)
    const off = carUnder(massachusetts).installed().start().untilRetest().feed('head', 'disconnected').off()
    expect(off.log.find(({ kind }) => kind === 'retest-missed')).toMatchObject({
      how: 'ignition-off',
      cause: 'unknown',
    })
  })

  test('Massachusetts: only the five minutes limit the attempts', () => {
    const car = carUnder(massachusetts).installed().start().untilRetest()
    for (let n = 0; n < 6; n++) car.breathe(mg(0), 30).wait(5_000)
    expect(car.count('retest-missed')).toBe(0)
    expect(car.blow(0).log.at(-1)).toMatchObject({ kind: 'sample', test: 'retest', result: 'pass' })
  })

  test('the engine runs on whatever a retest comes to [MA-USE-6]', () => {
    const car = carUnder(massachusetts).installed().start().untilRetest().blow(200)
    expect(car.state.phase.at).toBe('running')
    expect(car.untilRetest().wait(300_001).state.phase.at).toBe('running')
  })

  test('a fault of the device takes the retest away without blame', () => {
    const car = carUnder(maine).installed().start().untilRetest().feed('malfunction', { code: 'sensor', present: true })
    expect(car.log.slice(-2)).toMatchObject([
      { kind: 'malfunction', cause: 'device' },
      { kind: 'retest-cut-short', how: 'malfunction', cause: 'device' },
    ])
    car.wait(3_600_000)
    expect(car.count('retest-missed')).toBe(0)
    expect(car.feed('malfunction', { code: 'sensor', present: false }).untilRetest().out.mode).toBe('retest-pending')
  })
})
