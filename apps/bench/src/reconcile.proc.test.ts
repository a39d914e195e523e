import { cp } from 'node:fs/promises'
import path from 'node:path'
import { client } from '@keyturn/contract/client.ts'
import { enrollDevice, getDevice } from '@keyturn/contract/endpoints/devices.ts'
import { listVisits, type VisitView } from '@keyturn/contract/endpoints/visits.ts'
import { deviceId, instant } from '@keyturn/domain/units.ts'
import { operatorToken } from '@keyturn/server/keys.ts'
import { endOf, type ServerProcess, serverProcess } from '@keyturn/server/testing/server-process.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { buildUnit, type Running } from '@keyturn/unit/unit-process.ts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { BenchClient, ToldVisit } from './client.ts'
import { buildBench } from './testing/bench-process.ts'
import { BenchWorld, type Programs, unattended } from './testing/bench-world.ts'
import { LossyProxy } from './testing/lossy-proxy.ts'
import { toTheEnd } from './unattended.ts'
import { UnitLink } from './visit/unit-link.ts'

const DEVICE = deviceId('KT-MA-0001')
const now = () => instant(Math.floor(Date.now() / 1_000) * 1_000)

let programs: Programs
let cluster: TestCluster
let world: BenchWorld
beforeAll(async () => {
  const [unit, bench, made] = await Promise.all([buildUnit(), buildBench(), testCluster()])
  programs = { unit, bench }
  cluster = made
})
afterAll(async () => {
  await Promise.all([programs.unit.remove(), programs.bench.remove(), cluster.close()])
})
beforeEach(async () => {
  world = await BenchWorld.begin(programs, now())
})
afterEach(() => world.end())

/** A server that can be switched off without warning, and on again at the same address. */
class Server {
  readonly url: string
  readonly #env: Readonly<Record<string, string>>
  #process: ServerProcess
  readonly call: ReturnType<typeof client>

  private constructor(env: Readonly<Record<string, string>>, process: ServerProcess, dataDir: string) {
    this.#env = { ...env, KEYTURN_PORT: new URL(process.url).port }
    this.#process = process
    this.url = process.url
    this.call = client({ baseUrl: process.url, token: operatorToken(dataDir) })
  }

  static async begin(name: string): Promise<Server> {
    const dataDir = path.join(world.folder, name)
    const { appUrl } = await cluster.database()
    const env = { DATABASE_URL: appUrl, KEYTURN_DATA: dataDir, KEYTURN_ROOT_KEY: world.authority.root }
    const server = new Server(env, await serverProcess(env), dataDir)
    onTestFinished(() => server.kill())
    return server
  }

  async kill(): Promise<void> {
    this.#process.child.kill('SIGKILL')
    await endOf(this.#process.child)
  }

  async on(): Promise<void> {
    this.#process = await serverProcess(this.#env)
  }

  async enroll({ url, publicKey }: Running): Promise<void> {
    const { profile } = await new UnitLink(url).state()
    const body = { id: DEVICE, publicKey, profile, case: 'MA-2026-0001' }
    expect(await this.call(enrollDevice, { params: {}, body })).toMatchObject({ ok: true })
  }

  async visits(): Promise<readonly VisitView[]> {
    const answer = await this.call(listVisits, { params: { deviceId: DEVICE } })
    return answer.ok ? answer.value.visits : expect.fail(answer.problem.detail)
  }

  async lastSeq(): Promise<number> {
    const answer = await this.call(getDevice, { params: { deviceId: DEVICE } })
    return answer.ok ? answer.value.log.lastSeq : expect.fail(answer.problem.detail)
  }
}

async function installed(bench: BenchClient, unit: Running): Promise<void> {
  const { next } = await bench.meet(unit.url)
  expect((await bench.install(unit.url, next?.latest ?? '')).end).toMatchObject({ how: 'installed' })
}

const visited = async (bench: BenchClient, unit: Running): Promise<ToldVisit> =>
  toTheEnd(await bench.begin(unit.url), unattended(bench, unit))

const states = async (bench: BenchClient): Promise<readonly string[]> =>
  (await bench.state()).visits.flatMap(({ sent }) => sent.map(({ state }) => state))

const seqOf = async (unit: Running): Promise<number> => (await new UnitLink(unit.url).state()).log.seq

describe('visits that were made while every server was dead', () => {
  test('reconcile in any order, twice, from two benches and a copied laptop, without loss or double count [OUT-8]', async () => {
    const [one, two] = [await Server.begin('one'), await Server.begin('two')]
    const unit = await world.unit()
    await Promise.all([one.enroll(unit), two.enroll(unit)])
    await Promise.all([one.kill(), two.kill()])

    const servers = { KEYTURN_SERVERS: `${one.url} ${two.url}`, KEYTURN_RETRY_MAX_MS: '600000' }
    const folder = await world.laptop('first')
    const first = await world.bench(folder, servers)
    const second = await world.bench(await world.laptop('second', { id: 'tech-8' }), servers)
    await installed(first, unit)
    const made = [await visited(first, unit), await visited(second, unit), await visited(first, unit)]
    const certificates = made.map(({ end }) => end?.certificate ?? expect.fail('a certificate'))
    expect(new Set(certificates).size).toBe(3)
    await first.sync()
    expect(await states(first)).toEqual(Array.from({ length: 6 }, () => 'waiting'))
    const filter = (file: string) => !file.includes('bench.lock')
    await cp(folder, path.join(world.folder, 'copied'), { recursive: true, filter })

    await Promise.all([one.on(), two.on()])
    // The later visit of the other bench first, then the first bench, twice; then the copy of the first laptop.
    await second.sync()
    await first.sync()
    await Promise.all([first.sync(true), second.sync(true)])
    const copied = await world.bench(path.join(world.folder, 'copied'), servers)
    await copied.sync()
    for (const bench of [first, second, copied]) expect(new Set(await states(bench))).toEqual(new Set(['sent']))

    for (const server of [one, two]) {
      const visits = await server.visits()
      expect(visits.map(({ certificate }) => certificate).toSorted()).toEqual(certificates.toSorted())
      expect(visits.map(({ agreement, contradictions }) => [agreement, ...contradictions])).toEqual([
        ['agreed'],
        ['agreed'],
        ['agreed'],
      ])
      expect(await server.lastSeq()).toBe(await seqOf(unit))
    }
  })

  test('survive any answer that is lost on the way to the server', async () => {
    const server = await Server.begin('one')
    const unit = await world.unit()
    await server.enroll(unit)
    const proxy = await LossyProxy.to(server.url)
    onTestFinished(() => proxy.close())
    const lost: string[] = []
    proxy.losing = ({ path: way }) => {
      const what = way.replace(/\?.*/, '')
      const times = lost.filter((each) => each === what).length
      lost.push(what)
      // Each address loses a request first, then an answer.
      return times === 0 ? 'request' : times === 1 ? 'answer' : 'pass'
    }
    const more = { KEYTURN_SERVERS: proxy.url, KEYTURN_RETRY_MAX_MS: '600000' }
    const bench = await world.bench(await world.laptop(), more)
    await installed(bench, unit)
    const { end } = await visited(bench, unit)
    for (let n = 0; n < 6; n++) await bench.sync()
    expect(await states(bench)).toEqual(['sent', 'sent'])
    expect(new Set(lost)).toEqual(new Set([`/v1/devices/${DEVICE}/log`, `/v1/devices/${DEVICE}/visits`]))
    expect(await server.visits()).toMatchObject([{ certificate: end?.certificate, agreement: 'agreed' }])
  })

  test('wait for a server that does not know the device yet, and are sent again when asked', async () => {
    const server = await Server.begin('one')
    const unit = await world.unit()
    const bench = await world.bench(await world.laptop(), { KEYTURN_SERVERS: server.url })
    await installed(bench, unit)
    await visited(bench, unit)
    await bench.sync()
    const { visits } = await bench.state()
    expect(visits.flatMap(({ sent }) => sent)).toMatchObject([{ state: 'refused' }, { state: 'refused' }])
    expect(visits[0]?.sent[0]?.words).toContain('enrolled')
    await server.enroll(unit)
    await bench.sync(true)
    expect(await states(bench)).toEqual(['sent', 'sent'])
  })
})
