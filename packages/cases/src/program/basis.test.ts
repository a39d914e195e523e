import { assert } from '@keyturn/domain/units.ts'
import { effectiveFrom } from '@keyturn/rules/effective.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder, toldDevice } from '../case-under.ts'
import { assessCase } from './assess-case.ts'
import { assessmentText, basisOf, knownAs, lawKnownAs } from './basis.ts'
import { caseLawOf } from './case-law.ts'
import { programCaseUnder } from './program-case-under.ts'
import type { CaseLaw } from './told.ts'

const law = caseLawOf('US-MA')
assert(law !== undefined, 'Massachusetts has a program')

const digest = 'a'.repeat(64)
const log = caseUnder(massachusetts).installed('2024-02-06T15:00Z').startTest('2024-02-07T12:00Z', 0)
const story = programCaseUnder(law)
  .opened('2024-01-03')
  .convicted('2012-04-01')
  .convicted('2022-01-10')
  .log([...log.records])
const { asOf } = story.at('2024-02-20')
const basis = basisOf(law, story.file, asOf, digest)
const bytes = assessmentText(assessCase(law, story.file, asOf))

describe('the basis of a decision', () => {
  test('names every fact, record and version of the law that was known', () => {
    expect(basis).toEqual({
      asOf,
      facts: 3,
      devices: [{ device: toldDevice, seq: 2 }],
      rules: ['US-MA@2026-11-01', 'US-MA-program@2005-01-01', 'US-MA-program@2021-07-09'],
      digest,
    })
  })

  test('facts told later, about earlier days, and records that came later change nothing about it', () => {
    const more = programCaseUnder(law).opened('2024-01-03').convicted('2012-04-01').convicted('2022-01-10')
    more.reported('2024-02-01', 'no-device').log(log.retest('2024-02-08T12:00Z', 40).records)
    expect(assessmentText(assessCase(law, more.file, asOf))).not.toBe(bytes)
    expect(assessmentText(assessCase(lawKnownAs(law, basis), knownAs(more.file, basis), basis.asOf))).toBe(bytes)
  })

  test('a law enacted later, even for earlier days, changes nothing about it', () => {
    const [, program] = law.programs
    assert(program !== undefined, 'Massachusetts has two versions')
    const enacted = { ...program, version: effectiveFrom('2024-01-01'), name: 'Another law' }
    const since: CaseLaw = { ...law, programs: [...law.programs, enacted] }
    expect(assessmentText(assessCase(since, story.file, asOf))).not.toBe(bytes)
    expect(assessmentText(assessCase(lawKnownAs(since, basis), knownAs(story.file, basis), asOf))).toBe(bytes)
  })

  test('of a case without a fact or a device is a basis too', () => {
    const none = programCaseUnder(law)
    expect(basisOf(law, none.file, asOf, digest)).toMatchObject({ facts: 0, devices: [] })
    expect(knownAs(story.file, { ...basis, facts: 0, devices: [] })).toEqual({ ...none.file })
  })
})
