import { type CallOf, client } from '@keyturn/contract/client.ts'
import { whoAmI } from '@keyturn/contract/endpoints/accounts.ts'
import { createToken, listTokens, revokeToken } from '@keyturn/contract/endpoints/api-tokens.ts'
import { listDevices } from '@keyturn/contract/endpoints/devices.ts'
import { queryOnce, type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SignedInClient, signedIn } from '../testing/signed-in.ts'
import { standingClock, type TestServer, testServer } from '../testing/test-server.ts'

let cluster: TestCluster
let server: TestServer
let vendor: SignedInClient
let admin: SignedInClient
const clock = standingClock()
beforeAll(async () => {
  cluster = await testCluster()
  server = await testServer(await cluster.database(), { clock })
  vendor = await signedIn(server, 'vendor-operator', { vendor: 'acme' })
  admin = await signedIn(server, 'authority-admin', { jurisdiction: 'US-MA' })
})
afterAll(async () => {
  await server.remove()
  await cluster.close()
})

type Body = CallOf<typeof createToken>['body']
async function made(by: SignedInClient | TestServer['call'], body: Partial<Body> = {}) {
  const wanted: Body = { name: 'Back office', scopes: ['cases:read'], expiresInDays: 30, ...body }
  const answer = await by(createToken, { params: {}, body: wanted })
  if (!answer.ok) throw new Error(`${answer.code}: ${answer.problem.detail}`)
  return answer.value
}
const calling = (token: string) => client({ baseUrl: server.url, token })
const me = (token: string) => calling(token)(whoAmI, { params: {} })

describe('a token', () => {
  test('acts for the vendor or jurisdiction of whoever made it, with its scopes', async () => {
    const { secret } = await made(vendor, { scopes: ['devices:read', 'facts:write'] })
    expect(await me(secret)).toMatchObject({
      value: { role: 'integrator', vendor: 'acme', jurisdiction: null, scopes: ['devices:read', 'facts:write'] },
    })
    expect(await me((await made(admin)).secret)).toMatchObject({ value: { vendor: null, jurisdiction: 'US-MA' } })
  })

  test('opens what its scopes say, and says which one is missing', async () => {
    const reader = calling((await made(vendor, { scopes: ['devices:read'] })).secret)
    expect((await reader(listDevices, { params: {} })).ok).toBe(true)
    const other = calling((await made(vendor)).secret)
    expect(await other(listDevices, { params: {} })).toMatchObject({
      ok: false,
      code: 'forbidden',
      problem: { detail: expect.stringContaining('devices:read') },
    })
  })

  test('is told once and kept as a digest', async () => {
    const { token, secret } = await made(vendor)
    expect(secret).toMatch(/^kt_[\w-]{43}$/)
    expect(secret.startsWith(token.shown)).toBe(true)
    expect(token.shown).toHaveLength(9)
    const listed = await vendor(listTokens, { params: {} })
    const rows = await queryOnce<{ row: string }>(server.db.ownerUrl, 'select t::text as row from keyturn.api_tokens t')
    expect(JSON.stringify([listed, rows])).not.toContain(secret.slice(9))
  })

  test('ends when it was said to', async () => {
    const { secret } = await made(vendor, { expiresInDays: 1 })
    clock.setOffset(86_400_000 - 1)
    expect((await me(secret)).ok).toBe(true)
    clock.setOffset(86_400_000)
    expect(await me(secret)).toMatchObject({ ok: false, code: 'unauthorized' })
    clock.setOffset(0)
  })

  test('opens nothing once it is revoked', async () => {
    const { token, secret } = await made(vendor)
    const params = { tokenId: token.id }
    expect(await vendor(revokeToken, { params })).toMatchObject({ value: { revokedAt: expect.any(String) } })
    expect(await me(secret)).toMatchObject({ ok: false, code: 'unauthorized' })
    expect((await vendor(revokeToken, { params })).ok).toBe(true)
  })

  test('is not seen or revoked by others', async () => {
    const { token } = await made(vendor)
    const other = await signedIn(server, 'vendor-operator', { vendor: 'other' })
    for (const stranger of [other, admin]) {
      const listed = await stranger(listTokens, { params: {} })
      expect(listed.ok && listed.value.tokens.some(({ id }) => id === token.id)).toBe(false)
      expect(await stranger(revokeToken, { params: { tokenId: token.id } })).toMatchObject({ code: 'not-found' })
    }
  })

  test('tells when it was used, to the minute', async () => {
    const { token, secret } = await made(vendor)
    await me(secret)
    const listed = await vendor(listTokens, { params: {} })
    const [used] = listed.ok ? listed.value.tokens.filter(({ id }) => id === token.id) : []
    expect([token.usedAt, used?.usedAt]).toEqual([null, new Date(server.clock.now()).toISOString()])
  })

  test('is made by the operator for exactly one vendor or jurisdiction', async () => {
    expect((await made(server.call, { vendor: 'acme' })).token.vendor).toBe('acme')
    for (const wrong of [{}, { vendor: 'acme', jurisdiction: 'US-MA' }]) {
      await expect(made(server.call, wrong)).rejects.toThrow('bad-request')
    }
  })

  test('is not made for somebody else', async () => {
    await expect(made(vendor, { vendor: 'other' })).rejects.toThrow('forbidden')
    await expect(made(admin, { jurisdiction: 'US-ME' })).rejects.toThrow('forbidden')
    await expect(made(vendor, { jurisdiction: 'US-MA' })).rejects.toThrow('bad-request')
  })

  test.each([{ scopes: [] }, { scopes: ['everything'] }, { expiresInDays: 0 }, { expiresInDays: 367 }, { name: '' }])(
    'a mistake in what is asked for is refused (%#)',
    async (wrong) => {
      // What does not compile is sent all the same.
      await expect(made(vendor, wrong as Partial<Body>)).rejects.toThrow('bad-request')
    },
  )
})
