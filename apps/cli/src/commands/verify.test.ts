import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nodeCrypto, publicKeyPem, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import { deviceId } from '@keyturn/domain/units.ts'
import { encodeKey, signNote } from '@keyturn/evidence/note.ts'
import { sampleEntries, sampleLog } from '@keyturn/evidence/sample.ts'
import { appendRecord, openSegment } from '@keyturn/evidence/write.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyturn } from '../told-terminal.ts'

const signer = signerFromSeed('keyturn.org/device/KT-MA-0001', new Uint8Array(32).fill(7))
const log = sampleLog([3, 14], signer, nodeCrypto)
const [first, second] = log.segments
const key = encodeKey(signer.key)

let folder = ''
let file = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-verify-'))
  file = place('car.log', log.bytes)
})
afterAll(() => rmSync(folder, { recursive: true }))

function place(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('a log that holds', () => {
  test('is verified with a key line, a key file and a PEM alike', async () => {
    const pem = place('device.pem', publicKeyPem(signer.key.publicKey))
    const told = await Promise.all(
      [key, place('device.key', `${key}\n`), pem].map((given) => keyturn(['verify', file, '--key', given])),
    )
    for (const { exit, out } of told) {
      expect(exit).toBe(0)
      expect(out).toContain('VERIFIED KT-MA-0001: records 1 to 17 in 2 segments')
    }
  })

  test('comes through standard input as well', async () => {
    const { exit, out } = await keyturn(['verify', '-', '--key', key, '--json'], { input: log.bytes })
    expect(exit).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ verdict: 'verified', records: 17, segments: 2, head: { lastSeq: 17 } })
  })

  test('may be a later part only when that is asked for', async () => {
    const part = place('part.log', second?.bytes ?? '')
    expect((await keyturn(['verify', part, '--key', key])).exit).toBe(1)
    expect((await keyturn(['verify', part, '--key', key, '--part'])).out).toContain('records 4 to 17')
  })

  test('with an open end says how much nobody vouches for', async () => {
    const header = {
      device: deviceId('KT-MA-0001'),
      profile: 'US-MA@2026-11-01',
      firmware: 'keyturn-unit 0.1.0',
    } as const
    const entries = sampleEntries(2, 17)
    let open = openSegment(second!.head, { ...header, openedAt: entries[0]!.at })
    for (const entry of entries) open = appendRecord(open, { ...entry, seq: open.lastSeq + 1 }).open
    const running = place('open.log', Buffer.concat([log.bytes, Buffer.from(open.text)]))
    expect((await keyturn(['verify', running, '--key', key])).exit).toBe(1)
    const told = await keyturn(['verify', running, '--key', key, '--open'])
    expect(told.exit).toBe(0)
    expect(told.out).toContain('OPEN     2 record(s) from 18 on')
  })
})

describe('a log that does not hold', () => {
  test('is refused with line, segment and record, and how far it holds', async () => {
    const bytes = log.bytes.slice()
    const at = first!.bytes.length + 500
    bytes[at] = (bytes[at] ?? 0) ^ 1
    const told = await keyturn(['verify', place('bad.log', bytes), '--key', key])
    expect(told.exit).toBe(1)
    expect(told.out).toMatch(/^REFUSED {2}KT-MA-0001: line \d+ \(segment 2, record/)
    expect(told.out).toContain('Records up to 3 (segment 1) hold.')
  })

  test('is refused under the key of another device', async () => {
    const other = signerFromSeed('keyturn.org/device/KT-MA-0001', new Uint8Array(32).fill(8))
    const told = await keyturn(['verify', file, '--key', encodeKey(other.key), '--json'])
    expect(told.exit).toBe(1)
    expect(JSON.parse(told.out)).toMatchObject({ verdict: 'refused', fault: { code: 'unknown-key' } })
  })
})

describe('a signed note', () => {
  const server = signerFromSeed('keyturn.org/receipt/demo', new Uint8Array(32).fill(9))
  const note = signNote('keyturn.org/receipt/demo\nKT-MA-0001\n17\n', server)

  test('is verified against the key of its server', async () => {
    const told = await keyturn(['verify', place('receipt.txt', note), '--key', encodeKey(server.key)])
    expect(told).toMatchObject({ exit: 0, err: '' })
    expect(told.out).toContain('VERIFIED keyturn.org/receipt/demo')
  })

  test('with one changed digit is refused', async () => {
    const forged = place('forged.txt', note.replace('\n17\n', '\n18\n'))
    expect(await keyturn(['verify', forged, '--key', encodeKey(server.key)])).toMatchObject({ exit: 1 })
  })
})

test.each([
  ['no key', () => ['verify', file], 'Give --key'],
  ['a file that is not there', () => ['verify', join(folder, 'none.log'), '--key', key], 'does not exist'],
  ['a file that is no log', () => ['verify', place('text.txt', 'hello\n'), '--key', key], 'is not a log'],
  ['an empty folder', () => ['verify', folder, '--key', key], 'holds no log'],
  ['a key that is none', () => ['verify', file, '--key', 'a+b+c'], 'is not a key'],
  ['a server address that is none', () => ['verify', file, '--server', 'localhost'], 'An address looks like'],
  ['an unknown option', () => ['verify', file, '--kee', key], 'Did you mean --key?'],
] as const)('%s is one clear line and exit code 2', async (_, args, sentence) => {
  const told = await keyturn(args())
  expect(told.exit).toBe(2)
  expect(told.out).toBe('')
  expect(told.err).toContain(sentence)
  expect(told.err.trimEnd().split('\n')).toHaveLength(1)
})
