import { fork } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { told } from '@keyturn/cases/notices/testing/visiting-case.ts'
import { after, type Duration, days, hours, type Instant, minutes, seconds } from '@keyturn/domain/units.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import { openPool, type Pool } from '@keyturn/store/pool.ts'
import { wakeCase } from '@keyturn/store/queries/jobs/wake-case.ts'
import { listDeliveries, replay } from '@keyturn/store/queries/webhooks/deliveries.ts'
import { addSubscription, findSubscription, switchOn } from '@keyturn/store/queries/webhooks/subscriptions.ts'
import { type TestCluster, type TestDatabase, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openVisitingCases, visitingCaseId } from '../jobs/testing/visiting-cases.ts'
import { deliverAll, WAITS } from './deliver.ts'
import { sealWith } from './seal.ts'
import { newSecret } from './sign.ts'
import { spreadEvents } from './spread-events.ts'
import { type Receiving, receiverProcess } from './testing/receiver-process.ts'

const BEGAN = told('2026-03-02T14:00Z')
/** The same in the worker process of the tests. */
const seal = sealWith('a key of the tests, long enough')
const never = new AbortController().signal

let cluster: TestCluster
let receiver: Receiving
let db: TestDatabase
let pool: Pool
let now: Instant
beforeAll(async () => {
  cluster = await testCluster()
  receiver = await receiverProcess()
})
afterAll(async () => {
  receiver.child.kill('SIGKILL')
  await cluster.close()
})
beforeEach(async () => {
  db = await cluster.database()
  pool = openPool(db.appUrl, { connectionsMax: 4 })
  now = BEGAN
  receiver.forget()
})
afterEach(() => pool.end())

const parts = () => ({
  pool,
  now: () => now,
  webhooks: { reach: { loopback: true, private: false }, seal, withinMs: 400 },
})
type Owner = { readonly jurisdiction: string | null; readonly vendor: string | null }
const acme: Owner = { jurisdiction: null, vendor: 'acme' }

async function subscribed(id: string, path: string, owner: Owner = acme): Promise<Uint8Array> {
  const secret = newSecret()
  const by = { user: 'u', name: 'U' }
  const added = await asSystem(pool, (client) =>
    addSubscription(client, {
      id,
      ...owner,
      url: `${receiver.url}${path}`,
      kinds: [],
      secret: seal.seal(secret.bytes, id),
      at: now,
      by,
    }),
  )
  expect(added).toBe(true)
  return secret.bytes
}
const happens = (...subjects: string[]) =>
  asSystem(pool, (client) =>
    wakeCase(client, {
      caseId: visitingCaseId(0),
      at: now,
      events: subjects.map((subject) => ({ kind: 'fact-recorded' as const, subject, at: now })),
    }),
  )
const spread = () => spreadEvents(pool, () => now, never)
const list = (subscription: string) =>
  asSystem(pool, (client) => listDeliveries(client, { subscription, after: 0, limit: 500 }))
const pass = (span: Duration): void => {
  now = after(now, span)
}

describe('an event', () => {
  test('is sent once, signed over id, time and body, and says nothing but kinds and ids', async () => {
    const secret = await subscribed('wh_1', '/ok')
    await openVisitingCases(pool, { count: 1, at: now })
    await spread()
    await deliverAll(parts(), 'wh_1', never)
    await deliverAll(parts(), 'wh_1', never)
    expect(await receiver.received()).toHaveLength(1)
    const [got] = await receiver.received()
    expect(got).toMatchObject({ id: 'evt_V-0-case_1', type: 'application/json', time: String(BEGAN / 1_000) })
    expect(JSON.parse(got?.body ?? '')).toEqual({
      id: 'evt_V-0-case_1',
      type: 'fact-recorded',
      timestamp: '2026-03-02T14:00:00.000Z',
      data: { case: 'V-0-case', subject: 'fact/1' },
    })
    const mac = createHmac('sha256', secret).update(`${got?.id}.${got?.time}.${got?.body}`).digest('base64')
    expect(got?.signature).toBe(`v1,${mac}`)
    expect(await list('wh_1')).toMatchObject([{ seq: 1, state: 'delivered', tries: 1, status: 204 }])
  })

  test('is put on each list once, however often it is spread, with numbers without a gap', async () => {
    await subscribed('wh_1', '/ok')
    await subscribed('wh_2', '/ok', { jurisdiction: 'US-MA', vendor: null })
    await openVisitingCases(pool, { count: 3, at: now })
    await Promise.all([spread(), spread(), spread()])
    await happens('fact/2', 'fact/3')
    await Promise.all([spread(), spread()])
    for (const id of ['wh_1', 'wh_2']) {
      const events = await list(id)
      expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
      expect(new Set(events.map((one) => `${one.caseId} ${one.eventSeq}`)).size).toBe(5)
    }
  })

  test('of another vendor, another jurisdiction, or from before the subscription is on nobody’s list', async () => {
    await openVisitingCases(pool, { count: 1, at: now })
    await spread()
    await subscribed('wh_1', '/ok')
    await subscribed('wh_2', '/ok', { jurisdiction: null, vendor: 'other' })
    await subscribed('wh_3', '/ok', { jurisdiction: 'US-ME', vendor: null })
    await happens('fact/2')
    await spread()
    expect((await list('wh_1')).map(({ subject }) => subject)).toEqual(['fact/2'])
    expect(await list('wh_2')).toEqual([])
    expect(await list('wh_3')).toEqual([])
  })
})

describe('a receiver', () => {
  test('that never answers is tried for three days, then the event is parked, and replayed under its id', async () => {
    await subscribed('wh_1', '/never')
    await openVisitingCases(pool, { count: 1, at: now })
    await spread()
    for (const wait of [...WAITS, seconds(0)]) {
      await deliverAll(parts(), 'wh_1', never)
      // Not a moment earlier than it is due again.
      await deliverAll(parts(), 'wh_1', never)
      pass(wait)
    }
    expect(await receiver.received()).toHaveLength(WAITS.length + 1)
    expect(new Set((await receiver.received()).map(({ id }) => id)).size).toBe(1)
    expect(now - BEGAN).toBeGreaterThan(days(3) - hours(1))
    const [parked] = await list('wh_1')
    expect(parked).toMatchObject({ state: 'parked', status: null, failure: 'It did not answer within 0.4 seconds.' })
    pass(days(9))
    await deliverAll(parts(), 'wh_1', never)
    expect(await receiver.received()).toHaveLength(WAITS.length + 1)
    const again = { subscription: 'wh_1', from: 1, to: 1, onlyParked: true, now }
    expect(await asSystem(pool, (client) => replay(client, again))).toBe(1)
    await deliverAll(parts(), 'wh_1', never)
    expect((await receiver.received()).at(-1)?.id).toBe(parked === undefined ? '' : `evt_V-0-case_${parked.eventSeq}`)
    expect(await receiver.received()).toHaveLength(WAITS.length + 2)
  })

  test('that fails twice gets the event at the third attempt', async () => {
    await subscribed('wh_1', '/then-ok')
    await openVisitingCases(pool, { count: 1, at: now })
    await spread()
    for (const wait of [seconds(30), minutes(2), seconds(0)]) {
      await deliverAll(parts(), 'wh_1', never)
      pass(wait)
    }
    expect(await list('wh_1')).toMatchObject([{ state: 'delivered', tries: 3, status: 200, failure: null }])
  })

  test('that is down is not asked for every event of a long list at once', async () => {
    await subscribed('wh_1', '/500')
    await openVisitingCases(pool, { count: 9, at: now })
    await spread()
    await deliverAll(parts(), 'wh_1', never)
    expect(await receiver.received()).toHaveLength(3)
    expect((await list('wh_1')).filter(({ status }) => status === 500)).toHaveLength(3)
  })

  test('that answers 410 is switched off, and misses nothing that waited when it is switched on again', async () => {
    await subscribed('wh_1', '/410')
    await openVisitingCases(pool, { count: 2, at: now })
    await spread()
    await deliverAll(parts(), 'wh_1', never)
    await deliverAll(parts(), 'wh_1', never)
    expect(await receiver.received()).toHaveLength(1)
    const off = await asSystem(pool, (client) => findSubscription(client, 'wh_1'))
    expect(off).toMatchObject({ waiting: 2, off: { because: 'It answered 410: it wants nothing any more.' } })
    await asSystem(pool, (client) => switchOn(client, 'wh_1'))
    pass(minutes(1))
    await deliverAll(parts(), 'wh_1', never)
    expect(await receiver.received()).toHaveLength(2)
  })

  test('that redirects is not followed', async () => {
    await subscribed('wh_1', '/redirect')
    await openVisitingCases(pool, { count: 1, at: now })
    await spread()
    await deliverAll(parts(), 'wh_1', never)
    expect((await receiver.received()).map(({ path }) => path)).toEqual(['/redirect'])
    expect(await list('wh_1')).toMatchObject([
      { state: 'waiting', status: 302, failure: 'It answered with a redirect.' },
    ])
  })

  test('whose answer has no end is hung up on', async () => {
    await subscribed('wh_1', '/drip')
    await openVisitingCases(pool, { count: 1, at: now })
    await spread()
    await deliverAll(parts(), 'wh_1', never)
    expect((await list('wh_1'))[0]).toMatchObject({ state: 'waiting', failure: expect.stringContaining('too long') })
  })

  test('on a private address is not reached, though the subscription was made when it could be', async () => {
    await subscribed('wh_1', '/ok')
    await openVisitingCases(pool, { count: 1, at: now })
    await spread()
    const closed = { ...parts(), webhooks: { ...parts().webhooks, reach: { loopback: false, private: false } } }
    await deliverAll(closed, 'wh_1', never)
    expect(await receiver.received()).toEqual([])
    expect((await list('wh_1'))[0]?.failure).toBe('The address must begin with https://.')
  })
})

describe('a worker that is killed between sending and noting it', () => {
  test('has the event sent again later, under the same id', async () => {
    await subscribed('wh_1', '/never')
    await openVisitingCases(pool, { count: 1, at: now })
    const start = () =>
      fork(
        fileURLToPath(new URL('../jobs/testing/worker-main.ts', import.meta.url)),
        [db.appUrl, String(BEGAN - 1), String(after(BEGAN, days(1)))],
        { execArgv: ['--import', 'tsx'] },
      )
    const worker = start()
    await once(worker, 'message')
    const arrived = receiver.next('/never')
    worker.send(Number(BEGAN))
    const first = await arrived
    worker.kill('SIGKILL')
    await once(worker, 'exit')
    const [sent] = await list('wh_1')
    expect(sent).toMatchObject({ state: 'waiting', tries: 1, status: null })
    const second = start()
    await once(second, 'message')
    const arrivedAgain = receiver.next('/never')
    second.send(Number(after(BEGAN, seconds(30))))
    const again = await arrivedAgain
    second.kill('SIGKILL')
    await once(second, 'exit')
    expect(again.id).toBe(first.id)
    expect(again.body).toBe(first.body)
  })
})
