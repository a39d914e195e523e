import { instant, mgPer210L } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { describe, expect, test } from 'vitest'
import { carUnder } from './told.ts'

const MINUTE = 60_000

describe('a power loss is told by what the supply did before [ME-10A] [OUT-4]', () => {
  test.each([
    [10_999, 'power', 0],
    [11_000, 'unknown', 0],
    [11_799, 'unknown', 0],
    [11_800, 'operator', 1],
    [12_600, 'operator', 1],
  ] as const)('from %i mV it is %s', (millivolts, cause, tampers) => {
    const car = carUnder(maine).installed().feed('temperature', -150).feed('supply', millivolts).wait(MINUTE)
    car.feed('power', 'lost')
    expect(car.log.find(({ kind }) => kind === 'power-lost')).toMatchObject({
      cause,
      lastMillivolts: millivolts,
      deciCelsius: -150,
    })
    expect(car.count('tamper')).toBe(tampers)
    expect(car.lockouts()).toEqual(tampers === 1 ? ['tampering'] : [])
  })

  test.each([
    [10 * MINUTE, 'operator'],
    [10 * MINUTE + 1, 'unknown'],
  ])('a reading %i ms old leads to %s', (age, cause) => {
    const car = carUnder(maine).installed().feed('supply', 12_600).wait(age).feed('power', 'lost')
    expect(car.log.find(({ kind }) => kind === 'power-lost')).toMatchObject({ cause })
  })

  test.each([
    [10_000, 'power'],
    [10_001, 'operator'],
  ])('%i ms after an allowed turn of the key it is %s: the starter drew the battery down', (ms, cause) => {
    const car = carUnder(maine)
      .installed()
      .ignitionOn()
      .feed('supply', 12_000)
      .blow(0)
      .feed('ignition', 'crank')
      .wait(ms)
    car.feed('power', 'lost')
    expect(car.log.find(({ kind }) => kind === 'power-lost')).toMatchObject({ cause })
  })

  test('without any reading it is unknown and says so', () => {
    const car = carUnder(maine).installed().feed('power', 'lost')
    expect(car.log.at(-1)).toMatchObject({ kind: 'power-lost', cause: 'unknown' })
  })

  test('at a technician’s bench it is the provider’s', () => {
    const car = carUnder(maine).installed().feed('supply', 12_600)
    car.feed('service', { do: 'open', technician: 't', center: 'c', rescue: null }).feed('power', 'lost')
    expect(car.log.at(-1)).toMatchObject({ kind: 'power-lost', cause: 'provider' })
  })
})

describe('what a power loss takes with it', () => {
  test('a pending retest: missed when the plug was pulled, cut short when the battery died [OUT-2]', () => {
    const pulled = carUnder(massachusetts)
      .installed()
      .start()
      .untilRetest()
      .feed('supply', 12_600)
      .feed('power', 'lost')
    expect(pulled.log.find(({ kind }) => kind === 'retest-missed')).toMatchObject({
      how: 'power-lost',
      cause: 'operator',
    })
    const died = carUnder(massachusetts).installed().start().untilRetest().feed('supply', 9_000).feed('power', 'lost')
    expect(died.count('retest-missed')).toBe(0)
    expect(died.log.find(({ kind }) => kind === 'retest-cut-short')).toMatchObject({
      how: 'power-lost',
      cause: 'power',
    })
  })

  test('a start permit', () => {
    const car = carUnder(maine).installed().ignitionOn().blow(0)
    expect(car.out.starter).toBe('permitted')
    car.feed('power', 'lost').wait(1_000).feed('power', 'restored').feed('ignition', 'on')
    expect(car.out.starter).toBe('blocked')
  })

  test('nothing that was recorded [ME-10B] [ME-7]', () => {
    const car = carUnder(massachusetts).installed().ignitionOn().blow(90)
    const before = car.state.ledger
    car.feed('power', 'lost').wait(MINUTE).feed('power', 'restored')
    expect(car.state.ledger).toMatchObject({ counts: before.counts, holdUntil: before.holdUntil, dueAt: before.dueAt })
  })

  test('time: deadlines run on, and what fell due is recorded when power is back', () => {
    const car = carUnder(maine).installed().feed('power', 'lost')
    expect(car.wait(70 * 86_400_000).lockouts()).toEqual([])
    car.feed('power', 'restored')
    expect(car.lockouts()).toEqual(['missed-visit'])
    expect(car.log.find(({ kind }) => kind === 'power-restored')).toBeDefined()
  })
})

describe('the clock', () => {
  test('set back across a power loss, it gains the driver nothing and is recorded', () => {
    const car = carUnder(maine).installed().feed('power', 'lost')
    const { dueAt } = car.state.ledger
    car.at = instant(car.at - 30 * 86_400_000)
    car.feed('power', 'restored')
    expect(car.log.find(({ kind }) => kind === 'clock-jump')).toMatchObject({ byMs: -30 * 86_400_000 })
    expect(car.state.now).toBeLessThan(dueAt)
    car.wait(dueAt - car.state.now + 1)
    expect(car.lockouts()).toEqual(['missed-visit'])
  })

  test.each([60, -20])('%i days off, it gains and costs nothing by a restart either', (days) => {
    const car = carUnder(maine).installed()
    const honest = car.state.now
    car.at = instant(car.at + days * 86_400_000)
    car.wait(1_000).crashed(60_000)
    expect(car.state.now).toBe(honest + 61_000)
    expect(car.count('clock-jump')).toBe(1)
    expect(car.lockouts()).toEqual([])
  })

  test.each([
    [2_000, 0],
    [2_001, 1],
    [-2_001, 1],
  ])('a jump of %i ms while powered makes %i records and moves no deadline', (ms, jumps) => {
    const car = carUnder(maine).installed()
    car.at = instant(car.at + ms)
    car.wait(1_000)
    expect(car.count('clock-jump')).toBe(jumps)
    expect(car.wait(1_000).count('clock-jump')).toBe(jumps)
  })
})

describe('what is sensed is recorded', () => {
  test('a low supply once, and its recovery once', () => {
    const car = carUnder(maine).installed()
    for (const mv of [12_000, 10_900, 10_800, 11_700, 12_100, 12_200]) car.feed('supply', mv)
    expect(car.kinds().slice(-2)).toEqual(['low-voltage', 'voltage-recovered'])
  })

  test('the dip while the starter turns is no low supply', () => {
    const car = carUnder(maine).installed().ignitionOn().blow(0).feed('ignition', 'crank').feed('supply', 10_400)
    expect(car.feed('engine', 'running').count('low-voltage')).toBe(0)
    expect(car.feed('supply', 10_400).count('low-voltage')).toBe(1)
  })

  test('a head unplugged at rest is no tampering; on the road it is doubtful and says so [ME-7]', () => {
    const rest = carUnder(maine).installed().feed('head', 'disconnected')
    expect(rest.count('tamper')).toBe(0)
    const road = carUnder(maine).installed().start().feed('head', 'disconnected')
    expect(road.log.at(-1)).toMatchObject({ kind: 'tamper', sign: 'head-removed', cause: 'unknown' })
    expect(road.lockouts()).toEqual([])
    expect(road.off().feed('ignition', 'on').wait(60_000).out.display).toEqual(['HANDSET UNPLUGGED', 'PLUG IT IN'])
  })

  test('a malfunction once, and no start while it lasts [ME-7D]', () => {
    const car = carUnder(maine).installed().ignitionOn().blow(0)
    car.feed('malfunction', { code: 'sensor', present: true }).feed('malfunction', { code: 'sensor', present: true })
    expect(car.count('malfunction')).toBe(1)
    expect(car.log.at(-1)).toMatchObject({ code: 'sensor', cause: 'device' })
    expect(car.out).toMatchObject({ starter: 'blocked', display: ['DEVICE FAULT', 'CALL SERVICE CENTER'] })
    car.feed('malfunction', { code: 'sensor', present: false }).wait(1)
    expect(car.out.mode).toBe('ready')
  })

  test('an input that fits nowhere', () => {
    const car = carUnder(maine).installed().feed('ignition', 'off')
    expect(car.log.at(-1)).toMatchObject({ kind: 'unexpected-input', input: 'ignition off' })
  })

  test('a keypad code and a statement, the device dark or not', () => {
    const car = carUnder(maine).installed().wrongCode().override('o-1')
    expect(car.kinds().slice(-2)).toEqual(['keypad-refused', 'statement-refused'])
    car.feed('power', 'lost').wrongCode().override('o-1').order()
    expect(car.kinds().slice(-3)).toEqual(['unexpected-input', 'unexpected-input', 'unexpected-input'])
  })
})

test('a device that is not installed records tampering and locks nobody out', () => {
  const car = carUnder(maine).feed('tamper', 'case-opened')
  expect(car.log.at(-1)).toMatchObject({ kind: 'tamper', cause: 'unknown' })
  expect(car.installed().lockouts()).toEqual([])
})

describe('after a restart on the road', () => {
  test('a running engine is no circumvention, and gives no free restart', () => {
    const car = carUnder(maine).installed().start().wait(MINUTE).crashed(2_000).feed('engine', 'running')
    expect(car.kinds().slice(-2)).toEqual(['device-restarted', 'engine-resumed'])
    expect(car.count('circumvention')).toBe(0)
    expect(car.off().wait(1_000).feed('ignition', 'on').out.starter).toBe('blocked')
  })

  test.each([
    [30_000, 'engine-resumed'],
    [30_001, 'circumvention'],
  ] as const)('an engine that caught while the device restarted, heard after %i ms, makes %s', (ms, kind) => {
    const car = carUnder(maine).installed().ignitionOn().blow(0).feed('ignition', 'crank').crashed(ms)
    expect(car.feed('engine', 'running').kinds()).toContain(kind)
  })

  test('an open retest is cut short by the device, not missed by the driver', () => {
    const car = carUnder(massachusetts).installed().start().untilRetest().crashed(600_000)
    expect(car.log.at(-1)).toMatchObject({ kind: 'retest-cut-short', how: 'device-restart', cause: 'device' })
  })

  test.each([
    [600_000, 'engine-resumed'],
    [600_001, 'circumvention'],
  ] as const)('an engine that runs after %i ms of darkness makes %s, in doubt for a person', (ms, kind) => {
    const car = carUnder(maine).installed().start().feed('supply', 10_500).feed('power', 'lost').wait(ms)
    car.feed('power', 'restored').feed('engine', 'running')
    expect(car.kinds()).toContain(kind)
    expect(car.log.find((entry) => entry.kind === 'circumvention')?.cause ?? 'unknown').toBe('unknown')
    expect(car.lockouts()).toEqual([])
  })

  test('an engine that stopped unseen and starts without a test is circumvention', () => {
    const car = carUnder(maine).installed().start().crashed(2_000).feed('ignition', 'on').wait(60_000)
    expect(car.feed('engine', 'running').count('circumvention')).toBe(1)
  })

  test('a breath under way gives no permit', () => {
    const car = carUnder(maine).installed().ignitionOn().breathe(mgPer210L(0), 82).crashed(500)
    expect(car.feed('ignition', 'on').wait(120_000).out).toMatchObject({ starter: 'blocked', mode: 'ready' })
  })
})
