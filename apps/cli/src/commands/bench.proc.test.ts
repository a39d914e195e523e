import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { buildBench } from '@keyturn/bench/testing/bench-process.ts'
import { BenchWorld, PASSPHRASE, type Programs } from '@keyturn/bench/testing/bench-world.ts'
import { instant } from '@keyturn/domain/units.ts'
import { buildUnit } from '@keyturn/unit/unit-process.ts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { keyturn } from '../told-terminal.ts'

let programs: Programs
let world: BenchWorld
beforeAll(async () => {
  const [unit, bench] = await Promise.all([buildUnit(), buildBench()])
  programs = { unit, bench }
})
afterAll(async () => {
  await Promise.all([programs.unit.remove(), programs.bench.remove()])
})
beforeEach(async () => {
  world = await BenchWorld.begin(programs, instant(Math.floor(Date.now() / 1_000) * 1_000))
})
afterEach(() => world.end())

describe('a bench from the command line', () => {
  test('installs a device, visits it and lists both, without any server [OUT-1]', async () => {
    const unit = await world.unit()
    const folder = await world.laptop()
    const env = { KEYTURN_PASSPHRASE: PASSPHRASE, KEYTURN_ROOT_KEY: world.authority.root }
    const bench = (...words: readonly string[]) => keyturn(['bench', ...words, '--data', folder], { env })
    const visit = ['visit', '--unit', unit.url, '--gas-lot', 'L-77', '--reference', '40', '--gas']
    expect(await bench(...visit)).toMatchObject({ exit: 0, out: 'KT-MA-0001: The device is installed.\n' })
    const paper = path.join(world.folder, 'certificate.txt')
    const told = await bench(...visit, '--certificate', paper)
    expect(told).toMatchObject({ exit: 0, out: expect.stringContaining('The device took the certificate.') })
    expect(told.err).toContain('KT-MA-0001 has proved itself. Its key is the one that this bench saw')
    const file = await readFile(paper, 'utf8')
    const now = instant(Date.now())
    expect(await keyturn(['verify', paper, '--key', world.authority.root], { now })).toMatchObject({ exit: 0 })
    expect(file.split('\n')).toHaveLength(5)
    const listed = await bench('visits')
    expect(listed.out.split('\n').filter((line) => line.startsWith('KT-MA-0001, '))).toHaveLength(2)
  })

  test('says what is in the way, and ends with its exit code', async () => {
    const folder = await world.laptop()
    const env = { KEYTURN_PASSPHRASE: 'not the right one', KEYTURN_ROOT_KEY: world.authority.root }
    const visit = ['bench', 'visit', '--gas-lot', 'L-77', '--reference', '40']
    expect(await keyturn([...visit, '--data', folder], { env })).toMatchObject({
      exit: 1,
      err: 'keyturn: that passphrase does not open the key; type it again.\n',
    })
    expect(await keyturn([...visit, '--bench', 'http://127.0.0.1:9'], { env })).toMatchObject({
      exit: 3,
      err: 'keyturn: no bench answers at http://127.0.0.1:9.\n',
    })
    expect(await keyturn([...visit, '--data', folder, '--reference', '4000'], { env })).toMatchObject({ exit: 2 })
    expect(await keyturn(['bench', '--data', folder], { env: {} })).toMatchObject({
      exit: 2,
      err: expect.stringContaining('KEYTURN_ROOT_KEY'),
    })
  })
})
