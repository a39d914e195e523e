import { BRAC_MAX, mgPer210L } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { describe, expect, test } from 'vitest'
import { bracOf } from './breath.ts'
import { configFor, hardware } from './config.ts'
import { carUnder } from './told.ts'

const asked = () => carUnder(maine).installed().ignitionOn()
const last = (car: ReturnType<typeof asked>) => car.log.at(-1)

describe('a breath without a result names its reason', () => {
  test.each([
    ['too weak', { flowMlPerS: 119 }, 'blow-harder', 'BLOW HARDER'],
    ['too strong', { flowMlPerS: 901 }, 'blow-softer', 'BLOW SOFTER'],
    ['drawn in', { flowMlPerS: -200 }, 'do-not-inhale', 'DO NOT INHALE'],
  ] as const)('%s', (_how, change, reason, display) => {
    const car = asked().breathe(mgPer210L(0), 20)
    car.breathe(mgPer210L(0), 20, change)
    expect(last(car)).toMatchObject({ kind: 'sample-rejected', test: 'start', reason, cause: 'operator' })
    expect(car.out.display[0]).toBe(display)
    expect(car.out.starter).toBe('blocked')
  })

  test('too short', () => {
    const car = asked().breathe(mgPer210L(0), 60).wait(1_000)
    expect(last(car)).toMatchObject({ kind: 'sample-rejected', reason: 'blow-longer' })
  })

  test.each([
    [120, 'sampling'],
    [900, 'sampling'],
  ])('a flow of exactly %i mL/s is neither too weak nor too strong', (flowMlPerS, mode) => {
    expect(asked().breathe(mgPer210L(0), 40, { flowMlPerS }).out.mode).toBe(mode)
  })

  test('no plateau', () => {
    const car = asked()
    for (let n = 0; n < 300 && car.count('sample-rejected') === 0; n++) {
      car.breathe(mgPer210L(0), 1, { nanoamps: n * n, flowMlPerS: 400 + (n % 20) * 5 })
    }
    expect(last(car)).toMatchObject({ kind: 'sample-rejected', reason: 'no-plateau' })
  })

  test('a cold device takes no breath and says so', () => {
    const car = carUnder(maine).installed().feed('temperature', -250).feed('ignition', 'on').breathe(mgPer210L(0), 10)
    expect(car.count('sample-rejected')).toBe(1)
    expect(last(car)).toMatchObject({ reason: 'device-not-ready' })
  })

  test('hum is asked for where the device needs it', () => {
    const car = asked()
    const config = configFor(maine, { ...hardware, humRequired: true })
    Object.assign(car, { config })
    expect(last(car.breathe(mgPer210L(0), 110, { hum: 0 }))).toMatchObject({ reason: 'hum-invalid' })
  })
})

describe('air that no lungs gave is circumvention [ME-7B] [ME-9B]', () => {
  test.each([
    ['a bag', { flowMlPerS: 420 }, 'bag'],
    ['a filter', { humidity: 20 }, 'filter'],
    ['cold air', { deciCelsius: 210 }, 'cold-air'],
  ] as const)('%s', (_what, change, sign) => {
    const car = asked().blow(0, change)
    expect(car.log.find(({ kind }) => kind === 'circumvention')).toMatchObject({ sign, cause: 'operator' })
    expect(car.count('sample')).toBe(0)
    expect(car.out).toMatchObject({ starter: 'blocked', mode: 'locked' })
  })

  test('Massachusetts records it, lights the indicator, and leaves the rest to a hearing [ME-10C]', () => {
    const car = carUnder(massachusetts).installed().ignitionOn().blow(0, { flowMlPerS: 420 })
    expect(car.out).toMatchObject({ lamp: 'red', buzzer: 'alarm' })
    expect(car.lockouts()).toEqual([])
    expect(car.wait(60_000).wait(1_000).out).toMatchObject({ lamp: 'red', buzzer: 'beep' })
  })
})

describe('every breath is recorded with its concentration [ME-7C]', () => {
  test('in whole mg per 210 L, with its volume', () => {
    const car = asked().blow(17)
    expect(car.log.find(({ kind }) => kind === 'sample')).toMatchObject({ brac: 17, volumeMl: 1751 })
  })

  test('one that nobody asked for too', () => {
    const car = carUnder(maine).installed().start().wait(60_000).blow(33)
    expect(last(car)).toMatchObject({ kind: 'sample', test: 'unprompted', result: 'fail', brac: 33 })
    expect(car.state.ledger.counts['sample-failed']).toBe(0)
  })

  test('by the calibration on record', () => {
    expect(bracOf(800, 40_000)).toBe(20)
    expect(bracOf(819, 40_000)).toBe(20)
    expect(bracOf(838, 40_000)).toBe(21)
    expect(bracOf(837, 40_000)).toBe(20)
    expect(bracOf(979, 40_000)).toBe(24)
    expect(bracOf(-5, 40_000)).toBe(0)
    expect(bracOf(1e9, 40_000)).toBe(BRAC_MAX)
  })
})

test('a breath cut off by ignition off is analyzed when it was complete, and nobody’s attempt when not', () => {
  const complete = asked().breathe(mgPer210L(90), 82).feed('ignition', 'off')
  expect(complete.kinds().slice(-4)).toContain('sample')
  const unfinished = asked().breathe(mgPer210L(90), 30).feed('ignition', 'off')
  expect(unfinished.log.at(-2)).toMatchObject({ kind: 'sample-rejected', reason: 'device-not-ready' })
})

test('a pause adds no volume: puffs of half a liter are no breath [ME-2]', () => {
  const car = asked()
  for (let n = 0; n < 24; n++) {
    car.breathe(mgPer210L(0), 1, { flowMlPerS: 430 + n })
    car.breathe(mgPer210L(0), 17, { flowMlPerS: 0 })
  }
  expect(car.wait(5_000).count('sample')).toBe(0)
  expect(car.out.starter).toBe('blocked')
})

describe('a breath above the set point takes the leave to start away, whatever it was blown for [ME-3a]', () => {
  test('after a passed test', () => {
    const car = asked().blow(0).blow(80)
    expect(car.log.findLast(({ kind }) => kind === 'sample')).toMatchObject({ test: 'unprompted', result: 'fail' })
    expect(car.out.starter).toBe('blocked')
    expect(car.feed('ignition', 'crank').log.at(-1)).toMatchObject({ allowed: false })
    expect(car.state.ledger.counts['sample-failed']).toBe(0)
  })

  test('in a free restart, and before one', () => {
    const during = carUnder(maine).installed().start().wait(60_000).off().wait(30_000).feed('ignition', 'on').blow(90)
    expect(during.out.starter).toBe('blocked')
    const before = carUnder(maine).installed().start().wait(60_000).blow(90).off().wait(30_000).feed('ignition', 'on')
    expect(before.out.starter).toBe('blocked')
  })
})

test('a breath under analysis when a technician opens a session is kept', () => {
  const car = carUnder(massachusetts).installed().ignitionOn().breathe(mgPer210L(80), 110)
  car
    .feed('service', { do: 'open', technician: 't', center: 'c', rescue: null })
    .feed('service', { do: 'abandon' })
    .wait(1_000)
  expect(car.log.find(({ kind }) => kind === 'sample')).toMatchObject({ test: 'start', result: 'fail', brac: 80 })
  expect(car.blow(0).out.starter).toBe('blocked')
})
