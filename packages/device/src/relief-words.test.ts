import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { describe, expect, test } from 'vitest'
import { answerOf } from './answer.ts'
import { carUnder, day, type ToldCar } from './told.ts'

const DAY = 86_400_000
const START = '2026-02-14T15:00Z'
/** What the device answers to the last input. */
const answer = (car: ToldCar) => answerOf(car.log.slice(car.steps.at(-2)))
const missed = () =>
  carUnder(massachusetts, START)
    .installed()
    .wait(34 * DAY)

describe('the display answers for a few seconds, then says again what to do', () => {
  test.each([
    ['an order', (car: ToldCar) => car.order(), ['ORDER ACCEPTED', 'SERVICE BY 25 Mar']],
    ['a foreign order', (car: ToldCar) => car.order({}, 'vendor'), ['NOT ACCEPTED', 'CALL WHO ISSUED IT']],
    ['a wrong code', (car: ToldCar) => car.wrongCode(), ['CODE NOT ACCEPTED', 'CHECK IT OR CALL']],
  ] as const)('%s', (_name, give, lines) => {
    const car = carUnder(massachusetts, START).installed().ignitionOn()
    const before = car.out.display
    expect(give(car).out.display).toEqual(lines)
    expect(car.wait(6_000).out.display).toEqual(lines)
    expect(car.wait(1).out.display).toEqual(before)
  })

  test('with the ignition off too, where codes are typed in a cold car', () => {
    const car = carUnder(massachusetts, START).installed().wrongCode()
    expect(car.out.display[0]).toBe('CODE NOT ACCEPTED')
    expect(car.wait(6_001).out.display).toEqual(['', ''])
  })

  test('a locked car says first that it is locked', () => {
    const car = missed().ignitionOn().wrongCode()
    expect(car.out.display).toEqual(['LOCKED: CALL SERVICE', 'CODE NOT ACCEPTED'])
    expect(car.wait(7_000).out.display).toEqual(['LOCKED: CALL SERVICE', 'TOW TO THE CENTER'])
    for (let n = 0; n < 4; n++) car.wrongCode()
    expect(car.wait(60_000).out.display).toEqual(['LOCKED: CALL SERVICE', 'KEYPAD WAITS 14:00'])
  })

  test('a visit moved beyond the week is told by its date', () => {
    const car = carUnder(massachusetts, '2026-03-13T15:00Z').installed().start().untilRetest().blow(60).off()
    expect(car.ignitionOn().out.display[1]).toBe('SERVICE BY Sun 11:10')
    car.off().order()
    expect(car.ignitionOn().out.display[1]).toBe('SERVICE BY 24 Mar')
  })

  test('nothing is longer than its line', () => {
    const cars = [
      missed().order(),
      missed().override('o-1'),
      missed().code({ kind: 'override', by: 'authority', counter: 1 }),
      missed().code({ kind: 'extension', by: 'authority', counter: 1, days: 10 }),
      missed().order({}, 'vendor'),
    ]
    for (const car of cars)
      for (const at of [car.out, car.ignitionOn().out, car.wait(60_000).out])
        for (const line of at.display) expect(line.length).toBeLessThanOrEqual(20)
  })
})

describe('the answer in words', () => {
  test.each([
    [
      'a late order',
      (car: ToldCar) => car.order(),
      'accepted',
      'The order is accepted. The date of the service visit is 9 days later than it was set. The lockout for the missed visit is over.',
    ],
    ['the same order', (car: ToldCar) => car.order().order(), 'accepted', 'Nothing new: the device has this already.'],
    [
      'an order for other days',
      (car: ToldCar) => car.order({ due: { from: day('2026-06-01'), until: day('2026-06-09') } }),
      'accepted',
      'The order is accepted. It moves no date that this device has now.',
    ],
    [
      'an end',
      (car: ToldCar) => car.order({ moves: { kind: 'ended' } }),
      'accepted',
      'The order is ended. Dates that were moved stay moved.',
    ],
    [
      'a vendor’s order',
      (car: ToldCar) => car.order({}, 'vendor'),
      'refused',
      'Here only the authority may move dates; this order is given by the vendor.',
    ],
    [
      'an override',
      (car: ToldCar) => car.override('o-1'),
      'accepted',
      'The car starts on a passed test for 4 hours. All tests stay on.',
    ],
    [
      'a code',
      (car: ToldCar) => car.code({ kind: 'override', by: 'authority', counter: 1 }),
      'accepted',
      'The code is accepted. The car starts on a passed test for 4 hours. All tests stay on.',
    ],
    ['a wrong code', (car: ToldCar) => car.wrongCode(), 'refused', 'This is no code for this device.'],
    [
      'the fifth wrong code',
      (car: ToldCar) => car.wrongCode().wrongCode().wrongCode().wrongCode().wrongCode(),
      'refused',
      'This is no code for this device. The keypad waits now.',
    ],
  ] as const)('to %s', (_name, give, outcome, words) => {
    expect(answer(give(missed()))).toEqual({ outcome, words })
  })

  test('to a code that nobody may give here', () => {
    const car = carUnder(maine).installed().code({ kind: 'extension', by: 'vendor', counter: 1, days: 3 })
    expect(answer(car)).toMatchObject({ outcome: 'refused', words: expect.stringContaining('It stays unused') })
  })
})
