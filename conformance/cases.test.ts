import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { FACT_KINDS } from '@keyturn/simulator/case-scenario/fact-readers.ts'
import { CAR_WORDS } from '@keyturn/simulator/case-scenario/parse-car.ts'
import { parseCases } from '@keyturn/simulator/case-scenario/parse-case.ts'
import { EXPECT_KEYS } from '@keyturn/simulator/case-scenario/parse-case-expect.ts'
import { scenarioCommand } from '@keyturn/simulator/scenario/command.ts'
import { nodeKit } from '@keyturn/simulator/scenario/kit.ts'
import { describe, expect, test } from 'vitest'

const here = import.meta.dirname
const textOf = (...names: readonly string[]): string => readFileSync(path.join(here, ...names), 'utf8')
const files = readdirSync(path.join(here, 'cases'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => [name, textOf('cases', name)] as const)
const casesIn = (text: string) => {
  const parsed = parseCases(text)
  return parsed.kind === 'parsed' ? parsed.cases : []
}

describe('cases', () => {
  test('no two cases share an id', () => {
    const ids = files.flatMap(([, text]) => casesIn(text).map(({ caseId }) => caseId))
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
    expect(ids.length).toBeGreaterThan(30)
  })

  test.each(files)('%s comes out as it says', (name, text) => {
    const { text: report, exitCode } = scenarioCommand([{ path: name, text }], { json: false }, nodeKit)
    expect(report, report).not.toContain('FAILED')
    expect(exitCode).toBe(0)
  })
})

describe('docs/formats/case-scenario.md', () => {
  const document = textOf('..', 'docs', 'formats', 'case-scenario.md')

  test('the example at its beginning comes out as it says', () => {
    const example = /```yaml\n(title: [^`]*)```/.exec(document)?.[1] ?? ''
    const { text, exitCode } = scenarioCommand([{ path: 'example', text: example }], { json: false }, nodeKit)
    expect([text, exitCode]).toEqual([expect.stringContaining('1 passed'), 0])
  })

  test('every fact, every word of a car and every expectation stands in it', () => {
    const words = [...FACT_KINDS, ...CAR_WORDS, ...EXPECT_KEYS]
    expect(words.filter((word) => !new RegExp(`[\`{]${word}`).test(document))).toEqual([])
  })
})

describe('cases that are wrong on purpose', () => {
  test.each([
    ['case-unreadable', 2],
    ['case-mismatch', 1],
  ] as const)('%s.yaml is reported line by line', (name, code) => {
    const file = { path: `${name}.yaml`, text: textOf('scenario-faults', `${name}.yaml`) }
    const { text, exitCode } = scenarioCommand([file], { json: false }, nodeKit)
    expect(text).toBe(textOf('scenario-faults', `${name}.txt`))
    expect(exitCode).toBe(code)
  })
})
