import { filePrices, recordMoney } from '@keyturn/contract/endpoints/fees.ts'
import {
  caseReports,
  getReportFile,
  listReportFiles,
  listReports,
  makeReportFile,
  markFileSent,
  postErrorReturn,
  type ReportLine,
  reportFileContent,
  vendorStatusReport,
} from '@keyturn/contract/endpoints/reports.ts'
import { writeErrorReturn } from '@keyturn/contract/reports/error-return.ts'
import { REPORT_ADAPTERS, type ReportFormat } from '@keyturn/contract/reports/formats.ts'
import { parseInstant } from '@keyturn/domain/units.ts'
import { openPool } from '@keyturn/store/pool.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caseWithDevice, clockAt, told, type Under, visitKept } from '../../testing/program-case.ts'
import { type SignedInClient, signedIn } from '../../testing/signed-in.ts'
import { standingClock, type TestServer, testServer } from '../../testing/test-server.ts'
import { dueReports, lateReports } from './due-reports.ts'

const BASE = parseInstant('2026-01-01T00:00Z') ?? expect.fail('no moment')
let cluster: TestCluster
let server: TestServer
let officer: SignedInClient
let mainer: SignedInClient
let provider: SignedInClient
let at: (moment: string) => void
beforeAll(async () => {
  cluster = await testCluster()
  server = await testServer(await cluster.database(), { clock: standingClock(BASE) })
  officer = await signedIn(server, 'authority-officer')
  mainer = await signedIn(server, 'authority-officer', { jurisdiction: 'US-ME' })
  provider = await signedIn(server, 'vendor-operator')
  at = clockAt(server.clock, BASE)
})
afterAll(async () => {
  await server.remove()
  await cluster.close()
})

const massachusetts = (device: string): Under => ({ officer, provider, at, device })
const maine = (device: string): Under => ({ officer: mainer, provider, at, device, jurisdiction: 'US-ME' })
const reportsOf = async (call: SignedInClient, caseId: string): Promise<readonly ReportLine[]> => {
  const answer = await call(caseReports, { params: { caseId } })
  return answer.ok ? answer.value.reports : expect.fail(answer.problem.detail)
}
const makeFile = async (jurisdiction: string, format: ReportFormat, more: { test?: boolean; again?: boolean } = {}) => {
  const answer = await provider(makeReportFile, { params: {}, body: { jurisdiction, format, ...more } })
  return answer.ok ? answer.value : expect.fail(answer.problem.detail)
}
const contentOf = async (fileId: string) => {
  const answer = await provider(reportFileContent, { params: { fileId } })
  return answer.ok ? new TextDecoder().decode(answer.value) : expect.fail(answer.problem.detail)
}

describe('reports of Massachusetts', () => {
  test('the data of each visit are due to the RMV, and go there in a file [MA-SVC-1]', async () => {
    const under = massachusetts('ACME-1001')
    const id = await caseWithDevice('MA-REP-0001', under)
    await visitKept(under, id, '2026-03-30T15:00:00Z')
    expect(await reportsOf(officer, id)).toMatchObject([
      {
        rule: 'ma-upload',
        state: 'due',
        dueAt: '2026-03-31T15:00:00.000Z',
        lateByMs: 0,
        to: 'Registry of Motor Vehicles',
      },
    ])
    const file = await makeFile('US-MA', 'json')
    const read = REPORT_ADAPTERS.json.read(await contentOf(file.file))
    expect(read).toMatchObject({
      kind: 'file',
      file: {
        test: false,
        records: [{ case: id, driver_name: 'Sam Rivera', vin: 'JTDBU4EE9B9123456', purpose: 'scheduled' }],
      },
    })
    at('2026-03-31T16:00:00Z')
    const sent = await provider(markFileSent, { params: { fileId: file.file }, body: {} })
    expect(sent).toMatchObject({ ok: true, value: { sentAt: '2026-03-31T16:00:00.000Z' } })
    expect(await reportsOf(officer, id)).toMatchObject([{ state: 'sent', lateByMs: 3_600_000 }])
  })

  test('are the business of those who may see the case', async () => {
    const stranger = await signedIn(server, 'vendor-operator', { vendor: 'rival' })
    expect(await stranger(caseReports, { params: { caseId: 'MA-REP-0001' } })).toMatchObject({ code: 'unknown-case' })
    const nothing = await stranger(makeReportFile, { params: {}, body: { jurisdiction: 'US-MA', format: 'json' } })
    expect(nothing).toMatchObject({ ok: false, code: 'nothing-to-report' })
    const files = await stranger(listReportFiles, { params: {} })
    expect(files).toMatchObject({ ok: true, value: { files: [] } })
    expect(await mainer(listReports, { params: {}, query: { which: 'all' } })).toMatchObject({ value: { reports: [] } })
  })
})

describe('reports of Maine', () => {
  test('proof of installation, monitoring and a violation are due in their times, and lateness shows', async () => {
    const under = maine('ACME-2001')
    const id = await caseWithDevice('ME-REP-0001', under)
    await visitKept(under, id, '2026-03-30T15:00:00Z')
    at('2026-04-20T15:00:00Z')
    await told(provider, id, { kind: 'device-removed', device: 'ACME-2001', removedBy: 'participant', why: 'not-said' })
    at('2026-05-10T15:00:00Z')
    const reports = await reportsOf(mainer, id)
    expect(reports.map(({ rule, dueAt, lateByMs }) => [rule, dueAt, Math.floor(lateByMs / 86_400_000)])).toEqual([
      ['me-installation', '2026-03-03T14:00:00.000Z', 68],
      ['me-monitoring', '2026-04-10T03:59:59.999Z', 30],
      ['me-violation', '2026-04-21T15:00:00.000Z', 19],
    ])
    const listed = await mainer(listReports, { params: {}, query: { limit: 2 } })
    if (!listed.ok) expect.fail(listed.problem.detail)
    expect(listed.value.reports.map(({ rule }) => rule)).toEqual(['me-installation', 'me-monitoring'])
    const rest = await mainer(listReports, { params: {}, query: { limit: 2, after: listed.value.next ?? '' } })
    expect(rest).toMatchObject({ ok: true, value: { reports: [{ rule: 'me-violation' }], next: null } })
  })

  test('a job can ask what is late', async () => {
    const pool = openPool(server.db.appUrl, { connectionsMax: 1 })
    const late = await dueReports(pool, server.clock.now())
    expect(late.map(({ caseId, report }) => `${caseId} ${report.rule}`)).toContain('ME-REP-0001 me-violation')
    expect(await lateReports(pool, server.clock.now())).toMatchObject({
      overdue: 3,
      oldest: parseInstant('2026-03-03T14:00Z'),
    })
    await pool.end()
  })

  test('a test file changes nothing', async () => {
    const file = await makeFile('US-ME', 'csv', { test: true })
    expect(file.records).toHaveLength(3)
    expect(REPORT_ADAPTERS.csv.read(await contentOf(file.file))).toMatchObject({ file: { test: true } })
    expect((await reportsOf(mainer, 'ME-REP-0001')).map(({ state }) => state)).toEqual(['due', 'due', 'due'])
  })

  test('a record that comes back is due again with its reasons, mended, and taken at last', async () => {
    const file = await makeFile('US-ME', 'fixed')
    const read = REPORT_ADAPTERS.fixed.read(await contentOf(file.file))
    expect(read).toMatchObject({ kind: 'file', faults: [], file: { vendor: 'ACME' } })
    const [bad] = file.records
    if (bad === undefined) expect.fail('an empty file')
    const body = writeErrorReturn([
      { number: bad.number, report: bad.report, code: 'no-license', what: 'not known here' },
    ])
    const returned = await provider(postErrorReturn, {
      params: { fileId: file.file },
      mediaType: 'text/csv',
      body: Buffer.from(body),
    })
    expect(returned).toMatchObject({
      ok: true,
      value: { returned: [{ number: 1, reasons: ['no-license: not known here'] }] },
    })
    const after = await reportsOf(mainer, 'ME-REP-0001')
    expect(after.map(({ state, returned: why }) => [state, why])).toEqual([
      ['returned', ['no-license: not known here']],
      ['sent', []],
      ['sent', []],
    ])
    const again = await makeFile('US-ME', 'fixed')
    expect(again.records).toMatchObject([{ number: 1, report: bad.report }])
    await provider(markFileSent, { params: { fileId: again.file }, body: {} })
    expect((await reportsOf(mainer, 'ME-REP-0001')).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent'])
    const nothing = await provider(makeReportFile, { params: {}, body: { jurisdiction: 'US-ME', format: 'fixed' } })
    expect(nothing).toMatchObject({ ok: false, code: 'nothing-to-report' })
    const seen = await mainer(getReportFile, { params: { fileId: file.file } })
    expect(seen).toMatchObject({ ok: true, value: { returnedAt: '2026-05-10T15:00:00.000Z' } })
  })

  test.each([
    ['another record', 'number,report,code,what\r\n9,me-x,other,y\r\n'],
    ['no table', '<html>'],
  ])('an error return of %s is refused and changes nothing', async (_what, body) => {
    const files = await provider(listReportFiles, { params: {} })
    const fileId =
      (files.ok && files.value.files.find(({ format }) => format === 'fixed')?.file) || expect.fail('no file')
    const answer = await provider(postErrorReturn, {
      params: { fileId },
      mediaType: 'text/csv',
      body: Buffer.from(body),
    })
    expect(answer).toMatchObject({ ok: false, code: 'file-refused' })
  })

  test('a vendor’s prices and its charges outside them are told for half a year', async () => {
    const prices = { effectiveOn: '2026-01-01', prices: { 'service-visit': 1_500 } }
    await provider(filePrices, { params: { vendor: 'acme', jurisdiction: 'US-ME' }, body: prices })
    const entry = { kind: 'charged', vendor: 'acme', charge: 'tow', amount: 12_000 } as const
    await provider(recordMoney, { params: { caseId: 'ME-REP-0001' }, idempotencyKey: 'tow-1', body: { entry } })
    const params = { vendor: 'acme', jurisdiction: 'US-ME', half: '2026-1' }
    expect(await mainer(vendorStatusReport, { params })).toMatchObject({
      ok: true,
      value: { final: false, prices: [prices], outside: [{ charge: 'tow', times: 1, total: 12_000 }] },
    })
    const none = await officer(vendorStatusReport, { params: { ...params, jurisdiction: 'US-MA' } })
    expect(none).toMatchObject({ ok: false, code: 'unknown-jurisdiction' })
  })

  test('a service missed in a failure of the provider is told apart, never as a violation', async () => {
    const under = maine('ACME-2002')
    const id = await caseWithDevice('ME-REP-0002', under)
    at('2026-04-01T12:00:00Z')
    await told(provider, id, {
      kind: 'provider-failure',
      vendor: 'acme',
      until: '2026-06-20T00:00:00Z',
      what: 'no center could be reached',
      documents: [],
    })
    at('2026-06-25T12:00:00Z')
    const reports = await reportsOf(mainer, id)
    expect(reports.filter(({ sort }) => sort === 'violation')).toEqual([])
    expect(reports.map(({ sort }) => sort)).toContain('provider-incident')
  })

  test('what happened under one vendor’s care is reported by it, though the driver has gone to another', async () => {
    const under = maine('ACME-2003')
    const id = await caseWithDevice('ME-REP-0003', under)
    at('2026-03-04T12:00:00Z')
    await told(mainer, id, { kind: 'vendor-chosen', vendor: 'rival', center: 'rival-bangor' })
    const rival = await signedIn(server, 'vendor-operator', { vendor: 'rival' })
    const seenBy = async (call: SignedInClient) => {
      const answer = await call(listReports, { params: {} })
      return answer.ok ? answer.value.reports.filter((one) => one.case === id).map(({ rule }) => rule) : []
    }
    expect(await seenBy(provider)).toEqual(['me-installation'])
    expect(await seenBy(rival)).toEqual([])
  })
})
