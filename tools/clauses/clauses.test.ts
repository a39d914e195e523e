import type { ScenarioResult } from '@keyturn/simulator/scenario/result.ts'
import { describe, expect, test } from 'vitest'
import { prove, report } from './proofs.ts'
import { type Clause, readRequirements } from './requirements.ts'
import { titledTests } from './test-titles.ts'

const clause = (id: string, slice = 'spine'): Clause => ({ id, source: 'Maine', words: 'What it says', slice })
const scenario = (clauses: readonly string[], outcome: ScenarioResult['outcome'] = 'passed'): ScenarioResult => ({
  file: 'a.yaml',
  line: 1,
  title: 'A title',
  clauses,
  outcome,
  steps: 1,
  checks: 1,
  records: 1,
  mismatches: [],
})
// Put together from parts, so that this file itself proves no clause.
const id = (name: string): string => `[${name}]`

describe('requirements', () => {
  const table = '# R\n\n## Maine\n\n| id | requirement | slice |\n| --- | --- | --- |\n'

  test('each row of a table is a clause of its source', () => {
    expect(readRequirements(`${table}| ME-5a | A retest | spine |\n| ME-1 | Federal | later: conformity |\n`)).toEqual({
      clauses: [
        { id: 'ME-5a', source: 'Maine', words: 'A retest', slice: 'spine' },
        { id: 'ME-1', source: 'Maine', words: 'Federal', slice: 'later: conformity' },
      ],
      faults: [],
    })
  })

  test.each([
    ['a row without its slice', '| ME-5a | A retest |\n', 'a row has three cells'],
    ['an id that is none', '| five | A retest | spine |\n', '"five" is not a clause id'],
    ['a slice that is none', '| ME-5a | A retest | someday |\n', 'got "someday"'],
    ['an id twice', '| ME-5a | A | spine |\n| ME-5a | B | spine |\n', 'ME-5a stands here for the second time'],
    ['no clause at all', '', 'has no clauses'],
  ])('%s is a fault', (_what, rows, fault) => {
    expect(readRequirements(table + rows).faults[0]).toContain(fault)
  })
})

describe('titles of tests', () => {
  const idsIn = (code: string) => titledTests('a.test.ts', code).map(({ ids }) => ids.join(' '))

  test('ids stand in the titles of tests and groups, literal or template', () => {
    expect(idsIn(`test('x ${id('ME-5a')} ${id('MA-LCK-1')}', f)`)).toEqual(['ME-5a MA-LCK-1'])
    expect(idsIn(`describe.each(rows)('x ${id('OUT-1')}', f)`)).toEqual(['OUT-1'])
    expect(idsIn(`it.concurrent(\`\${name} ${id('ME-6')}\`, f)`)).toEqual(['ME-6'])
  })

  test('ids elsewhere prove nothing', () => {
    expect(idsIn(`// test('x ${id('ME-5a')}')\nlog('y ${id('ME-5a')}')\nconst a = '${id('ME-5a')}'`)).toEqual([])
  })

  test('a test that is kept from running proves nothing', () => {
    expect(
      idsIn(
        `test.skip('x ${id('ME-5a')}', f)\ntest.todo('x ${id('ME-5a')}')\ndescribe.skipIf(a)('x ${id('ME-5a')}', f)`,
      ),
    ).toEqual([])
  })
})

describe('proofs', () => {
  test('a clause of the spine without a proof is a fault', () => {
    expect(prove([clause('ME-5a'), clause('ME-1', 'later: conformity')], [], []).faults).toEqual([
      'ME-5a has no scenario and no test: What it says',
    ])
  })

  test('a passing scenario or a titled test proves a clause', () => {
    const titled = { file: 'a.test.ts', line: 3, title: 'x', ids: ['ME-6'] }
    const ledger = prove([clause('ME-5a'), clause('ME-6')], [scenario(['ME-5a'])], [titled])
    expect(ledger.faults).toEqual([])
    expect(ledger.proved.map(({ proofs }) => proofs.map(({ where }) => where))).toEqual([['a.yaml:1'], ['a.test.ts:3']])
  })

  test('a failing scenario proves nothing and is named', () => {
    expect(prove([clause('ME-5a')], [scenario(['ME-5a'], 'failed')], []).faults).toHaveLength(2)
  })

  test('an id that nobody wrote down is a fault', () => {
    const titled = { file: 'a.test.ts', line: 3, title: 'x', ids: ['ME-99'] }
    expect(prove([], [scenario(['MA-NO-1'])], [titled]).faults).toEqual([
      'a.test.ts:3: ME-99 is not in docs/requirements.md',
      'a.yaml:1: MA-NO-1 is not in docs/requirements.md',
    ])
  })

  test('the report counts what is proved and marks what is not', () => {
    const text = report(prove([clause('ME-5a'), clause('ME-6')], [scenario(['ME-5a'])], []))
    expect(text).toContain('1 of 2 clauses that are due are proved')
    expect(text).toContain('NOT PROVED')
  })
})
