import { setTimeout as pause } from 'node:timers/promises'
import { type Client, client } from '@keyturn/contract/client.ts'
import {
  listCaseNotices,
  listNotices,
  listNoticesToTell,
  noteTold,
  readNotices,
} from '@keyturn/contract/endpoints/notices.ts'
import {
  createWebhook,
  listWebhookEvents,
  listWebhooks,
  replayWebhook,
  switchWebhook,
  testWebhook,
} from '@keyturn/contract/endpoints/webhooks.ts'
import { queryOnce, type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tokenFor } from '../testing/callers.ts'
import { caseWithDevice, clockAt, told, type Under, visitKept } from '../testing/program-case.ts'
import { type SignedInClient, signedIn } from '../testing/signed-in.ts'
import { TEST_NOW, type TestServer, testServer } from '../testing/test-server.ts'
import { type Receiving, receiverProcess } from '../webhooks/testing/receiver-process.ts'

const PATIENCE_MS = 60_000
const ID = 'MA-2026-0001'

let cluster: TestCluster
let receiver: Receiving
let server: TestServer
let officer: SignedInClient
let under: Under
beforeAll(async () => {
  ;[cluster, receiver] = await Promise.all([testCluster(), receiverProcess()])
  server = await testServer(await cluster.database(), { lookEveryMs: 50, webhooksReach: { loopback: true } })
  officer = await signedIn(server, 'authority-officer')
  const provider = await signedIn(server, 'technician', { vendor: 'acme' })
  under = { officer, provider, at: clockAt(server.clock, TEST_NOW) }
})
afterAll(async () => {
  receiver.child.kill('SIGKILL')
  await server.remove()
  await cluster.close()
})

/** Waits until the jobs have caught up with the clock. */
async function caughtUp(): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 50) {
    const [row] = await queryOnce<{ open: string; tries: number | null }>(
      server.db.ownerUrl,
      'select count(*) as open, max(tries) as tries from keyturn.case_agenda where due_at <= $1',
      [new Date(server.clock.now())],
    )
    if (row?.open === '0') return
    expect(row?.tries ?? 0).toBe(0)
    await pause(50)
  }
  throw new Error('the jobs did not catch up')
}

async function noticesOf(call: Client) {
  const answer = await call(listCaseNotices, { params: { caseId: ID }, query: { limit: 200 } })
  if (!answer.ok) throw new Error(answer.problem.detail)
  return answer.value.notices
}
const kinds = (notices: Awaited<ReturnType<typeof noticesOf>>) =>
  notices.toReversed().map(({ kind, dueAt }) => `${dueAt.slice(0, 16)} ${kind}`)

describe('a case under Massachusetts law', () => {
  test('tells its participant what comes, when it comes, in order [OUT-14]', async () => {
    under.at('2026-01-01T15:00:00Z')
    const admin = await signedIn(server, 'authority-admin')
    const made = await admin(createWebhook, { params: {}, body: { url: `${receiver.url}/ok` } })
    expect(made).toMatchObject({ ok: true, value: { webhook: { jurisdiction: 'US-MA', vendor: null, off: null } } })
    await caseWithDevice(ID, under)
    await caughtUp()
    // The clock stands in the night after the last day; nobody looked since the installation.
    under.at('2026-04-02T05:00:00Z')
    await caughtUp()
    const driver = await signedIn(server, 'driver', { caseIds: [ID] })
    const notices = await noticesOf(driver)
    expect(notices.every(({ audience }) => audience === 'participant')).toBe(true)
    const told = kinds(notices)
    expect(told).toContain('2026-02-02T15:00 approved')
    expect(told.filter((line) => line.includes('service-visit/'))).toEqual([
      '2026-03-27T13:00 service-visit/opens',
      '2026-03-29T13:00 service-visit/3-days',
      '2026-03-31T13:00 service-visit/1-days',
      '2026-04-01T13:00 service-visit/on-the-day',
      '2026-04-02T04:00 service-visit/passed',
    ])
    expect(notices.find(({ kind }) => kind === 'service-visit/passed')?.law).toMatch(/\S/)
  })

  test('has a lockout after a missed visit, and 48 hours that pass [MA-LCK-3] [MA-LCK-5]', async () => {
    under.at('2026-04-05T05:00:00Z')
    await caughtUp()
    const all = await noticesOf(officer)
    const lockout = all.filter(({ kind }) => kind.startsWith('lockout-visit/'))
    expect(new Set(lockout.map(({ kind }) => kind))).toEqual(
      new Set(['lockout-visit/at-once', 'lockout-visit/24-hours', 'lockout-visit/6-hours', 'lockout-visit/passed']),
    )
    expect(
      lockout
        .filter(({ kind }) => kind.endsWith('passed'))
        .map(({ audience }) => audience)
        .sort(),
    ).toEqual(['authority', 'participant', 'vendor'])
    expect(all.some(({ kind }) => kind === 'hearing-request/at-once')).toBe(true)
  })

  test('is read by each as far as it is for them, and each reading is theirs', async () => {
    const driver = await signedIn(server, 'driver', { caseIds: [ID] })
    const other = await signedIn(server, 'driver', { caseIds: [] })
    const vendor = await signedIn(server, 'vendor-operator', { vendor: 'acme' })
    expect(await other(listCaseNotices, { params: { caseId: ID } })).toMatchObject({ code: 'unknown-case' })
    expect((await noticesOf(vendor)).every(({ audience }) => audience === 'vendor')).toBe(true)
    const [first, second] = await noticesOf(driver)
    const ids = [first?.id ?? '', second?.id ?? '']
    const read = () => driver(readNotices, { params: { caseId: ID }, body: { ids } })
    expect(await read()).toMatchObject({ ok: true, value: { read: 2 } })
    expect(await read()).toMatchObject({ ok: true, value: { read: 0 } })
    const again = await noticesOf(driver)
    expect(again.filter(({ readAt }) => readAt !== null).map(({ id }) => id)).toEqual(ids)
    expect((await noticesOf(officer)).every(({ readAt }) => readAt === null)).toBe(true)
  })

  test('is paged without a gap or a repetition while notices are added', async () => {
    const whole = (await noticesOf(officer)).map(({ id }) => id)
    const seen: string[] = []
    for (let after: string | undefined; ; ) {
      const query = after === undefined ? { limit: 3 } : { limit: 3, after }
      const page = await officer(listCaseNotices, { params: { caseId: ID }, query })
      if (!page.ok) throw new Error(page.problem.detail)
      seen.push(...page.value.notices.map(({ id }) => id))
      if (page.value.next === null) break
      after = page.value.next
    }
    expect(seen).toEqual(whole)
  })

  test('is on one list of all cases for its vendor, and on another for its authority', async () => {
    const listFor = async (call: Client, after?: string) => {
      const answer = await call(listNotices, { params: {}, query: after === undefined ? {} : { after, limit: 1 } })
      return answer.ok ? answer.value : { notices: [], next: null }
    }
    const vendor = await listFor(await signedIn(server, 'technician', { vendor: 'acme' }))
    expect(vendor.notices.map(({ audience, case: of }) => `${audience} ${of}`)).toContain(`vendor ${ID}`)
    expect(new Set(vendor.notices.map(({ audience }) => audience))).toEqual(new Set(['vendor']))
    const own = await listFor(officer)
    expect(new Set(own.notices.map(({ audience }) => audience))).toEqual(new Set(['authority']))
    expect((await listFor(await signedIn(server, 'technician', { vendor: 'other' }))).notices).toEqual([])
    const mainer = await signedIn(server, 'authority-officer', { jurisdiction: 'US-ME' })
    expect((await listFor(mainer)).notices).toEqual([])
    expect(await officer(listNotices, { params: {}, query: { after: 'bm90LW91cnM' } })).toMatchObject({
      code: 'bad-request',
    })
  })

  test('writes mails that are kept where there is no mail server, and calls nobody', async () => {
    const mails = await queryOnce<{ subject: string }>(
      server.db.ownerUrl,
      `select subject from keyturn.outbox where about = $1 and sent_at is null order by created_at`,
      [`case ${ID}`],
    )
    expect(mails.map(({ subject }) => subject)).toContainEqual(expect.stringContaining('Service visit missed'))
    const list = await officer(listNoticesToTell, { params: {} })
    expect(list).toMatchObject({ ok: true, value: { notices: [] } })
    const none = { params: { caseId: ID }, body: { id: 'fact-1/participant', how: 'telephone' as const } }
    expect(await officer(noteTold, none)).toMatchObject({ code: 'no-such-notice' })
  })

  test('reaches webhooks of its own authority and vendor, each event once', async () => {
    const admin = await signedIn(server, 'authority-admin')
    const list = await admin(listWebhooks, { params: {} })
    const [hook] = list.ok ? list.value.webhooks : []
    const events = await admin(listWebhookEvents, { params: { webhookId: hook?.id ?? '' }, query: { limit: 500 } })
    if (!events.ok) throw new Error(events.problem.detail)
    const types = new Set(events.value.events.map(({ type }) => type))
    for (const type of [
      'fact-recorded',
      'decision-made',
      'stage-changed',
      'finding-opened',
      'deadline-passed',
    ] as const) {
      expect(types).toContain(type)
    }
    expect(events.value.events.map(({ seq }) => seq)).toEqual(events.value.events.map((_, index) => index + 1))
    const got = (await receiver.received()).map(({ id }) => id)
    expect(new Set(got).size).toBe(got.length)
    expect(JSON.stringify(await receiver.received())).not.toMatch(/Sam|Rivera|1ABC23|passport|S-MA/)
  })
})

describe('a report that a vendor owes', () => {
  test('is told when it arises, a day before it is due, and to both sides once it is late', async () => {
    under.at('2026-01-02T15:00:00Z')
    const mainer = await signedIn(server, 'authority-officer', { jurisdiction: 'US-ME' })
    const maine = { ...under, officer: mainer, jurisdiction: 'US-ME', device: 'ACME-2001' }
    const id = await caseWithDevice('ME-2026-0001', maine)
    await visitKept(maine, id, '2026-03-20T14:00:00Z')
    await caughtUp()
    under.at('2026-04-10T14:00:00Z')
    await caughtUp()
    const answer = await mainer(listCaseNotices, { params: { caseId: id }, query: { limit: 200 } })
    const notices = answer.ok ? answer.value.notices : []
    const monitoring = notices.filter(({ kind, id: of }) => kind.startsWith('report/') && of.includes('monitoring'))
    expect(monitoring.map(({ kind, audience, dueAt }) => `${dueAt.slice(0, 10)} ${kind} ${audience}`).sort()).toEqual([
      '2026-03-20 report/due vendor',
      '2026-03-30 report/1-day vendor',
      '2026-03-31 report/late authority',
      '2026-03-31 report/late vendor',
    ])
    const events = await queryOnce<{ kind: string }>(
      server.db.ownerUrl,
      `select kind from keyturn.case_events where case_id = $1 and subject like 'report/%monitoring%' order by seq`,
      [id],
    )
    expect(events.map(({ kind }) => kind)).toEqual(['report-due', 'deadline-passed'])
  })
})

describe('a webhook', () => {
  test('is set up with a token, tested, replayed from an event, switched off, and seen by nobody else', async () => {
    const token = await tokenFor(server, ['webhooks:manage'])
    const program = client({ baseUrl: server.url, token })
    const refused = await program(createWebhook, { params: {}, body: { url: 'https://10.0.0.1/' } })
    expect(refused).toMatchObject({ code: 'webhook-address' })
    const made = await program(createWebhook, {
      params: {},
      body: { url: `${receiver.url}/ok`, kinds: ['fact-recorded'] },
    })
    if (!made.ok) throw new Error(made.problem.detail)
    const { webhook, secret } = made.value
    expect(webhook).toMatchObject({ vendor: 'acme', jurisdiction: null })
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const params = { webhookId: webhook.id }
    expect(await program(testWebhook, { params })).toMatchObject({ ok: true, value: { delivered: true, status: 204 } })
    receiver.forget()
    await visitKept(under, ID, '2026-04-06T14:00:00Z', 'lockout')
    await caughtUp()
    const listed = async () => {
      const answer = await program(listWebhookEvents, { params })
      return answer.ok ? answer.value.events : []
    }
    for (let waited = 0; (await listed())[0]?.state !== 'delivered' && waited < PATIENCE_MS; waited += 50)
      await pause(50)
    const [event] = await listed()
    expect(event).toMatchObject({ seq: 1, type: 'fact-recorded', case: ID, state: 'delivered', tries: 1 })
    const from = event?.id ?? ''
    expect(await program(replayWebhook, { params, body: { from } })).toMatchObject({ ok: true, value: { again: 1 } })
    expect(await program(replayWebhook, { params, body: { from: 'evt_MA-2026-9999_1' } })).toMatchObject({
      code: 'unknown-event',
    })
    const vendor = await signedIn(server, 'vendor-operator', { vendor: 'other' })
    expect(await vendor(listWebhooks, { params: {} })).toMatchObject({ ok: true, value: { webhooks: [] } })
    for (const [endpoint, body] of [
      [switchWebhook, { to: 'off' }],
      [replayWebhook, { from }],
    ] as const) {
      // Each body is that of its endpoint; the pairs lose it.
      expect(await vendor(endpoint as typeof switchWebhook, { params, body: body as { to: 'off' } })).toMatchObject({
        code: 'unknown-webhook',
      })
    }
    expect(await program(switchWebhook, { params, body: { to: 'off' } })).toMatchObject({
      ok: true,
      value: { off: { because: expect.stringContaining('switched it off') } },
    })
    const before = (await listed()).length
    await told(officer, ID, { kind: 'household-member-added', member: 'kim', name: 'Kim', license: null })
    await caughtUp()
    expect(await listed()).toHaveLength(before)
  })

  test('keeps its secret where the database alone does not open it', async () => {
    const rows = await queryOnce<{ secret: Buffer; leaked: boolean }>(
      server.db.ownerUrl,
      `select secret, length(secret) <> 60 as leaked from keyturn.webhook_subscriptions`,
    )
    expect(rows.length).toBeGreaterThan(0)
    // Nonce, 32 encrypted bytes, tag.
    expect(rows.every(({ leaked }) => !leaked)).toBe(true)
  })
})
