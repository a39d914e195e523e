import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { iso } from '@keyturn/domain/units.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCases } from './parse-case.ts'

const root = join(import.meta.dirname, '..', '..', '..', '..')
const story = readFileSync(join(root, 'conformance/cases/us-ma/from-approval-to-removal.yaml'), 'utf8')

const parsed = (lines: string, above = '') => {
  const text = `title: T\njurisdiction: US-MA\ncase: MA-T-1\n${above}story:\n${lines}`
  const found = parseCases(text)
  if (found.kind === 'refused') return found.problems.map(({ place, message }) => `${place.line}: ${message}`)
  return found.cases.flatMap((one) => one.lines.map(({ at, text: words }) => `${iso(at)} ${words}`))
}

describe('a repeated line', () => {
  test('is told at the same time of day, also when the clocks change in between', () => {
    expect(
      parsed('  - 2023-03-01 17:00 technician: {visit-kept: {repeat: {every: 14 days, until: 2023-03-30}}}\n').map(
        (line) => line.slice(0, 16),
      ),
    ).toEqual(['2023-03-01T22:00', '2023-03-15T21:00', '2023-03-29T21:00'])
  })

  test('stands among the lines that are told in between', () => {
    const lines = [
      '  - 2023-03-01 17:00 car-1: {drive: {for: 10 min, repeat: {every: 2 days, until: 2023-03-06}}}',
      '  - 2023-03-04 09:00 officer: case-opened',
      '',
    ]
    expect(parsed(lines.join('\n')).map((line) => line.slice(8, 10))).toEqual(['01', '03', '04', '05'])
  })

  test('up to a day that is past already is refused', () => {
    expect(
      parsed('  - 2023-03-09 17:00 car-1: {drive: {for: 9 min, repeat: {every: day, until: 2023-03-09}}}\n'),
    ).toEqual(['5: repeat: until a day after the line’s own'])
  })
})

test('a line before the one above it is refused', () => {
  expect(parsed('  - 2023-03-09 17:00 officer: case-opened\n  - 2023-03-08 17:00 officer: fully-reinstated\n')).toEqual(
    ['6: this line is before the one above it'],
  )
})

test('a value alone is the field that matters most', () => {
  expect(
    parsed('  - 2023-03-09 17:00 officer: [{restriction-added: Z}, {restriction-added: {code: Z}}]\n'),
  ).toHaveLength(2)
})

describe('whatever a file holds', () => {
  const within = (text: string) => {
    const found = parseCases(text)
    if (found.kind === 'parsed') return
    const lines = text.split('\n')
    expect(found.problems.length).toBeGreaterThan(0)
    for (const { place, message } of found.problems) {
      expect(message).not.toBe('')
      expect(place.line).toBeLessThanOrEqual(lines.length + 1)
    }
  }

  test('it is read or refused with places, never broken on', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200, unit: 'grapheme' }), within), { numRuns: 300 })
  })

  test('so is the whole story with a piece taken out, doubled or replaced', () => {
    const piece = fc.record({
      from: fc.nat(story.length),
      length: fc.nat(40),
      put: fc.constantFrom(
        '',
        ': ',
        '- ',
        '{',
        '}',
        '\n',
        '  ',
        '"',
        '0',
        'life',
        'repeat',
        '*a',
        '&a',
        'é',
        '2023-02-30',
      ),
    })
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 3 }), (pieces) => {
        within(
          pieces.reduce((text, { from, length, put }) => text.slice(0, from) + put + text.slice(from + length), story),
        )
      }),
      { numRuns: 120 },
    )
  })
})
