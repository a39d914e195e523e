import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { instant } from '@keyturn/domain/units.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { keyturn } from '../told-terminal.ts'

const vectors = path.resolve(import.meta.dirname, '../../../../conformance/vectors')
const file = (name: string) => path.join(vectors, name)
const map = file('imports/acme.yaml')
const now = instant(Date.UTC(2026, 2, 21))
let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'keyturn-import-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('keyturn import', () => {
  test('judges a file of another maker and says that nothing is signed', async () => {
    const told = await keyturn(['import', file('imports/month.csv'), '--map', map], { now })
    expect(told).toMatchObject({ exit: 0, err: '' })
    expect(told.out).toContain('ACME-10077: 3 records, UNSIGNED')
    expect(told.out).toContain('LOCKED OUT since 2026-03-20 12:30Z')
    expect(told.out).toContain('code 900, 1 row(s), first on line 4: a daily sign of life')
  })

  test('names every row that cannot be read', async () => {
    const told = await keyturn(['import', file('imports/bad-rows.csv'), '--map', map], { now })
    expect(told.exit).toBe(1)
    expect([...told.out.matchAll(/line (\d+):/g)].map(([, line]) => line)).toEqual(['3', '4', '5', '6'])
  })

  test('lists what the mapping does not know, and prints for programs', async () => {
    const told = await keyturn(['import', file('imports/unknown-code.csv'), '--map', map, '--json'], { now })
    expect(JSON.parse(told.out)).toMatchObject({
      taken: true,
      unknownCodes: [{ code: '417' }],
      devices: [{ signed: false }],
    })
  })

  test('tells each record with --timeline', async () => {
    const told = await keyturn(['import', file('imports/month.csv'), '--map', map, '--timeline'], { now })
    expect(told.out.split('\n').filter((line) => /^ {4}\d {2}/.test(line))).toHaveLength(3)
  })

  test.each([
    ['version: 2\n', 'version'],
    ['{{{', 'neither YAML nor JSON'],
    ['a: &x [1]\nb: *x\n', 'neither YAML nor JSON'],
  ])('a mapping %j is bad input', async (text, words) => {
    const own = path.join(folder, 'map.yaml')
    writeFileSync(own, text)
    const told = await keyturn(['import', file('imports/month.csv'), '--map', own], { now })
    expect(told).toMatchObject({ exit: 2, out: '' })
    expect(told.err).toContain(words)
  })

  test('reads the same mapping as YAML and as JSON', () => {
    expect(parse(readFileSync(map, 'utf8'))).toEqual(JSON.parse(readFileSync(file('imports/acme.json'), 'utf8')))
  })
})

describe('keyturn report', () => {
  test('lists the records of a file that holds', async () => {
    const told = await keyturn(['report', file('reports/two.txt'), '--format', 'fixed'])
    expect(told).toMatchObject({ exit: 0 })
    expect(told.out).toContain('2 report(s) of NORTH')
  })

  test('says which record comes back, and writes the error return', async () => {
    const back = path.join(folder, 'back.csv')
    const told = await keyturn(['report', file('reports/no-license.txt'), '--format', 'fixed', '--errors', back])
    expect(told.exit).toBe(1)
    expect(told.out).toContain('record 1 comes back: no-license')
    expect(readFileSync(back, 'utf8')).toMatch(/^number,report,code,what\r\n1,me-violation:/)
  })

  test('refuses a file whose count is wrong', async () => {
    const told = await keyturn(['report', file('reports/count-too-high.csv'), '--format', 'csv'])
    expect(told).toMatchObject({ exit: 1, out: expect.stringContaining('Refused whole') })
  })
})
