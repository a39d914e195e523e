import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { nodeCrypto, nodeNoteKey } from '@keyturn/contract/crypto/node.ts'
import { instant } from '@keyturn/domain/units.ts'
import { fromBase64 } from '@keyturn/evidence/bytes.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { verifyStatementFile } from '@keyturn/evidence/statement/verify-statement.ts'
import { buildUnit, type Running } from '@keyturn/unit/unit-process.ts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { BenchClient, ToldVisit } from './client.ts'
import { buildBench } from './testing/bench-process.ts'
import { BenchWorld, PASSPHRASE, type Programs, unattended } from './testing/bench-world.ts'
import { LossyProxy } from './testing/lossy-proxy.ts'
import { goOn, toTheEnd } from './unattended.ts'
import { verifiedLog } from './visit/know-device.ts'

const now = () => instant(Math.floor(Date.now() / 1_000) * 1_000)
const FAR = '2099-01-01'

let programs: Programs
let world: BenchWorld
beforeAll(async () => {
  const [unit, bench] = await Promise.all([buildUnit(), buildBench()])
  programs = { unit, bench }
})
afterAll(async () => {
  await Promise.all([programs.unit.remove(), programs.bench.remove()])
})
beforeEach(async () => {
  world = await BenchWorld.begin(programs, now())
})
afterEach(() => world.end())

/** Today plus the profile's interval, as the device allows at most. */
async function latest(bench: BenchClient, unit: Running): Promise<string> {
  const { next } = await bench.meet(unit.url)
  return next?.latest ?? expect.fail('a law that the bench knows')
}

async function installed(bench: BenchClient, unit: Running): Promise<void> {
  const visit = await bench.install(unit.url, await latest(bench, unit))
  expect(visit.end).toMatchObject({ how: 'installed' })
}

/** All records of the car, verified. */
async function recordsOf(unit: Running) {
  const bytes = new Uint8Array(await (await fetch(`${unit.url}/link/log`)).arrayBuffer())
  const key = nodeNoteKey('keyturn.org/device/KT-MA-0001', fromBase64(unit.publicKey) ?? new Uint8Array())
  return verifiedLog(bytes, key).records
}

describe('a visit with everything down', () => {
  test('is made whole, from the proof of the device to the certificate in its log [OUT-1]', async () => {
    const unit = await world.unit()
    const bench = await world.bench(await world.laptop())
    await installed(bench, unit)
    const visit = await toTheEnd(await bench.begin(unit.url), unattended(bench, unit))
    expect(visit.end).toMatchObject({ how: 'completed', words: 'The device took the certificate.' })
    const { certificate, file } = visit.certificate ?? expect.fail('a certificate')
    expect(file.length).toBeLessThanOrEqual(2_900)
    const verdict = runSync(verifyStatementFile(file, world.authority.trust, now()), nodeCrypto)
    expect(verdict).toMatchObject({
      kind: 'verified',
      statement: {
        id: certificate,
        subject: 'KT-MA-0001',
        asFound: { reference: 40, measured: visit.session?.asFound?.measured },
        calibration: { gasLot: 'L-77', reference: 40 },
        resets: ['tamper-indicator'],
        dueOn: visit.next?.latest,
      },
      speaker: { as: 'technician', id: 'tech-7' },
    })
    const records = await recordsOf(unit)
    expect(records.filter(({ kind }) => kind === 'service-completed')).toMatchObject([{ certificate }])
  })

  test('keeps its log, byte for byte as it was downloaded, and no passphrase', async () => {
    const unit = await world.unit()
    const folder = await world.laptop()
    const bench = await world.bench(folder)
    await installed(bench, unit)
    const journal = await readFile(path.join(folder, 'journal.jsonl'), 'utf8')
    expect(journal).not.toContain('correct horse')
    const kept = [...journal.matchAll(/"file":"([^"]+\.log)"/g)].map(([, name = '']) => name)
    expect(kept).toHaveLength(2)
    const last = await readFile(path.join(folder, 'logs', kept.at(-1) ?? ''))
    const own = new Uint8Array(await (await fetch(`${unit.url}/link/log`)).arrayBuffer())
    expect(Buffer.compare(last, own.subarray(0, last.length))).toBe(0)
  })

  test('is refused by the device when the next date is too late, and says what to do', async () => {
    const unit = await world.unit()
    const bench = await world.bench(await world.laptop())
    const visit = await bench.install(unit.url, FAR)
    expect(visit.end).toMatchObject({
      how: 'abandoned',
      words: 'The device was not installed: The next date is later than the law allows. Take an earlier one.',
    })
  })

  test('does nothing at a locked bench, and locks by itself', async () => {
    const unit = await world.unit()
    const bench = await world.bench(await world.laptop(), { KEYTURN_IDLE_MS: '1000' })
    await bench.post('lock')
    await expect(bench.begin(unit.url)).rejects.toMatchObject({ code: 'locked' })
    await expect(bench.post('unlock', { passphrase: 'something else' })).rejects.toMatchObject({
      code: 'wrong-passphrase',
    })
    await bench.post('unlock', { passphrase: PASSPHRASE })
    const locked = async () => (await bench.state()).locked
    expect(await locked()).toBe(false)
    await expect.poll(locked, { timeout: 10_000 }).toBe(true)
  })
})

describe('a laptop that crashes', () => {
  test('after every step goes on where the device is, and certifies once', async () => {
    const unit = await world.unit()
    const folder = await world.laptop()
    let bench = await world.bench(folder)
    await installed(bench, unit)
    let visit: ToldVisit = await bench.begin(unit.url)
    for (let n = 0; n < 30 && visit.end === null; n++) {
      await bench.running.kill()
      bench = await world.bench(folder)
      visit = await goOn(await bench.look(visit.id), unattended(bench, unit))
    }
    expect(visit.end).toMatchObject({ how: 'completed' })
    const records = await recordsOf(unit)
    expect(records.filter(({ kind }) => kind === 'service-completed')).toHaveLength(1)
    expect(records.filter(({ kind }) => kind === 'service-as-found')).toHaveLength(1)
    expect(records.filter(({ kind }) => kind === 'service-confirmed')).toHaveLength(2)
  })
})

/** Requests of a visit that reach the car and change something there, in their order. */
const ACTS = ['open', 'inspect', 'as-found', 'calibrate', 'confirm', 'confirm', 'reset', 'certify']

/** A way to the car on which the n-th act is lost, and what happens at that moment. */
async function losing(unit: Running, nth: number, loss: 'request' | 'answer', then: () => Promise<void>) {
  const proxy = await LossyProxy.to(unit.url)
  onTestFinished(() => proxy.close())
  let acts = 0
  proxy.losing = async ({ method, path: way }) => {
    if (method !== 'POST' || way !== '/link/service') return 'pass'
    acts += 1
    if (acts !== nth + 1) return 'pass'
    if (loss === 'request') await then()
    return loss
  }
  proxy.answered = then
  return proxy
}

/** What a visit leaves in the log of the car after record `from`, whatever happened on the way. */
async function expectOneVisit(unit: Running, visit: ToldVisit, from: number): Promise<void> {
  expect(visit.end).toMatchObject({ how: 'completed' })
  const records = (await recordsOf(unit)).filter(({ seq }) => seq > from)
  const { certificate } = visit.end ?? expect.fail('an end')
  expect(records.filter(({ kind }) => kind === 'service-completed')).toMatchObject([{ certificate }])
  const count = (kind: string) => records.filter((record) => record.kind === kind).length
  const once = ['service-opened', 'service-inspected', 'service-as-found', 'service-calibrated', 'service-reset']
  expect(once.map(count)).toEqual(once.map(() => 1))
  expect(count('service-confirmed')).toBe(2)
  expect(count('statement-refused')).toBe(0)
}

const lastSeq = async (unit: Running) => (await recordsOf(unit)).at(-1)?.seq ?? 0

const TRIES_MAX = 60
/** Eight whole visits take minutes on a busy machine. */
const TEST_MS = 600_000

/** The visit that is open at the bench, or a new one. */
async function openVisit(bench: BenchClient, unit: string): Promise<ToldVisit> {
  const { visits } = await bench.state()
  const open = visits.find(({ end }) => end === null)
  return open === undefined ? bench.begin(unit) : bench.look(open.id)
}

/** To the end, though a step may have to be done again. */
async function throughLosses(bench: BenchClient, unit: Running, from: ToldVisit): Promise<ToldVisit> {
  let visit = from
  for (let n = 0; n < TRIES_MAX && visit.end === null; n++) visit = await goOn(visit, unattended(bench, unit))
  return visit
}

describe('between bench and car', () => {
  test.each(['request', 'answer'] as const)('a lost %s costs nothing but another try, at every step', async (loss) => {
    const unit = await world.unit()
    const bench = await world.bench(await world.laptop())
    await installed(bench, unit)
    for (const nth of ACTS.keys()) {
      const from = await lastSeq(unit)
      const proxy = await losing(unit, nth, loss, async () => {})
      await expectOneVisit(unit, await throughLosses(bench, unit, await bench.begin(proxy.url)), from)
    }
  })

  test.each(['request', 'answer'] as const)(
    'a laptop that dies with the %s on its way is put right by the log',
    async (loss) => {
      const unit = await world.unit()
      const folder = await world.laptop()
      let bench = await world.bench(folder)
      await installed(bench, unit)
      for (const nth of ACTS.keys()) {
        const from = await lastSeq(unit)
        let died = false
        const proxy = await losing(unit, nth, loss, async () => {
          died = true
          await bench.running.kill()
        })
        let visit: ToldVisit | null = null
        for (let n = 0; n < TRIES_MAX && (visit === null || visit.end === null); n++) {
          try {
            visit = visit === null ? await openVisit(bench, proxy.url) : await goOn(visit, unattended(bench, unit))
          } catch (error) {
            // The bench died under the request; any other failure is one.
            if (!died || !(error instanceof TypeError)) throw error
            bench = await world.bench(folder)
            visit = await openVisit(bench, proxy.url)
          }
        }
        expect(died).toBe(true)
        await expectOneVisit(unit, visit ?? expect.fail('a visit'), from)
      }
    },
    TEST_MS,
  )
})
