import { mgPer210L } from '@keyturn/domain/units.ts'
import { expect, test } from 'vitest'
import { fails, profileName } from './profile.ts'
import { findProfile, profiles } from './profiles.ts'
import { massachusetts } from './us-ma.ts'
import { maine } from './us-me.ts'

test.each([
  [massachusetts.name, 19, false, massachusetts],
  [massachusetts.name, 20, false, massachusetts],
  [massachusetts.name, 21, true, massachusetts],
  [maine.name, 24, false, maine],
  [maine.name, 25, true, maine],
  [maine.name, 26, true, maine],
] as const)('%s: a breath of %i mg/210 L fails: %s', (_name, mg, failed, profile) => {
  expect(fails(profile.setPoint.value, mgPer210L(mg))).toBe(failed)
})

test('a profile is found by its full name and, newest first, by its jurisdiction', () => {
  for (const profile of profiles) expect(findProfile(profileName(profile))).toBe(profile)
  expect(findProfile('US-MA')).toBe(massachusetts)
  expect(findProfile('US-NH')).toBeUndefined()
  expect(findProfile('US-MA@1999-01-01')).toBeUndefined()
})

test('interpretations say question, both readings and what hangs on them', () => {
  for (const { interpretations } of profiles) {
    expect(new Set(interpretations.map(({ id }) => id)).size).toBe(interpretations.length)
    for (const one of interpretations) for (const text of Object.values(one)) expect(text.length).toBeGreaterThan(5)
  }
})
