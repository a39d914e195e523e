import { readdirSync, readFileSync } from 'node:fs'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { expect, test } from 'vitest'
import { caseUnder } from './case-under.ts'

const here = new URL('./', import.meta.url)
const page = readFileSync(new URL('../../../docs/formats/status.md', here), 'utf8')
const block = (language: string) => page.split(`\n\`\`\`${language}\n`)[1]?.split('\n```')[0]

test('the explanation in the document is what the engine says', () => {
  const driver = caseUnder(massachusetts).installed('2026-03-02T14:00Z').retest('2026-03-20T12:30Z', 34)
  expect(block('')).toBe(driver.at('2026-03-20T13:00Z').explained)
})

test('the finding in the document is what the engine finds', () => {
  const driver = caseUnder(massachusetts).installed('2026-01-05T14:00Z').powerLost('2026-01-20T11:10Z', 'power', -185)
  expect(JSON.parse(block('json') ?? '')).toEqual(driver.at('2026-01-21T00:00Z').findings[0])
})

test('the document names every rule the engine itself can give, and no other', () => {
  const sources = readdirSync(here).filter((name) => name.endsWith('.ts') && !/\.test\.ts|event-examples/.test(name))
  const text = sources.map((name) => readFileSync(new URL(name, here), 'utf8')).join('\n')
  const inCode = text.matchAll(/(?:rule: |rule: \w+ \? |[?:] |return )'((?:[a-z]+-)*[a-z]+)'/g)
  const known = new Set([...inCode].flatMap(([, id]) => (id === undefined ? [] : [id])))
  const inPage = [...page.matchAll(/^\| `([a-z-]+)` \| (?:not-held|for-a-person|integrity|violations-reset) \|/gm)]
  const documented = inPage.flatMap(([, id]) => (id === undefined ? [] : [id]))
  expect(documented.filter((id) => !known.has(id))).toEqual([])
  const given = [...text.matchAll(/\brule: (?:\w+ \? )?'([a-z-]+)'(?: : '([a-z-]+)')?/g)].flatMap(([, a, b]) => [a, b])
  expect(given.filter((id) => id !== undefined && !documented.includes(id))).toEqual([])
})
