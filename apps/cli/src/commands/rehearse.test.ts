import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nodeCrypto, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import type { Entry } from '@keyturn/domain/record.ts'
import { days, deviceId, duration, hours, instant } from '@keyturn/domain/units.ts'
import { SAMPLE_START, sampleEntries, sampleSegment } from '@keyturn/evidence/sample.ts'
import { GENESIS } from '@keyturn/evidence/segment.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyturn } from '../told-terminal.ts'

const device = deviceId('KT-MA-0001')
const signer = signerFromSeed(`keyturn.org/device/${device}`, new Uint8Array(32).fill(7))
const now = instant(SAMPLE_START + days(1))
const installation: Entry = {
  at: instant(SAMPLE_START - hours(1)),
  up: duration(0),
  cause: 'provider',
  kind: 'installed',
  technician: 'T-1',
  profile: 'US-MA@2026-11-01',
  dueAt: instant(Date.UTC(2026, 3, 2, 3, 59, 59, 999)),
}

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-rehearse-'))
  const { bytes } = sampleSegment(GENESIS, [installation, ...sampleEntries(1)], signer, nodeCrypto)
  const unit = join(folder, 'units', device, 'log')
  mkdirSync(unit, { recursive: true })
  writeFileSync(join(unit, '00000001.log'), bytes)
})
afterAll(() => rmSync(folder, { recursive: true }))

const rehearse = (...args: readonly string[]) => keyturn(['rehearse', join(folder, 'units'), ...args], { now })

describe('keyturn rehearse', () => {
  test('tells from logs alone when each car stops and who could help', async () => {
    const told = await rehearse('--vendor', 'northgate', '--json')
    expect(told.err).toBe('')
    const found: unknown = JSON.parse(told.out)
    expect(found).toMatchObject({
      horizonDays: 120,
      stops: [{ device, jurisdiction: 'US-MA', vendor: 'northgate', stopsOn: '2026-04-04' }],
    })
  })

  test('prints plain tables with every path and every gap', async () => {
    const { out } = await rehearse('--vendor', 'northgate')
    expect(out).toMatch(/^2026-04-04 {2}KT-MA-0001 +northgate/m)
    expect(out).toMatch(/^ {2}order +qr +authority +/m)
    expect(out).toMatch(/^ {2}rescue +bench +rescue \(assumed\)/m)
    expect(out).toMatch(/^GAP {2}US-MA same-owner: /m)
  })

  test('asks a vendors’ file when one is given', async () => {
    const file = join(folder, 'vendors.yaml')
    const center = '{center: c-1, name: Alder Street, jurisdiction: US-MA}'
    writeFileSync(
      file,
      `- {vendor: northgate, name: Northgate, group: one, approvedBy: [US-MA], centers: []}\n- {vendor: alder, name: Alder, group: two, approvedBy: [US-MA], centers: [${center}]}\n`,
    )
    const { out } = await rehearse('--vendor', 'northgate', '--vendors', file)
    expect(out).not.toContain('same-owner')
    writeFileSync(file, '- {vendor: northgate}\n')
    const refused = await rehearse('--vendors', file)
    expect(refused).toMatchObject({ exit: 2, out: '' })
    expect(refused.err).toContain('is no list of vendors')
  })

  test.each([
    [['none.log'], 'does not exist'],
    [[import.meta.filename], 'is not a log'],
  ])('%j is one clear line', async (args, sentence) => {
    const refused = await keyturn(['rehearse', ...args], { now })
    expect(refused).toMatchObject({ exit: 2, out: '' })
    expect(refused.err).toContain(sentence)
  })

  test('a server that is not there is one clear line', async () => {
    const refused = await keyturn(['rehearse', '--server', 'http://127.0.0.1:9'], { now })
    expect(refused).toMatchObject({ exit: 3, out: '' })
  })
})
