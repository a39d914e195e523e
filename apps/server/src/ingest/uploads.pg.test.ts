import { request } from 'node:http'
import { gzipSync } from 'node:zlib'
import { nodeCrypto, nodeNoteKey, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import { getDevice } from '@keyturn/contract/endpoints/devices.ts'
import { readLog } from '@keyturn/contract/endpoints/log.ts'
import { deviceStatus } from '@keyturn/contract/endpoints/status.ts'
import { UPLOAD_BYTES_MAX, UPLOAD_RAW_BYTES_MAX } from '@keyturn/contract/fields.ts'
import { concat, utf8 } from '@keyturn/evidence/bytes.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { deviceOrigin } from '@keyturn/evidence/names.ts'
import { receiptIsFor, verifyReceipt } from '@keyturn/evidence/receipt.ts'
import { sampleEntries, sampleSegment } from '@keyturn/evidence/sample.ts'
import { GENESIS } from '@keyturn/evidence/segment.ts'
import { FORKS_PER_DEVICE_MAX } from '@keyturn/store/queries/add-fork.ts'
import { queryOnce, type TestCluster, type TestDatabase, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { serverKeys } from '../keys.ts'
import {
  enrolled,
  send,
  TEST_NOW,
  type TestDevice,
  type TestServer,
  testDevice,
  testServer,
} from '../testing/test-server.ts'

let cluster: TestCluster
let db: TestDatabase
let server: TestServer
/** Every test has a device of its own; after it, what the server accepted must be exactly what the device wrote. */
let next = 0
let accepted: { device: TestDevice; bytes: Uint8Array } | undefined

beforeAll(async () => {
  cluster = await testCluster()
  db = await cluster.database()
  server = await testServer(db)
})
afterAll(async () => {
  await server.remove()
  await cluster.close()
})
const newDevice = () => enrolled(server, ++next)

async function heldBytes({ id }: TestDevice): Promise<Uint8Array> {
  const answer = await server.call(readLog, { params: { deviceId: id } })
  if (!answer.ok) throw new Error(answer.problem.detail)
  return answer.value
}
/** Has the device's log accepted, and remembers it. */
async function hold(device: TestDevice, bytes: Uint8Array) {
  const answer = await send(server, device, bytes)
  expect(answer).toMatchObject({ ok: true })
  accepted = { device, bytes }
  return answer
}
afterEach(async () => {
  if (accepted !== undefined) expect(Buffer.compare(await heldBytes(accepted.device), accepted.bytes)).toBe(0)
  accepted = undefined
})

describe('an upload that is taken', () => {
  test('its receipt verifies, and is for what was sent', async () => {
    const device = await newDevice()
    const { bytes, segments } = device.log(12, 30)
    const answer = await hold(device, bytes)
    if (!answer.ok) return
    const { key } = serverKeys(server.dataDir, 'keyturn.local').receipt
    const verdict = runSync(verifyReceipt(utf8(answer.value.receipt), key), nodeCrypto)
    expect(verdict.kind === 'verified' && receiptIsFor(verdict.receipt, device.id, segments[1]?.head ?? GENESIS)).toBe(
      true,
    )
    expect(answer.value).toMatchObject({ lastSeq: 42, clockOffMs: null, receivedAt: new Date(TEST_NOW).toISOString() })
  })

  test('sent twice, packed or plain, it gets the same answer', async () => {
    const device = await newDevice()
    const { bytes } = device.log(12, 12)
    const first = await hold(device, bytes)
    server.clock.setOffset(60_000)
    expect(await send(server, device, bytes)).toEqual(first)
    expect(await send(server, device, gzipSync(bytes), 'gzip')).toEqual(first)
    server.clock.setOffset(0)
  })

  test('sent sixteen times at once it is stored once', async () => {
    const device = await newDevice()
    const { bytes } = device.log(12, 12)
    const answers = await Promise.all(Array.from({ length: 16 }, () => send(server, device, bytes)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toMatchObject({ ok: true })
    const [row] = await queryOnce<{ n: string }>(
      db.ownerUrl,
      'select count(*) as n from keyturn.uploads where device_id = $1',
      [device.id],
    )
    expect(row?.n).toBe('1')
    accepted = { device, bytes }
  })

  test('growing uploads of one device at once end in the whole log', async () => {
    const device = await newDevice()
    const { bytes, segments } = device.log(...Array.from({ length: 12 }, () => 5))
    const prefixes = segments.map((_, i) => concat(...segments.slice(0, i + 1).map((each) => each.bytes)))
    const answers = await Promise.all(prefixes.map((prefix) => send(server, device, prefix)))
    expect(answers.filter(({ ok }) => !ok)).toEqual([])
    accepted = { device, bytes }
  })

  test('overlapping what is held, only the rest is stored', async () => {
    const device = await newDevice()
    const { bytes, segments } = device.log(12, 12, 12)
    const [one, two] = segments
    await hold(device, concat(one?.bytes ?? bytes, two?.bytes ?? bytes))
    await hold(device, bytes)
    const rows = await queryOnce<{ first: string; last: string }>(
      db.ownerUrl,
      'select first_seq as first, last_seq as last from keyturn.uploads where device_id = $1 order by 1',
      [device.id],
    )
    expect(rows).toEqual([
      { first: '1', last: '24' },
      { first: '25', last: '36' },
    ])
  })

  test('an earlier part sent again gets the receipt of the upload that holds it', async () => {
    const device = await newDevice()
    const { bytes, segments } = device.log(12, 12, 12)
    const first = await hold(device, bytes)
    const middle = segments[1]?.bytes ?? bytes
    expect(await send(server, device, middle)).toEqual(first)
  })
})

describe('an upload in the wrong order', () => {
  test('with a gap it is refused with the record that is wanted', async () => {
    const device = await newDevice()
    const { segments } = device.log(12, 12, 12)
    await hold(device, segments[0]?.bytes ?? new Uint8Array())
    const answer = await send(server, device, segments[2]?.bytes ?? new Uint8Array())
    expect(answer).toMatchObject({ ok: false, code: 'log-gap', problem: { status: 409, wantedFrom: 13 } })
  })

  test('a later part first is refused, then taken in order', async () => {
    const device = await newDevice()
    const { bytes, segments } = device.log(12, 12)
    expect(await send(server, device, segments[1]?.bytes ?? bytes)).toMatchObject({
      code: 'log-gap',
      problem: { wantedFrom: 1 },
    })
    await hold(device, segments[0]?.bytes ?? bytes)
    await send(server, device, segments[1]?.bytes ?? bytes)
    accepted = { device, bytes }
  })
})

describe('a forked log', () => {
  async function fork(sameHead: boolean) {
    const device = await newDevice()
    const { bytes, segments } = device.log(12, 12, 12)
    const head = segments[0]?.head ?? GENESIS
    const other = sampleSegment(head, sampleEntries(12, 700), device.signer, nodeCrypto)
    const third = sampleSegment(other.head, sampleEntries(12, 800), device.signer, nodeCrypto)
    await hold(device, bytes)
    const upload = sameHead ? concat(segments[0]?.bytes ?? bytes, other.bytes) : concat(other.bytes, third.bytes)
    return { device, answer: await send(server, device, upload), upload }
  }

  test.each([true, false])('is refused, kept whole, and found out (overlapping: %s)', async (overlapping) => {
    const { device, answer, upload } = await fork(overlapping)
    expect(answer).toMatchObject({ ok: false, code: 'log-fork', problem: { status: 409, atSegment: 2, atSeq: 13 } })
    const status = await server.call(deviceStatus, { params: { deviceId: device.id } })
    expect(status).toMatchObject({ value: { integrity: [{ kind: 'two-histories', reference: 'segment 2' }] } })
    expect(await send(server, device, upload)).toEqual(answer)
    const rows = await queryOnce<{ raw: number }>(
      db.ownerUrl,
      'select raw_bytes as raw from keyturn.forks where device_id = $1',
      [device.id],
    )
    expect(rows).toEqual([{ raw: upload.length }])
  })

  test('past the limit says that it is not kept', async () => {
    const device = await newDevice()
    const { bytes, segments } = device.log(12, 12)
    await hold(device, bytes)
    const head = segments[0]?.head ?? GENESIS
    const others = Array.from({ length: FORKS_PER_DEVICE_MAX + 1 }, (_, n) =>
      sampleSegment(head, sampleEntries(12, 700 + n), device.signer, nodeCrypto),
    )
    const said: string[] = []
    for (const other of [...others, ...others.slice(0, 1)]) {
      const answer = await send(server, device, other.bytes)
      said.push(answer.ok ? 'accepted' : answer.problem.detail)
    }
    const both = expect.stringContaining('Both are kept')
    expect(said).toEqual([
      ...others.slice(1).map(() => both),
      expect.stringContaining('The first is kept; this one is not'),
      both,
    ])
    const rows = await queryOnce(db.ownerUrl, 'select 1 from keyturn.forks where device_id = $1', [device.id])
    expect(rows).toHaveLength(FORKS_PER_DEVICE_MAX)
  })
})

describe('an upload that is not the device’s log', () => {
  test('a byte flipped anywhere is refused', async () => {
    const device = await newDevice()
    const { bytes, segments } = device.log(3, 4)
    await hold(device, segments[0]?.bytes ?? bytes)
    const rest = segments[1]?.bytes ?? bytes
    const codes = new Set<string>()
    for (let at = 0; at < rest.length; at += 7) {
      const flipped = rest.map((byte, i) => (i === at ? byte ^ 0x01 : byte))
      const answer = await send(server, device, flipped)
      expect(answer.ok, `byte ${at}`).toBe(false)
      if (!answer.ok) codes.add(answer.code)
    }
    expect(
      [...codes].filter(
        (code) => !['malformed-log', 'bad-signature', 'wrong-device', 'log-gap', 'log-fork'].includes(code),
      ),
    ).toEqual([])
    expect(await queryOnce(db.ownerUrl, 'select 1 from keyturn.forks where device_id = $1', [device.id])).toEqual([])
  })

  test('another device’s log is refused by name', async () => {
    const device = await newDevice()
    const answer = await send(server, device, testDevice(200).log(12).bytes)
    expect(answer).toMatchObject({ ok: false, code: 'wrong-device', problem: { status: 422, fault: { line: 1 } } })
  })

  test('a log signed with another key is refused', async () => {
    const device = await newDevice()
    const thief = signerFromSeed(deviceOrigin(device.id), new Uint8Array(32).fill(99))
    const forged = sampleSegment(GENESIS, sampleEntries(12), thief, nodeCrypto)
    expect(nodeNoteKey(deviceOrigin(device.id), thief.key.publicKey).id).not.toBe(device.signer.key.id)
    expect(await send(server, device, forged.bytes)).toMatchObject({
      ok: false,
      code: 'bad-signature',
      problem: { status: 422 },
    })
  })

  test('a device that is not enrolled is refused by name', async () => {
    const answer = await send(server, testDevice(201), testDevice(201).log(12).bytes)
    expect(answer).toMatchObject({ ok: false, code: 'unknown-device', problem: { status: 404 } })
  })

  test.each([
    ['nothing at all', new Uint8Array()],
    ['text that is no log', utf8('hello\n')],
    ['bytes that are no text', Uint8Array.from({ length: 300 }, (_, i) => 255 - (i % 256))],
  ])('%s is refused as malformed', async (_what, bytes) => {
    const device = await newDevice()
    expect(await send(server, device, bytes)).toMatchObject({
      ok: false,
      code: 'malformed-log',
      problem: { status: 422 },
    })
  })

  test('a log whose last segment is open is refused with its line', async () => {
    const device = await newDevice()
    const { bytes } = device.log(12)
    const cut = bytes.subarray(0, bytes.length - 40)
    expect(await send(server, device, cut)).toMatchObject({
      ok: false,
      code: 'malformed-log',
      problem: { fault: { segment: 1 } },
    })
  })
})

describe('a body that is not what it says', () => {
  test.each([1, 10, 200])('gzip cut %i bytes short is refused', async (short) => {
    const device = await newDevice()
    const packed = gzipSync(device.log(12, 12).bytes)
    const answer = await send(server, device, packed.subarray(0, packed.length - short), 'gzip')
    expect(answer).toMatchObject({ ok: false, code: 'bad-encoding', problem: { status: 400 } })
  })

  test('plain bytes called gzip are refused', async () => {
    const device = await newDevice()
    expect(await send(server, device, device.log(12).bytes, 'gzip')).toMatchObject({ ok: false, code: 'bad-encoding' })
  })

  test('bytes after the end of the gzip stream are refused', async () => {
    const device = await newDevice()
    const packed = concat(gzipSync(device.log(12).bytes), utf8('more'))
    expect(await send(server, device, packed, 'gzip')).toMatchObject({ ok: false, code: 'bad-encoding' })
  })

  test('an encoding that is not taken here is named', async () => {
    const { id } = await newDevice()
    const response = await fetch(`${server.url}/v1/devices/${id}/log`, {
      method: 'POST',
      body: 'x',
      headers: { 'content-encoding': 'compress' },
    })
    expect([response.status, await response.json()]).toMatchObject([415, { code: 'unsupported-encoding' }])
  })

  test('a gzip bomb is refused before it has grown', async () => {
    const device = await newDevice()
    const bomb = gzipSync(new Uint8Array(8 * UPLOAD_RAW_BYTES_MAX), { level: 9 })
    expect(bomb.length).toBeLessThan(UPLOAD_BYTES_MAX)
    const before = process.memoryUsage().arrayBuffers
    expect(await send(server, device, bomb, 'gzip')).toMatchObject({
      ok: false,
      code: 'body-too-large',
      problem: { status: 413 },
    })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(3 * UPLOAD_RAW_BYTES_MAX)
  })

  test('a body that announces a gigabyte is refused unread', async () => {
    const { id } = await newDevice()
    const { status, sent } = await stream(`${server.url}/v1/devices/${id}/log`, {
      'content-length': String(1_073_741_824),
    })
    expect(status).toBe(413)
    expect(sent).toBeLessThan(16 * UPLOAD_BYTES_MAX)
  })

  test('a gigabyte that does not announce itself is cut off', async () => {
    const { id } = await newDevice()
    const { status, sent } = await stream(`${server.url}/v1/devices/${id}/log`, { 'transfer-encoding': 'chunked' })
    expect(status).toBe(413)
    expect(sent).toBeLessThan(16 * UPLOAD_BYTES_MAX)
  })
})

/** Sends a gigabyte as fast as it is taken, and tells how much was sent when the answer came. */
function stream(url: string, headers: Record<string, string>): Promise<{ status: number; sent: number }> {
  return new Promise((resolve, reject) => {
    const block = Buffer.alloc(65_536, 'x')
    let sent = 0
    const outgoing = request(url, { method: 'POST', headers }, (response) => {
      response.resume()
      resolve({ status: response.statusCode ?? 0, sent })
      outgoing.destroy()
    })
    // The server hangs up on whoever goes on sending after the answer.
    outgoing.on('error', (error) => (sent === 0 ? reject(error) : undefined))
    const more = (): void => {
      while (sent < 1_073_741_824 && !outgoing.destroyed) {
        sent += block.length
        if (!outgoing.write(block)) {
          outgoing.once('drain', more)
          return
        }
      }
    }
    more()
  })
}

describe('a clock that is far off', () => {
  test('does not stop the log: the receipt and the status say so', async () => {
    const device = await newDevice()
    server.clock.setOffset(-3 * 86_400_000)
    const answer = await hold(device, device.log(12).bytes)
    server.clock.setOffset(0)
    expect(answer).toMatchObject({ value: { clockOffMs: expect.any(Number) } })
    if (answer.ok) expect(answer.value.clockOffMs).toBeGreaterThan(86_400_000)
    const status = await server.call(deviceStatus, { params: { deviceId: device.id } })
    expect(status).toMatchObject({
      value: {
        integrity: [{ kind: 'clock-far-off', reference: 'record 12', words: expect.stringContaining('ahead of') }],
      },
    })
  })

  test('a moment long before the enrollment is far off too', async () => {
    server.clock.setOffset(400 * 86_400_000)
    const device = await newDevice()
    const answer = await hold(device, device.log(12).bytes)
    server.clock.setOffset(0)
    expect(answer).toMatchObject({ value: { clockOffMs: expect.any(Number) } })
  })
})

test('after all of this every device that was enrolled is held as far as it was receipted', async () => {
  const rows = await queryOnce<{ device_id: string; last_seq: string }>(
    db.ownerUrl,
    `select h.device_id, h.last_seq from keyturn.heads h
     where h.last_seq <> coalesce((select max(u.last_seq) from keyturn.uploads u where u.device_id = h.device_id), 0)`,
  )
  expect(rows).toEqual([])
  const answer = await server.call(getDevice, { params: { deviceId: testDevice(1).id } })
  expect(answer).toMatchObject({ ok: true, value: { log: { lastSeq: 42, lastSegment: 2 } } })
})
