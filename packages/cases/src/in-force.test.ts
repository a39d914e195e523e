import { effectiveFrom } from '@keyturn/rules/effective.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { describe, expect, test } from 'vitest'
import { assess } from './assess.ts'
import { caseUnder, told } from './case-under.ts'

const first: Profile = { ...massachusetts, version: effectiveFrom('2026-01-01') }
/** A later law under which one failed start locks. */
const stricter: Profile = {
  ...massachusetts,
  version: effectiveFrom('2026-03-15'),
  lockouts: [{ ...massachusetts.lockouts[0], times: 1 }],
}

describe('the law in force', () => {
  test.each([
    // Midnight in Boston, in the summer time that began on 8 March.
    ['2026-03-15T03:59:59.999Z', []],
    ['2026-03-15T04:00:00.000Z', ['failed-starts', 'US-MA@2026-03-15']],
  ])('a failed start at %s is judged by the version of that day', (moment, found) => {
    const driver = caseUnder(first, stricter).installed('2026-03-02T14:00Z').startTest(moment, 40)
    const { findings } = driver.at('2026-03-16T00:00Z')
    expect(findings.filter((one) => one.class === 'lockout').flatMap(({ rule, profile }) => [rule, profile])).toEqual(
      found,
    )
  })

  test('a fact before the first version is judged by the first version, and the finding names it', () => {
    const { findings } = caseUnder(first)
      .installed('2025-06-02T14:00Z')
      .retest('2025-06-10T12:30Z', 40)
      .at('2025-06-11T00:00Z')
    expect(findings[0]?.profile).toBe('US-MA@2026-01-01')
  })

  test('versions of two jurisdictions, or none, are our own mistake', () => {
    expect(() => assess([massachusetts, maine], [], told('2026-03-02T14:00Z'))).toThrow('one jurisdiction')
    expect(() => assess([], [], told('2026-03-02T14:00Z'))).toThrow('needs a profile')
  })
})
