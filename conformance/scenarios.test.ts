import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { scenarioCommand } from '@keyturn/simulator/scenario/command.ts'
import { nodeKit } from '@keyturn/simulator/scenario/kit.ts'
import { parseScenarios } from '@keyturn/simulator/scenario/parse.ts'
import { BREATHS, STEP_WORDS } from '@keyturn/simulator/scenario/parse-steps.ts'
import { describe, expect, test } from 'vitest'

const here = import.meta.dirname
const yamlBelow = (folder: string): readonly string[] =>
  readdirSync(path.join(here, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort()

const textOf = (...names: readonly string[]): string => readFileSync(path.join(here, ...names), 'utf8')

/** The clauses that a file's scenarios name, for the test's title. */
const clausesOf = (text: string): string => {
  const parsed = parseScenarios(text)
  const scenarios = parsed.kind === 'parsed' ? parsed.scenarios : []
  return [...new Set(scenarios.flatMap(({ clauses }) => clauses))].map((id) => `[${id}]`).join(' ')
}

describe('scenarios', () => {
  const files = yamlBelow('scenarios').map((name) => [name, textOf('scenarios', name)] as const)

  test('there are scenarios of both states, of what they share, and of outages', () => {
    expect([...new Set(files.map(([name]) => name.split(path.sep)[0]))]).toEqual(['common', 'outage', 'us-ma', 'us-me'])
  })

  test.each(files.map(([name, text]) => [name, clausesOf(text), text] as const))('%s %s', (name, _clauses, text) => {
    const { text: report, exitCode } = scenarioCommand([{ path: name, text }], { json: false }, nodeKit)
    expect(report, report).not.toContain('FAILED')
    expect(exitCode).toBe(0)
  })
})

describe('docs/formats/scenario.md', () => {
  const document = textOf('..', 'docs', 'formats', 'scenario.md')

  test('the example at its beginning runs as it says', () => {
    const example = /```yaml\n(title: [^`]*)```/.exec(document)?.[1] ?? ''
    const { text, exitCode } = scenarioCommand([{ path: 'example', text: example }], { json: false }, nodeKit)
    expect([text, exitCode]).toEqual([expect.stringContaining('1 passed'), 0])
  })

  test('every step and every way to blow stands in it', () => {
    const steps = [...STEP_WORDS, ...BREATHS.map((manner) => manner.replace('-', ' '))]
    expect(steps.filter((word) => !document.includes(`\`${word}`))).toEqual([])
  })
})

describe('files that are wrong on purpose', () => {
  test.each([
    ['unreadable', 2],
    ['mismatch', 1],
  ] as const)('%s.yaml is reported line by line', (name, code) => {
    const file = { path: `${name}.yaml`, text: textOf('scenario-faults', `${name}.yaml`) }
    const { text, exitCode } = scenarioCommand([file], { json: false }, nodeKit)
    expect(text).toBe(textOf('scenario-faults', `${name}.txt`))
    expect(exitCode).toBe(code)
  })
})
