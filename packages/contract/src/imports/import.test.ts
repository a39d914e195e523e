import { assess } from '@keyturn/cases/assess.ts'
import { recordFacts } from '@keyturn/cases/fact.ts'
import { deviceId, type Instant, instant, parseInstant } from '@keyturn/domain/units.ts'
import { profiles } from '@keyturn/rules/profiles.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bracFrom } from './amount.ts'
import { isTimeFormat, readTime } from './local-time.ts'
import { IMPORTABLE, readMapping } from './mapping.ts'
import { type DeviceImport, mergeImports } from './merge.ts'
import { readImport } from './read-import.ts'

const at = (text: string): Instant => parseInstant(text) ?? instant(Number.NaN)
const wire = {
  version: 1,
  name: 'Acme Interlock export',
  profile: 'US-MA@2026-11-01',
  device: { column: 'Serial', prefix: 'ACME-' },
  time: { columns: ['Date', 'Time'], format: 'MM/DD/YYYY hh:mm:ss A', zone: 'America/New_York' },
  event: { column: 'Code' },
  value: { column: 'BAC', unit: 'g/210L' },
  codes: {
    '100': { kind: 'installed', from: { technician: 'Tech' } },
    '110': { kind: 'sample', with: { test: 'start' } },
    '120': { kind: 'sample', with: { test: 'retest' } },
    '121': { kind: 'retest-missed' },
    '140': { kind: 'service-completed', from: { technician: 'Tech' } },
    '900': { skip: 'a daily sign of life' },
  },
} as const
const mappingOf = (value: unknown) => {
  const read = readMapping(value)
  if (read.kind === 'refused') expect.fail(read.errors.join('; '))
  return read.mapping
}
const mapping = mappingOf(wire)
const TITLES = 'Serial,Date,Time,Code,BAC,Tech,Note'
const csv = (...lines: readonly string[]) => [TITLES, ...lines, ''].join('\r\n')
const device = deviceId('ACME-10077')
const read = (text: string, by = mapping) => {
  const result = readImport(text, by)
  if (result.kind === 'refused') expect.fail(`${result.why} ${JSON.stringify(result.badRows)}`)
  return result
}
const from = (id: string, text: string, receivedAt = '2026-04-01T00:00Z'): DeviceImport => ({
  id,
  receivedAt: at(receivedAt),
  rows: read(text).rows,
})

const installed = '10077,03/02/2026,09:00:00 AM,100,,T-9,'
const failedRetest = '10077,03/20/2026,08:30:00 AM,120,0.034,,'

describe('a file', () => {
  test('becomes records of ours, numbered by their time', () => {
    const log = mergeImports(device, [from('a', csv(failedRetest, installed))])
    expect(log.records).toMatchObject([
      { seq: 1, kind: 'installed', at: at('2026-03-02T14:00Z'), technician: 'T-9', cause: 'provider' },
      {
        seq: 2,
        kind: 'sample',
        at: at('2026-03-20T12:30Z'),
        test: 'retest',
        result: 'fail',
        brac: 34,
        cause: 'operator',
      },
    ])
    expect(log.received).toEqual([{ seq: 2, at: at('2026-04-01T00:00Z') }])
  })

  test('is judged by the same rules as a log of ours', () => {
    const { records } = mergeImports(device, [from('a', csv(installed, failedRetest))])
    const { status } = assess(
      profiles.filter(({ id }) => id === 'US-MA'),
      recordFacts(device, records),
      at('2026-03-21T00:00Z'),
    )
    expect(status).toMatchObject({
      kind: 'locked-out',
      since: at('2026-03-20T12:30Z'),
      visitBy: at('2026-03-22T12:30Z'),
    })
  })

  test('lists codes that nobody explained and keeps their rows', () => {
    const result = read(
      csv(
        installed,
        '10077,03/03/2026,09:00:00 AM,417,,,',
        '10077,03/04/2026,09:00:00 AM,417,,,',
        '10077,03/04/2026,09:00:00 AM,900,,,',
      ),
    )
    expect(result.unknownCodes).toEqual([{ code: '417', rows: 2, firstLine: 3, why: null }])
    expect(result.skippedCodes).toEqual([{ code: '900', rows: 1, firstLine: 5, why: 'a daily sign of life' }])
    const { records } = mergeImports(device, [{ id: 'a', receivedAt: at('2026-04-01T00:00Z'), rows: result.rows }])
    expect(records.map(({ kind }) => kind)).toEqual(['installed', 'unexpected-input', 'unexpected-input'])
  })

  test('with rows that cannot be read is refused whole, each row named', () => {
    const result = readImport(
      csv(
        installed,
        '10077,02/30/2026,09:00:00 AM,110,0.01,,',
        '1 7,03/04/2026,09:00:00 AM,110,0.01,,',
        '10077,03/04/2026,09:00:00 AM,110,high,,',
        '10077,03/05/2026',
      ),
      mapping,
    )
    expect(result).toMatchObject({ kind: 'refused', badRowsTotal: 4 })
    expect(result.kind === 'refused' && result.badRows.map(({ line }) => line)).toEqual([3, 4, 5, 6])
  })

  test.each([
    ['', 'is empty'],
    ['Serial,Date,Time,Code,Tech\r\n', 'no column "BAC"'],
    [`${TITLES},Code\r\n`, 'stands twice'],
    ['"Serial', 'quotation mark'],
  ])('%j is refused: %s', (text, why) => {
    const result = readImport(text, mapping)
    expect(result.kind === 'refused' && result.why).toContain(why)
  })

  test('never makes the reader throw', () => {
    fc.assert(fc.property(fc.string(), (text) => ['read', 'refused'].includes(readImport(text, mapping).kind)))
    fc.assert(
      fc.property(fc.array(fc.array(fc.string(), { minLength: 7, maxLength: 7 })), (rows) => {
        const text = csv(...rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')))
        return ['read', 'refused'].includes(readImport(text, mapping).kind)
      }),
    )
  })

  test('may name a code like something every object has', () => {
    expect(read(csv('10077,03/03/2026,09:00:00 AM,constructor,,,')).unknownCodes).toMatchObject([
      { code: 'constructor' },
    ])
  })
})

describe('several files', () => {
  const first = csv(installed, failedRetest)
  const overlapping = csv(failedRetest, '10077,03/22/2026,10:00:00 AM,140,,T-9,')

  test('that overlap are one log', () => {
    const log = mergeImports(device, [from('a', first), from('b', overlapping, '2026-04-02T00:00Z')])
    expect(log.records.map(({ seq, kind }) => [seq, kind])).toEqual([
      [1, 'installed'],
      [2, 'sample'],
      [3, 'service-completed'],
    ])
    expect(log).toMatchObject({ repeated: 1, contradictions: [] })
    expect(log.received).toEqual([
      { seq: 2, at: at('2026-04-01T00:00Z') },
      { seq: 3, at: at('2026-04-02T00:00Z') },
    ])
  })

  test('that are the same change nothing', () => {
    const once = mergeImports(device, [from('a', first)])
    const twice = mergeImports(device, [from('a', first), from('b', first, '2026-04-02T00:00Z')])
    expect(twice).toEqual({ ...once, repeated: 2 })
  })

  test('that contradict each other keep both, and judge the one that came first', () => {
    const other = csv(failedRetest.replace('0.034', '0.004'))
    const log = mergeImports(device, [from('a', first), from('b', other, '2026-04-02T00:00Z')])
    expect(log.records[1]).toMatchObject({ brac: 34 })
    expect(log.contradictions).toMatchObject([
      {
        code: '120',
        judged: { importId: 'a', line: 3, entry: { brac: 34 } },
        other: { importId: 'b', line: 2, entry: { brac: 4 } },
      },
    ])
  })

  test('come to the same records in whatever order they are held', () => {
    const imports = [
      from('a', first),
      from('b', overlapping, '2026-04-02T00:00Z'),
      from('c', csv(failedRetest.replace('0.034', '0.1')), '2026-04-03T00:00Z'),
    ]
    fc.assert(
      fc.property(fc.shuffledSubarray(imports, { minLength: 3 }), (shuffled) => {
        expect(mergeImports(device, shuffled)).toEqual(mergeImports(device, imports))
      }),
    )
  })

  test('keep each device apart', () => {
    const both = from('a', csv(installed, installed.replace('10077', '10078')))
    expect(mergeImports(device, [both]).records).toHaveLength(1)
  })
})

describe('times', () => {
  const rule = { format: 'YYYY-MM-DD HH:mm', zone: 'America/New_York', twice: 'refuse' } as const
  test.each([
    ['2026-03-08 01:59', '2026-03-08T06:59Z'],
    ['2026-03-08 03:00', '2026-03-08T07:00Z'],
    ['2026-11-01 00:59', '2026-11-01T04:59Z'],
    ['2026-11-01 02:00', '2026-11-01T07:00Z'],
    ['2028-02-29 12:00', '2028-02-29T17:00Z'],
  ])('%s in New York is %s', (text, moment) => {
    expect(readTime(text, rule)).toEqual({ kind: 'moment', at: at(moment) })
  })

  test.each(['2026-03-08 02:00', '2026-03-08 02:59'])('%s is skipped by the clock change and refused', (text) => {
    for (const twice of ['refuse', 'earlier', 'later'] as const)
      expect(readTime(text, { ...rule, twice })).toMatchObject({ kind: 'refused' })
  })

  test('a time that exists twice is refused, or what the mapping says', () => {
    const text = '2026-11-01 01:30'
    expect(readTime(text, rule)).toMatchObject({ kind: 'refused' })
    expect(readTime(text, { ...rule, twice: 'earlier' })).toEqual({ kind: 'moment', at: at('2026-11-01T05:30Z') })
    expect(readTime(text, { ...rule, twice: 'later' })).toEqual({ kind: 'moment', at: at('2026-11-01T06:30Z') })
  })

  test.each([
    ['2026-03-08T02:30:00-05:00', '2026-03-08T07:30Z'],
    ['2026-11-01T01:30:00Z', '2026-11-01T01:30Z'],
    ['2026-11-01 01:30:00+0530', '2026-10-31T20:00Z'],
  ])('iso %s with its offset needs no zone', (text, moment) => {
    expect(readTime(text, { ...rule, format: 'iso' })).toEqual({ kind: 'moment', at: at(moment) })
  })

  test.each([
    ['12:00:00 AM', '05:00'],
    ['12:00:00 PM', '17:00'],
    ['01:05:09 pm', '18:05'],
  ])('%s is read by half days', (time, utc) => {
    expect(readTime(`01/31/2026 ${time}`, { ...rule, format: 'MM/DD/YYYY hh:mm:ss A' })).toMatchObject({
      kind: 'moment',
    })
    const read = readTime(`01/31/2026 ${time}`, { ...rule, format: 'MM/DD/YYYY hh:mm:ss A' })
    expect(read.kind === 'moment' && new Date(read.at).toISOString().slice(11, 16)).toBe(utc)
  })

  test('any moment told in local time is read back, or is one of two', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.parse('2024-01-01T00:00Z') / 60_000, max: Date.parse('2030-01-01T00:00Z') / 60_000 }),
        (minute) => {
          const moment = instant(minute * 60_000)
          const local = new Intl.DateTimeFormat('sv-SE', {
            timeZone: rule.zone,
            dateStyle: 'short',
            timeStyle: 'short',
          }).format(moment)
          const both = (['earlier', 'later'] as const).map((twice) => readTime(local, { ...rule, twice }))
          expect(both.some((one) => one.kind === 'moment' && one.at === moment)).toBe(true)
        },
      ),
    )
  })

  test.each([
    'YYYY-MM-DD',
    'HH:mm',
    'YYYY-MM-DD hh:mm',
    'YYYY-MM-DD HH:mm A',
    'YYYY YYYY-MM-DD HH:mm',
    'YYYY-MM-DDTHH:mm',
    '',
  ])('%j is no format', (format) => {
    expect(isTimeFormat(format)).toBe(false)
  })
})

describe('amounts', () => {
  test.each([
    ['0.020', 'g/210L', 20],
    ['.02', 'g/210L', undefined],
    ['0.0209', 'g/210L', 20],
    ['20', 'mg/210L', 20],
    ['0.08', 'percent', 80],
    ['0.25', 'mg/L', 52],
    ['35', 'ug/100mL', 73],
    ['0.999', 'g/210L', 999],
    ['1.000', 'g/210L', undefined],
    ['-0.01', 'g/210L', undefined],
    ['1e-2', 'g/210L', undefined],
    ['', 'g/210L', undefined],
  ] as const)('%s %s is %s', (text, unit, mg) => {
    expect(bracFrom(text, unit)).toBe(mg)
  })
})

describe('a mapping', () => {
  test.each([
    [{ ...wire, version: 2 }, 'version'],
    [{ ...wire, more: 1 }, 'more'],
    [{ ...wire, profile: 'US-ZZ@2026-01-01' }, 'profile'],
    [{ ...wire, time: { ...wire.time, zone: 'Boston' } }, 'zone'],
    [{ ...wire, codes: { '1': { kind: 'log-recovered' } } }, 'codes'],
    [{ ...wire, codes: { '1': { kind: 'tamper', with: { sgin: 'power-cut' } } } }, 'tamper has no field sgin'],
    [null, 'mapping'],
  ])('is refused with the field at fault (%#)', (value, where) => {
    const read = readMapping(value)
    expect(read.kind === 'refused' && read.errors.join('; ')).toContain(where)
  })

  test('a kind whose field nobody tells refuses the row', () => {
    const by = mappingOf({ ...wire, codes: { ...wire.codes, '130': { kind: 'tamper' } } })
    const result = readImport(csv('10077,03/03/2026,09:00:00 AM,130,,,'), by)
    expect(result.kind === 'refused' && result.badRows[0]?.what).toContain('tamper wants sign')
  })

  test.each(IMPORTABLE)('%s can be told', (kind) => {
    const more = {
      tamper: { sign: 'power-cut' },
      circumvention: { sign: 'bag' },
      malfunction: { code: 'E1' },
      'malfunction-cleared': { code: 'E1' },
      'lockout-began': { rule: 'failed-starts' },
      'lockout-ended': { rule: 'failed-starts' },
    }
    const own = Object.entries(more).find(([name]) => name === kind)?.[1] ?? {}
    const by = mappingOf({ ...wire, codes: { '1': { kind, with: own } } })
    const { rows } = read(csv('10077,03/03/2026,09:00:00 AM,1,0.010,,'), by)
    expect(mergeImports(device, [{ id: 'a', receivedAt: at('2026-04-01T00:00Z'), rows }]).records[0]?.kind).toBe(kind)
  })
})
