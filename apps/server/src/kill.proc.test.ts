import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { client, Unreachable } from '@keyturn/contract/client.ts'
import { enrollDevice, getDevice } from '@keyturn/contract/endpoints/devices.ts'
import { appendLog, readLog, type UploadReceipt } from '@keyturn/contract/endpoints/log.ts'
import { placeIn } from '@keyturn/store/embedded/place.ts'
import { runningPostmaster } from '@keyturn/store/embedded/postmaster-file.ts'
import { migrate } from '@keyturn/store/migrate.ts'
import { openDatabase } from '@keyturn/store/open-database.ts'
import { afterEach, describe, expect, test } from 'vitest'
import { operatorToken } from './keys.ts'
import { endOf, type ServerProcess, serverProcess } from './testing/server-process.ts'
import { enrollment, type TestDevice, testDevice } from './testing/test-server.ts'

const ROUNDS = 12
const DEVICES = 6
const SEGMENTS = 60
const PATIENCE_MS = 60_000
/** Starting a process takes seconds on a busy machine. */
const TEST_MS = 600_000

const folders: string[] = []
const folder = (): string => {
  const made = mkdtempSync(path.join(tmpdir(), 'keyturn-kill-'))
  folders.push(made)
  return made
}
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true })
})

/** xorshift: the same rounds every time, so a failure can be repeated. */
function chanceFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

/** Devices that send their log segment by segment, and again whatever was not answered. */
class Fleet {
  readonly receipts = new Map<TestDevice, { readonly upload: Uint8Array; readonly receipt: UploadReceipt }[]>()
  readonly devices = Array.from({ length: DEVICES }, (_, n) => testDevice(n + 1))
  retries = 0
  sent = 0
  #url: () => string
  #token: string

  constructor(url: () => string, token: string) {
    this.#url = url
    this.#token = token
  }

  call() {
    return client({ baseUrl: this.#url(), token: this.#token })
  }

  async enroll(): Promise<void> {
    for (const device of this.devices) {
      const answer = await this.call()(enrollDevice, { params: {}, body: enrollment(device) })
      if (!answer.ok) throw new Error(answer.problem.detail)
    }
  }

  /** Sends until it is answered with a receipt. What was answered once counts as promised. */
  async #deliver(device: TestDevice, upload: Uint8Array): Promise<UploadReceipt> {
    for (let waited = 0; waited < PATIENCE_MS; waited += 20) {
      this.sent += 1
      try {
        const answer = await this.call()(appendLog, { params: { deviceId: device.id }, body: upload })
        if (answer.ok) return answer.value
        if (answer.problem.status !== 503) throw new Error(`${device.id}: ${answer.problem.detail}`)
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error
      }
      this.retries += 1
      await pause(20)
    }
    throw new Error(`${device.id} was never answered`)
  }

  async drive(): Promise<void> {
    await Promise.all(
      this.devices.map(async (device) => {
        const { segments } = device.log(...Array.from({ length: SEGMENTS }, () => 12))
        const kept: { upload: Uint8Array; receipt: UploadReceipt }[] = []
        this.receipts.set(device, kept)
        for (const { bytes } of segments) kept.push({ upload: bytes, receipt: await this.#deliver(device, bytes) })
      }),
    )
  }

  /** Every receipt ever given is given again, byte for byte, and every log is held as it was written. */
  async check(): Promise<void> {
    for (const [device, kept] of this.receipts) {
      for (const { upload, receipt } of kept) expect(await this.#deliver(device, upload)).toEqual(receipt)
      const held = await this.call()(readLog, { params: { deviceId: device.id } })
      expect(held.ok && Buffer.compare(held.value, Buffer.concat(kept.map(({ upload }) => upload)))).toBe(0)
      const shown = await this.call()(getDevice, { params: { deviceId: device.id } })
      expect(shown.ok && shown.value.log.lastSeq).toBe(SEGMENTS * 12)
    }
  }
}

describe('during ingest', () => {
  test('the server is killed again and again, and no receipted record is missing', { timeout: TEST_MS }, async () => {
    const dataDir = folder()
    const database = await openDatabase({ dataDir, sync: false })
    await migrate(database.ownerUrl)
    const env = { DATABASE_URL: database.appUrl, KEYTURN_DATA: dataDir }
    let server = await serverProcess(env)
    const fleet = new Fleet(() => server.url, operatorToken(dataDir))
    await fleet.enroll()
    const chance = chanceFrom(20_260_302)
    const driving = fleet.drive()
    for (let round = 0; round < ROUNDS; round++) {
      const target = fleet.sent + 3 + chance(12)
      for (let waited = 0; fleet.sent < target && waited < PATIENCE_MS; waited += 1) await pause(1)
      server.child.kill('SIGKILL')
      await endOf(server.child)
      server = await serverProcess(env)
    }
    await driving
    expect(fleet.retries).toBeGreaterThan(0)
    await fleet.check()
    server.child.kill('SIGTERM')
    expect(await endOf(server.child)).toBe(0)
    await database.close()
  })

  test('PostgreSQL is killed again and again, and no receipted record is missing', { timeout: TEST_MS }, async () => {
    const dataDir = folder()
    const server = await serverProcess({ KEYTURN_DATA: dataDir })
    const { cluster } = placeIn(dataDir)
    const fleet = new Fleet(() => server.url, operatorToken(dataDir))
    await fleet.enroll()
    const chance = chanceFrom(20_260_303)
    const driving = fleet.drive()
    let killed = 0
    for (let round = 0; round < ROUNDS; round++) {
      const target = fleet.sent + 5 + chance(20)
      for (let waited = 0; fleet.sent < target && waited < PATIENCE_MS; waited += 1) await pause(1)
      const running = runningPostmaster(cluster)
      if (running === undefined) continue
      // In some rounds one worker of it, which makes the whole server recover; in the others the server itself.
      process.kill(round % 3 === 0 ? workerOf(running.pid) : running.pid, 'SIGKILL')
      killed += 1
      await recovered(server)
    }
    await driving
    expect(killed).toBe(ROUNDS)
    expect(fleet.retries).toBeGreaterThan(0)
    await fleet.check()
    server.child.kill('SIGTERM')
    expect(await endOf(server.child)).toBe(0)
    expect(runningPostmaster(cluster)).toBeUndefined()
  })
})

/** A process that the postmaster started, by the system's own table of processes. */
function workerOf(postmaster: number): number {
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').trim().split(' ').map(Number)
  return children.at(-1) ?? postmaster
}

async function recovered({ url, errors }: ServerProcess): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 20) {
    // What /readyz says may be a second old.
    const response = await fetch(`${url}/v1/checkpoint`).catch(() => undefined)
    if (response?.ok === true) return
    await pause(20)
  }
  throw new Error(`the server was never ready again:\n${errors()}`)
}
