import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FactBody } from '@keyturn/cases/program/fact.ts'
import { factBody } from '@keyturn/contract/facts/body.ts'
import { participantField } from '@keyturn/contract/facts/requirement.ts'
import { type Actor, actorOf } from '@keyturn/domain/actor.ts'
import { type CaseId, caseId, days, hours, instant } from '@keyturn/domain/units.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import { openPool } from '@keyturn/store/pool.ts'
import { storedStatus } from '@keyturn/store/queries/cases/stored-status.ts'
import { enroll } from '@keyturn/store/queries/enroll-device.ts'
import { findDevice } from '@keyturn/store/queries/find-device.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ingestWith } from '../ingest/ingest.ts'
import { serverKeys } from '../keys.ts'
import { createMetrics } from '../metrics.ts'
import { recordCache } from '../reading/record-cache.ts'
import { approval, car, conviction, participant } from '../testing/case-facts.ts'
import { INSTALLED_AT, installed, uploadsOf } from '../testing/case-logs.ts'
import { PROFILE, standingClock, TEST_NOW, type TestDevice, testDevice } from '../testing/test-server.ts'
import { readCaseFile } from './case-file.ts'
import { lawOf } from './case-law.ts'
import type { CaseParts } from './case-parts.ts'
import { checkStoredStatuses } from './check-stored.ts'
import { judge } from './judged.ts'
import { openCase } from './open-case.ts'
import { readGrown } from './read-grown.ts'
import { reassessCase } from './reassess-case.ts'
import { recordFact } from './record-fact.ts'

let cluster: TestCluster
const folder = mkdtempSync(path.join(tmpdir(), 'keyturn-interleavings-'))
beforeAll(async () => {
  cluster = await testCluster()
})
afterAll(async () => {
  await cluster.close()
  rmSync(folder, { recursive: true, force: true })
})

/** xorshift: the same rounds every time, so a failure can be repeated. */
function chanceFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

const officer: Actor = {
  ...actorOf('operator'),
  role: 'authority-officer',
  user: 'o-1',
  name: 'An officer',
  jurisdiction: 'US-MA',
}
const vendor: Actor = { ...actorOf('operator'), role: 'vendor-operator', user: 'v-1', name: 'A vendor', vendor: 'acme' }
const NEVER = new AbortController().signal

/** What may come at any time, from whoever may say it; the law refuses some of it at some times. */
const TOLD: readonly (readonly [Actor, unknown])[] = [
  [officer, { kind: 'court-order', docket: 'D-1', from: '2026-01-01', until: '2027-01-01' }],
  [officer, { kind: 'suspension', from: '2026-03-05', until: '2026-06-01', why: 'Another offense' }],
  [officer, { kind: 'fact-withdrawn', fact: 7, reason: 'A mistake.' }],
  [officer, { kind: 'approval-withdrawn', reason: 'Papers were forged.' }],
  [officer, approval],
  [officer, car('car-2', '2XYZ')],
  [vendor, { kind: 'vehicle-out-of-use', vehicle: 'car-1', why: 'broken-down' }],
  [vendor, { kind: 'vehicle-back-in-use', vehicle: 'car-1' }],
  [vendor, { kind: 'provider-failure', vendor: 'acme', until: null, what: 'Our server was down.', documents: [] }],
  [officer, { kind: 'removal-requested', statement: 'Please.' }],
  [officer, { kind: 'address-changed', address: participant().address }],
]

/** Up to the moment it names, the answer stays what it is, but for the moment it was made. */
async function holdsUntilItChanges(parts: CaseParts, id: CaseId, chance: (below: number) => number): Promise<void> {
  await asSystem(parts.pool, async (client) => {
    const stored = await storedStatus(client, id)
    if (stored === undefined) throw new Error(`${id} has no status`)
    const file = await readCaseFile({ db: client, records: parts.records }, id)
    const law = await lawOf(client, stored.jurisdiction, stored.asOf)
    const end = stored.nextChangeAt ?? instant(stored.asOf + days(400))
    for (const later of [end - 1, stored.asOf + 1, stored.asOf + chance(end - stored.asOf)]) {
      const { text } = judge(law, file, instant(later))
      expect(untimed(text), `${id} at ${later}`).toEqual(untimed(stored.assessment))
    }
  })
}

const untimed = (text: string): unknown => JSON.parse(text.replaceAll(/"asOf":\d+/g, '"asOf":0'))

test.each([1, 2, 3, 4])(
  'facts, uploads, readers and clocks in any order end in the answer from zero (seed %i)',
  async (seed) => {
    const chance = chanceFrom(seed * 7_919)
    const pool = openPool((await cluster.database()).appUrl)
    const clock = standingClock()
    const keys = serverKeys(folder, 'test.local')
    const metrics = createMetrics()
    // Two servers on one database, each with what it remembers itself.
    const made = () => {
      const parts: CaseParts = { pool, clock, records: recordCache(pool) }
      return { parts, ingest: ingestWith({ pool, keys, metrics }) }
    }
    const [first, second] = [made(), made()]
    const cases = [0, 1, 2].map((n) => caseId(`MA-ANY-${n}`))
    const devices = new Map<CaseId, { readonly device: TestDevice; readonly uploads: readonly Uint8Array[] }>()
    let key = 0
    const tell = (parts: CaseParts, id: CaseId, actor: Actor, body: FactBody, at = clock.now()) => {
      key += 1
      return recordFact(parts, { caseId: id, actor, at, body, key: `k${key}`, ifMatch: null })
    }
    for (const [n, id] of cases.entries()) {
      const { parts } = first
      const told = { actor: officer, jurisdiction: 'US-MA', at: INSTALLED_AT, key: `open ${n}`, caseId: id }
      expect(await openCase(parts, { ...told, participant: participantField.parse(participant()) })).toMatchObject({
        kind: 'ok',
      })
      const device = testDevice(10 * seed + n)
      await enroll(pool, {
        id: device.id,
        caseId: id,
        publicKey: device.signer.key.publicKey,
        profile: PROFILE,
        at: INSTALLED_AT,
      })
      devices.set(id, { device, uploads: uploadsOf(device, [5, 7, 12, 3]) })
      const before = [
        conviction,
        { ...conviction, on: '2019-05-01' },
        approval,
        car(),
        { kind: 'vendor-chosen', vendor: 'acme', center: 'acme-1' },
      ]
      for (const body of before) {
        expect(await tell(parts, id, officer, factBody.parse(body), INSTALLED_AT)).toMatchObject({ kind: 'ok' })
      }
    }
    const step = async (): Promise<void> => {
      const server = chance(2) === 0 ? first : second
      const id = cases[chance(cases.length)]
      if (id === undefined) return
      const { device, uploads } = devices.get(id) ?? { device: testDevice(0), uploads: [] }
      switch (chance(6)) {
        case 0: {
          const found = await findDevice(pool, device.id)
          const body = uploads[chance(uploads.length)]
          if (found === undefined || body === undefined) return
          await server.ingest.take({ device: found, body, encoding: 'identity', now: clock.now() })
          return
        }
        case 1:
          await readGrown(server.parts, { stopping: NEVER, onFailure: (_, error) => Promise.reject(error) })
          return
        case 2:
          await reassessCase(server.parts, id)
          return
        case 3:
          clock.setOffset(clock.now() - TEST_NOW + ([hours(1), days(1), days(9)][chance(3)] ?? 0))
          return
        case 4:
          await tell(server.parts, id, vendor, factBody.parse(installed(device.id)))
          return
        default: {
          const [actor, body] = TOLD[chance(TOLD.length)] ?? [officer, approval]
          await tell(server.parts, id, actor, factBody.parse(body), instant(clock.now() - chance(3) * hours(5)))
        }
      }
    }
    for (let round = 0; round < 25; round += 1) {
      await Promise.all(Array.from({ length: 1 + chance(6) }, step))
      if (round % 6 === 0)
        expect((await checkStoredStatuses(first.parts)).differing, `seed ${seed} round ${round}`).toEqual([])
    }
    for (const { parts } of [first, second]) {
      await readGrown(parts, { stopping: NEVER, onFailure: (_, error) => Promise.reject(error) })
      expect((await checkStoredStatuses(parts)).differing, `seed ${seed}`).toEqual([])
    }
    // Nothing that was sent is unread, and the two servers say the same.
    for (const id of cases) {
      const stored = await asSystem(pool, (client) => storedStatus(client, id))
      expect(stored?.grown).toBe(false)
      const [one, other] = [await reassessCase(first.parts, id), await reassessCase(second.parts, id)]
      expect(other?.digest).toBe(one?.digest)
      await holdsUntilItChanges(first.parts, id, chance)
    }
    await pool.end()
  },
)
