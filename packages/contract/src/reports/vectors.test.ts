import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readErrorReturn, writeErrorReturn } from './error-return.ts'
import { REPORT_ADAPTERS, type ReportFormat } from './formats.ts'

const folder = new URL('../../../../conformance/vectors/reports/', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8')
type Case = {
  readonly comment: string
  readonly file: string
  readonly format: ReportFormat
  readonly expect: object
}
const cases: readonly Case[] = JSON.parse(read('cases.json'))

test.each(cases.map((one) => [one.comment, one] as const))('%s', (_comment, { file, format, expect: wanted }) => {
  const result = REPORT_ADAPTERS[format].read(read(file))
  expect(
    result.kind === 'refused'
      ? { kind: 'refused' }
      : { kind: 'file', records: result.file.records.length, faults: result.faults.map(({ code }) => code) },
  ).toEqual(wanted)
})

test.each(['json', 'csv', 'fixed'] as const)('a file of two reports is written as it is checked in: %s', (format) => {
  const text = read(`two.${{ json: 'json', csv: 'csv', fixed: 'txt' }[format]}`)
  const result = REPORT_ADAPTERS[format].read(text)
  if (result.kind === 'refused') expect.fail(result.why)
  // A line of fixed width holds the day of the file and not its moment; the vendor's name is in each record.
  expect(REPORT_ADAPTERS[format].write(result.file).text).toBe(text)
})

test('the error return reads back as it is checked in', () => {
  const text = read('return.csv')
  const result = readErrorReturn(text)
  if (result.kind === 'refused') expect.fail(result.why)
  expect(writeErrorReturn(result.faults)).toBe(text)
})
