import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tools/browser/chromium.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'

let cluster: TestCluster
let server: TestServer
beforeAll(async () => {
  cluster = await testCluster()
  server = await testServer(await cluster.database())
})
afterAll(async () => {
  await server.remove()
  await cluster.close()
})

test('the reference page draws every endpoint and asks nobody else for anything', async () => {
  const browser = await launchBrowser()
  try {
    const page = await (await browser.newContext()).newPage()
    const elsewhere: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url)) elsewhere.push(request.url())
    })
    await page.goto(`${server.url}/reference`)
    await page.getByRole('heading', { name: 'Keyturn', exact: true }).waitFor()
    await page.getByText('/v1/devices/{deviceId}/log').first().waitFor()
    expect(elsewhere).toEqual([])
  } finally {
    await browser.close()
  }
})

test('the document is served to anybody', async () => {
  const response = await fetch(`${server.url}/openapi.json`)
  expect(response.headers.get('content-type')).toMatch(/^application\/json/)
  expect(await response.json()).toMatchObject({ openapi: '3.1.0', info: { title: 'Keyturn' } })
})
