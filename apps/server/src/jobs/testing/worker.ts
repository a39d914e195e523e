/** For tests that kill it: works on the jobs of a database. Its parent tells it the time, again and again. */
import { instant } from '@keyturn/domain/units.ts'
import { openPool } from '@keyturn/store/pool.ts'
import { pino } from 'pino'
import type { Mailer } from '../../mail/mailer.ts'
import { sealWith } from '../../webhooks/seal.ts'
import { keepWorking } from '../keep-working.ts'
import { workWith } from '../work.ts'
import { visitingCases } from './visiting-cases.ts'

const [appUrl = '', began = '', ends = ''] = process.argv.slice(2)
let now = instant(Number(began))
const pool = openPool(appUrl, { connectionsMax: 4 })
const mailer: Mailer = { sendMail: async () => ({ kind: 'kept', id: '' }), close: async () => undefined }
const work = workWith({
  pool,
  now: () => now,
  engine: visitingCases(instant(Number(began)), instant(Number(ends)), 'robin@example.test'),
  mailer,
  webhooks: { reach: { loopback: true, private: false }, seal: sealWith('a key of the tests, long enough') },
  daily: [],
})
process.on('message', (told) => {
  if (typeof told !== 'number') return
  const isFirst = now === Number(began)
  now = instant(told)
  if (isFirst) {
    keepWorking({ appUrl, logger: pino({ level: 'silent' }), work, onCaseFailure: async () => undefined, everyMs: 20 })
  }
})
process.send?.('ready')
