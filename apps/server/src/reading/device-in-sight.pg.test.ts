import { type Client, client } from '@keyturn/contract/client.ts'
import { listReads } from '@keyturn/contract/endpoints/cases.ts'
import { getDevice, listDevices } from '@keyturn/contract/endpoints/devices.ts'
import { readLog } from '@keyturn/contract/endpoints/log.ts'
import { deviceStatus } from '@keyturn/contract/endpoints/status.ts'
import { getProof } from '@keyturn/contract/endpoints/tree.ts'
import { queryOnce, type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tokenFor } from '../testing/callers.ts'
import { signedIn } from '../testing/signed-in.ts'
import { enrolled, type TestServer, testDevice, testServer } from '../testing/test-server.ts'

let cluster: TestCluster
let server: TestServer
const [maine, massachusetts, nobodys] = [testDevice(1).id, testDevice(2).id, testDevice(3).id]
const caseOf = (device: string): string => `CASE-${device}`
beforeAll(async () => {
  cluster = await testCluster()
  server = await testServer(await cluster.database(), { jobs: 'off' })
  for (const n of [1, 2, 3]) await enrolled(server, n)
  for (const [device, jurisdiction, vendor] of [
    [maine, 'US-ME', 'north'],
    [massachusetts, 'US-MA', 'acme'],
  ] as const) {
    const { ownerUrl } = server.db
    const opened = 'insert into keyturn.cases (case_id, jurisdiction, vendor, opened_at) values ($1, $2, $3, now())'
    await queryOnce(ownerUrl, opened, [caseOf(device), jurisdiction, vendor])
    // Settled, so that nobody assesses a case that has no facts.
    const tied = 'insert into keyturn.case_devices (case_id, device_id, settled) values ($1, $2, true)'
    await queryOnce(ownerUrl, tied, [caseOf(device), device])
  }
})
afterAll(async () => {
  await server.remove()
  await cluster.close()
})

async function everybody(): Promise<readonly (readonly [who: string, call: Client, sees: readonly string[]])[]> {
  const token = async (vendor: string) =>
    client({ baseUrl: server.url, token: await tokenFor(server, ['devices:read'], vendor) })
  return [
    ['the operator', server.call, [maine, massachusetts, nobodys]],
    ['a driver', await signedIn(server, 'driver', { caseIds: [caseOf(maine)] }), [maine]],
    ['a driver without a case', await signedIn(server, 'driver'), []],
    ['an officer of Maine', await signedIn(server, 'authority-officer', { jurisdiction: 'US-ME' }), [maine]],
    ['an auditor of Massachusetts', await signedIn(server, 'auditor', { jurisdiction: 'US-MA' }), [massachusetts]],
    ['a technician of acme', await signedIn(server, 'technician', { vendor: 'acme' }), [massachusetts]],
    ['an operator of north', await signedIn(server, 'vendor-operator', { vendor: 'north' }), [maine]],
    ['a vendor without customers', await signedIn(server, 'vendor-operator', { vendor: 'nobody' }), []],
    ['a program of acme', await token('acme'), [massachusetts]],
    ['a program of nobody', await token('nobody'), []],
  ]
}

describe('a device', () => {
  test('is there for those who see its case, by every way to it, and for nobody else', async () => {
    for (const [who, call, sees] of await everybody()) {
      const listed = await call(listDevices, { params: {} })
      expect(listed.ok && listed.value.devices.map(({ id }) => id), who).toEqual(sees)
      for (const deviceId of [maine, massachusetts, nobodys]) {
        const params = { deviceId }
        const answers = [
          await call(getDevice, { params }),
          await call(deviceStatus, { params }),
          await call(readLog, { params, query: {} }),
          await call(getProof, { params, query: { seq: 1 } }),
        ]
        for (const answer of answers) {
          const isThere = answer.ok || answer.code !== 'unknown-device'
          expect(isThere, `${who}, ${deviceId}`).toBe(sees.includes(deviceId))
        }
      }
    }
  })

  test('of somebody else is answered with the same words as one that is not there', async () => {
    const driver = await signedIn(server, 'driver', { caseIds: [caseOf(maine)] })
    const words = async (id: string) => {
      const answer = await driver(getDevice, { params: { deviceId: id } })
      return answer.ok ? undefined : answer.problem.detail.replace(id, '…')
    }
    expect(await words(massachusetts)).toBe(await words('KT-NONE-0001'))
    const noted = await queryOnce(
      server.db.ownerUrl,
      `select path from keyturn.access_refusals where user_id = $1 and code = 'unknown-device' order by path`,
      [driver.user],
    )
    expect(noted).toContainEqual({ path: `GET /v1/devices/${massachusetts}` })
  })

  test('tells its driver who looked at its log and its status', async () => {
    const officer = await signedIn(server, 'authority-officer', { jurisdiction: 'US-ME', name: 'Olga Officer' })
    const driver = await signedIn(server, 'driver', { caseIds: [caseOf(maine)], name: 'The Driver' })
    for (const call of [officer, driver]) {
      await call(deviceStatus, { params: { deviceId: maine } })
      await call(readLog, { params: { deviceId: maine }, query: {} })
      await call(getDevice, { params: { deviceId: maine } })
    }
    const listed = await driver(listReads, { params: { caseId: caseOf(maine) } })
    const reads = listed.ok ? listed.value.reads.map(({ name, what }) => `${name}: ${what}`) : []
    expect(reads.filter((one) => one.startsWith('Olga')).toSorted()).toEqual([
      'Olga Officer: device-status',
      'Olga Officer: read-log',
    ])
    expect(reads.filter((one) => one.startsWith('The Driver'))).toEqual([])
  })
})
