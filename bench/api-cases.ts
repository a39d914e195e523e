/** A database with as many cases as a large state has: a few told through the API, and copies of them. */

import type { FactBody } from '@keyturn/cases/program/fact.ts'
import { client } from '@keyturn/contract/client.ts'
import { openCase, recordFact } from '@keyturn/contract/endpoints/cases.ts'
import { enrollDevice } from '@keyturn/contract/endpoints/devices.ts'
import { appendLog } from '@keyturn/contract/endpoints/log.ts'
import { type CivilDate, days, type Instant, instant } from '@keyturn/domain/units.ts'
import { concat, toBase64 } from '@keyturn/evidence/bytes.ts'
import { profileName } from '@keyturn/rules/profile.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import type { Clock } from '@keyturn/server/clock.ts'
import { signedIn } from '@keyturn/server/testing/signed-in.ts'
import type { TestServer } from '@keyturn/server/testing/test-server.ts'
import { withClient } from '@keyturn/store/with-client.ts'
import { papersOf } from './case-files.ts'
import { type Life, lifeOf } from './case-lives.ts'

/** Half of the told cases have a device and two years of driving behind them. */
const TOLD = 12
// A date, checked by the contract where it comes in.
const INSTALLED_ON = '2026-11-02' as CivilDate
const DAYS = 730
/** Where the clock stands when its offset is zero. */
export const BEGAN: Instant = instant(Date.UTC(2026, 10, 2, 13))

/** When the measured server's clock starts: the day after the last drive. */
export const BENCH_NOW: Instant = instant(BEGAN + days(DAYS + 1))

export const benchCaseId = (n: number): string => `B-${String(n).padStart(7, '0')}`

/** Tells the cases that are copied, each fact in its time. Answers the headers of an officer who is signed in then. */
export async function tellCases(server: TestServer, clock: Clock): Promise<Readonly<Record<string, string>>> {
  for (let n = 0; n < TOLD; n++) {
    const life =
      n % 2 === 0
        ? null
        : lifeOf({ profile: massachusetts, seed: n, drivesPerDay: 1 + (n % 3), from: INSTALLED_ON, days: DAYS })
    await tellCase(server, clock, { n, life })
  }
  clock.setOffset(BENCH_NOW - BEGAN)
  return (await officerOf(server)).headers
}

const officerOf = (server: TestServer) =>
  signedIn(server, 'authority-officer', { jurisdiction: 'US-MA', name: 'H. Okafor' })

type Told = { readonly n: number; readonly life: Life | null }

async function tellCase(server: TestServer, clock: Clock, { n, life }: Told): Promise<void> {
  const caseId = templateId(n)
  for (const [i, [day, body]] of papersOf(life).entries()) {
    clock.setOffset(day * days(1))
    // Sessions do not last from one visit at the registry to the next.
    const by = isProviders(body) ? server.call : await officerOf(server)
    const idempotencyKey = `fact-${n}-${i}-of-bench`
    const answer =
      body.kind === 'case-opened'
        ? await by(openCase, { params: {}, idempotencyKey, body: { caseId, ...openedBy(body) } })
        : await by(recordFact, { params: { caseId }, idempotencyKey, body: { fact: body } })
    if (!answer.ok) throw new Error(`${body.kind} was refused: ${answer.problem.detail}`)
  }
  clock.setOffset(BENCH_NOW - BEGAN)
  if (life !== null) await sendLog(server, caseId, life)
}

const openedBy = ({ jurisdiction, participant }: Extract<FactBody, { kind: 'case-opened' }>) => ({
  jurisdiction,
  participant,
})
const isProviders = ({ kind }: FactBody): boolean => kind === 'device-installed'
const templateId = (n: number): string => `TOLD-${String(n).padStart(4, '0')}`

/** The whole log, a few segments at a time. */
async function sendLog(server: TestServer, caseId: string, life: Life): Promise<void> {
  const { device: id, publicKey, segments } = life
  const enrollment = { id, publicKey: toBase64(publicKey), profile: profileName(massachusetts), case: caseId }
  const enrolled = await server.call(enrollDevice, { params: {}, body: enrollment })
  if (!enrolled.ok) throw new Error(`not enrolled: ${enrolled.problem.detail}`)
  const unit = client({ baseUrl: server.url })
  for (let from = 0; from < segments.length; from += SEGMENTS_AT_ONCE) {
    const body = concat(...segments.slice(from, from + SEGMENTS_AT_ONCE))
    const sent = await unit(appendLog, { params: { deviceId: id }, body, encoding: 'identity' })
    if (!sent.ok) throw new Error(`not received: ${sent.problem.detail}`)
  }
}
const SEGMENTS_AT_ONCE = 400

/**
 * Copies what was told until there are so many cases; the answers inside still name the case they were copied from.
 *
 * @param ownerUrl of a user whom no policy holds
 */
export async function copyCases(ownerUrl: string, count: number): Promise<void> {
  await withClient({ connectionString: ownerUrl }, async (db) => {
    await db.query(`create temporary table copies as
      select 'B-' || lpad(n::text, 7, '0') as case_id, 'TOLD-' || lpad((n % ${TOLD})::text, 4, '0') as told, n
      from generate_series(0, ${count - 1}) n`)
    for (const [table, made] of Object.entries(COPIED)) {
      const { rows } = await db.query<{ name: string }>(
        `select column_name as name from information_schema.columns
         where table_schema = 'keyturn' and table_name = $1 order by ordinal_position`,
        [table],
      )
      const columns = rows.map(({ name }) => name)
      // A long answer is copied as it is stored, without being read.
      const values = columns.map((name) => made[name] ?? `t.${name}`)
      await db.query(`insert into keyturn.${table} (${columns.join(', ')})
        select ${values.join(', ')} from copies c join keyturn.${table} t on t.case_id = c.told`)
    }
    await db.query('vacuum analyze')
  })
}

const itself = { case_id: 'c.case_id' }
/** By table: what differs from one copy to the other. */
const COPIED: { readonly [table: string]: { readonly [column: string]: string } } = {
  cases: itself,
  case_facts: itself,
  case_licenses: { ...itself, number: `'S' || c.n` },
  case_names: itself,
  case_status: { ...itself, name: `t.name || ' ' || c.n` },
}
