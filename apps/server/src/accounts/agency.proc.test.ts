import { listAccounts } from '@keyturn/contract/endpoints/account-care.ts'
import { signInWays, whoAmI } from '@keyturn/contract/endpoints/accounts.ts'
import { queryOnce, type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf, openPage, type Page } from '../testing/browser.ts'
import { type AgencyPerson, providerProcess } from '../testing/provider-process.ts'
import { signedIn } from '../testing/signed-in.ts'
import { standingClock, type TestServer, testServer } from '../testing/test-server.ts'
import type { AgencyOptions } from './agency.ts'

const person = (name: string, groups: readonly string[], amr?: readonly string[]): AgencyPerson => ({
  ...(amr === undefined ? {} : { amr }),
  claims: { name, email: `${name}@registry.example`, email_verified: true, groups },
})
const people = {
  olga: person('olga', ['iid-officers'], ['pwd', 'mfa']),
  ada: person('ada', ['staff', 'iid-admins'], ['pwd', 'mfa']),
  pete: person('pete', ['iid-officers'], ['pwd']),
  guest: person('guest', ['canteen'], ['pwd', 'mfa']),
  taken: person('taken', ['iid-officers'], ['pwd', 'mfa']),
}
const CALLBACK = 'http://127.0.0.1/auth/agency/callback'
const client = { id: 'keyturn', secret: 'a secret of a test', redirects: [CALLBACK] }

const silent = pino({ level: 'silent' })

let cluster: TestCluster
let provider: Awaited<ReturnType<typeof providerProcess>>
let server: TestServer
let agency: AgencyOptions
const clock = standingClock()
beforeAll(async () => {
  ;[cluster, provider] = await Promise.all([testCluster(), providerProcess({ client, people })])
  agency = {
    issuer: provider.issuer,
    clientId: client.id,
    clientSecret: client.secret,
    name: 'The Registry',
    jurisdiction: 'US-ME',
    roleClaim: 'groups',
    roles: [
      ['iid-admins', 'authority-admin'],
      ['iid-officers', 'authority-officer'],
    ],
  }
  // The provider sends people back to this address; the test brings them to the port that the server really has.
  server = await testServer(await cluster.database(), { agency, publicUrl: 'http://127.0.0.1', clock, logger: silent })
})
afterAll(async () => {
  await server.remove()
  await provider.stop()
  await cluster.close()
})

const at = (response: Response): string => response.headers.get('location') ?? ''
const go = (page: Page, url: string) => page.fetch(url, { redirect: 'manual' })

/** Goes to the provider, signs in there as somebody, and stops before coming back: the address to come back to. */
async function throughProvider(page: Page, as: string, change = (url: URL) => url): Promise<string> {
  const begun = await go(page, `${server.url}/auth/agency`)
  const there = openPage(provider.issuer)
  const asked = await go(there, change(new URL(at(begun))).href)
  const answered = await go(there, new URL(`${at(asked)}?as=${as}`, provider.issuer).href)
  const back = await go(there, at(answered))
  return at(back).replace('http://127.0.0.1/', `${server.url}/`)
}
async function signInAs(as: string): Promise<{ readonly page: Page; readonly response: Response }> {
  const page = openPage(server.url)
  const response = await go(page, await throughProvider(page, as))
  return { page, response }
}
const me = async (page: Page) => {
  const answer = await page.call(whoAmI, { params: {} })
  return answer.ok ? answer.value : undefined
}
const problemIn = async (response: Response) => {
  // A problem has a code and a sentence.
  const body = (await response.json()) as { readonly code: string; readonly detail: string }
  return { ...body, status: response.status }
}

describe('sign-in at an agency', () => {
  test('asks with a code, PKCE, state and nonce', async () => {
    const response = await go(openPage(server.url), `${server.url}/auth/agency`)
    const asked = Object.fromEntries(new URL(at(response)).searchParams)
    expect(asked).toMatchObject({
      response_type: 'code',
      client_id: 'keyturn',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      redirect_uri: CALLBACK,
    })
    const [cookie = ''] = response.headers.getSetCookie()
    expect(cookie).toMatch(/HttpOnly.*SameSite=Lax/)
    expect(cookie).toContain('Path=/auth/agency')
  })

  test('makes an officer of the agency’s jurisdiction, once', async () => {
    const first = await signInAs('olga')
    expect([first.response.status, at(first.response)]).toEqual([302, '/'])
    const olga = await me(first.page)
    expect(olga).toMatchObject({
      name: 'olga',
      email: 'olga@registry.example',
      role: 'authority-officer',
      jurisdiction: 'US-ME',
      secondFactor: 'given',
    })
    expect((await me((await signInAs('olga')).page))?.user).toBe(olga?.user)
    const { page } = await signInAs('ada')
    expect((await page.call(listAccounts, { params: {} })).ok).toBe(true)
  })

  test('without the agency’s word for a second factor one is set up here', async () => {
    const { page } = await signInAs('pete')
    expect(await me(page)).toMatchObject({ role: 'authority-officer', secondFactor: 'to-set-up' })
    const setUp = await page.step('set-up-second-factor', {})
    const { totpUri = '' } = setUp.body
    expect((await page.step('give-code', { code: codeOf(totpUri) })).status).toBe(200)
    expect(await me(page)).toMatchObject({ secondFactor: 'given' })
    const again = (await signInAs('pete')).page
    expect(await me(again)).toMatchObject({ secondFactor: 'to-give' })
    expect((await again.step('give-code', { code: codeOf(totpUri) })).status).toBe(200)
    expect(await me(again)).toMatchObject({ secondFactor: 'given' })
  })

  test('a person without a role that is known here is refused', async () => {
    const { page, response } = await signInAs('guest')
    expect(await problemIn(response)).toMatchObject({
      status: 403,
      code: 'agency-refused',
      detail: 'The Registry gives this account no role that is known here.',
    })
    expect(await me(page)).toMatchObject({ role: 'public' })
    const rows = await queryOnce(server.db.ownerUrl, `select 1 from keyturn.users where email like 'guest@%'`)
    expect(rows).toEqual([])
  })

  test('a browser is sent back to the page for signing in, with the words', async () => {
    const page = openPage(server.url)
    const back = await throughProvider(page, 'guest')
    const response = await page.fetch(back, { redirect: 'manual', headers: { accept: 'text/html' } })
    const sent = new URL(at(response), server.url)
    expect([sent.pathname, sent.searchParams.get('refused')]).toEqual(['/sign-in', 'agency-refused'])
    expect(sent.searchParams.get('because')).toContain('no role')
  })

  test('the address of another account opens nothing', async () => {
    const other = await signedIn(server, 'technician', { email: 'taken@registry.example' })
    const { response } = await signInAs('taken')
    expect(await problemIn(response)).toMatchObject({ status: 403, code: 'agency-refused' })
    expect(await other(whoAmI, { params: {} })).toMatchObject({ value: { role: 'technician' } })
  })

  test('an account that was disabled here is refused', async () => {
    const { page } = await signInAs('olga')
    const user = (await me(page))?.user
    await queryOnce(server.db.ownerUrl, 'update keyturn.users set disabled_at = now() where id = $1', [user])
    expect(await problemIn((await signInAs('olga')).response)).toMatchObject({ code: 'agency-refused' })
    await queryOnce(server.db.ownerUrl, 'update keyturn.users set disabled_at = null where id = $1', [user])
  })

  test('a role that the agency changed holds from the next sign-in, and ends what was open', async () => {
    const { page } = await signInAs('olga')
    const user = (await me(page))?.user
    await queryOnce(server.db.ownerUrl, `update keyturn.users set role = 'auditor' where id = $1`, [user])
    expect(await me((await signInAs('olga')).page)).toMatchObject({ user, role: 'authority-officer' })
    expect(await me(page)).toMatchObject({ role: 'public' })
  })

  test('is offered to whoever asks which ways there are', async () => {
    expect(await server.stranger(signInWays, { params: {} })).toMatchObject({ value: { agency: 'The Registry' } })
  })
})

describe('a sign-in that somebody meddled with', () => {
  const refusedAs = async (page: Page, url: string) => problemIn(await go(page, url))

  test('comes back to the browser that began it, and to no other', async () => {
    const back = await throughProvider(openPage(server.url), 'ada')
    const other = openPage(server.url)
    expect((await refusedAs(other, back)).code).toBe('sign-in-failed')
    await go(other, `${server.url}/auth/agency`)
    expect((await refusedAs(other, back)).code).toBe('sign-in-failed')
    expect(await me(other)).toMatchObject({ role: 'public' })
  })

  test.each([
    ['another state', (url: URL) => url.searchParams.set('state', 'x'.repeat(43))],
    ['another nonce', (url: URL) => url.searchParams.set('nonce', 'x'.repeat(43))],
    ['another challenge', (url: URL) => url.searchParams.set('code_challenge', 'x'.repeat(43))],
  ])('with %s is refused', async (_what, set) => {
    const page = openPage(server.url)
    const back = await throughProvider(page, 'ada', (url) => {
      set(url)
      return url
    })
    expect((await refusedAs(page, back)).code).toBe('sign-in-failed')
    expect(await me(page)).toMatchObject({ role: 'public' })
  })

  test('works once', async () => {
    const page = openPage(server.url)
    const back = await throughProvider(page, 'ada')
    const cookies = new Map(page.cookies)
    expect((await go(page, back)).status).toBe(302)
    const again = await fetch(back, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    expect(await problemIn(again)).toMatchObject({ code: 'sign-in-failed' })
  })

  test('ends after ten minutes', async () => {
    const page = openPage(server.url)
    const back = await throughProvider(page, 'ada')
    clock.setOffset(10 * 60_000 + 1)
    expect((await refusedAs(page, back)).code).toBe('sign-in-failed')
    clock.setOffset(0)
  })

  test('that the provider refused says so', async () => {
    const page = openPage(server.url)
    const answer = await problemIn(await go(page, await throughProvider(page, 'nobody')))
    expect(answer).toMatchObject({ code: 'sign-in-failed', detail: 'The Registry did not sign you in.' })
  })
})

describe('a provider', () => {
  test('that is away keeps nobody from the rest, and is found again', async () => {
    const first = await providerProcess({ client, people })
    await first.stop()
    const own = await testServer(server.db, { agency: { ...agency, issuer: first.issuer }, logger: silent })
    const begin = () => go(openPage(own.url), `${own.url}/auth/agency`)
    expect(await problemIn(await begin())).toMatchObject({ status: 401, code: 'sign-in-failed' })
    expect((await fetch(`${own.url}/readyz`)).status).toBe(200)
    const again = await providerProcess({ client, people, port: first.port })
    expect((await begin()).status).toBe(302)
    await again.stop()
    await own.remove()
  })

  test('that names itself otherwise gets no sign-in', async () => {
    const issuer = provider.issuer.replace('127.0.0.1', 'localhost')
    const posing = await testServer(server.db, { agency: { ...agency, issuer }, logger: silent })
    expect(await problemIn(await go(openPage(posing.url), `${posing.url}/auth/agency`))).toMatchObject({
      code: 'sign-in-failed',
    })
    await posing.remove()
  })

  test('is nowhere where none is set', async () => {
    const plain = await testServer(server.db)
    expect((await fetch(`${plain.url}/auth/agency`)).status).toBe(404)
    expect((await fetch(`${plain.url}/auth/agency/callback?code=x&state=x`)).status).toBe(404)
    await plain.remove()
  })
})
