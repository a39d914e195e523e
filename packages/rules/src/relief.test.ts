import { hours } from '@keyturn/domain/units.ts'
import { describe, expect, test } from 'vitest'
import { profiles } from './profiles.ts'
import { massachusetts } from './us-ma.ts'
import { maine } from './us-me.ts'

describe.each(profiles.map((profile) => [profile.name, profile] as const))(
  '%s',
  (_name, { relief, interpretations }) => {
    test('lets the authority move dates, and nobody else', () => {
      expect(relief.toll.value).toEqual({ by: ['authority'], daysMax: 30 })
      expect(relief.code.value).toEqual({ by: ['authority'], daysMax: 10 })
    })

    test('gives by telephone no more than by order, and to nobody else', () => {
      expect(relief.code.value.daysMax).toBeLessThanOrEqual(relief.toll.value.daysMax)
      for (const giver of relief.code.value.by) expect(relief.toll.value.by).toContain(giver)
    })

    test('has Washington’s hours for an override and says that they are assumed', () => {
      expect(relief.override).toMatchObject({ assumed: { from: 'WAC 204-50-092, Washington' } })
      expect(relief.override.value).toEqual({ by: ['authority', 'rescue'], activateWithin: hours(20), lasts: hours(4) })
    })

    test('states no ground for relief that its kept text does not have', () => {
      for (const ruled of Object.values(relief)) expect('law' in ruled).toBe(false)
    })

    test('names the other reading of everything that hangs on relief', () => {
      const ids = interpretations.map(({ id }) => id)
      expect(ids.some((id) => id.startsWith('may-the-'))).toBe(true)
      expect(ids.some((id) => id.startsWith('late-order-'))).toBe(true)
      expect(ids).toContain('moved-time-ends-with-its-day')
    })
  },
)

test('what Massachusetts rests on is told as somebody’s account of other dates', () => {
  expect(massachusetts.relief.toll).toMatchObject({ research: { grade: 'B' } })
  expect(JSON.stringify(massachusetts.relief.toll)).toContain('That was for inspections')
})

test('a technician may reset the tamper indicator and, with the certificate, end a lockout', () => {
  for (const { service } of [massachusetts, maine])
    expect(service.mayReset.value).toEqual(['tamper-indicator', 'lockouts'])
})
