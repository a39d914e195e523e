import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { getCase, listFacts } from '@keyturn/contract/endpoints/cases.ts'
import { caseLetters } from '@keyturn/contract/endpoints/letters.ts'
import { deviceStatus } from '@keyturn/contract/endpoints/status.ts'
import { listVisits, postVisit } from '@keyturn/contract/endpoints/visits.ts'
import type { Entry } from '@keyturn/domain/record.ts'
import {
  type CivilDate,
  duration,
  hours,
  type Instant,
  instant,
  iso,
  mgPer210L,
  minutes,
} from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { logHeadAt } from '@keyturn/evidence/log-head.ts'
import { sampleSegment } from '@keyturn/evidence/sample.ts'
import { GENESIS } from '@keyturn/evidence/segment.ts'
import type { StatementBody } from '@keyturn/evidence/statement/statement.ts'
import { madeUpAuthority } from '@keyturn/simulator/authority/authority.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approval, car, conviction, opened, recorded } from '../testing/case-facts.ts'
import { enrolledFor, INSTALLED_AT, installed } from '../testing/case-logs.ts'
import { type SignedInClient, signedIn } from '../testing/signed-in.ts'
import { PROFILE, send, TEST_NOW, type TestDevice, type TestServer, testServer } from '../testing/test-server.ts'

const world = madeUpAuthority('visits')
const acme = world.technician('T-1', { jurisdiction: 'US-MA', vendor: 'acme', center: 'acme-worcester' })
const kestrel = world.technician('T-7', { jurisdiction: 'US-MA', vendor: 'kestrel', center: 'kestrel-boston' })

let cluster: TestCluster
let server: TestServer
let officer: SignedInClient
let vendor: SignedInClient
beforeAll(async () => {
  cluster = await testCluster()
  server = await testServer(await cluster.database(), { rootKey: world.root })
  officer = await signedIn(server, 'authority-officer')
  vendor = await signedIn(server, 'vendor-operator', { vendor: 'acme' })
})
afterAll(async () => {
  await server.remove()
  await cluster.close()
})

const VISIT_AT: Instant = instant(INSTALLED_AT + hours(12))
const DUE: CivilDate = '2026-04-02' as CivilDate
const gas = (measured: number) => ({ reference: mgPer210L(20), measured: mgPer210L(measured) })

/** What the device wrote: its installation, then a visit that ends with this certificate. */
function logWith(device: TestDevice, certificate: string, { asFound = 21 } = {}) {
  const at = (ms: number) => ({ at: instant(VISIT_AT + ms), up: duration(3_600_000 + ms), cause: 'provider' as const })
  const dueAt = instant(Date.UTC(2026, 3, 3, 3, 59, 59, 999))
  const before: Entry[] = [
    {
      at: INSTALLED_AT,
      up: duration(0),
      cause: 'provider',
      kind: 'installed',
      technician: 'T-1',
      profile: PROFILE,
      dueAt: instant(Date.UTC(2026, 3, 2, 3, 59, 59, 999)),
    },
    { ...at(0), kind: 'service-opened', technician: 'T-1', center: 'acme-worcester' },
    { ...at(1_000), kind: 'service-inspected', sound: true, notes: '' },
    { ...at(2_000), kind: 'service-as-found', ...gas(asFound), within: true },
    { ...at(3_000), kind: 'service-calibrated', gasLot: 'L-9', reference: mgPer210L(20), picoampsPerMg: 900 },
    { ...at(4_000), kind: 'service-confirmed', number: 1, ...gas(20), within: true },
    { ...at(5_000), kind: 'service-confirmed', number: 2, ...gas(20), within: true },
  ]
  const first = sampleSegment(GENESIS, before, device.signer, nodeCrypto)
  const completed: Entry = {
    ...at(6_000),
    kind: 'service-completed',
    technician: 'T-1',
    certificate,
    visit: 'scheduled',
    dueAt,
  }
  const second = sampleSegment(first.head, [completed], device.signer, nodeCrypto)
  const bytes = new Uint8Array([...first.bytes, ...second.bytes])
  return { bytes, seq: 7, head: runSync(logHeadAt(first.bytes, 7), nodeCrypto) }
}

type Log = ReturnType<typeof logWith>
const certificateBody = (log: Log, more: object = {}): StatementBody => ({
  kind: 'certificate',
  visit: 'scheduled',
  dueOn: DUE,
  center: 'acme-worcester',
  inspection: { sound: true, notes: '' },
  asFound: gas(21),
  calibration: { gasLot: 'L-9', reference: mgPer210L(20) },
  asLeft: [gas(20), gas(20)],
  resets: [],
  logSeq: log.seq,
  logHead: log.head,
  ...more,
})
const signed = (device: TestDevice, id: string, log: Log, more: object = {}, by = acme) =>
  by.sign(certificateBody(log, more), { at: VISIT_AT, subject: device.id, id })

/** A case with its device in a car. */
async function withDevice(caseId: string, n: number): Promise<TestDevice> {
  const at = iso(INSTALLED_AT)
  await opened(officer, caseId, { at })
  for (const fact of [conviction, { ...conviction, on: '2019-05-01' }, approval, car()] as const) {
    await recorded(officer, caseId, fact, { at })
  }
  await recorded(officer, caseId, { kind: 'vendor-chosen', vendor: 'acme', center: 'acme-worcester' }, { at })
  const device = await enrolledFor(server, caseId, n)
  const told = await recorded(vendor, caseId, installed(device.id), { at })
  if (!told.ok) throw new Error(told.problem.detail)
  return device
}

const post = (device: TestDevice, certificate: string, rescue: string | null = null) =>
  server.stranger(postVisit, { params: { deviceId: device.id }, body: { certificate, rescue } })
const visits = async (device: TestDevice) => {
  const answer = await officer(listVisits, { params: { deviceId: device.id } })
  return answer.ok ? answer.value.visits : []
}
const keptIn = async (caseId: string) => {
  const answer = await officer(listFacts, { params: { caseId } })
  return answer.ok ? answer.value.facts.map(({ fact }) => fact).filter(({ kind }) => kind === 'visit-kept') : []
}

describe('a visit at a bench', () => {
  test('comes twice, before and after its log, and is one visit and one fact [OUT-1]', async () => {
    const device = await withDevice('CASE-V1', 31)
    const log = logWith(device, 'visit-1')
    const file = signed(device, 'visit-1', log)
    const first = await post(device, file)
    expect(first.ok && first.value).toMatchObject({ agreement: 'waiting-for-log', record: null, vendor: 'acme' })
    expect((await send(server, device, log.bytes)).ok).toBe(true)
    for (const again of [await post(device, file), await post(device, file)]) {
      expect(again.ok && again.value).toMatchObject({ agreement: 'agreed', record: 8, contradictions: [] })
    }
    expect(await visits(device)).toHaveLength(1)
    expect(await keptIn('CASE-V1')).toEqual([
      expect.objectContaining({ certificate: 'visit-1', dueOn: DUE, uploaded: true, rescue: null, at: VISIT_AT }),
    ])
  })

  test('whose certificate is still at the bench waits for it', async () => {
    const device = await withDevice('CASE-V2', 32)
    const log = logWith(device, 'visit-2')
    await send(server, device, log.bytes)
    expect(await visits(device)).toEqual([
      expect.objectContaining({ certificate: 'visit-2', agreement: 'waiting-for-bench', signed: null, record: 8 }),
    ])
    await post(device, signed(device, 'visit-2', log))
    expect(await visits(device)).toEqual([expect.objectContaining({ agreement: 'agreed' })])
  })

  test('that the car recorded otherwise is shown as a contradiction, and nothing is overwritten', async () => {
    const device = await withDevice('CASE-V3', 33)
    const log = logWith(device, 'visit-3', { asFound: 34 })
    await send(server, device, log.bytes)
    await post(device, signed(device, 'visit-3', log, { dueOn: '2026-04-20' }))
    const [visit] = await visits(device)
    expect(visit?.agreement).toBe('contradicts')
    expect(visit?.contradictions).toEqual([
      'Next visit due: the bench signed 2026-04-20, the car recorded 2026-04-02.',
      'As found: the bench signed {"reference":20,"measured":21}, the car recorded {"reference":20,"measured":34}.',
    ])
    const status = await officer(deviceStatus, { params: { deviceId: device.id } })
    expect(status.ok && status.value.integrity.map(({ kind, reference }) => [kind, reference])).toContainEqual([
      'visit-contradicts',
      'certificate visit-3',
    ])
  })

  test('over another log than the device’s is found out by its head', async () => {
    const device = await withDevice('CASE-V4', 34)
    const log = logWith(device, 'visit-4')
    await send(server, device, log.bytes)
    await post(device, signed(device, 'visit-4', { ...log, head: 'ab'.repeat(32) }))
    expect((await visits(device))[0]?.contradictions).toEqual([
      'The log that was signed at record 7 is not the log of this device.',
    ])
  })

  test('signed twice differently under one id counts neither time', async () => {
    const device = await withDevice('CASE-V5', 35)
    const log = logWith(device, 'visit-5')
    expect((await post(device, signed(device, 'visit-5', log))).ok).toBe(true)
    const second = await post(device, signed(device, 'visit-5', log, { dueOn: '2026-04-20' }))
    expect(second.ok ? '' : second.code).toBe('statement-conflict')
    expect((await visits(device))[0]).toMatchObject({ agreement: 'conflicting' })
  })

  test('of another vendor needs the authority’s leave, and another owner', async () => {
    const device = await withDevice('CASE-V6', 36)
    const log = logWith(device, 'visit-6')
    const foreign = signed(device, 'visit-6', log, { center: 'kestrel-boston' }, kestrel)
    const without = await post(device, foreign)
    expect(without.ok ? '' : without.problem.detail).toContain('shows no leave of the authority')
    const rescue = (servesGroup: string, id: string) =>
      world
        .authority('US-MA')
        .sign(
          { kind: 'rescue', serves: 'acme', servesGroup, centers: null },
          { at: INSTALLED_AT, subject: 'kestrel', id },
        )
    const sister = await post(device, foreign, rescue('kestrel-safety', 'rescue-1'))
    expect(sister.ok ? '' : sister.problem.detail).toContain('same owner')
    const taken = await post(device, foreign, rescue('acme-holdings', 'rescue-2'))
    expect(taken.ok && taken.value).toMatchObject({ rescue: 'rescue-2', vendor: 'kestrel' })
    expect(await keptIn('CASE-V6')).toEqual([
      expect.objectContaining({ rescue: { credential: 'rescue-2', vendor: 'kestrel' } }),
    ])
  })

  test('is refused when stolen, of another device or of a key that was withdrawn', async () => {
    const device = await withDevice('CASE-V7', 37)
    const log = logWith(device, 'visit-7')
    const other = await enrolledFor(server, 'CASE-OTHER', 38)
    const misplaced = await post(other, signed(device, 'visit-7', log))
    expect(misplaced.ok ? '' : misplaced.code).toBe('statement-refused')
    const removed = world
      .technician('T-2', { jurisdiction: 'US-MA', vendor: 'acme', center: 'acme-worcester', may: ['install'] })
      .sign(certificateBody(log), { at: VISIT_AT, subject: device.id, id: 'visit-8' })
    const unable = await post(device, removed)
    expect(unable.ok ? '' : unable.problem.detail).toContain('may not service')
    expect(await visits(device)).toEqual([])
  })

  test('stands in the participant’s folder beside the booking and its number [OUT-8]', async () => {
    const device = await withDevice('CASE-V8', 39)
    const booked = await recorded(
      vendor,
      'CASE-V8',
      {
        kind: 'visit-booked',
        vehicle: 'car-1',
        center: 'acme-worcester',
        purpose: 'scheduled',
        for: instant(TEST_NOW + hours(48)),
        confirmation: 'WO-4711',
      },
      { at: iso(instant(VISIT_AT - minutes(5))) },
    )
    expect(booked.ok).toBe(true)
    await post(device, signed(device, 'visit-9', logWith(device, 'visit-9')))
    const answer = await officer(caseLetters, { params: { caseId: 'CASE-V8' } })
    const letters = answer.ok ? answer.value.letters : []
    expect(letters.map(({ id, kind }) => [id, kind])).toEqual([
      ['visit-9', 'certificate'],
      [expect.stringMatching(/^booking-\d+$/), 'booking'],
    ])
    expect(letters[0]?.next).toBe('The next visit is due by 2 April 2026.')
    expect(letters[1]?.proof).toContain('WO-4711')
    expect((await officer(getCase, { params: { caseId: 'CASE-V8' } })).ok).toBe(true)
  })
})
