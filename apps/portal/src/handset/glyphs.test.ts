import { describe, expect, test } from 'vitest'
import { dotsOf } from './glyphs.ts'

/** The letter as rows of `#` and `.`, to look at. */
const drawn = (letter: string): string => {
  const lit = new Set(dotsOf(letter).map(([column, row]) => `${column},${row}`))
  return Array.from({ length: 8 }, (_, row) =>
    Array.from({ length: 5 }, (_, column) => (lit.has(`${column},${row}`) ? '#' : '.')).join(''),
  ).join('\n')
}

describe('the letters of the display', () => {
  test('a letter is drawn upright and the right way round', () => {
    expect(drawn('R')).toMatchInlineSnapshot(`
      "####.
      #...#
      #...#
      ####.
      #.#..
      #..#.
      #...#
      ....."
    `)
  })

  test('a tail hangs below the line', () => {
    expect(drawn('g')).toMatchInlineSnapshot(`
      ".....
      .....
      .####
      #...#
      #...#
      .####
      ....#
      ####."
    `)
  })

  test('every printable character has a shape of its own', () => {
    const printable = Array.from({ length: 95 }, (_, n) => String.fromCharCode(0x20 + n))
    expect(new Set(printable.map(drawn)).size).toBe(95)
    expect(printable.filter((letter) => letter !== ' ' && dotsOf(letter).length === 0)).toEqual([])
  })

  test('an unknown letter shows as a box', () => {
    expect(drawn('é')).toBe(drawn('漢'))
    expect(drawn('é')).not.toBe(drawn(' '))
  })
})
