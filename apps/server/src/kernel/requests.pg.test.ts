import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { enrollDevice, listDevices } from '@keyturn/contract/endpoints/devices.ts'
import { type TestCluster, type TestDatabase, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enrolled, enrollment, type TestServer, testDevice, testServer } from '../testing/test-server.ts'

let cluster: TestCluster
let db: TestDatabase
let server: TestServer
const pages = mkdtempSync(path.join(tmpdir(), 'keyturn-pages-'))
beforeAll(async () => {
  mkdirSync(path.join(pages, 'assets'))
  writeFileSync(path.join(pages, 'index.html'), '<!doctype html><title>Keyturn</title>')
  writeFileSync(path.join(pages, 'assets/app-1a2b.js'), 'export {}')
  cluster = await testCluster()
  db = await cluster.database()
  server = await testServer(db, { portalDir: pages })
})
afterAll(async () => {
  await server.remove()
  await cluster.close()
  rmSync(pages, { recursive: true })
})

const bearer = () => ({ authorization: `Bearer ${server.operatorToken}` })
const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(`${server.url}/v1/devices`, { method: 'POST', body, headers: { ...bearer(), ...headers } })

describe('a request with a mistake in it', () => {
  test.each([
    ['JSON that is none', '{"id":'],
    ['an empty body', ''],
    ['an unknown field', JSON.stringify({ ...enrollment(testDevice(1)), colour: 'red' })],
    ['an id that is none', JSON.stringify({ ...enrollment(testDevice(1)), id: '../etc' })],
    ['a key of the wrong length', JSON.stringify({ ...enrollment(testDevice(1)), publicKey: 'AAAA' })],
    ['a profile that is none', JSON.stringify({ ...enrollment(testDevice(1)), profile: 'US-MA' })],
  ])('%s answers 400 and says what is wrong', async (_what, body) => {
    const response = await post(body)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({
      status: 400,
      code: 'bad-request',
      detail: expect.stringMatching(/.{10}/),
    })
  })

  test('a profile nobody knows is named with those that are known', async () => {
    const response = await post(JSON.stringify({ ...enrollment(testDevice(1)), profile: 'US-ZZ@2026-01-01' }))
    expect(await response.json()).toMatchObject({
      status: 422,
      code: 'unsupported-profile',
      detail: expect.stringContaining('US-MA@'),
    })
  })

  test('another Content-Type is named', async () => {
    expect(await (await post('a=b', { 'content-type': 'application/x-www-form-urlencoded' })).json()).toMatchObject({
      status: 415,
    })
  })

  test('a body over the limit is refused', async () => {
    expect(await (await post(JSON.stringify({ id: 'x'.repeat(100_000) }))).json()).toMatchObject({ status: 413 })
  })

  test.each([
    '/v1/devices/KT-TEST-0001/status?at=yesterday',
    '/v1/devices/KT-TEST-0001/log?from=-1',
    '/v1/devices?limit=9999',
    '/v1/devices?colour=red',
    '/v1/devices/%00',
  ])('%s answers 400', async (address) => {
    const response = await fetch(server.url + address, { headers: bearer() })
    expect(await response.json()).toMatchObject({ status: 400, code: 'bad-request' })
  })

  test('an address that is none answers 404 as a problem', async () => {
    expect(await (await fetch(`${server.url}/v1/nothing`)).json()).toMatchObject({ status: 404, code: 'not-found' })
  })
})

describe('enrolling', () => {
  test('the same device twice is one device', async () => {
    const device = testDevice(11)
    const once = await server.call(enrollDevice, { params: {}, body: enrollment(device) })
    const twice = await server.call(enrollDevice, { params: {}, body: enrollment(device) })
    expect(twice).toEqual(once)
  })

  test('another key under a taken id is refused', async () => {
    await enrolled(server, 12)
    const other = { ...enrollment(testDevice(13)), id: testDevice(12).id }
    expect(await server.call(enrollDevice, { params: {}, body: other })).toMatchObject({
      ok: false,
      code: 'device-exists',
    })
  })

  test('devices are listed by id, page after page', async () => {
    for (const n of [21, 22, 23]) await enrolled(server, n)
    const page = await server.call(listDevices, { params: {}, query: { after: testDevice(20).id, limit: 2 } })
    expect(page.ok && page.value.devices.map(({ id }) => id)).toEqual([testDevice(21).id, testDevice(22).id])
  })
})

describe('pages', () => {
  test('an address of the application gets its page, a file its file', async () => {
    expect(await (await fetch(`${server.url}/driver/KT-TEST-0001`)).text()).toContain('Keyturn')
    const file = await fetch(`${server.url}/assets/app-1a2b.js`)
    expect(file.headers.get('cache-control')).toContain('immutable')
    expect((await fetch(`${server.url}/assets/missing.js`)).status).toBe(404)
  })

  test('a page may load nothing from elsewhere', async () => {
    const { headers } = await fetch(server.url)
    expect(headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('files outside the pages are not served', async () => {
    for (const address of ['/../package.json', '/%2e%2e/package.json', '/assets/..%2f..%2fpackage.json']) {
      expect((await fetch(server.url + address)).status, address).not.toBe(200)
    }
  })
})

describe('limits and health', () => {
  test('more requests than allowed are refused with a time to wait', async () => {
    const small = await testServer(db, { requestsPerMinute: 5 })
    const statuses: number[] = []
    for (let i = 0; i < 7; i++) statuses.push((await fetch(`${small.url}/v1/keys`)).status)
    const last = await fetch(`${small.url}/v1/keys`)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429])
    expect(await last.json()).toMatchObject({ code: 'too-many-requests' })
    expect(last.headers.get('retry-after')).not.toBeNull()
    expect((await fetch(`${small.url}/healthz`)).status).toBe(200)
    await small.remove()
  })

  test('files of the pages are counted apart, so that a first visit keeps nobody from asking', async () => {
    const small = await testServer(db, { requestsPerMinute: 1, portalDir: pages })
    const status = async (address: string) => (await fetch(small.url + address)).status
    for (let n = 0; n < 20; n++) expect(await status('/assets/app-1a2b.js')).toBe(200)
    expect(await status('/assets/app-1a2b.js')).toBe(429)
    expect([await status('/v1/keys'), await status('/v1/keys')]).toEqual([200, 429])
    await small.remove()
  })

  test('what is not there and a wrong token count as well', async () => {
    const small = await testServer(db, { requestsPerMinute: 5 })
    const statuses: number[] = []
    const authorization = 'Bearer wrong'
    for (let i = 0; i < 3; i++) statuses.push((await fetch(`${small.url}/nothing/${i}`)).status)
    for (let i = 0; i < 3; i++)
      statuses.push((await fetch(`${small.url}/v1/devices`, { headers: { authorization } })).status)
    expect(statuses).toEqual([404, 404, 404, 401, 401, 429])
    expect((await fetch(`${small.url}/nothing`)).status).toBe(429)
    await small.remove()
  })

  test('uploads are counted by device, however it is spelled, and for the address', async () => {
    const small = await testServer(db, { requestsPerMinute: 2 })
    const status = async (id: string, query = '') =>
      (await fetch(`${small.url}/v1/devices/${id}/log${query}`, { method: 'POST', body: 'x' })).status
    const once = [await status('KT-NONE-1'), await status('KT-NONE-1', '?from=1'), await status('KT-NONE-%31')]
    expect(once).toEqual([404, 404, 429])
    for (let n = 2; n < 19; n++) expect(await status(`KT-NONE-${n}`)).toBe(404)
    expect(await status('KT-NONE-99')).toBe(429)
    // Whoever else is at the address may still look.
    expect((await fetch(`${small.url}/v1/keys`)).status).toBe(200)
    await small.remove()
  })

  test('a proxy that is trusted tells whose requests they are', async () => {
    const from = async (url: string, address: string) =>
      (await fetch(`${url}/v1/keys`, { headers: { 'x-forwarded-for': address } })).status
    const behind = await testServer(db, { requestsPerMinute: 1, trustProxy: ['127.0.0.0/8'] })
    expect([await from(behind.url, '192.0.2.1'), await from(behind.url, '192.0.2.1')]).toEqual([200, 429])
    expect(await from(behind.url, '192.0.2.2')).toBe(200)
    await behind.remove()
    const alone = await testServer(db, { requestsPerMinute: 1 })
    expect([await from(alone.url, '192.0.2.1'), await from(alone.url, '192.0.2.2')]).toEqual([200, 429])
    await alone.remove()
  })

  test('alive, ready and in numbers', async () => {
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: 'alive' })
    expect(await (await fetch(`${server.url}/readyz`)).json()).toEqual({ status: 'ready' })
    const metrics = await (await fetch(`${server.url}/metrics`)).text()
    expect(metrics).toMatch(/^keyturn_records_accepted_total \d+$/m)
    expect(metrics).toMatch(/^keyturn_refusals_total\{code="bad-request"\} \d+$/m)
  })
})
