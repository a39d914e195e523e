import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Citation, Research } from './profile.ts'
import { profileName } from './profile.ts'
import { profiles } from './profiles.ts'

const flat = (text: string) => text.replace(/\s+/g, ' ')
const textOf = (source: string) => flat(readFileSync(new URL(`./sources/${source}.txt`, import.meta.url), 'utf8'))

function collect<T>(value: unknown, is: (value: object) => value is T & object): T[] {
  if (typeof value !== 'object' || value === null) return []
  const own: T[] = is(value) ? [value] : []
  return [...own, ...Object.values(value).flatMap((inner) => collect<T>(inner, is))]
}
const isResearch = (value: object): value is Research => 'grade' in value && 'gist' in value
const isCitation = (value: object): value is Citation => 'quote' in value && 'source' in value

describe.each(profiles.map((profile) => [profileName(profile), profile] as const))('%s', (_name, profile) => {
  const citations = collect<Citation>(profile, isCitation)

  test('cites the law at all', () => {
    expect(citations.length).toBeGreaterThan(10)
  })

  test.each(citations.map((law) => [law.section, law.quote, law] as const))(
    '%s holds "%s" word for word',
    (_s, _q, law) => {
      expect(textOf(law.source)).toContain(flat(law.quote))
      expect(law.quote.length).toBeGreaterThan(10)
      expect(law.clauses).not.toEqual([])
    },
  )

  test('every value is cited, researched or assumed, with its source and reason', () => {
    const ruled = collect<{ value: unknown }>(profile, (value): value is { value: unknown } => 'value' in value)
    for (const one of ruled)
      expect(Object.keys(one).sort()).toSatisfy((keys: string[]) =>
        ['assumed', 'law', 'research'].some((k) => keys.includes(k)),
      )
    const assumptions = collect<{ from: string; why: string }>(
      profile,
      (v): v is { from: string; why: string } => 'why' in v,
    )
    for (const { clause, address, grade, gist, clauses } of collect<Research>(profile, isResearch)) {
      expect(['A', 'B']).toContain(grade)
      expect(address).toMatch(/^https:\/\/\S+$/)
      expect(Math.min(clause.length, gist.length)).toBeGreaterThan(10)
      expect(clauses).not.toEqual([])
    }
    for (const { from, why } of assumptions)
      expect([from, why]).toSatisfy((texts: string[]) => texts.every((t) => t.length > 5))
  })
})
