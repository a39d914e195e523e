/** At each hop the answer gets lost after the deed. Asked again, nothing happens twice, and nothing is missing. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildBench, type RunningBench, startBenchProcess } from '@keyturn/bench/testing/bench-process.ts'
import { type Client, client } from '@keyturn/contract/client.ts'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { enrollDevice, getDevice } from '@keyturn/contract/endpoints/devices.ts'
import { listVisits } from '@keyturn/contract/endpoints/visits.ts'
import { sealKey } from '@keyturn/contract/statements/key-file.ts'
import { addDays, civilDateOf } from '@keyturn/domain/civil.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { encodeKey } from '@keyturn/evidence/note.ts'
import { makeCode } from '@keyturn/evidence/statement/keypad-code.ts'
import { base64Url } from '@keyturn/evidence/statement/write-statement.ts'
import { serverKeys } from '@keyturn/server/keys.ts'
import { endOf, type ServerProcess, serverProcess } from '@keyturn/server/testing/server-process.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { buildUnit, type Running, startProcess } from '@keyturn/unit/unit-process.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BenchClient } from './bench.ts'
import { Car } from './car.ts'
import { AUTHORITY, CARS, JURISDICTION, PASSPHRASE, VENDOR } from './cast.ts'
import { ask, at, list } from './json.ts'
import { LossyRoad } from './lossy.ts'
import { sha256, signIndex, signOrder } from './papers.ts'
import { StaticServer } from './static-server.ts'
import { technicianOf } from './world.ts'

const ZONE = 'America/New_York'
const NAME = 'lost.drill.example'
const TOKEN = 'an-operator-token-for-a-test'
const [cast] = CARS
const folder = mkdtempSync(join(tmpdir(), 'keyturn-lost-'))
const folderNamed = (name: string): string => {
  const made = join(folder, name)
  mkdirSync(made, { recursive: true, mode: 0o700 })
  return made
}

let cluster: TestCluster
let server: ServerProcess
let unit: Running
let bench: RunningBench
let mirror: StaticServer
let car: Car
let call: Client
const roads = new Map<'link' | 'upload' | 'bench' | 'mirror', LossyRoad>()
const road = (name: 'link' | 'upload' | 'bench' | 'mirror'): LossyRoad => {
  const found = roads.get(name)
  if (found === undefined) throw new Error(`there is no road "${name}"`)
  return found
}
const closers: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  if (cast === undefined) throw new Error('the cast has a car')
  cluster = await testCluster()
  closers.push(() => cluster.close())
  const [units, benches, database] = await Promise.all([buildUnit(), buildBench(), cluster.database()])
  closers.push(units.remove, benches.remove)
  server = await serverProcess({
    KEYTURN_DATA: folderNamed('server'),
    KEYTURN_NAME: NAME,
    KEYTURN_PUBLIC_DEMO: '1',
    KEYTURN_OPERATOR_TOKEN: TOKEN,
    KEYTURN_ROOT_KEY: AUTHORITY.root,
    DATABASE_URL: database.appUrl,
  })
  closers.push(async () => {
    server.child.kill('SIGTERM')
    await endOf(server.child)
  })
  call = client({ baseUrl: server.url, token: TOKEN })
  mirror = new StaticServer(folderNamed('mirror'), 20_000 + (process.pid % 10_000))
  await mirror.start()
  closers.push(() => mirror.kill())
  roads.set('upload', await LossyRoad.to(server.url))
  roads.set('bench', await LossyRoad.to(server.url))
  roads.set('mirror', await LossyRoad.to(mirror.url))
  const secrets = join(folderNamed('car'), 'code-secrets.json')
  const { authority, vendor } = AUTHORITY.codeSecrets(cast.device, VENDOR)
  writeFileSync(secrets, JSON.stringify({ authority: base64Url(authority), vendor: base64Url(vendor) }), {
    mode: 0o600,
  })
  unit = await startProcess(units, {
    KEYTURN_DEVICE: cast.device,
    KEYTURN_PROFILE: JURISDICTION,
    KEYTURN_DATA: join(folder, 'car', 'data'),
    KEYTURN_DEMO: '1',
    KEYTURN_PACE: 'instant',
    KEYTURN_ROOT_KEY: AUTHORITY.root,
    KEYTURN_VENDOR: VENDOR,
    KEYTURN_CODE_SECRETS: secrets,
    KEYTURN_ENDPOINTS: road('upload').url,
    KEYTURN_RECEIPT_KEYS: encodeKey(serverKeys(join(folder, 'server'), NAME).receipt.key),
    KEYTURN_MIRRORS: road('mirror').url,
    KEYTURN_MIRRORS_EVERY_MS: '300',
    KEYTURN_UPLOAD_EVERY_MS: '300',
    KEYTURN_RETRY_MAX_MS: '300',
    KEYTURN_LOG: 'silent',
  }).ready
  closers.push(() => unit.stop())
  car = new Car(cast.device, unit.url)
  roads.set('link', await LossyRoad.to(unit.url))
  const at = benchFolder()
  const technician = technicianOf(VENDOR)
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: technician.publicKey, d: base64Url(technician.seed) } as const
  writeFileSync(join(at, 'technician.key'), await sealKey({ name: technician.id, privateJwk: jwk }, PASSPHRASE))
  writeFileSync(join(at, 'technician.txt'), technician.credential(await car.now()))
  bench = await startBenchProcess(benches, {
    KEYTURN_DATA: at,
    KEYTURN_ROOT_KEY: AUTHORITY.root,
    KEYTURN_SERVERS: road('bench').url,
    KEYTURN_UNITS: road('link').url,
    KEYTURN_RETRY_MAX_MS: '300',
    KEYTURN_LOG: 'silent',
  }).ready
  closers.push(() => bench.stop())
  const { publicKey } = unit
  const body = { id: cast.device, case: cast.case, profile: 'US-MA@2026-11-01', publicKey }
  const enrolled = await call(enrollDevice, { params: {}, body })
  if (!enrolled.ok) throw new Error(enrolled.problem.detail)
}, 180_000)

afterAll(async () => {
  for (const close of closers.toReversed()) await close()
  for (const one of roads.values()) await one.close()
  rmSync(folder, { recursive: true, force: true })
})

const benchFolder = (): string => folderNamed('bench')

/** How often the car's log has a record of this kind. */
async function recorded(kind: string): Promise<number> {
  const lines = Buffer.from(await car.log())
    .toString('utf8')
    .split('\n')
  return lines.filter((line) => line.includes(`"kind":"${kind}"`)).length
}

const today = async () => civilDateOf(await car.now(), ZONE)

test('bench to car: an installation whose answer is lost is made once', async () => {
  const client = new BenchClient(bench.url)
  await client.unlock(PASSPHRASE)
  road('link').lose(1, 'POST', /\/link\/service$/)
  await client.install(road('link').url, addDays(await today(), 30))
  expect([road('link').lost, await recorded('installed')]).toEqual([1, 1])
})

test('phone to car: an order whose answer is lost is handed over again, and accepted once [OUT-1]', async () => {
  const due = await car.dueOn()
  const file = signOrder('lost-order', { from: addDays(due, -3), until: addDays(due, 4) }, await car.now())
  road('link').lose(1, 'POST', /\/link\/statement$/)
  await expect(ask(`${road('link').url}/link/statement`, { file })).rejects.toThrow()
  expect(await car.dueOn()).toBe(addDays(due, 8))
  const again = await ask(`${road('link').url}/link/statement`, { file })
  expect(at(again.value, 'outcome')).toBe('accepted')
  expect([await recorded('order-accepted'), await recorded('due-date-moved')]).toEqual([1, 1])
})

test('telephone to car: a code whose answer is lost gives its days once', async () => {
  const due = await car.dueOn()
  const code = { kind: 'extension', by: 'authority', counter: 1, days: 10 } as const
  const secret = AUTHORITY.codeSecrets(car.device, VENDOR).authority
  const on = civilDateOf(await car.now(), 'UTC')
  const digits = runSync(makeCode({ secret, device: car.device, code, on }), nodeCrypto)
  road('link').lose(1, 'POST', /\/link\/keypad$/)
  await expect(ask(`${road('link').url}/link/keypad`, { digits })).rejects.toThrow()
  const again = await ask(`${road('link').url}/link/keypad`, { digits })
  expect(at(again.value, 'outcome')).toBe('refused')
  expect([await recorded('keypad-accepted'), await car.dueOn()]).toEqual([1, addDays(due, 2)])
})

test('bench to car: a visit whose every answer is lost is made once, with one certificate [OUT-1]', async () => {
  road('link').lose(20, 'POST', /\/link\/service$/)
  const before = road('link').lost
  const through = { url: road('link').url, pass: (ms: number) => car.pass(ms) }
  const dueOn = addDays(await today(), 30)
  const { certificate } = await new BenchClient(bench.url).visit(through, { kind: 'scheduled', dueOn, rescue: null })
  road('link').lose(0, 'POST', /./)
  expect(road('link').lost - before).toBeGreaterThanOrEqual(8)
  const kinds = ['service-opened', 'service-inspected', 'service-as-found', 'service-calibrated', 'service-completed']
  expect(await Promise.all(kinds.map(recorded))).toEqual([1, 1, 1, 1, 1])
  expect([await recorded('service-refused'), await recorded('service-confirmed')]).toEqual([0, 2])
  const completed = Buffer.from(await car.log())
    .toString('utf8')
    .split('\n')
    .find((line) => line.includes('service-completed'))
  expect(completed).toContain(certificate)
})

test('bench to server: log and certificate whose answers are lost are held once, and agree', async () => {
  road('bench').lose(2, 'POST', /\/(?:log|visits)(?:\?|$)/)
  const { length } = await new BenchClient(bench.url).sync(true)
  let states: readonly string[] = []
  for (let n = 0; n < 50 && !(states.length === length && states.every((state) => state === 'sent')); n += 1) {
    states = await new BenchClient(bench.url).sync(true)
  }
  expect([states.every((state) => state === 'sent'), road('bench').lost]).toEqual([true, 2])
  const visits = await call(listVisits, { params: { deviceId: car.device } })
  if (!visits.ok) throw new Error(visits.problem.detail)
  expect(visits.value.visits.map(({ agreement }) => agreement)).toEqual(['agreed'])
})

test('car to server: an upload whose answer is lost is sent again, and every record is held once', async () => {
  road('upload').lose(2, 'POST', /\/log(?:\?|$)/)
  const before = road('upload').lost
  await car.drive()
  const driven = Number(at(await car.state(), 'log', 'seq'))
  await expect
    .poll(async () => Number(at(await car.state(), 'log', 'receiptedSeq')), { timeout: 20_000 })
    .toBeGreaterThanOrEqual(driven)
  expect(road('upload').lost - before).toBe(2)
  const device = await call(getDevice, { params: { deviceId: car.device } })
  expect(device.ok && device.value.log.lastSeq).toBe(Number(at(await car.state(), 'log', 'receiptedSeq')))
})

test('mirror to car: list and file whose answers are lost are fetched again, and the order is accepted once', async () => {
  const due = await car.dueOn()
  const file = signOrder('lost-again', { from: addDays(due, -3), until: addDays(due, 4) }, await car.now())
  const before = [await recorded('order-accepted'), road('mirror').lost]
  road('mirror').lose(3, 'GET', /\.txt$/)
  writeFileSync(join(mirror.folder, `${sha256(file)}.txt`), file)
  writeFileSync(join(mirror.folder, 'index.txt'), signIndex(1, [file], await car.now()))
  await expect.poll(() => recorded('order-accepted'), { timeout: 20_000 }).toBe((before[0] ?? 0) + 1)
  await expect.poll(() => road('mirror').lost).toBe((before[1] ?? 0) + 3)
  expect(list(await (await fetch(`${car.url}/link/orders`)).json(), 'files')).toContain(file)
})
