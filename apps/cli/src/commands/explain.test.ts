import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nodeCrypto, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import type { Entry } from '@keyturn/domain/record.ts'
import { duration, instant, mgPer210L } from '@keyturn/domain/units.ts'
import { encodeKey } from '@keyturn/evidence/note.ts'
import { sampleSegment } from '@keyturn/evidence/sample.ts'
import { GENESIS } from '@keyturn/evidence/segment.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyturn } from '../told-terminal.ts'

const signer = signerFromSeed('keyturn.org/device/KT-MA-0001', new Uint8Array(32).fill(7))
const at = (text: string) => ({ at: instant(Date.parse(text)), up: duration(60_000) })
const failed = (when: string, mg: number): Entry => ({
  ...at(when),
  kind: 'sample',
  cause: 'operator',
  test: 'start',
  result: 'fail',
  brac: mgPer210L(mg),
  volumeMl: 1_900,
})
/** Two failed start tests in one service period. */
const entries: readonly Entry[] = [
  {
    ...at('2026-03-02T14:00Z'),
    kind: 'installed',
    cause: 'provider',
    technician: 'R. Alden',
    profile: 'US-MA@2026-11-01',
    dueAt: instant(Date.parse('2026-04-02T03:59:59.999Z')),
  },
  failed('2026-03-10T12:30Z', 21),
  failed('2026-03-20T12:30Z', 34),
]
const bytes = sampleSegment(GENESIS, entries, signer, nodeCrypto).bytes

let folder = ''
let file = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-explain-'))
  file = join(folder, 'car.log')
  writeFileSync(file, bytes)
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('a case from a log file', () => {
  test('two failed start tests are a lockout with the law quoted [MA-LCK-1] [MA-USE-3]', async () => {
    const told = await keyturn(['explain', '--log', file, '--key', encodeKey(signer.key), '--at', '2026-03-20T12:30Z'])
    expect(told).toMatchObject({ exit: 0, err: '' })
    expect(told.out).toContain('LOCKED OUT since 2026-03-20 12:30Z')
    expect(told.out).toContain('2 failed start-up tests within one service period')
  })

  test('one instant before the second failure nobody is locked out', async () => {
    const told = await keyturn(['explain', '--log', file, '--at', '2026-03-20T12:29Z', '--timeline'])
    expect(told.out).toContain('IN GOOD STANDING')
    expect(told.err).toContain('Not verified')
    expect(told.out).toMatch(/^ {4}1 {2}Mon 2 Mar 2026, 09:00 EST/m)
  })

  test('as JSON carries the whole assessment', async () => {
    const told = await keyturn(['explain', '--log', file, '--json', '--at', '2026-03-21T00:00Z'])
    expect(JSON.parse(told.out)).toMatchObject({ device: 'KT-MA-0001', assessment: { status: { kind: 'locked-out' } } })
  })

  test('that does not verify is not judged', async () => {
    const other = signerFromSeed('keyturn.org/device/KT-MA-0001', new Uint8Array(32).fill(8))
    const told = await keyturn(['explain', '--log', file, '--key', encodeKey(other.key)])
    expect(told).toMatchObject({ exit: 1, out: '' })
    expect(told.err).toContain('does not verify, and is not judged')
  })
})

test('a server that does not answer is exit code 3 with a remedy', async () => {
  const told = await keyturn(['explain', 'KT-MA-0001', '--server', 'http://127.0.0.1:9'])
  expect(told).toMatchObject({ exit: 3, out: '' })
  expect(told.err).toContain('cannot be reached. Is it running? Try: keyturn demo')
})

test('an impossible day is refused with how to write one', async () => {
  const told = await keyturn(['explain', 'KT-MA-0001', '--at', '2026-06-31T12:00Z'])
  expect(told.exit).toBe(2)
  expect(told.err).toContain('A moment is written 2026-03-20T12:30Z')
})
