import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { nodeCrypto, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import { sampleLog } from '@keyturn/evidence/sample.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyturn } from '../told-terminal.ts'

const conformance = resolve(import.meta.dirname, '../../../../conformance')
const signer = signerFromSeed('keyturn.org/device/KT-MA-0001', new Uint8Array(32).fill(7))
const log = sampleLog([12, 12], signer, nodeCrypto)

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-cli-'))
  writeFileSync(join(folder, 'car.log'), log.bytes)
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('keyturn scenario run', () => {
  test('plays a folder of scenarios and ends with 0', async () => {
    const told = await keyturn(['scenario', 'run', join(conformance, 'scenarios/us-ma')])
    expect(told).toMatchObject({ exit: 0, err: '' })
    expect(told.out).toMatch(/\d+ passed, 0 failed\.\n$/)
  })

  test('tells a mismatch with its line and ends with 1', async () => {
    const file = join(conformance, 'scenario-faults/mismatch.yaml')
    const told = await keyturn(['scenario', 'run', file])
    expect(told.exit).toBe(1)
    expect(told.out).toMatch(/mismatch\.yaml:\d+:\d+/)
    const json = await keyturn(['scenario', 'run', file, '--json'])
    expect(JSON.parse(json.out)).toMatchObject({ summary: { exitCode: 1 } })
  })

  test('tells a file that is no scenario with line and column and ends with 2', async () => {
    const told = await keyturn(['scenario', 'run', join(conformance, 'scenario-faults/unreadable.yaml')])
    expect(told.exit).toBe(2)
    expect(told.out).toMatch(/unreadable\.yaml:\d+:\d+: /)
  })

  test('runs the others when one file is absent', async () => {
    const told = await keyturn(['scenario', 'run', join(folder, 'none.yaml'), join(conformance, 'scenarios/us-me')])
    expect(told.exit).toBe(2)
    expect(told.out).toContain('none.yaml does not exist')
    expect(told.out).toMatch(/[1-9]\d* passed/)
  })
})

describe('keyturn print', () => {
  test('prints every use, breath and service with its time [ME-7]', async () => {
    const told = await keyturn(['print', join(folder, 'car.log')])
    expect(told).toMatchObject({ exit: 0, err: '' })
    for (const clause of ['ME-7A', 'ME-7B', 'ME-7C', 'ME-7D', 'ME-7E', 'ME-7F', 'ME-7G'])
      expect(told.out).toContain(clause)
  })

  test('writes a PDF where it is told to', async () => {
    const file = join(folder, 'car.pdf')
    expect(await keyturn(['print', join(folder, 'car.log'), '--pdf', file])).toMatchObject({ exit: 0, out: '' })
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-')
  })

  test.each([
    [['print', 'none.log'], 'does not exist'],
    [['print', import.meta.filename], 'cannot be printed'],
  ])('%j is bad input', async (args, sentence) => {
    const told = await keyturn(args)
    expect(told).toMatchObject({ exit: 2, out: '' })
    expect(told.err).toContain(sentence)
  })

  test('a PDF for a folder that is not there is bad input', async () => {
    const file = join(folder, 'nowhere/car.pdf')
    const told = await keyturn(['print', join(folder, 'car.log'), '--pdf', file])
    expect(told.exit).toBe(2)
    expect(told.err).toContain('there is no such folder')
    expect(existsSync(file)).toBe(false)
  })
})

test.each([
  [['frobnicate'], "unknown command 'frobnicate'"],
  [['unit', 'KT', '--profile', 'US-MA'], 'KT is no device id'],
  [['unit', 'KT-1', '--profile', 'US-XX'], 'there is no profile US-XX; known are US-MA, US-ME'],
  [['unit', 'KT-1', '--profile', 'US-MA', '--port', '70000'], 'A port is a whole number from 0 to 65535.'],
  [['unit', 'KT-1'], "required option '--profile <id>' not specified"],
  [['enroll', 'x', '--profile', 'US-MA', '--case', 'C-1', '--key', 'k'], 'x is no device id'],
  [['enroll', 'KT-1', '--profile', 'US-XX', '--case', 'C-1', '--key', 'k'], 'there is no profile US-XX'],
  [['serve', '--name', 'Not A Name'], 'KEYTURN_NAME'],
  [['explain'], 'which case?'],
] as const)('%j is one clear line and exit code 2', async (args, sentence) => {
  const told = await keyturn(args)
  expect(told).toMatchObject({ exit: 2, out: '' })
  expect(told.err).toContain(sentence)
  expect(told.err.trimEnd().split('\n')).toHaveLength(1)
})

test('a database that is not there is one clear line and exit code 3', async () => {
  const env = { DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:9/none' }
  for (const args of [['migrate'], ['serve'], ['demo', '--data', join(folder, 'demo')]]) {
    const told = await keyturn([...args, '--data', join(folder, 'demo')], { env })
    expect(told).toMatchObject({ exit: 3, out: '' })
    expect(told.err).toContain('The database postgres://nobody@127.0.0.1:9/none cannot be used')
    expect(told.err).not.toContain('secret')
  }
})

test('a unit told to log loudly is one clear line and exit code 2', async () => {
  const told = await keyturn(['unit', 'KT-1', '--profile', 'US-MA', '--data', join(folder, 'unit')], {
    env: { KEYTURN_LOG: 'loud' },
  })
  expect(told).toEqual({
    exit: 2,
    out: '',
    err: 'keyturn: KEYTURN_LOG: wants one of fatal, error, warn, info, debug, trace, silent.\n',
  })
})

test('with --debug the stack trace follows the sentence', async () => {
  const told = await keyturn(['verify', 'none.log', '--debug'])
  expect(told.exit).toBe(2)
  expect(told.err).toMatch(/^keyturn: none\.log does not exist.*\n(.*\n)*\s+at /)
})
