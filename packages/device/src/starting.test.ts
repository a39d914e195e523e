import { mgPer210L as mg } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { describe, expect, test } from 'vitest'
import { carUnder } from './told.ts'

describe('the start test', () => {
  test.each([
    ['Massachusetts', 19, 'pass', massachusetts],
    ['Massachusetts', 20, 'pass', massachusetts],
    ['Massachusetts', 21, 'fail', massachusetts],
    ['Maine', 24, 'pass', maine],
    ['Maine', 25, 'fail', maine],
    ['Maine', 26, 'fail', maine],
  ] as const)('%s: a breath of %i mg/210 L comes to %s [ME-3a] [MA-USE-2]', (_name, mg, result, profile) => {
    const car = carUnder(profile).installed().ignitionOn().blow(mg)
    expect(car.log.find(({ kind }) => kind === 'sample')).toMatchObject({ test: 'start', result, brac: mg })
    expect(car.out.starter).toBe(result === 'pass' ? 'permitted' : 'blocked')
  })

  test('the display says when the device is ready, and the log too [ME-8A] [MA-USE-1]', () => {
    const car = carUnder(massachusetts).installed().feed('ignition', 'on')
    expect(car.out).toMatchObject({ mode: 'warming-up', display: ['WARMING UP', 'PLEASE WAIT 0:07'] })
    car.wait(7_000)
    expect(car.out.display).toEqual(['READY: BLOW NOW', 'STEADY FOR 5 SECONDS'])
    expect(car.kinds().at(-1)).toBe('ready')
  })

  test.each([
    [160, 7],
    [0, 15],
    [-200, 60],
    [-400, 115],
  ])('at %i tenths of a degree it is ready after %i s', (deciCelsius, s) => {
    const car = carUnder(maine).installed().feed('temperature', deciCelsius).feed('ignition', 'on')
    expect(car.wait(s * 1_000 - 1).out.mode).toBe('warming-up')
    expect(car.wait(1).out.mode).toBe('ready')
  })

  test('a sufficient breath is shown, then pass or fail, never the number [ME-2]', () => {
    const passed = carUnder(maine).installed().ignitionOn().breathe(mg(0), 82)
    expect(passed.out).toMatchObject({ mode: 'analyzing', display: ['SAMPLE TAKEN', 'ANALYZING, WAIT'] })
    expect(passed.wait(4_000).out).toMatchObject({ lamp: 'green', display: ['PASS', 'START NOW 2:59'] })
    const failed = carUnder(maine).installed().ignitionOn().blow(80)
    expect(failed.out.lamp).toBe('red')
    expect(failed.out.display[0]).toMatch(/^FAIL: WAIT 4:5\d$/)
  })

  test('the starter is blocked again when the permit has lapsed', () => {
    const car = carUnder(massachusetts).installed().ignitionOn().blow(0)
    const { phase } = car.state
    const until = phase.at === 'start-permitted' ? phase.until : 0
    expect(car.wait(until - car.at).out.starter).toBe('permitted')
    expect(car.wait(1).out.starter).toBe('blocked')
    expect(car.kinds().slice(-2)).toEqual(['start-permit-lapsed', 'ready'])
  })

  test.each([
    [10_000, 0],
    [10_001, 1],
  ])('a key turned at the last instant may take its seconds: %i ms make %i bypasses', (ms, bypasses) => {
    const car = carUnder(maine).installed().ignitionOn().blow(0)
    const { phase } = car.state
    car
      .wait((phase.at === 'start-permitted' ? phase.until : 0) - car.at)
      .feed('ignition', 'crank')
      .wait(ms)
    expect(car.feed('ignition', 'crank').log.at(-1)).toMatchObject({ allowed: false, why: 'test-required' })
    expect(car.feed('engine', 'running').count('circumvention')).toBe(bypasses)
  })

  test('a handset that comes loose while the key is turned opens the relay and is no bypass', () => {
    const car = carUnder(maine).installed().ignitionOn().blow(0).feed('ignition', 'crank').feed('head', 'disconnected')
    expect(car.out.starter).toBe('blocked')
    expect(car.feed('ignition', 'crank').log.at(-1)).toMatchObject({ allowed: false, why: 'not-ready' })
    expect(car.feed('engine', 'running').count('circumvention')).toBe(0)
  })

  test.each([
    ['Massachusetts', 30 * 60_000, massachusetts],
    ['Maine', 5 * 60_000, maine],
  ])('%s: after a fail the next breath waits, and no start comes before', (_name, hold, profile) => {
    const car = carUnder(profile).installed().ignitionOn().blow(100)
    const began = car.log.find(({ kind }) => kind === 'hold-began')
    expect(began).toMatchObject({ kind: 'hold-began' })
    const until = began?.kind === 'hold-began' ? began.until : 0
    expect(until - (began?.at ?? 0)).toBe(hold)
    expect(car.feed('ignition', 'crank').log.at(-1)).toMatchObject({
      kind: 'start-attempted',
      allowed: false,
      why: 'held',
    })
    car.wait(until - car.at - 1)
    expect(car.out.mode).toBe('held')
    expect(car.wait(1).out.mode).toBe('ready')
    expect(car.blow(0).out.starter).toBe('permitted')
  })

  test('a hold lasts through ignition off, power loss and restart', () => {
    const car = carUnder(massachusetts).installed().ignitionOn().blow(100).off().wait(60_000)
    car.crashed(60_000).ignitionOn()
    expect(car.out.mode).toBe('held')
    expect(car.blow(0).out.starter).toBe('blocked')
  })

  test('a confirmation breath is kept and changes no consequence', () => {
    const car = carUnder(massachusetts).installed().ignitionOn().blow(100).wait(130_000).blow(0)
    expect(car.log.at(-1)).toMatchObject({ kind: 'sample', test: 'confirmation', result: 'pass', brac: 0 })
    expect(car.out.mode).toBe('held')
    expect(car.state.ledger.counts['start-test-failed']).toBe(1)
    expect(car.blow(100).log.at(-1)).toMatchObject({ kind: 'sample', test: 'unprompted' })
    expect(car.state.ledger.counts['start-test-failed']).toBe(1)
  })

  test('every turn of the key is recorded with its answer [ME-7A]', () => {
    const car = carUnder(maine)
    const answer = () => car.feed('ignition', 'crank').log.at(-1)
    car.feed('ignition', 'on')
    expect(answer()).toMatchObject({ why: 'not-installed', allowed: false })
    car.feed('ignition', 'off').installed().feed('ignition', 'on')
    expect(answer()).toMatchObject({ why: 'not-ready', allowed: false })
    car.wait(60_000)
    expect(answer()).toMatchObject({ why: 'test-required', allowed: false })
    car.blow(0)
    expect(answer()).toMatchObject({ why: 'passed-test', allowed: true })
    expect(car.feed('engine', 'running').log.at(-1)).toMatchObject({ kind: 'engine-started', basis: 'passed-test' })
  })

  test('an engine that runs without leave is recorded as circumvention [ME-7B]', () => {
    const car = carUnder(massachusetts).installed().ignitionOn().feed('engine', 'running')
    expect(car.kinds().slice(-2)).toEqual(['engine-started', 'circumvention'])
    expect(car.log.at(-1)).toMatchObject({ sign: 'start-without-test', cause: 'operator' })
  })
})

describe('the free restart', () => {
  test.each([
    [180_000, 'permitted'],
    [180_001, 'blocked'],
  ])('Maine: %i ms after switching off the starter is %s', (ms, starter) => {
    const car = carUnder(maine).installed().start().wait(60_000).off().wait(ms).feed('ignition', 'on')
    expect(car.out.starter).toBe(starter)
  })

  test('Maine: a stalled engine may be started at once', () => {
    const car = carUnder(maine).installed().start().wait(60_000).feed('engine', 'stalled')
    expect(car.out).toMatchObject({ starter: 'permitted', display: ['RESTART ALLOWED', 'START NOW 3:00'] })
    expect(car.feed('ignition', 'crank').feed('engine', 'running').log.at(-1)).toMatchObject({ basis: 'free-restart' })
  })

  test('Massachusetts has none: every start needs a test [MA-USE-1]', () => {
    const car = carUnder(massachusetts).installed().start().wait(60_000).off().wait(1_000).feed('ignition', 'on')
    expect(car.out.starter).toBe('blocked')
    expect(car.off().start().feed('engine', 'stalled').out.starter).toBe('blocked')
  })

  test('no restart of the device grants one', () => {
    const car = carUnder(maine).installed().start().wait(60_000).off().wait(1_000).crashed(1_000).feed('ignition', 'on')
    expect(car.out.starter).toBe('blocked')
  })
})
