import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { days, instant, mgPer210L } from '@keyturn/domain/units.ts'
import { buildUnit } from '@keyturn/unit/unit-process.ts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { BenchClient } from './client.ts'
import { CREDENTIAL_FILE } from './keys/technician.ts'
import { buildBench } from './testing/bench-process.ts'
import { BenchWorld, PASSPHRASE, type Programs, TECHNICIAN, unattended } from './testing/bench-world.ts'
import { goOn, nextAct, toTheEnd } from './unattended.ts'
import { UnitLink } from './visit/unit-link.ts'

const now = () => instant(Math.floor(Date.now() / 1_000) * 1_000)

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
  world = await BenchWorld.begin(programs, now())
})
afterEach(() => world.end())

async function installed(bench: BenchClient, unit: string): Promise<void> {
  const { next } = await bench.meet(unit)
  expect((await bench.install(unit, next?.latest ?? '')).end).toMatchObject({ how: 'installed' })
}

describe('a bench that lies', () => {
  test('is refused by the device that measured, recorded, and shown at the visit', async () => {
    const unit = await world.unit()
    const bench = await world.bench(await world.laptop())
    await installed(bench, unit.url)
    const options = unattended(bench, unit)
    let visit = await bench.begin(unit.url)
    while (visit.awaiting !== null || nextAct(visit, options.plan) !== null) visit = await goOn(visit, options)
    // Everything is done; what is signed now says another as-found value than the device measured.
    const signatory = world.authority.technician('tech-7', TECHNICIAN)
    const link = new UnitLink(unit.url)
    const challenge = await link.challenge('ab'.repeat(32))
    const { asFound, calibration, confirmations } = visit.session ?? expect.fail('a session')
    const gas = ({ reference, measured }: { readonly reference: number; readonly measured: number }) => ({
      reference: mgPer210L(reference),
      measured: mgPer210L(measured),
    })
    const honest = gas(asFound ?? expect.fail('an as-found value'))
    const dueOn = visit.next?.latest as never // The bench gave it as a day of the calendar.
    const device = 'KT-MA-0001'
    const at = instant(Math.floor(Date.parse((await link.state()).at) / 1_000) * 1_000)
    const certificate = signatory.line(
      {
        kind: 'certificate',
        visit: 'scheduled',
        dueOn,
        center: TECHNICIAN.center,
        inspection: { sound: true, notes: 'clean' },
        asFound: { ...honest, measured: mgPer210L(honest.measured + 3) },
        calibration: { gasLot: calibration?.gasLot ?? '', reference: mgPer210L(calibration?.reference ?? 0) },
        asLeft: confirmations.map(gas),
        resets: ['tamper-indicator'],
        logSeq: challenge.logSeq,
        logHead: challenge.logHead,
      },
      { at, subject: device, id: 'certificate-that-lies' },
    )
    const steps = signatory.line(
      { kind: 'service-request', nonce: challenge.nonce, steps: [{ do: 'certify', certificate }] },
      { at, subject: device, id: 'request-that-lies' },
    )
    const recorded = await link.serve({ credential: signatory.credential(now()), rescue: null, steps })
    expect(recorded).toEqual(['service-refused'])
    const shown = await bench.look(visit.id)
    expect(shown.end).toBeNull()
    expect(shown.refusal).toMatchObject({
      code: 'bad-certificate',
      words: 'The certificate says something else than the device measured. It was refused, and that is recorded.',
    })
    // The truth is still taken.
    expect((await goOn(shown, options)).end).toMatchObject({ how: 'completed' })
  })
})

describe('a bench is careful with', () => {
  test('a device that has another key than at the visit before', async () => {
    const unit = await world.unit()
    const bench = await world.bench(await world.laptop())
    await installed(bench, unit.url)
    await unit.kill()
    await rm(path.join(world.folder, 'KT-MA-0001'), { recursive: true })
    const other = await world.unit()
    await expect(bench.meet(other.url)).rejects.toMatchObject({ code: 'not-the-device' })
    await expect(bench.begin(other.url)).rejects.toThrow(/an earlier visit at this bench saw another key/)
  })

  test('a credential that has expired, and says whom to ask', async () => {
    const folder = await world.laptop()
    const old = world.authority.technician('tech-7', TECHNICIAN).credential(instant(now() - days(120)))
    await writeFile(path.join(folder, CREDENTIAL_FILE), old)
    await expect(world.bench(folder)).rejects.toMatchObject({
      code: 'no-credential',
      message: expect.stringMatching(/was good until .* Ask the vendor for a new one\./),
    })
  })

  test('whoever tries passphrases: after five it waits', async () => {
    const bench = await world.bench(await world.laptop())
    for (let n = 0; n < 5; n++) {
      await expect(bench.unlock(`a guess, number ${n}`)).rejects.toMatchObject({ code: 'wrong-passphrase' })
    }
    await expect(bench.unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'held' })
  })
})

describe('a device of a vendor that is gone', () => {
  test('is served by another vendor’s center on the authority’s word, and not without it [OUT-1]', async () => {
    const unit = await world.unit()
    await installed(await world.bench(await world.laptop('own')), unit.url)
    const stranger = await world.bench(await world.laptop('other', { id: 'tech-9', vendor: 'kestrel' }))
    const refused = await stranger.begin(unit.url)
    expect(refused.refusal).toMatchObject({ code: 'statement-refused' })
    expect(refused.session).toBeNull()
    await stranger.post(`visits/${refused.id}/leave`)

    const rescue = world.authority
      .authority(TECHNICIAN.jurisdiction)
      .sign(
        { kind: 'rescue', serves: TECHNICIAN.vendor, servesGroup: 'mindful-holdings', centers: null },
        { at: now(), subject: 'kestrel', cites: ['540 CMR 25.06(3)'] },
      )
    const visit = await toTheEnd(await stranger.begin(unit.url, rescue), unattended(stranger, unit))
    expect(visit.end).toMatchObject({ how: 'completed' })
  })
})
