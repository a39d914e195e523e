import { client } from '@keyturn/contract/client.ts'
import { getCase } from '@keyturn/contract/endpoints/cases.ts'
import { caseStatement } from '@keyturn/contract/endpoints/fees.ts'
import {
  addImportMapping,
  getImport,
  importedDevice,
  importLog,
  listImportMappings,
  listImports,
} from '@keyturn/contract/endpoints/imports.ts'
import type { Mapping } from '@keyturn/contract/imports/mapping.ts'
import { IMPORT_BYTES_MAX } from '@keyturn/contract/imports/read-import.ts'
import { parseInstant } from '@keyturn/domain/units.ts'
import { queryOnce, type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { tokenFor } from '../../testing/callers.ts'
import { caseWithDevice, clockAt } from '../../testing/program-case.ts'
import { type SignedInClient, signedIn } from '../../testing/signed-in.ts'
import { enrolled, standingClock, type TestServer, testServer } from '../../testing/test-server.ts'

const BASE = parseInstant('2026-01-01T00:00Z') ?? expect.fail('no moment')
let cluster: TestCluster
let server: TestServer
let officer: SignedInClient
let provider: SignedInClient
let at: (moment: string) => void
let mapping: string
const wire: z.input<typeof Mapping> = {
  version: 1,
  name: 'Acme export',
  profile: 'US-MA@2026-11-01',
  device: { column: 'Serial', prefix: 'ACME-' },
  time: { columns: ['When'], format: 'MM/DD/YYYY HH:mm', zone: 'America/New_York' },
  event: { column: 'Code' },
  value: { column: 'Alcohol', unit: 'g/210L' },
  codes: {
    I: { kind: 'installed' },
    R: { kind: 'sample', with: { test: 'retest' } },
    V: { kind: 'service-completed' },
  },
}
beforeAll(async () => {
  cluster = await testCluster()
  server = await testServer(await cluster.database(), { clock: standingClock(BASE) })
  officer = await signedIn(server, 'authority-officer')
  provider = await signedIn(server, 'vendor-operator')
  at = clockAt(server.clock, BASE)
  const answer = await provider(addImportMapping, { params: {}, body: wire })
  mapping = answer.ok ? answer.value.mapping : expect.fail(answer.problem.detail)
})
afterAll(async () => {
  await server.remove()
  await cluster.close()
})

const csv = (...lines: readonly string[]) => Buffer.from(['Serial,When,Code,Alcohol', ...lines, ''].join('\r\n'))
const send = (call: SignedInClient, body: Uint8Array, more: { readonly name?: string; readonly check?: 'true' } = {}) =>
  call(importLog, {
    params: {},
    query: { mapping, name: more.name ?? 'export.csv', ...(more.check === undefined ? {} : { check: more.check }) },
    body,
    mediaType: 'text/csv',
  })
const count = async (table: string): Promise<number> => {
  const [row] = await queryOnce<{ n: number }>(server.db.ownerUrl, `select count(*)::int as n from keyturn.${table}`)
  return row?.n ?? expect.fail('no count')
}

describe('an import', () => {
  const first = csv('0001,03/02/2026 09:00,I,', '0001,03/20/2026 08:30,R,0.034')

  test('is checked without being kept', async () => {
    at('2026-03-21T12:00:00Z')
    const answer = await send(provider, first, { check: 'true' })
    if (!answer.ok) expect.fail(answer.problem.detail)
    expect(answer.value).toMatchObject({
      kept: false,
      new: false,
      rows: 2,
      devices: [{ device: 'ACME-0001', records: 2 }],
    })
    expect(answer.value.devices[0]?.explanation).toMatch(/^UNSIGNED: .*\nLOCKED OUT since 2026-03-20 12:30Z/)
    expect(await provider(listImports, { params: {} })).toMatchObject({ value: { imports: [] } })
  })

  test('is judged in the case by the same rules, and the findings say that nothing is signed', async () => {
    const id = await caseWithDevice('MA-IMP-0001', { officer, provider, at })
    at('2026-03-21T12:00:00Z')
    const answer = await send(provider, first)
    expect(answer).toMatchObject({ ok: true, value: { new: true, kept: true, devices: [{ cases: [id] }] } })
    const view = await officer(getCase, { params: { caseId: id } })
    if (!view.ok) expect.fail(view.problem.detail)
    const { findings, devices } = view.value.assessment
    expect(findings.find(({ rule }) => rule === 'failed-retest')).toMatchObject({
      class: 'lockout',
      signed: false,
      device: 'ACME-0001',
      since: parseInstant('2026-03-20T12:30Z'),
    })
    expect(devices).toMatchObject([{ source: 'import', assessment: { status: { kind: 'locked-out' } } }])
  })

  test('sent again brings nothing new, overlapping files are one log', async () => {
    expect(await send(provider, first)).toMatchObject({ ok: true, value: { new: false } })
    const second = csv('0001,03/20/2026 08:30,R,0.034', '0001,03/23/2026 10:00,V,')
    at('2026-03-24T12:00:00Z')
    expect(await send(provider, second)).toMatchObject({
      ok: true,
      value: { new: true, devices: [{ records: 3, repeated: 1, contradictions: [] }] },
    })
    const listed = await provider(listImports, { params: {}, query: { limit: 1 } })
    if (!listed.ok) expect.fail(listed.problem.detail)
    expect(listed.value.imports).toMatchObject([{ rows: 2, receivedAt: '2026-03-24T12:00:00.000Z' }])
    const next = await provider(listImports, { params: {}, query: { limit: 1, after: listed.value.next ?? '' } })
    expect(next).toMatchObject({ ok: true, value: { imports: [{ rows: 2 }], next: null } })
  })

  test('a visit that it tells is charged once [MA-FEE-1]', async () => {
    const statement = await officer(caseStatement, { params: { caseId: 'MA-IMP-0001' } })
    expect(statement).toMatchObject({ ok: true, value: { owed: 3_000, lines: [{ kind: 'administration-fee' }] } })
  })

  test('that contradicts what is held keeps both and flags them', async () => {
    const answer = await send(provider, csv('0001,03/20/2026 08:30,R,0.004'))
    expect(answer).toMatchObject({ ok: true, value: { new: true } })
    const device = await officer(importedDevice, { params: { deviceId: 'ACME-0001' } })
    expect(device).toMatchObject({
      ok: true,
      value: { signed: false, contradictions: [{ code: 'R', judged: { line: 3 }, other: { line: 2 } }] },
    })
  })

  test('lists codes that nobody explained', async () => {
    const answer = await send(provider, csv('0009,03/20/2026 08:30,X,'))
    if (!answer.ok) expect.fail(answer.problem.detail)
    expect(answer.value.unknownCodes).toEqual([{ code: 'X', rows: 1, firstLine: 2, why: null }])
    const held = await provider(getImport, { params: { importId: answer.value.import } })
    expect(held).toMatchObject({ ok: true, value: { devices: ['ACME-0009'], unknownCodes: [{ code: 'X' }] } })
  })
})

describe('nothing is taken of', () => {
  const refusedWhole = async (body: Uint8Array, code: string) => {
    const [files, rows] = [await count('import_files'), await count('imported_rows')]
    const answer = await send(provider, body)
    expect(answer).toMatchObject({ ok: false, code })
    expect([await count('import_files'), await count('imported_rows')]).toEqual([files, rows])
    return answer
  }

  test('a file with bad rows, each named by its line', async () => {
    const bad = csv('0001,03/25/2026 08:30,R,0.010', '0001,03/08/2026 02:30,R,0.010', '0001,11/02/2025 01:30,R,0.010')
    const answer = await refusedWhole(bad, 'import-refused')
    const rows = answer.ok ? [] : (answer.problem.badRows ?? [])
    expect(rows.map(({ line, what }) => [line, /skips|twice/.exec(what)?.[0]])).toEqual([
      [3, 'skips'],
      [4, 'twice'],
    ])
  })

  test('a file about a device that signs its own log', async () => {
    const { id } = await enrolled(server, 7)
    const plain = await provider(addImportMapping, { params: {}, body: { ...wire, device: { column: 'Serial' } } })
    if (!plain.ok) expect.fail(plain.problem.detail)
    const answer = await provider(importLog, {
      params: {},
      query: { mapping: plain.value.mapping, name: 'x.csv' },
      body: csv(`${id},03/25/2026 08:30,R,0.010`),
      mediaType: 'text/csv',
    })
    expect(answer).toMatchObject({ ok: false, code: 'import-refused' })
  })

  test('a file about somebody else’s customer', async () => {
    const rival = await signedIn(server, 'vendor-operator', { vendor: 'rival' })
    const own = await rival(addImportMapping, { params: {}, body: wire })
    if (!own.ok) expect.fail(own.problem.detail)
    const query = { mapping: own.value.mapping, name: 'x.csv' }
    const body = csv('0001,03/25/2026 08:30,R,0.200')
    expect(await rival(importLog, { params: {}, query, body, mediaType: 'text/csv' })).toMatchObject({
      code: 'forbidden',
    })
    expect(
      await rival(importLog, { params: {}, query: { ...query, mapping }, body, mediaType: 'text/csv' }),
    ).toMatchObject({
      code: 'unknown-mapping',
    })
    expect(await rival(importedDevice, { params: { deviceId: 'ACME-0001' } })).toMatchObject({ code: 'unknown-device' })
    expect(await rival(listImports, { params: {} })).toMatchObject({ value: { imports: [] } })
  })

  test('what is no text, no CSV, or too large', async () => {
    await refusedWhole(Buffer.from([0xff, 0xfe, 0x00]), 'import-refused')
    await refusedWhole(Buffer.from('Serial,When\r\n'), 'import-refused')
    await refusedWhole(Buffer.alloc(IMPORT_BYTES_MAX + 1, 'a'), 'body-too-large')
    const response = await provider.fetch(`${server.url}/v1/imports?mapping=${mapping}&name=x`, {
      method: 'POST',
      headers: { 'content-type': 'application/pdf' },
      body: new Uint8Array(csv()),
    })
    expect(response.status).toBe(415)
  })
})

describe('who may', () => {
  test('a vendor’s program with the scope, and none without it', async () => {
    const withScope = client({ baseUrl: server.url, token: await tokenFor(server, ['imports:write']) })
    const without = client({ baseUrl: server.url, token: await tokenFor(server, ['reports:read']) })
    expect(await withScope(listImportMappings, { params: {} })).toMatchObject({
      ok: true,
      value: { mappings: [{ name: 'Acme export' }, { name: 'Acme export' }] },
    })
    const call = {
      params: {},
      query: { mapping, name: 'x' },
      body: csv('0002,03/25/2026 08:30,R,0.010'),
      mediaType: 'text/csv',
    } as const
    expect(await withScope(importLog, call)).toMatchObject({ ok: true, value: { new: true } })
    expect(await without(importLog, call)).toMatchObject({ ok: false, code: 'forbidden' })
  })

  test('an authority takes in files under its own law alone', async () => {
    const mainer = await signedIn(server, 'authority-officer', { jurisdiction: 'US-ME' })
    expect(await mainer(addImportMapping, { params: {}, body: wire })).toMatchObject({ ok: false, code: 'forbidden' })
    const own = await officer(addImportMapping, { params: {}, body: wire })
    expect(own.ok && own.value.mapping).not.toBe(mapping)
  })

  test('a mapping that does not hold is refused field by field', async () => {
    const broken = { ...wire, time: { ...wire.time, zone: 'Boston' } }
    const answer = await provider(addImportMapping, { params: {}, body: broken })
    expect(answer.ok ? [] : answer.problem.errors).toEqual([expect.stringContaining('body.time.zone')])
  })
})
