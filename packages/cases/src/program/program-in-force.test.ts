import { instant } from '@keyturn/domain/units.ts'
import { programs, programsOf } from '@keyturn/rules/programs.ts'
import { expect, test } from 'vitest'
import { caseLawOf } from './case-law.ts'
import { programInForce } from './program-in-force.ts'

test.each([
  ['1999-01-01T00:00Z', 'US-MA-program@2005-01-01'],
  ['2021-07-09T03:59:59.999Z', 'US-MA-program@2005-01-01'],
  ['2021-07-09T04:00:00.000Z', 'US-MA-program@2021-07-09'],
  ['2030-01-01T00:00Z', 'US-MA-program@2021-07-09'],
])('at %s the program in force is %s', (at, name) => {
  expect(programInForce(programsOf('US-MA'), instant(Date.parse(at))).name).toBe(name)
})

test('no program, or those of two states, is our own mistake', () => {
  expect(() => programInForce([], instant(0))).toThrow('needs a program')
  expect(() => programInForce(programs, instant(0))).toThrow('one jurisdiction')
})

test('the law of a jurisdiction is all its versions, or none is known', () => {
  expect(caseLawOf('US-MA')?.programs).toHaveLength(2)
  expect(caseLawOf('US-MA')).toBe(caseLawOf('US-MA'))
  expect(caseLawOf('US-MA', [])?.vendors).toEqual([])
  expect(caseLawOf('US-NH')).toBeUndefined()
})
