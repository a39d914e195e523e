import { readFileSync } from 'node:fs'
import { iso } from '@keyturn/domain/units.ts'
import { expect, test } from 'vitest'
import { readMapping } from './mapping.ts'
import { readImport } from './read-import.ts'

const folder = new URL('../../../../conformance/vectors/imports/', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8')
type Case = { readonly comment: string; readonly file: string; readonly expect: object }
const cases: readonly Case[] = JSON.parse(read('cases.json'))

test.each(cases.map((one) => [one.comment, one] as const))('%s', (_comment, { file, expect: wanted }) => {
  const mapping = readMapping(JSON.parse(read('acme.json')))
  if (mapping.kind === 'refused') expect.fail(mapping.errors.join('; '))
  const result = readImport(read(file), mapping.mapping)
  expect(
    result.kind === 'refused'
      ? { kind: 'refused', badLines: result.badRows.map(({ line }) => line) }
      : {
          kind: 'read',
          records: result.rows.map(({ at, entry }) => [iso(at), entry.kind]),
          unknown: result.unknownCodes.map(({ code }) => code),
          skipped: result.skippedCodes.map(({ code }) => code),
        },
  ).toEqual(wanted)
})
