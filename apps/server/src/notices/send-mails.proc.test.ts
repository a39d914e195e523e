import { told } from '@keyturn/cases/notices/testing/visiting-case.ts'
import { after, days, hours, type Instant, minutes } from '@keyturn/domain/units.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import { openPool, type Pool } from '@keyturn/store/pool.ts'
import { claimMail, listForStaff, settleDelivery } from '@keyturn/store/queries/notices/deliveries.ts'
import { queryOnce, type TestCluster, type TestDatabase, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { destination, pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { actCase } from '../jobs/act-case.ts'
import { openVisitingCases, visitingCaseId, visitingCases } from '../jobs/testing/visiting-cases.ts'
import { type Mailer, mailerWith } from '../mail/mailer.ts'
import { smtpTransport } from '../mail/smtp.ts'
import { type SmtpProcess, smtpProcess } from '../testing/smtp-process.ts'
import { sendMails } from './send-mails.ts'

const BEGAN = told('2025-09-01T13:00Z')
const ENDS = told('2028-09-01T13:00Z')
/** The first visit that case 5 misses was due then; the car locks in the night after it. */
const MISSED = told('2025-10-30T04:00Z')
const CASES = 7
const never = new AbortController().signal
const silent = pino({ level: 'silent' }, destination(2))

let cluster: TestCluster
let smtp: SmtpProcess
let db: TestDatabase
let pool: Pool
let mailer: Mailer
let now: Instant
beforeAll(async () => {
  ;[cluster, smtp] = await Promise.all([testCluster(), smtpProcess()])
})
afterAll(async () => {
  await smtp.stop()
  await cluster.close()
})
beforeEach(async () => {
  db = await cluster.database()
  pool = openPool(db.appUrl, { connectionsMax: 4 })
  const transport = smtpTransport(`smtp://127.0.0.1:${smtp.port}`, 'Keyturn <keyturn@example.gov>')
  mailer = mailerWith({ pool, now: () => now, logger: silent, transport })
})
afterEach(async () => {
  await mailer.close()
  await pool.end()
})

const pass = () => sendMails({ pool, now: () => now, mailer, origin: () => 'https://keyturn.example' }, never)
const states = () =>
  queryOnce<{ state: string; count: string }>(
    db.ownerUrl,
    'select state, count(*) from keyturn.notice_deliveries group by state order by state',
  )
/** Seven cases, told of what is due by then under an address. */
async function toldUntil(until: Instant, email: string): Promise<void> {
  await openVisitingCases(pool, { count: CASES, at: BEGAN })
  now = until
  const engine = visitingCases(BEGAN, ENDS, email)
  for (let n = 0; n < CASES; n += 1) await actCase({ pool, now: () => now, engine }, visitingCaseId(n))
}

describe('mail to participants', () => {
  test('is written once each though the mail server was dead for a day', async () => {
    await toldUntil(after(MISSED, days(30)), 'robin@example.org')
    const waiting = await states()
    const due = Number(waiting.find(({ state }) => state === 'waiting')?.count)
    expect(due).toBeGreaterThan(0)
    const { port } = smtp
    await smtp.stop()
    for (const end = after(now, days(1)); now < end; now = after(now, minutes(90))) await pass()
    expect((await states()).map(({ state }) => state)).toEqual(['too-late', 'waiting'])
    smtp = await smtpProcess([], port)
    for (let n = 0; n < 12; n += 1) {
      await pass()
      now = after(now, hours(1))
    }
    const done = await states()
    expect(done.find(({ state }) => state === 'waiting')).toBeUndefined()
    const sent = Number(done.find(({ state }) => state === 'sent')?.count)
    expect(sent).toBeGreaterThan(0)
    // Those that were of no use any more by the time the mail server was back were not written.
    const late = (of: typeof done) => Number(of.find(({ state }) => state === 'too-late')?.count ?? 0)
    expect(sent + late(done) - late(waiting)).toBe(due)
    expect(smtp.taken).toHaveLength(sent)
    const ids = smtp.taken.map(({ raw }) => /^Message-ID: (.+)$/m.exec(raw)?.[1])
    expect(new Set(ids).size).toBe(sent)
    await pass()
    expect(smtp.taken).toHaveLength(sent)
  })

  test('says what is due, since when it was due, and whose case it is', async () => {
    await toldUntil(after(MISSED, hours(1)), 'sam@example.org')
    const before = smtp.taken.length
    now = after(now, hours(3))
    await pass()
    const mails = smtp.taken.slice(before).map(({ raw }) => raw.replaceAll(/=\r?\n/g, '').replaceAll('=E2=80=99', '’'))
    const missed = mails.find((raw) => raw.includes('Service visit missed'))
    expect(missed).toMatch(/^Subject: Keyturn: Service visit missed: it was due by /m)
    expect(missed).toContain('23:59 EDT')
    expect(missed).toMatch(/Case V-\d-case\. Sign in to see/)
    expect(missed).toMatch(/https:\/\/keyturn\.example\/my\/V-\d-case/)
  })

  test('that is refused for good is shown to staff with the reason, until somebody has told the person', async () => {
    await toldUntil(after(MISSED, hours(1)), 'robin@refused.example')
    await pass()
    const list = () => asSystem(pool, (client) => listForStaff(client, { after: undefined, limit: 200 }))
    const open = await list()
    expect(open.length).toBeGreaterThan(0)
    expect(open.every(({ because }) => because?.includes('No such mailbox'))).toBe(true)
    const [first] = open
    if (first === undefined) throw new Error('somebody has to be told')
    const { caseId, noticeId, channel } = first
    const settled = { caseId, noticeId, channel, state: 'told' as const, at: now, by: 'o', words: 'telephone' }
    expect(await asSystem(pool, (client) => settleDelivery(client, settled))).toBe(true)
    expect(await asSystem(pool, (client) => settleDelivery(client, settled))).toBe(false)
    expect(await list()).toHaveLength(open.length - 1)
  })

  test('that is refused for now is tried again, longer and longer apart', async () => {
    await toldUntil(after(MISSED, hours(1)), 'robin@later.example')
    await pass()
    const tries = async () =>
      (
        await queryOnce<{ tries: number; words: string }>(
          db.ownerUrl,
          `select distinct tries, words from keyturn.notice_deliveries where state = 'waiting'`,
        )
      )[0]
    expect(await tries()).toMatchObject({ tries: 1, words: expect.stringContaining('Try again later') })
    now = after(now, minutes(1))
    await pass()
    expect(await tries()).toMatchObject({ tries: 1 })
    now = after(now, minutes(1))
    await pass()
    expect(await tries()).toMatchObject({ tries: 2 })
  })

  test('that was sent is not sent again by a worker that takes over from a dead one', async () => {
    await toldUntil(after(MISSED, hours(1)), 'kim@example.org')
    const [one] = await queryOnce<{ case_id: string; notice_id: string }>(
      db.ownerUrl,
      `select case_id, notice_id from keyturn.notice_deliveries where state = 'waiting' limit 1`,
    )
    const key = { caseId: visitingCaseId(Number(one?.case_id.split('-')[1])), noticeId: one?.notice_id ?? '' }
    const mail = await asSystem(pool, (client) => claimMail(client, key, now))
    expect(await asSystem(pool, (client) => claimMail(client, key, now))).toBeUndefined()
    const before = smtp.taken.length
    await mailer.sendMail({
      to: mail?.recipient ?? '',
      subject: 'Keyturn: sent by a worker that died',
      text: 'x',
      about: 'case',
      key: `notice ${key.caseId} ${key.noticeId}`,
    })
    now = after(now, minutes(2))
    await pass()
    const [left] = await queryOnce<{ state: string }>(
      db.ownerUrl,
      'select state from keyturn.notice_deliveries where case_id = $1 and notice_id = $2',
      [key.caseId, key.noticeId],
    )
    expect(left).toEqual({ state: 'sent' })
    const subjects = smtp.taken.slice(before).filter(({ raw }) => raw.includes('worker that died'))
    expect(subjects).toHaveLength(1)
  })
})
