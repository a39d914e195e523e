import { getCase, listReads } from '@keyturn/contract/endpoints/cases.ts'
import { addDocument, DOCUMENT_BYTES_MAX, getDocument, listDocuments } from '@keyturn/contract/endpoints/documents.ts'
import { listOrganizations, type Organization } from '@keyturn/contract/endpoints/organizations.ts'
import { days, instant } from '@keyturn/domain/units.ts'
import { openPool } from '@keyturn/store/pool.ts'
import { putOrganization } from '@keyturn/store/queries/cases/organizations.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { conviction, opened, recorded } from '../testing/case-facts.ts'
import { type SignedInClient, signedIn } from '../testing/signed-in.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'

let cluster: TestCluster
let server: TestServer
let officer: SignedInClient
let driver: SignedInClient
const caseId = 'MA-PAPERS'
beforeAll(async () => {
  cluster = await testCluster()
  server = await testServer(await cluster.database())
  officer = await signedIn(server, 'authority-officer')
  await opened(officer, caseId)
  driver = await signedIn(server, 'driver', { caseIds: [caseId] })
})
afterAll(async () => {
  await server.remove()
  await cluster.close()
})

const bytes = (text: string) => new TextEncoder().encode(text)
const PDF = bytes('%PDF-1.7\n1 0 obj')
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])
const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 0])
const TEXT = bytes('Sworn before me: Åse Ó Briain ✓')

type Type = 'application/pdf' | 'image/png' | 'image/jpeg' | 'text/plain'
const add = (who: SignedInClient, body: Uint8Array, mediaType: Type, name = 'Affidavit') =>
  who(addDocument, { params: { caseId }, query: { name }, body, mediaType })
const raw = (headers: Record<string, string>, body: Uint8Array) =>
  officer.fetch(`${server.url}/v1/cases/${caseId}/documents?name=x`, {
    method: 'POST',
    headers,
    body: new Uint8Array(body),
  })

describe('a paper', () => {
  test.each([
    [PDF, 'application/pdf'],
    [PNG, 'image/png'],
    [JPEG, 'image/jpeg'],
    [TEXT, 'text/plain'],
  ] as const)('comes back byte for byte (%#)', async (body, mediaType) => {
    const kept = await add(driver, body, mediaType)
    if (!kept.ok) throw new Error(kept.problem.detail)
    expect(kept.value).toMatchObject({ mediaType, bytes: body.length, name: 'Affidavit', addedBy: driver.user })
    const back = await officer(getDocument, { params: { caseId, documentId: kept.value.id } })
    expect(back.ok && Buffer.from(back.value).equals(body)).toBe(true)
    // The same paper again is the same paper, whoever sends it under whatever name.
    expect(await add(officer, body, mediaType, 'Another name')).toEqual(kept)
  })

  test('is named by a fact, and shown to staff with a look that is kept', async () => {
    const kept = await add(driver, bytes('I live alone.'), 'text/plain')
    const document = kept.ok ? kept.value.id : ''
    const filed = {
      kind: 'affidavit-filed',
      signer: 'participant',
      signedOn: '2026-03-01',
      notary: null,
      document,
    } as const
    expect(await recorded(driver, caseId, filed)).toMatchObject({ ok: true })
    await officer(getDocument, { params: { caseId, documentId: document } })
    const looks = await driver(listReads, { params: { caseId } })
    expect(looks.ok && looks.value.reads.map(({ what }) => what)).toContain('get-document')
    const list = await driver(listDocuments, { params: { caseId } })
    expect(list.ok && list.value.documents.map(({ id }) => id)).toContain(document)
  })

  test('is saved and never shown as a page of the server', async () => {
    const kept = await add(
      driver,
      bytes('<script>alert(1)</script>'),
      'text/plain',
      'x"; \r\nöç 🐢.html'.replace(/[\r\n]/g, ''),
    )
    const id = kept.ok ? kept.value.id : ''
    const response = await officer.fetch(`${server.url}/v1/cases/${caseId}/documents/${id}`)
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''[\w%.~-]+$/)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(response.headers.get('cache-control')).toBe('private, no-store')
  })

  test.each([
    [TEXT, 'application/pdf'],
    [PDF, 'image/png'],
    [PNG, 'image/jpeg'],
    [new Uint8Array([0xff, 0xfe, 0x00]), 'text/plain'],
    [bytes('a\u0000b'), 'text/plain'],
  ] as const)('that is not what it says is refused (%#)', async (body, mediaType) => {
    expect(await add(driver, body, mediaType)).toMatchObject({ code: 'wrong-content', problem: { status: 415 } })
  })

  test('of another type, too large, or empty is refused', async () => {
    for (const type of ['text/html', 'application/json', 'image/svg+xml', 'application/octet-stream']) {
      expect((await raw({ 'content-type': type }, TEXT)).status, type).toBe(415)
    }
    expect((await raw({ 'content-type': 'text/plain' }, new Uint8Array(0))).status).toBe(400)
    const large = new Uint8Array(DOCUMENT_BYTES_MAX + 1).fill(0x20)
    expect((await raw({ 'content-type': 'text/plain' }, large)).status).toBe(413)
    expect((await raw({ 'content-type': 'text/plain; charset=utf-8' }, large.subarray(1))).status).toBe(200)
  })

  test('is not handed in by who only reads, nor under a name that cannot be shown', async () => {
    const auditor = await signedIn(server, 'auditor')
    expect(await add(auditor, TEXT, 'text/plain')).toMatchObject({ code: 'forbidden' })
    for (const name of ['', '   ', 'a\nb', 'a\u202eb', 'x'.repeat(201)]) {
      expect(await add(driver, TEXT, 'text/plain', name), name).toMatchObject({ code: 'bad-request' })
    }
  })

  test('that the case does not have is said to be unknown', async () => {
    const answer = await driver(getDocument, { params: { caseId, documentId: 'a'.repeat(64) } })
    expect(answer).toMatchObject({ code: 'unknown-document' })
  })
})

describe('organizations', () => {
  const acme: Organization = {
    id: 'acme',
    kind: 'vendor',
    parent: 'acme',
    name: 'Acme Interlock',
    jurisdictions: ['US-MA'],
    states: ['MA', 'NH'],
    address: null,
    telephone: null,
    website: 'https://acme.example',
  }

  test('are read by anybody, as they are approved now [MA-VEN-1]', async () => {
    const pool = openPool(server.db.appUrl, { connectionsMax: 1 })
    const at = server.clock.now()
    await putOrganization(pool, { ...acme, at: instant(at - days(2)), jurisdictions: [] })
    await putOrganization(pool, { ...acme, at })
    const center = {
      ...acme,
      id: 'acme-worcester',
      kind: 'center' as const,
      name: 'Acme Worcester',
      address: '1 Main St',
    }
    await putOrganization(pool, { ...center, at })
    await pool.end()
    const answer = await server.stranger(listOrganizations, { params: {}, query: { jurisdiction: 'US-MA' } })
    expect(answer).toMatchObject({
      ok: true,
      value: {
        organizations: [
          { id: 'acme', states: ['MA', 'NH'] },
          { id: 'acme-worcester', parent: 'acme' },
        ],
      },
    })
    const vendors = await server.stranger(listOrganizations, { params: {}, query: { kind: 'vendor' } })
    expect(vendors.ok && vendors.value.organizations).toHaveLength(1)
    const none = await server.stranger(listOrganizations, { params: {}, query: { jurisdiction: 'US-ME' } })
    expect(none.ok && none.value.organizations).toEqual([])
  })

  test('that change are what cases are judged by from then on', async () => {
    const pool = openPool(server.db.appUrl, { connectionsMax: 1 })
    await recorded(officer, caseId, conviction)
    await recorded(officer, caseId, { ...conviction, on: '2019-05-01' })
    await recorded(officer, caseId, { kind: 'vendor-chosen', vendor: 'acme', center: 'acme-worcester' })
    const item = async () => {
      const answer = await officer(getCase, { params: { caseId } })
      return answer.ok ? answer.value.assessment.checklist.find(({ id }) => id === 'vendor')?.state : answer
    }
    const before = await item()
    server.clock.setOffset(60_000)
    await putOrganization(pool, { ...acme, jurisdictions: [], at: server.clock.now() })
    await pool.end()
    const after = await item()
    expect({ before, after }).toEqual({ before: 'met', after: expect.not.stringMatching('met') })
  })
})
