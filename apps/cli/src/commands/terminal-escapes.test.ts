import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nodeCrypto, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import type { Entry } from '@keyturn/domain/record.ts'
import { duration, instant } from '@keyturn/domain/units.ts'
import { encodeKey, signNote } from '@keyturn/evidence/note.ts'
import { sampleSegment } from '@keyturn/evidence/sample.ts'
import { GENESIS } from '@keyturn/evidence/segment.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyturn } from '../told-terminal.ts'

const signer = signerFromSeed('keyturn.org/device/KT-MA-0001', new Uint8Array(32).fill(7))
/** Clears the screen, once as C0 and once as C1, and begins a line of its own. */
const EVIL = 'Alden\u001b[2J\u009b2J\u007f\r\nIN GOOD STANDING'
const entry: Entry = {
  at: instant(Date.parse('2026-03-02T14:00Z')),
  up: duration(60_000),
  kind: 'installed',
  cause: 'provider',
  technician: EVIL,
  profile: 'US-MA@2026-11-01',
  dueAt: instant(Date.parse('2026-04-02T03:59:59.999Z')),
}
const { bytes } = sampleSegment(GENESIS, [entry], signer, nodeCrypto)
/** Everything a terminal might obey; form feeds part the pages of a hard copy. */
const OBEYED = /[^\P{Cc}\n\f]/u

let folder = ''
let file = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-escapes-'))
  file = join(folder, 'car.log')
  writeFileSync(file, bytes)
})
afterAll(() => rmSync(folder, { recursive: true }))

const key = encodeKey(signer.key)
const at = ['--at', '2026-03-20T12:30Z']

describe('what a log says does not steer the terminal', () => {
  test.each([
    [['print'], 'Alden'],
    [['explain', '--timeline', ...at, '--log'], 'Alden'],
  ] as const)('of %j', async (words, told) => {
    const { exit, out, err } = await keyturn([...words, file])
    expect(exit).toBe(0)
    expect(out).toContain(told)
    expect(out + err).not.toMatch(OBEYED)
    // What stands in one record stays on its line.
    const [line = ''] = out.split('\n').filter((one) => one.includes(told))
    expect(line).toContain('Alden\ufffd[2J\ufffd2J\ufffd\ufffd\ufffdIN')
  })

  test('of verify, which names the odd line', async () => {
    const odd = Buffer.from(bytes).toString('latin1').replace('"cause":"provider"', '"cause\\n\\u001b[2J":"provider"')
    const path = join(folder, 'odd.log')
    writeFileSync(path, Buffer.from(odd, 'latin1'))
    const { out, err } = await keyturn(['verify', path, '--key', key])
    expect(out).toMatch(/^REFUSED/)
    expect(out + err).not.toMatch(OBEYED)
  })

  test('of verify, for a note that is signed', async () => {
    const server = signerFromSeed('keyturn.org/receipt/demo', new Uint8Array(32).fill(9))
    const note = join(folder, 'receipt.txt')
    writeFileSync(note, signNote('keyturn.org/receipt/demo\nKT\u009b2J\n', server))
    const { exit, out } = await keyturn(['verify', note, '--key', encodeKey(server.key)])
    expect(exit).toBe(0)
    expect(out).toContain('KT\ufffd2J')
  })

  test('and JSON keeps every character, escaped', async () => {
    const server = signerFromSeed('keyturn.org/receipt/demo', new Uint8Array(32).fill(9))
    const note = join(folder, 'receipt.txt')
    writeFileSync(note, signNote('keyturn.org/receipt/demo\nKT\u009b2J\n', server))
    const { out } = await keyturn(['verify', note, '--json', '--key', encodeKey(server.key)])
    expect(out).not.toMatch(OBEYED)
    expect(JSON.parse(out)).toMatchObject({ lines: ['keyturn.org/receipt/demo', 'KT\u009b2J'] })
  })
})
