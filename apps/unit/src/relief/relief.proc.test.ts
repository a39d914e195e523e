import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { nodeCrypto, nodeNoteKey } from '@keyturn/contract/crypto/node.ts'
import { addDays, civilDateOf, parseCivilDate } from '@keyturn/domain/civil.ts'
import type { Record } from '@keyturn/domain/record.ts'
import { type BrAC, deviceId, type Instant, instant, mgPer210L, parseInstant } from '@keyturn/domain/units.ts'
import { fromBase64 } from '@keyturn/evidence/bytes.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { logHeadAt } from '@keyturn/evidence/log-head.ts'
import { verifyAnswer } from '@keyturn/evidence/statement/challenge.ts'
import { makeCode } from '@keyturn/evidence/statement/keypad-code.ts'
import type { StatementBody } from '@keyturn/evidence/statement/statement.ts'
import { verifyLog } from '@keyturn/evidence/verify.ts'
import { madeUpAuthority } from '@keyturn/simulator/authority/authority.ts'
import { chanceFrom } from '@keyturn/simulator/chance.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { nonce } from '../chance.ts'
import { recordsIn } from '../recorder/records.ts'
import { demoTechnician } from '../service/demo-authority.ts'
import type { SignedStep } from '../service/steps.ts'
import { signCertificate, signSteps, type Technician } from '../service/technician.ts'
import { ask, buildUnit, type Running, startProcess, type UnitProgram } from '../unit-process.ts'
import { type MirrorProcess, publish, startMirror } from './mirror-process.ts'

const authority = madeUpAuthority('processes')
const MA = authority.authority('US-MA')
const ZONE = 'America/New_York'
/** A kill comes while a request is under way; the request takes about so long. */
const KILL_WITHIN_MS = 14
const KILLS = 10
const MA_CAR = { jurisdiction: 'US-MA', vendor: 'northgate' } as const

let program: UnitProgram
let folder = ''
const mirrors: MirrorProcess[] = []
beforeAll(async () => {
  program = await buildUnit()
  folder = await mkdtemp(path.join(tmpdir(), 'keyturn-relief-'))
})
afterAll(async () => {
  await Promise.all(mirrors.map((mirror) => mirror.stop()))
  await program?.remove()
  await rm(folder, { recursive: true, force: true })
})

const environment = (device: string, more: { readonly [name: string]: string } = {}) => ({
  KEYTURN_DEVICE: device,
  KEYTURN_PROFILE: 'US-MA',
  KEYTURN_DATA: path.join(folder, device),
  KEYTURN_DEMO: '1',
  KEYTURN_DEMO_AUTHORITY: 'processes',
  KEYTURN_PACE: 'instant',
  KEYTURN_VENDOR: 'northgate',
  KEYTURN_MODEL: 'A1',
  KEYTURN_REGION: 'Worcester',
  ...more,
})

const Challenge = z.object({
  device: z.string().transform(deviceId),
  nonce: z.string(),
  logSeq: z.number(),
  logHead: z.string().nullable(),
  proof: z.string().nullable(),
})
const Answer = z.object({ outcome: z.string(), words: z.string(), recorded: z.array(z.string()) })
const moment = z.string().transform((text) => parseInstant(text) ?? instant(0))
const State = z.object({
  at: moment,
  log: z.object({ seq: z.number() }),
  ledger: z.object({ installed: z.boolean(), dueAt: moment.nullable() }),
  relief: z.object({
    orders: z.array(z.object({ id: z.string(), reason: z.string(), ended: z.boolean(), acceptedAt: moment })),
    moved: z.array(z.object({ of: z.string(), from: z.string(), to: z.string(), order: z.string() })),
    mirrors: z.array(z.object({ address: z.string(), state: z.string(), number: z.number().nullable() })),
  }),
})

async function from<S extends z.ZodType>(schema: S, answer: Promise<Response | undefined>): Promise<z.infer<S>> {
  const response = await answer
  if (response?.ok !== true) throw new Error(`${response?.status}: ${await response?.text()}`)
  return schema.parse(await response.json())
}
const stateOf = (unit: Running) => from(State, ask(unit.url, 'state'))
const give = (unit: Running, file: string) => from(Answer, ask(unit.url, 'statement', { file }))
async function logOf(unit: Running): Promise<Uint8Array> {
  const answer = await ask(unit.url, 'log')
  return new Uint8Array((await answer?.arrayBuffer()) ?? new ArrayBuffer())
}

/** What a bench does with a technician's key, over the link alone. */
class BenchInHand {
  readonly unit: Running
  readonly technician: Technician
  readonly recorded: string[] = []

  constructor(unit: Running, technician: Technician) {
    this.unit = unit
    this.technician = technician
  }

  async submit(steps: readonly SignedStep[]): Promise<void> {
    const challenge = await from(Challenge, ask(this.unit.url, 'service'))
    const when = { at: (await stateOf(this.unit)).at, id: randomUUID() }
    const request = signSteps(this.technician, challenge, steps, when)
    const { recorded } = await from(z.object({ recorded: z.array(z.string()) }), ask(this.unit.url, 'service', request))
    this.recorded.push(...recorded)
  }

  async gas(): Promise<void> {
    await ask(this.unit.url, 'car', { do: 'blow', brac: 40, how: 'reference' })
    await ask(this.unit.url, 'clock', { do: 'advance', ms: 4_000 })
  }

  async install(): Promise<void> {
    const dueOn = addDays(civilDateOf((await stateOf(this.unit)).at, ZONE), 30)
    await this.submit([{ do: 'install', profile: 'US-MA@2026-11-01', dueOn }])
  }

  /** Everything up to the certificate. */
  async work(): Promise<void> {
    await this.submit([
      { do: 'open' },
      { do: 'inspect', sound: true, notes: 'clean' },
      { do: 'as-found', reference: 40 },
    ])
    await this.gas()
    await this.submit([{ do: 'calibrate', gasLot: 'L-77', reference: 40 }])
    await this.gas()
    for (let n = 0; n < 2; n++) {
      await this.submit([{ do: 'confirm', reference: 40 }])
      await this.gas()
    }
    await this.submit([{ do: 'reset' }])
  }

  /** The certificate over what the downloaded log says was measured. */
  async certify(): Promise<void> {
    const records = recordsIn(await logOf(this.unit))
    const opened = records.findLastIndex(({ kind }) => kind === 'service-opened')
    const session = records.slice(opened)
    const measured = (kind: Record['kind']) =>
      session.flatMap((r) =>
        r.kind === kind && 'measured' in r && 'reference' in r
          ? [{ reference: r.reference as BrAC, measured: r.measured }]
          : [],
      )
    const { device, logSeq, logHead } = await from(Challenge, ask(this.unit.url, 'service'))
    const { at } = await stateOf(this.unit)
    const certificate = signCertificate(
      this.technician,
      {
        device,
        visit: 'scheduled',
        dueOn: addDays(civilDateOf(at, ZONE), 30),
        inspection: { sound: true, notes: 'clean' },
        asFound: measured('service-as-found')[0] ?? null,
        calibration: { gasLot: 'L-77', reference: mgPer210L(40) },
        asLeft: measured('service-confirmed'),
        resets: ['tamper-indicator'],
        logSeq,
        logHead,
      },
      { at, id: randomUUID() },
    )
    await this.submit([{ do: 'certify', certificate }])
  }
}

const technicianAt = (at: Instant) =>
  demoTechnician(authority, { ...MA_CAR, at, id: 't-17', center: 'northgate-worcester' })

async function installed(device: string, more: { readonly [name: string]: string } = {}) {
  const unit = await startProcess(program, environment(device, more)).ready
  const bench = new BenchInHand(unit, technicianAt((await stateOf(unit)).at))
  await bench.install()
  return { unit, bench }
}

/** Seven days for the dates of the next two months. */
const orderFor = (at: Instant, supersedes: string | null = null): StatementBody => {
  const today = civilDateOf(at, ZONE)
  return {
    kind: 'order',
    supersedes,
    scope: {
      jurisdiction: 'US-MA',
      vendors: ['northgate'],
      models: null,
      firmwares: null,
      regions: null,
      functions: ['service-visit'],
    },
    interval: { from: today, until: addDays(today, 7) },
    due: { from: today, until: addDays(today, 60) },
    moves: { kind: 'days', days: 7 },
    capDays: 30,
    staggerDays: 0,
    reason: 'The vendor cannot be reached.',
  }
}

describe('a technician with a key and nothing else', () => {
  test('makes a whole visit over the link, both ends known to each other [OUT-1]', async () => {
    const { unit, bench } = await installed('KT-VISIT-1')
    await ask(unit.url, 'clock', { do: 'advance', ms: 20 * 86_400_000 })
    const asked = nonce()
    const { proof, nonce: theirs } = await from(Challenge, ask(unit.url, `service?nonce=${asked}`))
    const key = nodeNoteKey('keyturn.org/device/KT-VISIT-1', fromBase64(unit.publicKey) ?? new Uint8Array())
    const verdict = runSync(verifyAnswer(proof ?? '', key, asked), nodeCrypto)
    if (verdict.kind === 'refused') throw new Error(verdict.why)
    expect(verdict.answer.nonce).toBe(theirs)
    const log = await logOf(unit)
    expect(runSync(verifyLog(log, key), nodeCrypto)).toMatchObject({ kind: 'verified' })
    expect(verdict.answer.logHead).toBe(runSync(logHeadAt(log, verdict.answer.logSeq), nodeCrypto))

    await bench.work()
    await bench.certify()
    expect(bench.recorded.at(-1)).toBe('service-completed')
    const { at, ledger } = await stateOf(unit)
    expect(civilDateOf(ledger.dueAt ?? instant(0), ZONE)).toBe(addDays(civilDateOf(at, ZONE), 30))
    expect(await unit.stop()).toBe(0)
  })

  test('is refused a certificate for the log before a restart that cut it', async () => {
    const { unit, bench } = await installed('KT-VISIT-2')
    await bench.work()
    await unit.kill()
    const again = await startProcess(program, environment('KT-VISIT-2')).ready
    const after = new BenchInHand(again, technicianAt((await stateOf(again)).at))
    // The session ended with the power; nothing of it can be certified.
    await after.certify()
    expect(after.recorded).toEqual(['service-refused'])
    await again.kill()
  })
})

describe('a car that is killed while it hears an order', () => {
  test('has all of it or nothing, and takes it again', async () => {
    const device = 'KT-KILL-1'
    const { unit } = await installed(device)
    await unit.kill()
    const chance = chanceFrom(20_261_122)
    let last: string | null = null
    for (let n = 0; n < KILLS; n++) {
      const running = await startProcess(program, environment(device)).ready
      const { at } = await stateOf(running)
      const id = `order-${n}`
      const file = MA.sign(orderFor(at, last), { at, id })
      const timer = setTimeout(() => running.child.kill('SIGKILL'), chance.between(0, KILL_WITHIN_MS))
      const answer = await give(running, file).catch(() => null)
      clearTimeout(timer)
      await running.kill()

      const again = await startProcess(program, environment(device)).ready
      const before = recordsIn(await logOf(again)).filter((r) => r.kind === 'order-accepted' && r.order === id)
      if (answer !== null) expect(before, 'what was answered is on record').toHaveLength(1)
      expect(await give(again, file)).toMatchObject({ outcome: 'accepted' })
      const records = recordsIn(await logOf(again))
      expect(records.filter((r) => r.kind === 'order-accepted' && r.order === id)).toHaveLength(1)
      const { relief } = await stateOf(again)
      expect(relief.orders.at(-1)).toMatchObject({ id, reason: 'The vendor cannot be reached.', ended: false })
      expect(relief.moved).toMatchObject([{ of: 'service-visit' }])
      const [moved] = relief.moved
      expect(addDays(parseCivilDate(moved?.from ?? '') ?? civilDateOf(at, ZONE), 7)).toBe(moved?.to)
      await again.kill()
      last = id
    }
  }, 120_000)

  test('lets a telephone code be used once', async () => {
    const device = deviceId('KT-KILL-2')
    const { unit } = await installed(device)
    await unit.kill()
    const chance = chanceFrom(7)
    const secret = authority.codeSecrets(device, 'northgate').authority
    for (let n = 1; n <= KILLS / 2; n++) {
      const running = await startProcess(program, environment(device)).ready
      const { at } = await stateOf(running)
      const code = { kind: 'extension', by: 'authority', counter: n, days: Math.min(10, n) } as const
      const digits = runSync(makeCode({ secret, device, code, on: civilDateOf(at, 'UTC') }), nodeCrypto)
      const timer = setTimeout(() => running.child.kill('SIGKILL'), chance.between(0, KILL_WITHIN_MS))
      await ask(running.url, 'keypad', { digits })
      clearTimeout(timer)
      await running.kill()
      const again = await startProcess(program, environment(device)).ready
      await ask(again.url, 'keypad', { digits })
      const used = recordsIn(await logOf(again)).filter((r) => r.kind === 'keypad-accepted' && r.counter === n)
      expect(used).toHaveLength(1)
      const { relief } = await stateOf(again)
      expect(relief.orders.at(-1)).toMatchObject({ id: `code-authority-${n}`, acceptedAt: used[0]?.at })
      await again.kill()
    }
  }, 60_000)
})

describe('mirrors as processes', () => {
  test('of every temper: the order comes from the good one, the others are named [OUT-1]', async () => {
    const device = 'KT-MIRROR-1'
    const { unit } = await installed(device)
    const { at } = await stateOf(unit)
    expect(await unit.stop()).toBe(0)
    const order = MA.sign(orderFor(at), { at, id: 'order-1' })
    const [good, old] = [path.join(folder, 'good'), path.join(folder, 'old')]
    await publish(good, { number: 5, files: [order], signer: MA, at })
    await publish(old, { number: 4, files: [], signer: MA, at })
    const target = await startMirror(good)
    const all = await Promise.all([
      startMirror(good, 'hanging'),
      startMirror(good, 'lying'),
      startMirror(old),
      startMirror(good, 'redirecting', target.url),
      startMirror(good, 'endless'),
      startMirror(good),
    ])
    mirrors.push(target, ...all)

    const KEYTURN_MIRRORS = all.map(({ url }) => url).join(' ')
    const car = await startProcess(program, environment(device, { KEYTURN_MIRRORS })).ready
    const moved = await until(car, ({ relief }) => relief.moved.length > 0)
    // The one that hangs has not even been given up yet.
    expect(moved.relief.mirrors[0]?.state).toBe('unasked')
    expect(moved.relief.moved).toMatchObject([{ of: 'service-visit', order: 'order-1' }])
    const { relief } = await until(car, (state) => state.relief.mirrors.every((mirror) => mirror.state !== 'unasked'))
    expect(relief.mirrors.map(({ state }) => state)).toEqual(['silent', 'lying', 'stale', 'silent', 'silent', 'fresh'])
    expect(await target.asked(), 'nobody followed the redirect').toBe(0)
    const doubted = recordsIn(await logOf(car)).flatMap((r) => (r.kind === 'mirror-doubted' ? [r.mirror] : []))
    expect(doubted.sort()).toEqual([all[1]?.url, all[2]?.url].sort())

    // The good one is gone and the old one remains: a restart forgets neither the order nor the number.
    await all[5]?.stop()
    expect(await car.stop()).toBe(0)
    const later = await startProcess(program, environment(device, { KEYTURN_MIRRORS: all[2]?.url ?? '' })).ready
    const still = await until(later, (state) => state.relief.mirrors[0]?.state !== 'unasked')
    expect(still.relief.mirrors).toMatchObject([{ state: 'stale', number: 4 }])
    expect(still.relief.moved).toHaveLength(1)
    expect(await from(z.object({ files: z.array(z.string()) }), ask(later.url, 'orders'))).toEqual({ files: [order] })
    expect(recordsIn(await logOf(later)).filter(({ kind }) => kind === 'mirror-doubted')).toHaveLength(2)
    await later.kill()
  }, 60_000)
})

describe('a configuration by the authority', () => {
  test('holds from the next start on, and orders follow it', async () => {
    const device = 'KT-CONFIG-1'
    const { unit } = await installed(device)
    const { at } = await stateOf(unit)
    const body: StatementBody = {
      kind: 'configuration',
      profile: 'US-MA@2026-11-01',
      vendor: 'kestrel',
      model: 'K2',
      region: 'Essex',
      endpoints: [],
      mirrors: [],
      receiptKeys: [],
    }
    expect(await give(unit, MA.sign(body, { at, subject: device }))).toMatchObject({ outcome: 'accepted' })
    const order = MA.sign(orderFor(at), { at })
    await unit.kill()
    const again = await startProcess(program, environment(device)).ready
    expect(await give(again, order)).toMatchObject({
      outcome: 'refused',
      words: expect.stringContaining('it names other vendors than kestrel'),
    })
    await again.kill()
  })
})

test('a file of code secrets that others can read stops the start', async () => {
  const file = path.join(folder, 'secrets.json')
  const secret = 'A'.repeat(43)
  await writeFile(file, JSON.stringify({ authority: secret, vendor: secret }))
  await chmod(file, 0o644)
  const started = startProcess(program, environment('KT-SECRET-1', { KEYTURN_CODE_SECRETS: file }))
  await expect(started.ready).rejects.toThrow(/can be read by others than its owner; chmod 600/)
  expect(await started.gone).toBe(2)
  await chmod(file, 0o600)
  const good = await startProcess(program, environment('KT-SECRET-1', { KEYTURN_CODE_SECRETS: file })).ready
  expect(await good.stop()).toBe(0)
})

async function until(unit: Running, is: (state: z.infer<typeof State>) => boolean): Promise<z.infer<typeof State>> {
  for (let tries = 0; tries < 200; tries++) {
    const state = await stateOf(unit)
    if (is(state)) return state
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error(`it never came to that: ${JSON.stringify(await stateOf(unit))}`)
}
