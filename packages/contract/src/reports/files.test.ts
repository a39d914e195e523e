import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCsv, writeCsv } from './csv.ts'
import { readErrorReturn, writeErrorReturn } from './error-return.ts'
import { FILING, HEADER, reportingType } from './fixed-file.ts'
import { fieldText, lengthOf } from './fixed-line.ts'
import { REPORT_ADAPTERS, REPORT_FORMATS } from './formats.ts'
import { COLUMNS, emptyRecord, FAULT_CODES, type ReportFile, type ReportRecord } from './record.ts'

const wellFormed = fc.string({ unit: 'grapheme', maxLength: 40 })
const vendor = fc.stringMatching(/^[A-Z0-9]{1,5}$/)
const createdAt = fc.constantFrom('2026-03-02T14:00:00.000Z', '2028-02-29T23:59:59.999Z')
const anyRecord = fc
  .record(Object.fromEntries(COLUMNS.map((column) => [column, wellFormed])))
  .map((one) => emptyRecord(one))
const anyFile: fc.Arbitrary<ReportFile> = fc.record({
  vendor,
  vendorName: wellFormed,
  createdAt,
  test: fc.boolean(),
  records: fc.array(anyRecord, { maxLength: 4 }),
})

describe.each(['json', 'csv'] as const)('%s', (format) => {
  const { write, read } = REPORT_ADAPTERS[format]
  test('reads back what it wrote, names in any script', () => {
    fc.assert(
      fc.property(anyFile, (file) => {
        // A table without rows cannot say more of the vendor than its one row does.
        expect(read(write(file).text)).toEqual({ kind: 'file', file, faults: [] })
      }),
      { numRuns: 60 },
    )
  })
})

describe.each(REPORT_FORMATS)('%s', (format) => {
  const { write, read } = REPORT_ADAPTERS[format]
  test('never throws on any text', () => {
    fc.assert(fc.property(fc.string(), (text) => ['file', 'refused'].includes(read(text).kind)))
    const good = write({
      vendor: 'NI',
      vendorName: 'North',
      createdAt: '2026-03-02T14:00:00.000Z',
      test: false,
      records: [ana],
    }).text
    fc.assert(
      fc.property(fc.nat(good.length), fc.nat(40), fc.string({ maxLength: 3 }), (at, cut, put) => {
        return ['file', 'refused'].includes(read(good.slice(0, at) + put + good.slice(at + cut)).kind)
      }),
    )
  })
})

const ana: ReportRecord = emptyRecord({
  report: 'me-violation:finding:KT-1/missed-visit@9',
  sort: 'violation',
  driver_name: 'Ана Núñez 陳',
  born_on: '1981-05-04',
  license_state: 'ME',
  license_number: '1234567',
  street: '1 Main St',
  city: 'Bangor',
  state: 'ME',
  postal_code: '04401',
  vin: '1HGCM82633A004352',
  technician: 'T-1',
  affiliation: 'North Interlock',
  device: 'KT-MA-0001',
  installed_on: '2026-03-02',
  occurred_at: '2026-05-02T00:00:00.000Z',
})
const file = (records: readonly ReportRecord[], test = false): ReportFile => ({
  vendor: 'NI',
  vendorName: 'North Interlock',
  createdAt: '2026-05-03T00:00:00.000Z',
  test,
  records,
})
const { write, read } = REPORT_ADAPTERS.fixed

describe('a file of fixed width', () => {
  const field = (width: number) =>
    fc.string({ unit: 'grapheme', maxLength: width }).map((one) => [...fieldText(one)].slice(0, width).join('').trim())
  const filing = fc
    .record({
      license_number: fc.stringMatching(/^[A-Z0-9]{1,25}$/),
      driver_name: field(60).filter((name) => name !== ''),
      street: field(60),
      city: field(40),
      state: fc.constantFrom('', 'ME'),
      postal_code: fc.constantFrom('', '04401-0001'),
      vin: fc.constantFrom('', '1HGCM82633A004352'),
      technician: field(20),
      device: fc.constantFrom('', 'KT-MA-0001'),
      born_on: fc.constantFrom('', '1980-02-29'),
      installed_on: fc.constantFrom('', '2026-03-02'),
      removed_on: fc.constantFrom('', '2026-05-02'),
      license_state: fc.constantFrom('', 'MA'),
      sort: fc.constantFrom('violation', 'monitoring'),
      occurred_at: fc.constantFrom('', '2026-05-02T00:00:00.000Z'),
    })
    .map((one) => emptyRecord({ ...one, affiliation: 'North Interlock' }))

  test('reads back what it wrote, names in any script', () => {
    fc.assert(
      fc.property(fc.array(filing, { minLength: 1, maxLength: 5 }), fc.boolean(), (records, isTest) => {
        const told = file(
          records.map((one, n) => ({ ...one, report: `r:${n}` })),
          isTest,
        )
        const { text, cut } = write(told)
        expect(cut).toEqual([])
        expect(read(text)).toEqual({ kind: 'file', file: told, faults: [] })
      }),
      { numRuns: 60 },
    )
  })

  test('has lines of one length, whatever the script', () => {
    const { text } = write(file([ana, { ...ana, report: 'b', driver_name: 'O’Neil' }]))
    expect(
      new Set(
        text
          .trimEnd()
          .split('\r\n')
          .map((line) => [...line].length),
      ),
    ).toEqual(new Set([lengthOf(FILING)]))
    expect(lengthOf(HEADER)).toBe(lengthOf(FILING))
  })

  test('begins with the vendor, the date, the count and the flag', () => {
    expect(write(file([ana], true)).text.slice(0, 21)).toBe('NI   202605030000001T')
  })

  test('composes letters and drops control characters', () => {
    const result = read(write(file([{ ...ana, driver_name: 'Jose\u0301\tDe\r\nla O' }])).text)
    expect(result.kind === 'file' && result.file.records[0]?.driver_name).toBe('José De  la O')
  })

  test('says what it had to cut', () => {
    expect(write(file([{ ...ana, driver_name: 'x'.repeat(61) }])).cut).toEqual([
      { report: ana.report, fields: ['driver_name'] },
    ])
  })

  test.each([
    ['one record more than the header says', (text: string) => `${text}${text.split('\r\n')[1]}\r\n`],
    ['one record less', (text: string) => `${text.split('\r\n')[0]}\r\n`],
    ['no header', (text: string) => text.slice(text.indexOf('\r\n') + 2)],
    ['a header of another type', (text: string) => text.replace(/3\r\n/, '1\r\n')],
    ['a flag that is neither', (text: string) => text.replace('0000001P', '0000001X')],
    ['a date that is none', (text: string) => text.replace('20260503', '20261503')],
    ['nothing', () => ''],
  ])('with %s is refused whole', (_what, change) => {
    expect(read(change(write(file([ana])).text)).kind).toBe('refused')
  })

  test.each([
    ['no-license', { license_number: '' }],
    ['no-name', { driver_name: ' ' }],
    ['bad-vin', { vin: 'IOQ' }],
    ['bad-date', { born_on: '1981-02-30' }],
  ] as const)('returns a record with %s and keeps the others', (code, bad) => {
    const good = { ...ana, report: 'good' }
    const result = read(write(file([{ ...ana, ...bad, report: 'bad' }, good])).text)
    if (result.kind === 'refused') expect.fail(result.why)
    expect(result.faults).toMatchObject([{ number: 1, report: 'bad', code }])
    expect(result.file.records.map(({ report }) => report)).toEqual(['good'])
  })

  test('a record told twice in a file is processed once', () => {
    const result = read(write(file([ana, ana])).text)
    expect(result.kind === 'file' && [result.file.records.length, result.faults[0]?.code]).toEqual([1, 'duplicate'])
  })

  test.each([
    [{ sort: 'violation', report: 'me-violation:finding:KT-1/tampering@3', removed_on: '' }, '2'],
    [{ sort: 'violation', report: 'me-violation:finding:KT-1/missed-visit@3', removed_on: '' }, '3'],
    [{ sort: 'violation', report: 'me-violation:fact:12', removed_on: '2026-05-02' }, '1'],
    [{ sort: 'monitoring', report: 'me-monitoring:visit:KT-1:2026-05-02', removed_on: '' }, '0'],
  ])('has the reporting type of %j', (record, type) => {
    expect(reportingType(record)).toBe(type)
  })
})

describe('an error return', () => {
  const fault = fc.record({
    number: fc.nat(9_999),
    report: wellFormed.filter((one) => one !== ''),
    code: fc.constantFrom(...FAULT_CODES),
    what: wellFormed,
  })
  test('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.array(fault), (faults) => {
        expect(readErrorReturn(writeErrorReturn(faults))).toEqual({ kind: 'return', faults })
      }),
    )
  })
  test('keeps a reason it does not know', () => {
    expect(readErrorReturn('number,report,code,what\r\n1,r-1,E42,no such driver\r\n')).toEqual({
      kind: 'return',
      faults: [{ number: 1, report: 'r-1', code: 'other', what: 'E42: no such driver' }],
    })
  })
  test.each([
    '',
    'report,code\r\n',
    'number,report,code,what\r\nx,r,other,y\r\n',
    'number,report,code,what\r\n1,,other,y\r\n',
  ])('%j is refused', (text) => {
    expect(readErrorReturn(text).kind).toBe('refused')
  })
})

describe('a table', () => {
  test('reads back any cells', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }),
        (rows) => {
          const table = readCsv(writeCsv(rows))
          expect(table.kind === 'table' && table.rows.map(({ cells }) => cells)).toEqual(rows)
        },
      ),
    )
  })

  test.each(['=1+1', '+1', '-1', '@cmd', '\tx', "'x"])('does not let %j become a formula', (cell) => {
    expect(writeCsv([[cell]])).toMatch(/^"?'/)
  })

  test('tells the line on which a row begins', () => {
    const table = readCsv('a,b\n"1\n2",x\n\nc,d')
    expect(table.kind === 'table' && table.rows.map(({ line }) => line)).toEqual([1, 2, 5])
  })

  test.each(['"a', '"a"b,c', 'x,"'])('%j is malformed', (text) => {
    expect(readCsv(text).kind).toBe('malformed')
  })
})
