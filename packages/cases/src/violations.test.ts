import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder } from './case-under.ts'

const begun = (profile = massachusetts) => caseUnder(profile).installed('2026-03-02T14:00Z')

describe('violations that a hearing decides', () => {
  test.each(['bag', 'filter', 'cold-air'] as const)('%s is an air sample by artificial means [MA-VIO-3]', (sign) => {
    const { status, findings } = begun().circumvention('2026-03-10T12:30Z', sign).at('2026-03-10T12:30Z')
    expect(status.kind).toBe('in-good-standing')
    expect(findings).toMatchObject([
      { class: 'violation', rule: 'artificial-sample', law: { kind: 'cited', clauses: ['MA-VIO-3'] } },
    ])
    expect(findings[0]?.effect).toContain('may mean an additional license suspension')
    expect(findings[0]?.effect).toContain('A hearing decides, not the device')
  })

  test.each(['power-cut', 'head-removed', 'case-opened', 'harness-cut'] as const)(
    '%s by the driver is tampering [MA-VIO-4]',
    (sign) => {
      const { findings } = begun().tamper('2026-03-10T12:30Z', sign).at('2026-03-10T12:30Z')
      expect(findings).toMatchObject([
        { class: 'violation', rule: 'tampering', law: { clauses: ['MA-VIO-4', 'MA-OPR-3'] } },
      ])
    },
  )

  test('a start without a test is circumvention [MA-VIO-4]', () => {
    const { findings } = begun().circumvention('2026-03-10T12:30Z', 'start-without-test').at('2026-03-10T12:30Z')
    expect(findings).toMatchObject([{ class: 'violation', rule: 'tampering' }])
  })

  test('every lockout says what else hangs on it', () => {
    const { findings } = begun().retest('2026-03-10T12:30Z', 40).at('2026-03-10T12:30Z')
    const clauses = findings[0]?.consequences.map(({ law }) => (law.kind === 'cited' ? law.clauses : []))
    expect(clauses).toEqual([['MA-VIO-6'], ['MA-REM-1']])
  })

  test('a sign the device cannot explain is asked about, with both possibilities open [MA-VIO-4] [OUT-2]', () => {
    const { findings, next } = begun().tamper('2026-03-10T12:30Z', 'power-cut', 'unknown').at('2026-03-10T12:30Z')
    expect(findings).toMatchObject([{ class: 'for-a-person', law: { clauses: ['MA-VIO-4', 'MA-OPR-3'] } }])
    expect(next.map(({ id }) => id)).toContain('keep-proof')
  })

  test('Maine’s kept text names no violation beside its lockouts', () => {
    const { findings } = begun(maine).circumvention('2026-03-10T12:30Z', 'bag').at('2026-03-10T12:30Z')
    expect(findings.map((one) => one.class)).toEqual(['lockout'])
  })
})

describe('readings', () => {
  test('a missed visit names both readings of the 48 hours [MA-LCK-3]', () => {
    const { findings } = begun().at('2026-04-03T00:00Z')
    expect(findings[0]?.interpretations.map(({ id }) => id)).toEqual([
      'missed-visit-grace',
      'day-thirty-ends-at-midnight',
    ])
    expect(findings[0]?.interpretations[0]?.otherReading).toContain('locks at once')
  })
})
