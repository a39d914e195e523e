import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { nodeCrypto, nodeNoteKey } from '@keyturn/contract/crypto/node.ts'
import { concat, equalBytes, fromBase64 } from '@keyturn/evidence/bytes.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { GENESIS } from '@keyturn/evidence/segment.ts'
import { verifyLog } from '@keyturn/evidence/verify.ts'
import { type Chance, chanceFrom } from '@keyturn/simulator/chance.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ask, buildUnit, type Running, startProcess, type UnitProgram } from './unit-process.ts'

const ROUNDS = 100
/** A start takes about this long; a kill falls anywhere in it, or into the driving after it. */
const START_MS = 250
/** The kill comes while one of this many requests is under way, this long after it was sent. */
const REQUESTS = 9
const REQUEST_MS = 12

let program: UnitProgram
let folder = ''
beforeAll(async () => {
  program = await buildUnit()
  folder = await mkdtemp(path.join(tmpdir(), 'keyturn-crash-'))
})
afterAll(async () => {
  await program?.remove()
  await rm(folder, { recursive: true, force: true })
})

const State = z.object({
  outputs: z.object({ mode: z.string(), starter: z.string() }),
  car: z.object({ engine: z.string() }),
  log: z.object({ seq: z.number(), health: z.string() }),
})
type State = z.infer<typeof State>

/** A test of the start, a drive, and off again; asked one after the other, for ever. */
const DRIVING: readonly (readonly [string, object])[] = [
  ['car', { do: 'ignition', to: 'on' }],
  ['clock', { do: 'advance', ms: 20_000 }],
  ['car', { do: 'blow', brac: 0 }],
  ['clock', { do: 'advance', ms: 4_000 }],
  ['car', { do: 'ignition', to: 'crank' }],
  ['clock', { do: 'advance', ms: 30_000 }],
  ['car', { do: 'ignition', to: 'off' }],
]

const stateFrom = async (answer: Response | undefined): Promise<State | undefined> => {
  if (answer?.ok !== true) return undefined
  try {
    return State.parse(await answer.json())
  } catch (error) {
    // Killed in the middle of the answer: nothing was promised.
    if (error instanceof z.ZodError) throw error
    return undefined
  }
}

/**
 * What the driver was told: records up to here are durable. And the log as it was read last, which must never change.
 */
type Journal = { promised: number; seen: Uint8Array; permitted: number; restarts: number }

async function drive(unit: Running, journal: Journal, last: { request: number; afterMs: number }): Promise<void> {
  for (let n = 0; ; n++) {
    if (n === last.request) setTimeout(() => unit.child.kill('SIGKILL'), last.afterMs)
    const [way, body] = DRIVING[n % DRIVING.length]!
    const state = await stateFrom(await ask(unit.url, way, body))
    if (state === undefined) return
    journal.promised = Math.max(journal.promised, state.log.seq)
    if (state.outputs.starter === 'permitted') journal.permitted += 1
  }
}

/** Looks at a unit that has just started again. */
async function inspect(unit: Running, device: string, journal: Journal): Promise<void> {
  const state = await stateFrom(await ask(unit.url, 'state'))
  expect(state?.outputs.starter, 'a crash permits no start').toBe('blocked')
  const cranked = await stateFrom(await ask(unit.url, 'car', { do: 'ignition', to: 'crank' }))
  expect(cranked?.car.engine, 'and the starter does not turn').toBe('stopped')
  expect(cranked?.log.health).toBe('sound')

  const answer = await ask(unit.url, 'log')
  const log = new Uint8Array((await answer?.arrayBuffer()) ?? new ArrayBuffer())
  const key = nodeNoteKey(`keyturn.org/device/${device}`, fromBase64(unit.publicKey) ?? new Uint8Array())
  const verdict = runSync(verifyLog(log, key, { from: GENESIS, openEnd: 'refuse' }), nodeCrypto)
  if (verdict.kind === 'refused') throw new Error(JSON.stringify(verdict.fault))
  expect(verdict.anomalies).toEqual([])
  expect(verdict.head.lastSeq, 'every promised record is there').toBeGreaterThanOrEqual(journal.promised)
  expect(equalBytes(log.subarray(0, journal.seen.length), journal.seen), 'what was read once never changes').toBe(true)
  journal.seen = log
  journal.promised = verdict.head.lastSeq
  journal.restarts += 1
}

/** Cuts a copy's last file anywhere, flips a bit of any of its files, or removes the whole copy. */
async function damage(copy: string, chance: Chance): Promise<void> {
  const names = (await readdir(copy)).filter((name) => name.endsWith('.log')).sort()
  const last = names.at(-1)
  if (last === undefined) return
  switch (chance.between(1, 3)) {
    case 1:
      return truncate(path.join(copy, last), chance.between(0, (await stat(path.join(copy, last))).size))
    case 2: {
      const file = path.join(copy, names[chance.between(0, names.length - 1)] ?? last)
      const bytes = await readFile(file)
      const at = chance.between(0, bytes.length - 1)
      bytes[at] = (bytes[at] ?? 0) ^ 0x80
      return writeFile(file, bytes)
    }
    default:
      return rm(copy, { recursive: true })
  }
}

async function round(
  environment: { readonly [name: string]: string },
  device: string,
  journal: Journal,
  chance: Chance,
) {
  // One round in four is killed while it starts, mending included.
  if (chance.between(1, 4) === 1) {
    const started = startProcess(program, environment)
    started.ready.catch(() => {})
    const timer = setTimeout(() => started.child.kill('SIGKILL'), chance.between(0, START_MS))
    await started.gone
    clearTimeout(timer)
    return
  }
  // Now and then one of the two copies suffers as well; the other has everything.
  if (chance.between(1, 5) === 1)
    await damage(path.join(environment['KEYTURN_DATA'] ?? '', chance.between(0, 1) === 0 ? 'log' : 'copy'), chance)
  const unit = await startProcess(program, environment).ready
  await inspect(unit, device, journal)
  await drive(unit, journal, { request: chance.between(0, REQUESTS - 1), afterMs: chance.between(0, REQUEST_MS) })
  await unit.kill()
}

describe('a unit that is killed at random points', () => {
  // Two cars at once, so that two hundred kills do not take twice as long.
  test.concurrent.each([
    ['KT-MA-0001', 'US-MA', 20_261_122],
    ['KT-ME-0001', 'US-ME', 1_848_114],
  ])(
    '%s keeps every promised record and permits no start [ME-7] [ME-10B]',
    async (device, profile, seed) => {
      const data = path.join(folder, device)
      const environment = {
        KEYTURN_DEVICE: device,
        KEYTURN_PROFILE: profile,
        KEYTURN_DATA: data,
        KEYTURN_DEMO: '1',
        KEYTURN_PACE: 'instant',
      }
      const journal: Journal = { promised: 0, seen: new Uint8Array(), permitted: 0, restarts: 0 }
      const first = await startProcess(program, environment).ready
      expect((await ask(first.url, 'service/demo', {}))?.status).toBe(200)
      await first.kill()

      const chance = chanceFrom(seed)
      for (let n = 0; n < ROUNDS; n++) {
        await round(environment, device, journal, chance).catch((error: unknown) => {
          throw new Error(`seed ${seed}, kill ${n + 1}: ${String(error)}`, { cause: error })
        })
      }
      const last = await startProcess(program, environment).ready
      await inspect(last, device, journal)
      expect(await last.stop()).toBe(0)
      expect(journal.restarts, 'most rounds came to driving').toBeGreaterThan(ROUNDS / 2)
      expect(journal.permitted, 'starts were permitted in between').toBeGreaterThan(10)
      expect(equalBytes(await onDisk(path.join(data, 'log')), await onDisk(path.join(data, 'copy')))).toBe(true)
    },
    300_000,
  )
})

async function onDisk(copy: string): Promise<Uint8Array> {
  const names = (await readdir(copy)).filter((name) => name.endsWith('.log')).sort()
  return concat(
    ...(await Promise.all(names.map(async (name) => new Uint8Array(await readFile(path.join(copy, name)))))),
  )
}
