import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { programName } from './program.ts'
import { findProgram, programs, programsOf } from './programs.ts'
import { citationsIn, ruledIn } from './testing/walk.ts'

const flat = (text: string) => text.replace(/\s+/g, ' ')
const textOf = (source: string) => flat(readFileSync(new URL(`./sources/${source}.txt`, import.meta.url), 'utf8'))

describe.each(programs.map((program) => [programName(program), program] as const))('%s', (_name, program) => {
  test('quotes its law word for word', () => {
    for (const law of citationsIn(program)) {
      expect(textOf(law.source)).toContain(flat(law.quote))
      expect(law.quote.length).toBeGreaterThan(10)
      expect(law.clauses).not.toEqual([])
    }
  })

  test('states each value as cited, researched or assumed, with its reason', () => {
    const ruled = ruledIn(program)
    expect(ruled.length).toBeGreaterThan(4)
    for (const one of ruled) {
      expect(['law', 'research', 'assumed'].filter((ground) => ground in one)).toHaveLength(1)
      if ('research' in one)
        for (const text of [one.research.clause, one.research.address, one.research.gist])
          expect(text.length).toBeGreaterThan(8)
      if ('assumed' in one) for (const text of Object.values(one.assumed)) expect(text.length).toBeGreaterThan(8)
    }
  })

  test('says of each ambiguity both readings and what hangs on them', () => {
    expect(new Set(program.interpretations.map(({ id }) => id)).size).toBe(program.interpretations.length)
    for (const one of program.interpretations)
      for (const text of Object.values(one)) expect(text.length).toBeGreaterThan(5)
  })
})

test('each part of a term hangs on readings that are told', () => {
  for (const { readings, interpretations } of programs) {
    const told = interpretations.map(({ id }) => id)
    for (const id of Object.values(readings).flat()) expect(told).toContain(id)
  }
})

test('a program is found by its full name and, newest first, by its jurisdiction', () => {
  for (const program of programs) expect(findProgram(programName(program))).toBe(program)
  expect(findProgram('US-MA')?.version).toBe('2021-07-09')
  expect(findProgram('US-NH')).toBeUndefined()
  expect(programsOf('US-MA').map(({ version }) => version)).toEqual(['2005-01-01', '2021-07-09'])
})

test('the quotes of Massachusetts name every clause that the program is about', () => {
  const named = new Set(
    programsOf('US-MA')
      .flatMap(citationsIn)
      .flatMap(({ clauses }) => clauses),
  )
  for (const clause of [
    ...['MA-REQ-1', 'MA-REQ-2', 'MA-REQ-3', 'MA-OPR-1', 'MA-CHG-1', 'MA-VEH-1', 'MA-VEN-1'],
    ...['MA-INS-1', 'MA-INS-2', 'MA-INS-3', 'MA-INS-4', 'MA-INS-5', 'MA-INS-6'],
    ...['MA-VIO-5', 'MA-REM-1', 'MA-REM-2', 'MA-REM-3', 'MA-REM-4', 'MA-OOS-1', 'MA-OOS-2', 'MA-OOS-3'],
  ])
    expect(named).toContain(clause)
})
