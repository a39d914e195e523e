import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { nodeCrypto, nodeNoteKey } from '@keyturn/contract/crypto/node.ts'
import { instant } from '@keyturn/domain/units.ts'
import { fromBase64 } from '@keyturn/evidence/bytes.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { verifyStatementFile } from '@keyturn/evidence/statement/verify-statement.ts'
import { buildUnit, type Running } from '@keyturn/unit/unit-process.ts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildBench } from './testing/bench-process.ts'
import { type BenchClient, BenchWorld, type Programs, type ToldVisit } from './testing/bench-world.ts'
import { goOn, toTheEnd } from './testing/whole-visit.ts'
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
  const met = await bench.post<{ readonly next: { readonly latest: string } }>('meet', { unit: unit.url })
  return met.next.latest
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
    const visit = await toTheEnd(bench, await bench.begin(unit.url))
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
      visit = await goOn(bench, await bench.look(visit.id))
    }
    expect(visit.end).toMatchObject({ how: 'completed' })
    const records = await recordsOf(unit)
    expect(records.filter(({ kind }) => kind === 'service-completed')).toHaveLength(1)
    expect(records.filter(({ kind }) => kind === 'service-as-found')).toHaveLength(1)
    expect(records.filter(({ kind }) => kind === 'service-confirmed')).toHaveLength(2)
  })
})
