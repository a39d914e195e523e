import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isCharge } from './fees.ts'
import { feeLawOn, feeLaws, feeLawsOf } from './fees-for.ts'
import { citationsIn, ruledIn } from './testing/walk.ts'

const flat = (text: string) => text.replace(/\s+/g, ' ')
const textOf = (source: string) => flat(readFileSync(new URL(`./sources/${source}.txt`, import.meta.url), 'utf8'))

describe('fees', () => {
  test.each(feeLaws.flatMap(citationsIn).map((law) => [law.quote, law] as const))(
    'quote "%s" word for word',
    (_quote, law) => {
      expect(textOf(law.source)).toContain(flat(law.quote))
      expect(law.clauses).not.toEqual([])
    },
  )

  test('are cited, researched or assumed, each with its reason', () => {
    expect(feeLaws.flatMap(ruledIn).length).toBeGreaterThan(8)
    for (const one of feeLaws.flatMap(ruledIn))
      expect(['law', 'research', 'assumed'].filter((ground) => ground in one)).toHaveLength(1)
  })

  test('of Massachusetts are thirty dollars', () => {
    expect(feeLawsOf('US-MA')[0]?.administration?.amount.value).toBe(3_000)
  })

  test('before the first version we know are those of the first', () => {
    expect(feeLawOn(feeLawsOf('US-MA'), '1999-01-01').version).toBe('2021-07-09')
    expect(feeLawsOf('US-ZZ')).toEqual([])
  })

  test('name charges that a price list may name, and no others', () => {
    expect(isCharge('tow')).toBe(true)
    expect(isCharge('toString')).toBe(false)
  })
})
