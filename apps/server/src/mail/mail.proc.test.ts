import { listMail } from '@keyturn/contract/endpoints/account-care.ts'
import { createInvitation } from '@keyturn/contract/endpoints/invitations.ts'
import { openPool, type Pool } from '@keyturn/store/pool.ts'
import { queryOnce, type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { destination, pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPage } from '../testing/browser.ts'
import { signedIn } from '../testing/signed-in.ts'
import { type SmtpProcess, smtpProcess } from '../testing/smtp-process.ts'
import { TEST_NOW, type TestServer, testServer } from '../testing/test-server.ts'
import { type Mailer, mailerWith } from './mailer.ts'
import { smtpTransport } from './smtp.ts'

const FROM = 'Keyturn <keyturn@example.gov>'
const silent = pino({ level: 'silent' }, destination(2))
let cluster: TestCluster
let smtp: SmtpProcess
let server: TestServer
let pool: Pool
beforeAll(async () => {
  ;[cluster, smtp] = await Promise.all([testCluster(), smtpProcess(['keyturn', 'p@ss/word'])])
  const url = `smtp://keyturn:${encodeURIComponent('p@ss/word')}@127.0.0.1:${smtp.port}`
  const logger = silent
  server = await testServer(await cluster.database(), { smtpUrl: url, mailFrom: FROM, logger })
  pool = openPool(server.db.appUrl)
})
afterAll(async () => {
  await pool.end()
  await server.remove()
  await smtp.stop()
  await cluster.close()
})

const mailer = (url = `smtp://keyturn:p%40ss%2Fword@127.0.0.1:${smtp.port}`): Mailer =>
  mailerWith({ pool, now: () => TEST_NOW, logger: silent, transport: smtpTransport(url, FROM) })
const kept = async (id: string) =>
  (
    await queryOnce<{ text: string; sent_at: Date | null; failure: string | null; tries: number }>(
      server.db.ownerUrl,
      'select text, sent_at, failure, tries from keyturn.outbox where id = $1',
      [id],
    )
  )[0]

describe('a mail server', () => {
  test('gets the mail with its link, and the outbox keeps it without', async () => {
    const admin = await signedIn(server, 'authority-admin')
    const body = { email: 'new@example.org', name: 'Nguyễn Thị Hồng', role: 'auditor' as const }
    const taken = smtp.mail(smtp.taken.length + 1)
    expect(await admin(createInvitation, { params: {}, body })).toMatchObject({ value: { mail: 'sent' } })
    const { to, raw } = await taken
    expect(to).toEqual(['new@example.org'])
    expect(raw).toMatch(/^From: Keyturn <keyturn@example\.gov>/m)
    expect(raw).toMatch(/^Subject: Your invitation to Keyturn/m)
    expect(raw.replaceAll(/=\r?\n/g, '')).toMatch(/\/invitation#[\w-]{43}/)
    const written = await admin(listMail, { params: {} })
    const [mail] = written.ok ? written.value.mail : []
    expect(mail).toMatchObject({ to: 'new@example.org', about: 'invitation', sentAt: expect.any(String) })
    expect(mail?.text).toContain('a link that only the mail itself has')
    expect(mail?.text).not.toContain('#')
  })

  test('gets a mail of one key once, however often it is written', async () => {
    const before = smtp.taken.length
    const own = mailer()
    const mail = { to: 'a@example.org', subject: 'Due', text: 'Soon.', about: 'case MA-1', key: 'MA-1 due' }
    const first = await own.sendMail(mail)
    expect([first.kind, (await own.sendMail(mail)).kind]).toEqual(['sent', 'sent'])
    await own.close()
    expect(smtp.taken.length - before).toBe(1)
    expect(await kept(first.id)).toMatchObject({ tries: 1, failure: null })
  })

  test.each([
    ['refused.example', true, '550'],
    ['later.example', false, '451'],
  ])('that refuses %s is told apart, and the mail stays', async (domain, permanent, words) => {
    const own = mailer()
    const outcome = await own.sendMail({ to: `a@${domain}`, subject: 'x', text: 'x', about: 'test' })
    await own.close()
    expect(outcome).toMatchObject({ kind: 'failed', permanent, because: expect.stringContaining(words) })
    expect(await kept(outcome.id)).toMatchObject({ sent_at: null, failure: expect.stringContaining(words), tries: 1 })
  })

  test.each([
    ['is not there', () => 'smtp://127.0.0.1:9'],
    ['does not know us', () => `smtp://keyturn:wrong@127.0.0.1:${smtp.port}`],
  ])('that %s leaves the mail to be sent later', async (_what, url) => {
    const own = mailer(url())
    const mail = { to: 'b@example.org', subject: 'x', text: 'x', about: 'test', key: url() }
    const failed = await own.sendMail(mail)
    await own.close()
    expect(failed).toMatchObject({ kind: 'failed', permanent: false })
    const again = mailer()
    expect(await again.sendMail(mail)).toEqual({ kind: 'sent', id: failed.id })
    await again.close()
  })

  test('is not fooled by line breaks in a subject or an address', async () => {
    const own = mailer()
    const taken = smtp.mail(smtp.taken.length + 1)
    const subject = 'Hello\r\nBcc: everybody@example.org'
    expect((await own.sendMail({ to: 'c@example.org', subject, text: 'x', about: 'test' })).kind).toBe('sent')
    const { to, raw } = await taken
    expect(to).toEqual(['c@example.org'])
    expect(raw).not.toMatch(/^Bcc:/im)
    for (const many of ['d@example.org\r\nRCPT TO:<everybody@example.org>', 'd@example.org, everybody@example.org']) {
      const outcome = await own.sendMail({ to: many, subject: 'x', text: 'x', about: 'test' })
      expect(outcome).toMatchObject({ kind: 'failed', permanent: true })
    }
    await own.close()
    expect(smtp.taken.flatMap((mail) => mail.to)).not.toContain('everybody@example.org')
  })
})

describe('recovery', () => {
  test('answers before the mail is on its way, the same for everybody', async () => {
    const driver = await signedIn(server, 'driver', { email: 'driver@example.org' })
    const before = smtp.taken.length
    const taken = smtp.mail(before + 1)
    const page = openPage(server.url)
    const unknown = await page.step('ask-recovery', { email: 'nobody@example.org' })
    const known = await page.step('ask-recovery', { email: driver.email })
    expect(known).toEqual(unknown)
    expect(known).toEqual({ status: 200, body: { done: true } })
    const { to, raw } = await taken
    expect(to).toEqual([driver.email])
    expect(raw.replaceAll(/=\r?\n/g, '')).toMatch(/\/recover#\w+/)
    expect(smtp.taken.length - before).toBe(1)
  })
})
