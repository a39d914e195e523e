import { describe, expect, test } from 'vitest'
import { endpoints } from './endpoints.ts'
import { deviceIdField, momentField, profileField, publicKeyField, seqField } from './fields.ts'
import { COMMON_PROBLEMS, isProblemCode, PROBLEMS, ProblemBody, type ProblemCode, problemBody } from './problems.ts'

const all = Object.entries(endpoints)

describe('every endpoint', () => {
  test.each(all)('%s has the parameters that its path names', (_name, { path, params }) => {
    const named = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name)
    expect(Object.keys(params.shape)).toEqual(named)
  })

  test.each(all)('%s refuses what it does not know', (_name, { query }) => {
    expect(query.safeParse({ 'no-such-thing': '1' }).success).toBe(false)
  })

  test.each(all)('%s declares refusals that are in the table, each once', (_name, { problems }) => {
    const declared: readonly ProblemCode[] = [...problems, ...COMMON_PROBLEMS]
    expect(declared.every(isProblemCode)).toBe(true)
    expect(new Set(declared).size).toBe(declared.length)
  })

  test('has an address of its own', () => {
    const addresses = all.map(([, { method, path }]) => `${method} ${path}`)
    expect(new Set(addresses).size).toBe(addresses.length)
  })
})

describe('problems', () => {
  // Object.keys loses the names; they are those of the table.
  test.each(Object.keys(PROBLEMS) as ProblemCode[])('%s has a body that reads back', (code) => {
    const body = problemBody(code, 'What happened.')
    expect(ProblemBody.parse(body)).toEqual(body)
    expect(body.status).toBeGreaterThanOrEqual(400)
  })
})

describe('fields', () => {
  test.each([
    [deviceIdField, ['KT-MA-0001', 'abc'], ['', 'ab', '-abc', 'abc-', 'a b c', '../../etc', 'a'.repeat(41)]],
    [momentField, ['2026-03-02T14:00:00.000Z', '2026-03-02T14:00Z'], ['2026-03-02', 'yesterday', '2026-02-30T14:00Z']],
    [profileField, ['US-MA@2026-11-01'], ['US-MA', 'US-MA@2026-13-01', 'us-ma@2026-11-01', 'US-MA@2026-11-01@']],
    [publicKeyField, [`${'A'.repeat(43)}=`], ['', 'A'.repeat(44), `${'A'.repeat(42)}B=`, `${'A'.repeat(42)}==`]],
    [seqField, ['1', 12], ['0', '-1', '1.5', 'x', '1e99']],
  ])('take what is well-formed and nothing else (%#)', (field, good, bad) => {
    expect(good.filter((value) => !field.safeParse(value).success)).toEqual([])
    expect(bad.filter((value) => field.safeParse(value).success)).toEqual([])
  })
})
