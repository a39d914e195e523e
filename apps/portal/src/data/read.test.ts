import { describe, expect, test } from 'vitest'
import { flag, list, moment, number, object, oneOf, orNull, text } from './read.ts'

const car = object({
  name: text,
  doors: number,
  lamp: oneOf('off', 'red'),
  seenAt: orNull(moment),
  on: flag,
  tags: list(text),
})
const good = { name: 'A', doors: 4, lamp: 'red', seenAt: '2026-03-02T14:00:00.000Z', on: true, tags: ['x'] }

describe('answers read at the edge', () => {
  test('a whole answer is read field by field', () => {
    expect(car(good, 'car')).toEqual({ ...good, seenAt: Date.UTC(2026, 2, 2, 14) })
  })

  test('a moment is read as text and as milliseconds alike', () => {
    expect(moment('2026-03-02T14:00:00.000Z', 'at')).toBe(moment(Date.UTC(2026, 2, 2, 14), 'at'))
  })

  test('unknown fields are left alone and absent ones may be null', () => {
    expect(car({ ...good, seenAt: undefined, colour: 'blue' }, 'car').seenAt).toBeNull()
  })

  test.each([
    [{ ...good, name: 7 }, 'car.name should be text, and is number'],
    [{ ...good, doors: Number.NaN }, 'car.doors should be a number'],
    [{ ...good, lamp: 'blue' }, 'car.lamp should be off or red'],
    [{ ...good, seenAt: 'yesterday' }, 'car.seenAt should be a moment'],
    [{ ...good, on: 'yes' }, 'car.on should be true or false'],
    [{ ...good, tags: ['x', 2] }, 'car.tags[1] should be text'],
    [{ ...good, tags: 'x' }, 'car.tags should be a list'],
    [null, 'car should be an object, and is null'],
  ])('a wrong answer is refused by the name of its field: %j', (answer, message) => {
    expect(() => car(answer, 'car')).toThrow(message)
  })
})
