import { inZone } from '@keyturn/domain/civil.ts'
import type { KeypadCode } from '@keyturn/domain/relief.ts'
import { instant } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { describe, expect, test } from 'vitest'
import { carUnder, day, type ToldCar } from './told.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const refusal = (car: ToldCar) => {
  const entry = car.log.findLast(({ kind }) => kind === 'keypad-refused' || kind === 'keypad-accepted')
  return entry?.kind === 'keypad-refused' ? entry.why : undefined
}
const extension = (counter: number, days = 5, by: KeypadCode['by'] = 'authority'): KeypadCode => ({
  kind: 'extension',
  by,
  counter,
  days,
})
const override = (counter: number): KeypadCode => ({ kind: 'override', by: 'authority', counter })
const dueOn = (car: ToldCar) => inZone(car.state.ledger.dueAt, car.config.timeZone)
/** Due by the end of 1 April 2026. */
const installed = () => carUnder(massachusetts, '2026-03-02T14:00Z').installed()

describe('an extension by telephone', () => {
  test('moves the scheduled visit by its days, and the code is used up [OUT-1]', () => {
    const car = installed().code(extension(1))
    expect(car.log.slice(-2)).toMatchObject([
      { kind: 'keypad-accepted', code: 'extension', by: 'authority', counter: 1, days: 5 },
      { kind: 'due-date-moved', of: 'service-visit', order: 'code-authority-1', days: 5 },
    ])
    expect(dueOn(car)).toBe('Mon 6 Apr 2026, 23:59 EDT')
    expect(car.out.display).toEqual(['CODE ACCEPTED', 'SERVICE BY 6 Apr'])
    expect(refusal(car.code(extension(1)))).toBe('used')
  })

  test('counts from the date as it was set: a second one gives only what it gives more', () => {
    const car = installed().code(extension(1, 5)).code(extension(2, 8))
    expect(dueOn(car)).toBe('Thu 9 Apr 2026, 23:59 EDT')
    expect(refusal(car.code(extension(3, 8)))).toBe('not-allowed')
    expect(car.state.ledger.codes.authority).toBe(2)
  })

  test('beside an order the further of the two counts', () => {
    const car = installed()
    const due = { from: day('2026-04-01'), until: day('2026-04-01') }
    car.order({ moves: { kind: 'days', days: 7 }, due }).code(extension(1, 9))
    expect(dueOn(car)).toBe('Fri 10 Apr 2026, 23:59 EDT')
  })

  test('undoes a missed visit when it reaches the present day, and is refused when it does not', () => {
    const car = installed()
    car.wait(car.state.ledger.dueAt - car.at + 3 * 24 * HOUR)
    expect(car.lockouts()).toEqual(['missed-visit'])
    expect(refusal(car.code(extension(1, 2)))).toBe('not-allowed')
    expect(car.code(extension(1, 3)).lockouts()).toEqual([])
  })

  test('is for the date that stands, not for the next one', () => {
    const car = installed()
      .code(extension(1))
      .wait(20 * 24 * HOUR)
      .serviced()
    expect(dueOn(car)).toBe('Tue 21 Apr 2026, 23:59 EDT')
    expect(car.state.ledger.orders).toEqual([])
  })

  test.each([
    [0, 'not-allowed'],
    [1, undefined],
    [10, undefined],
    [11, 'not-allowed'],
  ])('by %i days is answered with %s', (days, why) => {
    expect(refusal(installed().code(extension(1, days)))).toBe(why)
  })

  test.each([massachusetts, maine])('$id: by a vendor counts only where the law lets it', (profile) => {
    const car = carUnder(profile)
      .installed()
      .code(extension(1, 3, 'vendor'))
    expect(refusal(car)).toBe(profile.relief.code.value.by.includes('vendor') ? undefined : 'not-allowed')
    expect(car.state.ledger.codes.vendor).toBe(0)
  })

  test('before the installation is not allowed', () => {
    expect(refusal(carUnder(maine).code(extension(1)))).toBe('not-allowed')
  })
})

describe('an override by telephone', () => {
  const locked = () => {
    const car = carUnder(maine).installed()
    return car.wait(car.state.ledger.dueAt - car.at + HOUR)
  }

  test('opens a locked car for four hours', () => {
    const car = locked().code(override(4))
    expect(car.log.slice(-2)).toMatchObject([
      { kind: 'keypad-accepted', code: 'override', days: 0 },
      { kind: 'override-began', override: 'code-authority-4', by: 'authority', until: car.at + 4 * HOUR },
    ])
    expect(car.ignitionOn().blow(0).out.starter).toBe('permitted')
  })

  test('is not used up where nothing stops the car', () => {
    const car = carUnder(maine).installed().code(override(4))
    expect(refusal(car)).toBe('not-allowed')
    car.wait(car.state.ledger.dueAt - car.at + HOUR)
    expect(refusal(car.code(override(4)))).toBeUndefined()
  })

  test('counts with the signed one: none again before the device was serviced', () => {
    const car = locked()
      .override('o-1')
      .wait(5 * HOUR)
    expect(refusal(car.code(override(4)))).toBe('not-allowed')
  })

  test('torn from its record by a crash is there all the same', () => {
    const car = locked().code(override(4))
    car.log.length -= 1
    car.crashed(HOUR)
    expect(car.state.ledger.override).toMatchObject({ id: 'code-authority-4' })
    expect(car.ignitionOn().blow(0).out.starter).toBe('permitted')
  })
})

describe('counters of codes', () => {
  test.each([
    [4, 'used'],
    [5, 'used'],
    [6, undefined],
  ])('after number 5, number %i is answered with %s', (counter, why) => {
    expect(refusal(installed().code(extension(5, 3)).code(extension(counter, 6)))).toBe(why)
  })

  test('run apart for each giver, through visits and crashes', () => {
    const car = installed().code(extension(9, 3)).serviced().crashed(1_000)
    expect(car.state.ledger.codes).toEqual({ authority: 9, vendor: 0 })
    expect(refusal(car.code(extension(9, 6)))).toBe('used')
  })
})

describe('wrong codes', () => {
  const wrong = (car: ToldCar, times: number) => {
    for (let n = 0; n < times; n++) car.wrongCode()
    return car
  }

  test('are each recorded; the fifth in a row holds the keypad for a quarter of an hour', () => {
    const car = wrong(installed(), 4)
    expect(car.count('keypad-refused')).toBe(4)
    expect(car.count('keypad-held')).toBe(0)
    car.wrongCode()
    expect(car.log.at(-1)).toMatchObject({ kind: 'keypad-held', until: car.at + 15 * MINUTE })
    expect(refusal(car.code(extension(1)))).toBe('held')
    expect(car.out.display).toEqual(['TOO MANY WRONG CODES', 'KEYPAD WAITS 15:00'])
    expect(refusal(car.wait(15 * MINUTE - 1).code(extension(1)))).toBe('held')
    expect(refusal(car.wait(1).code(extension(1)))).toBeUndefined()
  })

  test.each([
    [5, 15],
    [6, 30],
    [7, 60],
    [8, 120],
    [9, 240],
    [10, 480],
    [11, 960],
    [12, 1_440],
    [13, 1_440],
    [60, 1_440],
  ])('%i in a row hold it for %i minutes', (times, minutes) => {
    const car = installed()
    for (let n = 0; n < times; n++) car.wait(Math.max(0, car.state.ledger.keypadHeldUntil - car.at)).wrongCode()
    expect(car.state.ledger.keypadHeldUntil - car.at).toBe(minutes * MINUTE)
  })

  test('typed while it waits neither lengthen the wait nor are read', () => {
    const car = wrong(installed(), 5)
    const { keypadHeldUntil } = car.state.ledger
    wrong(car.wait(MINUTE), 20)
    expect(car.state.ledger.keypadHeldUntil).toBe(keypadHeldUntil)
    expect(refusal(car)).toBe('held')
  })

  test('are forgotten with a right code and with a visit', () => {
    expect(wrong(installed(), 4).code(extension(1)).state.ledger.wrongCodes).toBe(0)
    expect(wrong(installed(), 5).serviced().state.ledger).toMatchObject({ wrongCodes: 0, keypadHeldUntil: 0 })
  })

  test.each([
    [11, 'not-a-code'],
    [13, 'not-a-code'],
    [0, 'not-a-code'],
    [12, 'wrong'],
  ])('%i digits are %s', (digits, why) => {
    const car = installed().feed('keypad', { digits, code: null, used: false })
    expect(refusal(car)).toBe(why)
    expect(car.state.ledger.wrongCodes).toBe(why === 'wrong' ? 1 : 0)
  })

  test('a code that was used before is no guess', () => {
    const car = installed()
    for (let n = 0; n < 9; n++) car.feed('keypad', { digits: 12, code: null, used: true })
    expect(refusal(car)).toBe('used')
    expect(car.count('keypad-held')).toBe(0)
  })

  test('hold the keypad after a crash right behind the fifth', () => {
    const car = wrong(installed(), 5)
    car.log.length -= 1
    expect(refusal(car.crashed(MINUTE).code(extension(1)))).toBe('held')
  })

  test('hold it by the device’s own time, whatever the clock is set to', () => {
    const car = wrong(installed(), 5)
    car.at = instant(car.at + 24 * HOUR)
    expect(refusal(car.wait(MINUTE).code(extension(1)))).toBe('held')
  })
})
