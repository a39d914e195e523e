import { type OrderPreview, previewOrder } from '@keyturn/contract/endpoints/orders.ts'
import { iso } from '@keyturn/domain/units.ts'
import { queryOnce, type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approval, car, conviction, opened, recorded } from '../testing/case-facts.ts'
import { enrolledFor, INSTALLED_AT, installed, uploadsOf } from '../testing/case-logs.ts'
import { type SignedInClient, signedIn } from '../testing/signed-in.ts'
import { send, type TestServer, testServer } from '../testing/test-server.ts'

const COUNT = 150_000
/** Far above what it takes, so that a slow machine does not fail; a design that is quadratic does. */
const PATIENCE_MS = 20_000

let cluster: TestCluster
let server: TestServer
let officer: SignedInClient
beforeAll(async () => {
  cluster = await testCluster()
  server = await testServer(await cluster.database(), { jobs: 'off' })
  officer = await signedIn(server, 'authority-officer')
})
afterAll(async () => {
  await server.remove()
  await cluster.close()
})

const terms = (more: object = {}) => ({
  supersedes: null,
  scope: {
    jurisdiction: 'US-MA',
    vendors: ['acme'],
    models: null,
    firmwares: null,
    regions: null,
    functions: ['service-visit' as const],
  },
  interval: { from: '2026-03-28', until: '2026-04-04' },
  due: { from: '2026-03-28', until: '2026-04-04' },
  moves: { kind: 'day-for-day' as const },
  capDays: 20,
  staggerDays: 5,
  reason: 'The servers of the vendor are down.',
  ...more,
})
async function preview(call = officer, more: object = {}): Promise<OrderPreview> {
  const answer = await call(previewOrder, { params: {}, body: { terms: terms(more) } })
  if (!answer.ok) throw new Error(answer.problem.detail)
  return answer.value
}

describe('the preview of an order over stored cases', () => {
  test('knows each device’s date, period, center and firmware from its own log', async () => {
    const at = iso(INSTALLED_AT)
    await opened(officer, 'CASE-DUE', { at })
    for (const fact of [conviction, { ...conviction, on: '2019-05-01' }, approval, car()] as const) {
      await recorded(officer, 'CASE-DUE', fact, { at })
    }
    const device = await enrolledFor(server, 'CASE-DUE', 61)
    const [log = new Uint8Array()] = uploadsOf(device, [20])
    expect((await send(server, device, log)).ok).toBe(true)
    const vendor = await signedIn(server, 'vendor-operator', { vendor: 'acme' })
    await recorded(officer, 'CASE-DUE', { kind: 'vendor-chosen', vendor: 'acme', center: 'acme-worcester' }, { at })
    const told = await recorded(vendor, 'CASE-DUE', installed(device.id), { at })
    expect(told.ok).toBe(true)
    const found = await preview()
    expect(found).toMatchObject({ devices: 1, concerned: 1, cases: 1, law: { may: true, daysMax: 30 } })
    expect(found.dates).toEqual([
      expect.objectContaining({ device: device.id, center: 'acme-worcester', from: '2026-04-01', plain: '2026-04-09' }),
    ])
    expect((await preview(vendor)).concerned).toBe(1)
    expect((await preview(vendor)).warnings.map(({ code }) => code)).toContain('law-gives-no-leave')
    const rival = await signedIn(server, 'vendor-operator', { vendor: 'rival' })
    expect((await preview(rival)).concerned).toBe(0)
    const elsewhere = await signedIn(server, 'authority-officer', { jurisdiction: 'US-ME' })
    await expect(preview(elsewhere)).rejects.toThrow('You act for US-ME')
  })

  test(`counts ${COUNT} devices while somebody waits for it`, async () => {
    await queryOnce(server.db.ownerUrl, MANY, [COUNT])
    const began = performance.now()
    const found = await preview()
    const tookMs = performance.now() - began
    expect(found.devices).toBe(COUNT + 1)
    expect(found.concerned).toBe(8 * (COUNT / 30) + 1)
    expect(found.load.reduce((sum, one) => sum + one.staggered - one.before, 0)).toBe(0)
    expect(found.dates).toHaveLength(500)
    expect(tookMs).toBeLessThan(PATIENCE_MS)
  }, 120_000)
})

/** Devices whose dates lie evenly over a month, in sixty centers. */
const MANY = `insert into keyturn.case_due (case_id, device_id, of_function, rule, jurisdiction, vendor, device_vendor,
    model, firmware, region, center, since_on, due_on, stands_on)
  select 'MANY-' || n, 'KT-MANY-' || n, 'service-visit', '', 'US-MA', 'acme', 'acme', '', '1.0', '',
    'center-' || n % 60, date '2026-03-15' - 30 + n % 30, date '2026-03-15' + n % 30, date '2026-03-15' + n % 30
  from generate_series(1, $1::int) n`
