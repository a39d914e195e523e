import { assert } from '@keyturn/domain/units.ts'
import { effectiveFrom as on } from '@keyturn/rules/effective.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder, told, toldDevice } from '../case-under.ts'
import { caseLawOf } from './case-law.ts'
import { mayRecord } from './may-record.ts'
import { programCaseUnder } from './program-case-under.ts'

const law = caseLawOf('US-ME')
assert(law !== undefined, 'Maine has a program')

const begun = () =>
  programCaseUnder(law)
    .opened('2026-01-03')
    .convicted('2025-12-01')
    .vehicle('2026-01-10')
    .installed('2026-01-15T15:00Z', 'car-1', { dueOn: on('2026-03-02') })

describe('Maine: what happened in a case', () => {
  test.each([
    ['2026-03-03T04:59:59.999Z', 0],
    ['2026-03-03T05:00Z', 1],
  ])('a date that the provider set is the date: at %s missed %i [ME-9D]', (moment, count) => {
    const { findings } = begun().at(moment)
    expect(findings).toHaveLength(count)
    if (count === 1) {
      expect(findings[0]).toMatchObject({ class: 'lockout', rule: 'missed-visit', hearingBy: null })
      expect(findings[0]?.effect).toContain('The car does not start again before a service visit.')
    }
  })

  test('a report of tampering and the device’s lockout for it are one finding [ME-9B]', () => {
    const log = caseUnder(maine).installed('2026-01-15T15:00Z').tamper('2026-02-01T15:00Z', 'case-opened')
    const { findings } = begun().log(log.records).reported('2026-02-01T20:00Z', 'tampering').at('2026-02-02')
    expect(findings).toMatchObject([{ id: `${toldDevice}:tampering@2`, class: 'lockout', aliases: ['tampering@5'] }])
  })

  test('the kept text names no hearing, so nobody is told of days for one', () => {
    const story = begun()
    const found = story.at('2026-03-05')
    expect(found.deadlines.map(({ what }) => what)).not.toContain('hearing-request')
    const body = { kind: 'hearing-requested', about: found.findings[0]?.id ?? '', statement: 'I was there.' } as const
    expect(mayRecord(law, story.file, found, body, found.asOf)).toMatchObject({ allowed: false })
  })

  test('a device taken out without leave is reported, and suspends nothing by itself', () => {
    const { findings, stage } = begun()
      .removed('2026-02-01T15:00Z', 'car-1', { removedBy: 'participant' })
      .at('2026-02-02')
    expect(findings).toMatchObject([
      {
        class: 'violation',
        rule: 'unauthorized-removal',
        law: { kind: 'researched', grade: 'A' },
        since: told('2026-02-01T15:00Z'),
      },
    ])
    expect(stage.kind).not.toBe('suspended')
  })
})
