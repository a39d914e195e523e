import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { reportLawName } from './reports.ts'
import { findReportRule, reportLawOn, reportLaws, reportLawsOf } from './reports-for.ts'
import { citationsIn, ruledIn } from './testing/walk.ts'

const flat = (text: string) => text.replace(/\s+/g, ' ')
const textOf = (source: string) => flat(readFileSync(new URL(`./sources/${source}.txt`, import.meta.url), 'utf8'))

describe('reporting duties', () => {
  test.each(reportLaws.flatMap(citationsIn).map((law) => [law.quote, law] as const))(
    'quote "%s" word for word',
    (_quote, law) => expect(textOf(law.source)).toContain(flat(law.quote)),
  )

  test('are cited, researched or assumed, each value on one ground', () => {
    const all = reportLaws.flatMap(ruledIn)
    expect(all).toHaveLength(3 * reportLaws.flatMap(({ rules }) => rules).length)
    for (const one of all) expect(['law', 'research', 'assumed'].filter((ground) => ground in one)).toHaveLength(1)
  })

  test('of Maine are 24 hours for a violation and ten days for monitoring', () => {
    expect(findReportRule('me-violation')?.within.value).toEqual({ kind: 'hours', hours: 24 })
    expect(findReportRule('me-monitoring')?.within.value).toEqual({ kind: 'days', days: 10 })
    expect(findReportRule('nothing')).toBeUndefined()
  })

  test('have ids of their own and name their version', () => {
    const ids = reportLaws.flatMap(({ rules }) => rules.map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
    expect(reportLaws.map(reportLawName)).toEqual(['US-MA-reports@2021-07-09', 'US-ME-reports@2024-12-18'])
    expect(reportLawOn(reportLawsOf('US-ZZ'), '2026-01-01')).toBeUndefined()
    expect(reportLawOn(reportLawsOf('US-ME'), '2020-01-01')?.version).toBe('2024-12-18')
  })
})
