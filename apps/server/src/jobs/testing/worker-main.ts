/** For tests that kill it: works on the jobs of a database. Its parent tells it the time, again and again. */
import { instant } from '@keyturn/domain/units.ts'
import { openPool } from '@keyturn/store/pool.ts'
import { pino } from 'pino'
import type { Mailer } from '../../mail/mailer.ts'
import { sealWith } from '../../webhooks/seal.ts'
import { keepWorking } from '../keep-working.ts'
import type { Work } from '../queue.ts'
import { workWith } from '../work.ts'
import { visitingCases } from './visiting-cases.ts'

const [appUrl = '', began = '', ends = ''] = process.argv.slice(2)
let now = instant(Number(began))
const pool = openPool(appUrl, { connectionsMax: 4 })
const mailer: Mailer = { sendMail: async () => ({ kind: 'kept', id: '' }), close: async () => undefined }
const quiet = workWith({
  pool,
  now: () => now,
  engine: visitingCases(instant(Number(began)), instant(Number(ends)), 'robin@example.test'),
  mailer,
  webhooks: { reach: { loopback: true, private: false }, seal: sealWith('a key of the tests, long enough') },
  daily: [],
})
/** Tells each beginning, so that it can be killed after so many, however slow the machine is. */
const told =
  <A extends readonly unknown[]>(does: (...asked: A) => Promise<void>) =>
  (...asked: A): Promise<void> => {
    process.send?.('begins')
    return does(...asked)
  }
const work: Work = {
  look: told(quiet.look),
  'act-case': told(quiet['act-case']),
  'catch-up': told(quiet['catch-up']),
  'spread-events': told(quiet['spread-events']),
  'send-mails': told(quiet['send-mails']),
  deliver: told(quiet.deliver),
  daily: told(quiet.daily),
}
process.on('message', (told) => {
  if (typeof told !== 'number') return
  const isFirst = now === Number(began)
  now = instant(told)
  if (isFirst) {
    keepWorking({ appUrl, logger: pino({ level: 'silent' }), work, onCaseFailure: async () => undefined, everyMs: 20 })
  }
})
process.send?.('ready')
