import { webcrypto } from 'node:crypto'
import { webCrypto } from '@keyturn/contract/crypto/web.ts'
import { describe, expect, test } from 'vitest'
import { changed, keyOf, logOf } from '../../../tests/sample-log.ts'
import { checkLog, type Report } from './check-log.ts'

const crypto = webCrypto(webcrypto.subtle)
const key = keyOf(1)
const log = logOf([12, 5], key)
const results = (report: Report) => report.checks.map(({ result }) => result)

describe('the checks of a log in the browser', () => {
  test('a whole log under its key holds in every check', async () => {
    const report = await checkLog(log, key.raw, crypto)
    expect(report).toMatchObject({ verdict: 'verified', device: 'KT-MA-0001', place: 'Massachusetts', segments: 2 })
    expect(results(report)).toEqual(['holds', 'holds', 'holds', 'holds'])
    expect(report.lines).toHaveLength(17)
  })

  test('without a key the signatures are said to be unchecked', async () => {
    const report = await checkLog(log, null, crypto)
    expect(report.verdict).toBe('intact')
    expect(results(report)).toEqual(['holds', 'holds', 'holds', 'not-checked'])
  })

  test('under the key of another device the signature does not hold', async () => {
    const report = await checkLog(log, keyOf(2).raw, crypto)
    expect(report.verdict).toBe('broken')
    expect(results(report)[3]).toBe('broken')
  })

  test.each([
    ['without a key', null],
    ['with the key', key.raw],
  ])('a later part of a log is checked on its own, %s', async (_, publicKey) => {
    const text = new TextDecoder().decode(log)
    const later = new TextEncoder().encode(text.slice(text.indexOf('{"v":1', 10)))
    expect((await checkLog(later, publicKey, crypto)).fault).toBeNull()
  })

  test('a changed value breaks the contents of its segment', async () => {
    const report = await checkLog(changed(log, 5, '"brac":3', '"brac":1'), key.raw, crypto)
    expect(report.verdict).toBe('broken')
    expect(results(report)).toEqual(['not-checked', 'broken', 'not-checked', 'not-checked'])
    expect(report.fault).toMatchObject({ code: 'wrong-digest', segment: 1 })
  })

  test('a changed field name names its very line', async () => {
    const report = await checkLog(changed(log, 5, '"brac"', '"brak"'), key.raw, crypto)
    expect(report.fault).toMatchObject({ line: 5, records: { from: 4, to: 4 } })
  })

  test('a missing segment breaks the chain', async () => {
    const three = new TextDecoder().decode(logOf([3, 3, 3], key)).split(/(?={"v":1)/)
    const report = await checkLog(new TextEncoder().encode(`${three[0]}${three[2]}`), key.raw, crypto)
    expect(results(report)).toEqual(['not-checked', 'not-checked', 'broken', 'not-checked'])
  })

  test('a torn file is told as torn, and what is whole is shown', async () => {
    const report = await checkLog(log.slice(0, log.length - 40), key.raw, crypto)
    expect(report.checks[0]?.result).toBe('broken')
    expect(report.segments).toBe(1)
  })

  test.each([
    ['an empty file', ''],
    ['a picture', '\u0089PNG\r\n'],
    ['a letter', 'Dear Sir or Madam,\n\nplease'],
  ])('%s is no log, and no check passes', async (_, text) => {
    const report = await checkLog(new TextEncoder().encode(text), null, crypto)
    expect(report.verdict).toBe('broken')
    expect(results(report)).not.toContain('holds')
  })
})
