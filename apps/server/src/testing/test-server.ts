/** A whole server on a database of its own, and devices that can sign logs for it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Client, client } from '@keyturn/contract/client.ts'
import { nodeCrypto, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import { enrollDevice } from '@keyturn/contract/endpoints/devices.ts'
import { appendLog } from '@keyturn/contract/endpoints/log.ts'
import { type DeviceId, deviceId, hours, type Instant } from '@keyturn/domain/units.ts'
import { toBase64 } from '@keyturn/evidence/bytes.ts'
import { deviceOrigin } from '@keyturn/evidence/names.ts'
import type { Signer } from '@keyturn/evidence/note.ts'
import { SAMPLE_START, sampleLog } from '@keyturn/evidence/sample.ts'
import type { ClosedSegment } from '@keyturn/evidence/write.ts'
import type { TestDatabase } from '@keyturn/store/testing/test-cluster.ts'
import type { Clock } from '../clock.ts'
import { type RunningServer, type ServerOptions, startServer } from '../start.ts'

/** A day after the sample drives begin. */
export const TEST_NOW: Instant = (SAMPLE_START + hours(24)) as Instant

export const PROFILE = 'US-MA@2026-11-01'

export type TestServer = RunningServer & {
  /** As the operator. */
  readonly call: Client
  /** Without any credential. */
  readonly stranger: Client
  readonly dataDir: string
  readonly db: TestDatabase
  readonly remove: () => Promise<void>
}

/** A clock that stands still until it is set. */
export function standingClock(at: Instant = TEST_NOW): Clock {
  let offset = 0
  return {
    // A moment and whole milliseconds are a moment.
    now: () => (at + offset) as Instant,
    setOffset: (ms) => {
      offset = ms
    },
  }
}

export async function testServer(db: TestDatabase, options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? mkdtempSync(path.join(tmpdir(), 'keyturn-server-'))
  const server = await startServer({
    databaseUrl: db.appUrl,
    dataDir,
    port: 0,
    clock: standingClock(),
    requestsPerMinute: 1_000_000,
    uploadsPerAddress: 64,
    ...options,
  })
  return {
    ...server,
    dataDir,
    db,
    call: client({ baseUrl: server.url, token: server.operatorToken }),
    stranger: client({ baseUrl: server.url }),
    remove: async () => {
      await server.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export type TestDevice = {
  readonly id: DeviceId
  readonly signer: Signer
  /** Closed segments with these numbers of records, from the beginning of its log. */
  readonly log: (...sizes: number[]) => { readonly bytes: Uint8Array; readonly segments: readonly ClosedSegment[] }
}

/** @param n any number from 0 to 255: the device's name and key follow from it */
export function testDevice(n = 1): TestDevice {
  const id = deviceId(`KT-TEST-${String(n).padStart(4, '0')}`)
  const signer = signerFromSeed(deviceOrigin(id), new Uint8Array(32).fill(n))
  return { id, signer, log: (...sizes) => sampleLog(sizes, signer, nodeCrypto) }
}

export async function enrolled(server: TestServer, n = 1): Promise<TestDevice> {
  const device = testDevice(n)
  const answer = await server.call(enrollDevice, { params: {}, body: enrollment(device) })
  if (!answer.ok) throw new Error(`enrollment refused: ${answer.problem.detail}`)
  return device
}

export const enrollment = ({ id, signer }: TestDevice) => ({
  id,
  publicKey: toBase64(signer.key.publicKey),
  profile: PROFILE,
  case: `CASE-${id}`,
})

export const send = (
  server: TestServer,
  { id }: TestDevice,
  bytes: Uint8Array,
  encoding: 'gzip' | 'identity' = 'identity',
) => server.stranger(appendLog, { params: { deviceId: id }, body: bytes, encoding })
