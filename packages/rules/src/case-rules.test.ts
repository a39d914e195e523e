import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { eliminationPerHourMax } from './case-rules.ts'
import { caseRulesFor } from './case-rules-for.ts'
import type { Citation } from './profile.ts'
import { profiles } from './profiles.ts'

const flat = (text: string) => text.replace(/\s+/g, ' ')
const textOf = (source: string) => flat(readFileSync(new URL(`./sources/${source}.txt`, import.meta.url), 'utf8'))

describe.each(profiles.map((profile) => [profile.id, profile] as const))('%s', (_id, profile) => {
  const { violations, consequences, notHeld, readings } = caseRulesFor(profile)
  const reset = profile.violationsReset === null ? [] : ['violations-reset']
  const ids = new Set([...profile.lockouts, ...violations].map(({ id }) => id).concat(reset))
  const laws: readonly Citation[] = [...violations, ...consequences, notHeld].flatMap((one) =>
    'law' in one ? [one.law] : [],
  )

  test('every quote stands word for word in the kept text', () => {
    for (const { source, quote, clauses } of laws) {
      expect(textOf(source)).toContain(flat(quote))
      expect(clauses).not.toEqual([])
    }
    expect(laws.length + ('assumed' in notHeld ? 1 : 0)).toBeGreaterThan(0)
  })

  test('consequences and readings belong to rules that exist', () => {
    for (const id of [...consequences.flatMap(({ to }) => to), ...Object.keys(readings)]) expect(ids).toContain(id)
    const named = profile.interpretations.map(({ id }) => id)
    for (const id of Object.values(readings).flat()) expect(named).toContain(id)
  })

  test('every sign of tampering or circumvention is a violation or a lockout, never both', () => {
    const signs = [
      'power-cut',
      'head-removed',
      'case-opened',
      'harness-cut',
      'bag',
      'filter',
      'cold-air',
      'start-without-test',
    ]
    const byViolation = signs.map((sign) => violations.filter((one) => one.signs.some((own) => own === sign)).length)
    const byLockout = profile.lockouts.filter(({ on }) => on === 'tamper').length
    for (const n of byViolation) expect(n + byLockout).toBe(1)
  })
})

test('the rate of elimination is an assumption and says so', () => {
  expect(eliminationPerHourMax).toMatchObject({
    value: 25,
    assumed: { from: expect.any(String), why: expect.any(String) },
  })
})
