import type { Client } from '@keyturn/contract/client.ts'
import { caseStatus, listFacts } from '@keyturn/contract/endpoints/cases.ts'
import { caseLetters } from '@keyturn/contract/endpoints/letters.ts'
import { listOrders, listOutages } from '@keyturn/contract/endpoints/orders.ts'
import { getStatement, postStatement } from '@keyturn/contract/endpoints/statements.ts'
import { getKeys } from '@keyturn/contract/endpoints/tree.ts'
import type { CivilDate } from '@keyturn/domain/units.ts'
import { days, instant } from '@keyturn/domain/units.ts'
import type { StatementBody } from '@keyturn/evidence/statement/statement.ts'
import { madeUpAuthority } from '@keyturn/simulator/authority/authority.ts'
import { queryOnce, type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tokenFor } from '../testing/callers.ts'
import { opened } from '../testing/case-facts.ts'
import { type SignedInClient, signedIn } from '../testing/signed-in.ts'
import { TEST_NOW, type TestServer, testServer } from '../testing/test-server.ts'

const world = madeUpAuthority('server')
const authority = world.authority('US-MA')
const northgate = world.vendor('northgate', { jurisdiction: 'US-MA' })
const at = TEST_NOW

let cluster: TestCluster
let server: TestServer
let officer: SignedInClient
let vendor: SignedInClient
beforeAll(async () => {
  cluster = await testCluster()
  server = await testServer(await cluster.database(), { rootKey: world.root })
  officer = await signedIn(server, 'authority-officer')
  vendor = await signedIn(server, 'vendor-operator', { vendor: 'northgate' })
})
afterAll(async () => {
  await server.remove()
  await cluster.close()
})

const day = (text: string) => text as CivilDate
const scope = (more: object = {}) => ({
  jurisdiction: 'US-MA',
  vendors: null,
  models: null,
  firmwares: null,
  regions: null,
  functions: ['service-visit'] as const,
  ...more,
})
const order = (more: object = {}): StatementBody => ({
  kind: 'order',
  supersedes: null,
  scope: scope(),
  interval: { from: day('2026-03-14'), until: day('2026-03-21') },
  due: { from: day('2026-03-14'), until: day('2026-03-21') },
  moves: { kind: 'day-for-day' },
  capDays: 10,
  staggerDays: 3,
  reason: 'The servers of the vendor are down.',
  ...more,
})
const outage = (more: object = {}): StatementBody => ({
  kind: 'outage',
  scope: scope({ vendors: ['northgate'] }),
  from: at,
  until: null,
  cause: 'server',
  account: 'Our servers do not answer.',
  supersedes: null,
  ...more,
})
const post = (call: Client, file: string) => call(postStatement, { params: {}, body: { file } })
const codeOf = async (call: Client, file: string) => {
  const answer = await post(call, file)
  return answer.ok ? 'taken' : answer.code
}
const orders = async () => {
  const answer = await server.stranger(listOrders, { params: {} })
  return answer.ok ? answer.value.orders : []
}
const stateOf = async (id: string) => (await orders()).find((one) => one.id === id)?.state

describe('a signed statement', () => {
  test('is taken, answered the same again, and public with its own bytes', async () => {
    const file = authority.sign(order(), { at, id: 'order-1' })
    const first = await post(officer, file)
    expect(first.ok && first.value).toMatchObject({ id: 'order-1', kind: 'order', state: 'counts', file })
    expect(await post(officer, file)).toEqual(first)
    const read = await server.stranger(getStatement, { params: { statementId: 'order-1' } })
    expect(read.ok && read.value).toMatchObject({ file, state: 'counts' })
    const listed = (await orders()).find(({ id }) => id === 'order-1')
    expect(listed).toMatchObject({ state: 'in-force', file, issuedBy: 'authority', cites: ['540 CMR 25.06(3)'] })
    expect(listed?.concerns).toBe('All devices in Massachusetts.')
    expect(listed?.words[0]).toContain('move one day later for each day of 14 March 2026 to 21 March 2026')
  })

  test('is refused without a pinned root, in words that name the remedy', async () => {
    const bare = await testServer(await cluster.database())
    const call = await signedIn(bare, 'authority-officer')
    const answer = await post(call, authority.sign(order(), { at, id: 'order-0' }))
    expect(answer.ok ? '' : answer.problem.detail).toContain('KEYTURN_ROOT_KEY')
    const keys = await bare.stranger(getKeys, { params: {} })
    expect(keys.ok && keys.value.rootKey).toBe(null)
    await bare.remove()
  })

  test('of another root, changed or cut is refused with the reason', async () => {
    const file = authority.sign(order(), { at, id: 'order-2' })
    const other = madeUpAuthority('another').authority('US-MA').sign(order(), { at, id: 'order-2' })
    for (const bad of [other, file.replace(/.{9}\n$/, 'AAAAAAAAA\n'), file.split('\n').slice(1).join('\n'), 'no\n']) {
      expect(await codeOf(officer, bad)).toBe('statement-refused')
    }
    expect(await stateOf('order-2')).toBe(undefined)
  })

  test('of a vendor may not move dates where the law names the authority alone', async () => {
    const answer = await post(
      vendor,
      northgate.sign(order({ scope: scope({ vendors: ['northgate'] }) }), { at, id: 'order-v' }),
    )
    expect(answer.ok ? '' : answer.problem.detail).toContain('lets only the authority move dates')
  })

  test('of another vendor or another jurisdiction is not somebody’s to bring', async () => {
    const rival = world.vendor('harborlight', { jurisdiction: 'US-MA' })
    const theirs = rival.sign(outage({ scope: scope({ vendors: ['harborlight'] }) }), { at, id: 'outage-h' })
    expect(await codeOf(vendor, theirs)).toBe('forbidden')
    const maine = world
      .authority('US-ME')
      .sign(order({ scope: scope({ jurisdiction: 'US-ME' }) }), { at, id: 'order-me' })
    expect(await codeOf(officer, maine)).toBe('forbidden')
    const program = { authorization: `Bearer ${await tokenFor(server, ['statements:write'], 'harborlight')}` }
    const response = await fetch(`${server.url}/v1/statements`, {
      method: 'POST',
      headers: { ...program, 'content-type': 'application/json' },
      body: JSON.stringify({ file: theirs }),
    })
    expect(response.status).toBe(200)
  })

  test('that contradicts another of its issuer is kept as evidence, and neither counts', async () => {
    const first = authority.sign(order(), { at, id: 'order-3' })
    const second = authority.sign(order({ capDays: 30 }), { at, id: 'order-3' })
    expect(await codeOf(officer, first)).toBe('taken')
    expect(await codeOf(officer, second)).toBe('statement-conflict')
    expect(await codeOf(officer, first)).toBe('statement-conflict')
    const listed = (await orders()).find(({ id }) => id === 'order-3')
    expect(listed).toMatchObject({ state: 'conflicting', others: [second] })
    expect(listed?.stateWords).toContain('neither counts')
  })

  test('of another issuer under a taken id harms nothing', async () => {
    await post(officer, authority.sign(order(), { at, id: 'order-4' }))
    const taken = northgate.sign(outage(), { at, id: 'order-4' })
    expect(await codeOf(vendor, taken)).toBe('statement-conflict')
    expect(await stateOf('order-4')).toBe('in-force')
  })

  test('that amends, ends or is withdrawn shows so on the list', async () => {
    await post(officer, authority.sign(order(), { at, id: 'order-5' }))
    await post(officer, authority.sign(order({ supersedes: 'order-5', capDays: 20 }), { at, id: 'order-6' }))
    expect([await stateOf('order-5'), await stateOf('order-6')]).toEqual(['amended', 'in-force'])
    const end = order({ supersedes: 'order-6', moves: { kind: 'ended' } })
    await post(officer, authority.sign(end, { at, id: 'order-7' }))
    expect(await stateOf('order-6')).toBe('ended')
    await post(officer, authority.sign(order(), { at, id: 'order-8' }))
    const revoked = [{ id: 'order-8', at, why: 'a slip' }]
    await post(officer, authority.sign({ kind: 'revocations', number: 1, revoked }, { at, id: 'revocations-1' }))
    expect(await stateOf('order-8')).toBe('revoked')
    const tomorrow = authority.sign(order(), { at, notBefore: instant(at + days(2)), id: 'order-9' })
    await post(officer, tomorrow)
    expect(await stateOf('order-9')).toBe('not-yet')
  })

  test('is kept and never changed: the database refuses it', async () => {
    for (const table of ['statements', 'case_statements', 'device_statements']) {
      await expect(queryOnce(server.db.appUrl, `delete from keyturn.${table}`)).rejects.toThrow('permission denied')
      await expect(queryOnce(server.db.appUrl, `update keyturn.${table} set file = ''`)).rejects.toThrow(
        'permission denied',
      )
    }
  })
})

describe('an outage', () => {
  test('is declared by its vendor, amended, and public', async () => {
    expect(await codeOf(vendor, northgate.sign(outage(), { at, id: 'outage-1' }))).toBe('taken')
    const over = outage({ supersedes: 'outage-1', until: instant(at + days(8)) })
    expect(await codeOf(vendor, northgate.sign(over, { at, id: 'outage-2' }))).toBe('taken')
    const answer = await server.stranger(listOutages, { params: {}, query: { jurisdiction: 'US-MA' } })
    const states = answer.ok
      ? answer.value.outages.filter(({ id }) => id !== 'outage-h').map(({ id, state, by }) => [id, state, by])
      : []
    expect(states).toEqual([
      ['outage-2', 'going-on', null],
      ['outage-1', 'amended', 'outage-2'],
    ])
  })
})

describe('a letter', () => {
  test('reaches the case as a fact that nobody’s word could make, once, and stands in the folder [OUT-8]', async () => {
    await opened(officer, 'CASE-LETTERS')
    const confirmation = authority.sign(
      {
        kind: 'confirmation',
        about: 'outage-1',
        provider: 'Northgate',
        account: 'Servers down.',
        next: 'Come by Friday.',
      },
      { at, subject: 'CASE-LETTERS', id: 'letter-1' },
    )
    const exception = authority.sign(
      { kind: 'exception', vehicle: 'the Ford 2DEF34', reason: 'The car stands in the garage.' },
      { at, subject: 'CASE-LETTERS', id: 'letter-2' },
    )
    for (const file of [confirmation, exception, confirmation]) expect(await codeOf(officer, file)).toBe('taken')
    const facts = await officer(listFacts, { params: { caseId: 'CASE-LETTERS' } })
    const kinds = facts.ok ? facts.value.facts.map(({ fact }) => `${fact.kind} by ${fact.by.role}`) : []
    expect(kinds).toEqual([
      'case-opened by authority-officer',
      'confirmation-received by system',
      'exception-granted by system',
    ])
    const letters = await officer(caseLetters, { params: { caseId: 'CASE-LETTERS' } })
    expect(letters.ok && letters.value.letters.map(({ id, counts, file }) => [id, counts, file])).toEqual([
      ['letter-2', true, exception],
      ['letter-1', true, confirmation],
    ])
    expect((await server.stranger(getStatement, { params: { statementId: 'letter-1' } })).ok).toBe(false)
    expect((await vendor(caseLetters, { params: { caseId: 'CASE-LETTERS' } })).ok).toBe(false)
  })

  test('about a case of another authority or vendor is refused', async () => {
    const body = { kind: 'confirmation', about: 'x', provider: 'x', account: 'x', next: 'x' } as const
    const of = { at, subject: 'CASE-LETTERS', id: 'letter-3' }
    expect(await codeOf(vendor, northgate.sign(body, of))).toBe('statement-refused')
    expect(await codeOf(officer, authority.sign(body, { ...of, subject: 'CASE-NONE' }))).toBe('unknown-case')
  })
})

describe('the law of cases', () => {
  test('follows a new order: a stored answer is looked at again, and stored anew', async () => {
    await opened(officer, 'CASE-WAKES')
    const before = await queryOnce<{ as_of: Date }>(server.db.ownerUrl, STORED)
    server.clock.setOffset(days(1))
    await post(officer, authority.sign(order(), { at, id: 'order-wakes' }))
    const open = 'select * from keyturn.statement_wakes where not is_done'
    await expect.poll(() => queryOnce(server.db.ownerUrl, open), { timeout: 30_000 }).toEqual([])
    const after = await queryOnce<{ as_of: Date }>(server.db.ownerUrl, STORED)
    expect(after[0]?.as_of.getTime()).toBe((before[0]?.as_of.getTime() ?? 0) + days(1))
    expect((await officer(caseStatus, { params: { caseId: 'CASE-WAKES' } })).ok).toBe(true)
    server.clock.setOffset(0)
  })
})

const STORED = `select as_of from keyturn.case_status where case_id = 'CASE-WAKES'`

describe('a mirror beside the API', () => {
  test('serves the list that is signed elsewhere, and its files, to everybody', async () => {
    const index = (number: number, id: string) => authority.sign({ kind: 'index', number, files: [] }, { at, id })
    expect((await fetch(`${server.url}/mirror/index.txt`)).status).toBe(404)
    for (const [number, id] of [
      [2, 'index-2'],
      [1, 'index-1'],
    ] as const) {
      expect(await codeOf(officer, index(number, id))).toBe('taken')
    }
    const list = await fetch(`${server.url}/mirror/US-MA/index.txt`)
    expect(await list.text()).toBe(index(2, 'index-2'))
    expect(list.headers.get('access-control-allow-origin')).toBe('*')
    const [first] = await orders()
    for (const folder of ['', 'US-MA/']) {
      const file = await fetch(`${server.url}/mirror/${folder}${first?.sha256}.txt`)
      expect(await file.text()).toBe(first?.file)
      expect(file.headers.get('cache-control')).toContain('immutable')
    }
    for (const none of ['index', `${'0'.repeat(64)}.txt`, '..%2findex.txt', 'US-XX/index.txt', 'x/y.txt']) {
      expect((await fetch(`${server.url}/mirror/${none}`)).status, none).toBe(404)
    }
  })

  test('goes on to serve its last list when that has expired, so that the next one gets a higher number', async () => {
    const file = authority.sign({ kind: 'index', number: 3, files: [] }, { at, id: 'index-3', lasts: days(1) })
    expect(await codeOf(officer, file)).toBe('taken')
    server.clock.setOffset(days(2))
    const list = await fetch(`${server.url}/mirror/US-MA/index.txt`)
    expect(await list.text()).toBe(file)
    server.clock.setOffset(0)
  })
})
