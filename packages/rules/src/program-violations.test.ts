import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Citation, Research } from './profile.ts'
import type { ViolationsLaw } from './program-violations.ts'
import { massachusettsViolations, massachusettsViolationsBefore2021 } from './us-ma-program-violations.ts'
import { maineViolations } from './us-me-program-violations.ts'

const flat = (text: string) => text.replace(/\s+/g, ' ')
const textOf = (source: string) => flat(readFileSync(new URL(`./sources/${source}.txt`, import.meta.url), 'utf8'))

function collect<T>(value: unknown, is: (value: object) => value is T & object): T[] {
  if (typeof value !== 'object' || value === null) return []
  const own: T[] = is(value) ? [value] : []
  return [...own, ...Object.values(value).flatMap((inner) => collect<T>(inner, is))]
}
const isCitation = (value: object): value is Citation => 'quote' in value && 'source' in value
const isResearch = (value: object): value is Research => 'grade' in value && 'gist' in value

const laws: readonly (readonly [string, ViolationsLaw])[] = [
  ['Massachusetts since 2021', massachusettsViolations],
  ['Massachusetts before 2021', massachusettsViolationsBefore2021],
  ['Maine', maineViolations],
]

describe.each(laws)('%s', (_name, law) => {
  test('quotes stand in the kept text word for word', () => {
    for (const { source, quote, clauses } of collect<Citation>(law, isCitation)) {
      expect(textOf(source)).toContain(flat(quote))
      expect(clauses).not.toEqual([])
    }
  })

  test('what is not kept is named by clause, address and grade A or B', () => {
    for (const { clause, address, grade, clauses } of collect<Research>(law, isResearch)) {
      expect(clause).toMatch(/CMR/)
      expect(address).toMatch(/^https:\/\//)
      expect(['A', 'B']).toContain(grade)
      expect(clauses).not.toEqual([])
    }
  })

  test('each violation and tier has its own id, and each tier is for rules that exist', () => {
    const ids = law.violations.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const tiers = law.sanctions.map(({ id }) => id)
    expect(new Set(tiers).size).toBe(tiers.length)
    const lockouts = ['failed-starts', 'failed-retest', 'missed-retests', 'missed-visit']
    for (const { for: rules } of law.sanctions) for (const rule of rules) expect([...ids, ...lockouts]).toContain(rule)
  })
})

describe('Massachusetts', () => {
  test('two lockouts for failed start-ups became a violation in 2021', () => {
    const ids = (law: ViolationsLaw) => law.violations.map(({ id }) => id)
    expect(ids(massachusettsViolations)).toContain('repeated-failed-starts')
    expect(ids(massachusettsViolationsBefore2021)).not.toContain('repeated-failed-starts')
  })

  test('the participant’s own doing never excuses anything, and no removal or bare driving is excused at all', () => {
    const excusable = new Map(massachusettsViolations.violations.map((one) => [one.id, one.excusable]))
    for (const causes of excusable.values()) expect(causes).not.toContain('operator')
    for (const id of ['no-device', 'other-person', 'unauthorized-removal']) expect(excusable.get(id)).toEqual([])
  })

  test('the tiers of a repeated violation rise with its number', () => {
    const tiers = massachusettsViolations.sanctions.filter(({ for: rules }) => rules.includes('repeated-failed-starts'))
    expect(tiers.map(({ nth, length }) => [nth, length.value])).toEqual([
      [3, { kind: 'years', years: 10 }],
      [2, { kind: 'years', years: 5 }],
      [1, { kind: 'months', months: 6 }],
    ])
  })
})
