import { gunzipSync } from 'node:zlib'
import { nodeCrypto, nodeNoteKey, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import { problemType } from '@keyturn/contract/problems.ts'
import { deviceId, instant, iso } from '@keyturn/domain/units.ts'
import { concat } from '@keyturn/evidence/bytes.ts'
import { receiptOrigin } from '@keyturn/evidence/names.ts'
import type { Signer } from '@keyturn/evidence/note.ts'
import { type Receipt, signReceipt } from '@keyturn/evidence/receipt.ts'
import { GENESIS, type Head } from '@keyturn/evidence/segment.ts'
import { checkUpload, judgeUpload } from '@keyturn/evidence/upload.ts'
import { describe, expect, test } from 'vitest'
import { device, START, settled, signer, UnitBench } from '../unit-bench.ts'
import { Sync, type SyncOptions } from './sync.ts'

const serverSigner = (name: string, seed: number) => signerFromSeed(receiptOrigin(name), new Uint8Array(32).fill(seed))
const trusted = serverSigner('one.example', 1)

async function act(unit: UnitBench, to: 'on' | 'off'): Promise<void> {
  await unit.car.act({ do: 'ignition', to })
  await settled()
}

/** A server that judges uploads as the real one does, in memory. */
class Server {
  held: Head = GENESIS
  log: Uint8Array[] = []
  uploads = 0
  signer: Signer = trusted
  up = true
  /** What its receipts say instead of the truth. */
  lie: Partial<Receipt> = {}
  readonly #digests = new Map<number, string>()

  readonly fetch: typeof globalThis.fetch = async (_url, init) => {
    if (!this.up) throw new TypeError('fetch failed')
    this.uploads += 1
    // The unit sends bytes and nothing else.
    const body = new Uint8Array(gunzipSync(init?.body as Uint8Array))
    const upload = checkUpload(body, signer.key, nodeCrypto)
    if (upload.kind === 'refused') return problem(422, upload.code, upload.fault.what)
    const verdict = judgeUpload(this.held, this.#digests, upload)
    if (verdict.kind === 'refused' && verdict.code === 'log-gap') {
      return problem(409, 'log-gap', 'records are missing', { wantedFrom: verdict.wantedFrom })
    }
    if (verdict.kind === 'refused') return problem(409, verdict.code, 'this log contradicts the one held')
    if (verdict.kind === 'accepted') {
      for (const { segment, digest } of verdict.fresh) {
        this.#digests.set(segment.header.segment, digest)
        this.log.push(segment.bytes.slice())
      }
      this.held = verdict.head
    }
    const receivedAt = instant(START)
    const receipt = {
      origin: this.signer.key.name,
      device,
      lastSeq: upload.head.lastSeq,
      digest: upload.head.digest,
      receivedAt,
    }
    return Response.json({
      device,
      lastSeq: upload.head.lastSeq,
      receivedAt: iso(receivedAt),
      receipt: signReceipt({ ...receipt, ...this.lie }, this.signer),
      clockOffMs: null,
    })
  }
}

const problem = (status: number, code: string, detail: string, more: object = {}) =>
  Response.json({ type: problemType(code), title: code, status, detail, code, ...more }, { status })

type World = {
  readonly unit: UnitBench
  readonly sync: Sync
  readonly waits: number[]
  readonly contradictions: number[]
  readonly due: () => Promise<void>
}

async function world(
  servers: { readonly [host: string]: Server },
  over: Partial<SyncOptions> = {},
  unit?: UnitBench,
): Promise<World> {
  const car = unit ?? (await (await UnitBench.start()).install())
  const waits: number[] = []
  const contradictions: number[] = []
  let next: (() => void) | undefined
  let scheduled = () => {}
  const sync = new Sync({
    device,
    recorder: car.recorder,
    disk: car.disk,
    folder: '/data',
    endpoints: Object.keys(servers).map((host) => `http://${host}`),
    keys: [trusted.key],
    backoff: { firstMs: 1_000, maxMs: 60_000 },
    everyMs: 15_000,
    chance: () => 0xffff_ffff,
    now: () => car.clock.now().at,
    later: (ms, what) => {
      waits.push(ms)
      next = what
      scheduled()
      return () => {
        next = undefined
      }
    },
    onChange: () => {},
    onContradiction: ({ lastSeq }) => contradictions.push(lastSeq),
    fetch: (url, init) => {
      const host = new URL(String(url)).host
      const server = servers[host]
      if (server === undefined) throw new Error(`no server ${host}`)
      return server.fetch(url, init)
    },
    ...over,
  })
  /** Lets the wait that is under way end, and waits until the next one begins. */
  const due = async () => {
    const again = new Promise<void>((done) => {
      scheduled = done
    })
    const what = next
    next = undefined
    what?.()
    await again
  }
  await sync.begin()
  return { unit: car, sync, waits, due, contradictions }
}

const held = (server: Server) => Buffer.from(concat(...server.log)).toString()

describe('carrying the log to a server', () => {
  test('sends everything once and counts the signed receipt', async () => {
    const one = new Server()
    const { unit, sync, due } = await world({ one })
    await due()
    expect(sync.state()).toMatchObject({ receiptedSeq: 2, lastError: null })
    expect(held(one)).toBe(Buffer.from(await unit.recorder.bytes()).toString())
    await due()
    expect(one.uploads).toBe(1)
    await act(unit, 'on')
    await due()
    expect(sync.state().receiptedSeq).toBe(3)
    expect(held(one)).toBe(Buffer.from(await unit.recorder.bytes()).toString())
  })

  test('a server that is down costs nothing but time', async () => {
    const one = new Server()
    one.up = false
    const { unit, sync, waits, due } = await world({ one })
    for (let n = 0; n < 8; n++) await due()
    expect(waits).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
    expect(sync.state().lastError).toBe('http://one cannot be reached')
    await unit.passTest()
    await unit.car.act({ do: 'ignition', to: 'crank' })
    expect(unit.car.view().engine).toBe('running')
    const segments = unit.recorder.segments().length
    for (let n = 0; n < 3; n++) await due()
    expect(unit.recorder.segments()).toHaveLength(segments)
    one.up = true
    await due()
    expect(sync.state()).toMatchObject({ receiptedSeq: unit.recorder.lastSeq(), lastError: null })
    expect(waits.at(-1)).toBe(15_000)
  })

  test('tries the next endpoint when the first is down', async () => {
    const [one, two] = [new Server(), new Server()]
    one.up = false
    const { sync, due } = await world({ one, two })
    await due()
    expect(two.uploads).toBe(1)
    expect(sync.state()).toMatchObject({ receiptedSeq: 2, lastError: null })
  })

  test('a second server that lacks the beginning gets it', async () => {
    const [one, two] = [new Server(), new Server()]
    const { unit, sync, due } = await world({ one, two })
    await due()
    await act(unit, 'on')
    await due()
    one.up = false
    await act(unit, 'off')
    await due()
    expect(sync.state()).toMatchObject({ receiptedSeq: 4, lastError: null })
    expect(held(two)).toBe(Buffer.from(await unit.recorder.bytes()).toString())
  })

  test('a receipt counts only when a pinned key signed it', async () => {
    const one = new Server()
    one.signer = serverSigner('one.example', 2)
    const { sync, due } = await world({ one })
    await due()
    expect(sync.state().receiptedSeq).toBe(0)
    expect(sync.state().lastError).toMatch(/its receipt does not count: not signed by key/)
    one.signer = trusted
    await due()
    expect(sync.state().receiptedSeq).toBe(2)
    expect(one.log).toHaveLength(1)
  })

  test('a receipt for other bytes or fewer records does not count', async () => {
    const one = new Server()
    const { sync, due } = await world({ one })
    for (const lie of [{ lastSeq: 1 }, { digest: '0'.repeat(64) }, { device: deviceId('KT-OTHER-1') }]) {
      one.lie = lie
      await due()
      expect(sync.state().receiptedSeq).toBe(0)
      expect(sync.state().lastError).toContain('of another log, not for record 2 of this one')
    }
    one.lie = {}
    await due()
    expect(sync.state()).toMatchObject({ receiptedSeq: 2, lastError: null })
  })

  test('a fork is told and the log stays as it is', async () => {
    const one = new Server()
    const first = await world({ one })
    await first.due()
    // The same device with another history: a disk that was swapped.
    const swapped = await UnitBench.start()
    await act(swapped, 'on')
    const { sync, due } = await world({ one }, {}, swapped)
    const before = await swapped.kinds()
    await due()
    expect(sync.state()).toMatchObject({ receiptedSeq: 0, lastError: 'http://one: this log contradicts the one held' })
    expect(await swapped.kinds()).toEqual(before)
  })

  test('the receipt survives a restart, and a forged one does not', async () => {
    const one = new Server()
    const first = await world({ one })
    await first.due()
    const restarted = await first.unit.crash()
    const again = await world({ one }, {}, restarted)
    expect(again.sync.state().receiptedSeq).toBe(2)
    const note = Buffer.from((await restarted.disk.read('/data/receipt.txt')) ?? []).toString()
    restarted.disk.poke('/data/receipt.txt', Buffer.from(note.replace('\n2\n', '\n3\n')))
    const forged = await world({ one }, {}, restarted)
    expect(forged.sync.state().receiptedSeq).toBe(0)
  })

  test('a log that lacks what a server has signed for is noticed', async () => {
    const one = new Server()
    const { unit, due } = await world({ one })
    await due()
    for (const copy of ['first', 'second']) unit.disk.poke(`/${copy}/00000001.log`, undefined)
    const replaced = await unit.crash()
    const { sync, contradictions } = await world({ one }, {}, replaced)
    expect(contradictions).toEqual([2])
    expect(sync.state().receiptedSeq).toBe(0)
    expect(replaced.controller.state().ledger.installed).toBe(false)
  })

  test('without a receipt key nothing ever counts as received', async () => {
    const one = new Server()
    expect(nodeNoteKey(trusted.key.name, trusted.key.publicKey)).toEqual(trusted.key)
    const { sync, due } = await world({ one }, { keys: [] })
    await due()
    expect(sync.state()).toMatchObject({ receiptedSeq: 0 })
    expect(sync.state().lastError).toMatch(/no key of a server is pinned/)
  })
})
