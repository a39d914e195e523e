import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { client } from '@keyturn/contract/client.ts'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { getDevice } from '@keyturn/contract/endpoints/devices.ts'
import { readLog } from '@keyturn/contract/endpoints/log.ts'
import { deviceStatus } from '@keyturn/contract/endpoints/status.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { parseKey } from '@keyturn/evidence/note.ts'
import { verifyLog } from '@keyturn/evidence/verify.ts'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_SERVER } from '../commands/server-options.ts'
import { keyturn } from '../told-terminal.ts'
import { eventually, isAlive, NPM_START, type RunningDemo, runDemo } from './demo-process.ts'

const folders: string[] = []
const demos: RunningDemo[] = []
afterEach(async () => {
  for (const demo of demos.splice(0)) if (isAlive(demo.process.pid ?? 0)) await demo.end('SIGTERM')
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'keyturn-demo-'))
  folders.push(made)
  return made
}

async function start(dataDir: string, program?: readonly string[]): Promise<RunningDemo> {
  const demo = await runDemo(dataDir, program)
  demos.push(demo)
  return demo
}

const MA = 'KT-MA-0001'
const ME = 'KT-ME-0001'

async function post(url: string, body: object, origin?: string): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(origin === undefined ? {} : { origin }) }
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
}

async function stateOf(demo: RunningDemo, device: string) {
  const response = await fetch(`${demo.cars.get(device)}/link/state`)
  return JSON.parse(await response.text())
}

async function act(demo: RunningDemo, device: string, what: object): Promise<void> {
  const response = await post(`${demo.cars.get(device)}/link/car`, what)
  expect(response.status).toBe(200)
}

async function pass(demo: RunningDemo, advanceMs: number): Promise<void> {
  expect((await post(`${demo.control}/clock`, { advanceMs })).status).toBe(200)
}

/** Ignition, a sober breath, the starter, a minute on the road, ignition off. */
async function driveAMinute(demo: RunningDemo, device: string): Promise<void> {
  await act(demo, device, { do: 'ignition', to: 'on' })
  await pass(demo, 30_000)
  for (let attempt = 1; (await stateOf(demo, device)).outputs.starter === 'blocked'; attempt++) {
    // Breath flows in real time; on a machine that stutters one may come out too short, as at a real mouthpiece.
    if (attempt > 3) throw new Error(`no breath was taken: ${JSON.stringify((await stateOf(demo, device)).outputs)}`)
    await act(demo, device, { do: 'blow', brac: 0 })
    await pass(demo, 5_000)
  }
  await act(demo, device, { do: 'ignition', to: 'crank' })
  expect((await stateOf(demo, device)).car.engine).toBe('running')
  await pass(demo, 60_000)
  await act(demo, device, { do: 'ignition', to: 'off' })
}

const allGone = (pids: readonly number[]) =>
  eventually(
    'the end of every process',
    () => pids.filter(isAlive),
    (alive) => alive.length === 0,
  )

describe('a running demo', () => {
  let demo: RunningDemo
  let dataDir = ''
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'keyturn-demo-'))
    demo = await runDemo(dataDir)
  })
  afterAll(async () => {
    await demo.end('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  })

  test('drives on without its server, and every record arrives verified afterwards [OUT-1]', async () => {
    const call = client({ baseUrl: demo.server })
    expect((await fetch(`${demo.server}/readyz`)).status).toBe(200)
    for (const address of [demo.server, demo.cars.get(ME)]) {
      expect(await (await fetch(`${address}/demo.json`)).json()).toMatchObject({ control: demo.control })
    }
    expect(statSync(join(dataDir, 'logs', `${ME}.log`)).mode & 0o777).toBe(0o600)
    const before = await call(deviceStatus, { params: { deviceId: ME } })
    expect(before).toMatchObject({ ok: true, value: { assessment: { status: { kind: 'in-good-standing' } } } })

    expect(await (await post(`${demo.control}/server`, { to: 'off' })).json()).toMatchObject({ server: 'off' })
    await expect(fetch(`${demo.server}/readyz`)).rejects.toThrow()
    await driveAMinute(demo, ME)
    const driven = await stateOf(demo, ME)
    expect(driven.log.seq).toBeGreaterThan(driven.log.receiptedSeq)

    expect(await (await post(`${demo.control}/server`, { to: 'on' })).json()).toMatchObject({ server: 'on' })
    await eventually(
      'the receipt',
      () => stateOf(demo, ME),
      ({ log }) => log.receiptedSeq >= driven.log.seq,
    )
    const device = await call(getDevice, { params: { deviceId: ME } })
    const log = await call(readLog, { params: { deviceId: ME }, query: { from: 1 } })
    if (!device.ok || !log.ok) throw new Error('the server does not give the log')
    const key = runSync(parseKey(device.value.verifierKey), nodeCrypto)
    if (key.kind === 'malformed') throw new Error(key.what)
    const verdict = runSync(verifyLog(log.value, key.value), nodeCrypto)
    expect(verdict).toMatchObject({ kind: 'verified', anomalies: [] })
    expect(verdict.kind === 'verified' && verdict.records).toBeGreaterThanOrEqual(driven.log.seq)
    const told = await keyturn(['explain', 'ME-2026-0042', '--server', demo.server, '--timeline'])
    expect(told).toMatchObject({ exit: 0, err: '' })
    expect(told.out).toContain('IN GOOD STANDING')
  })

  test('locks Massachusetts after two failed starts and tells both sides why [MA-LCK-1]', async () => {
    for (const brac of [45, 38]) {
      await act(demo, MA, { do: 'ignition', to: 'on' })
      await pass(demo, 40 * 60_000)
      await act(demo, MA, { do: 'blow', brac })
      await pass(demo, 10_000)
      await act(demo, MA, { do: 'ignition', to: 'off' })
    }
    const { ledger } = await stateOf(demo, MA)
    expect(ledger.lockouts).toHaveLength(1)
    const call = client({ baseUrl: demo.server })
    const status = () => call(deviceStatus, { params: { deviceId: MA } })
    const known = await eventually(
      'the lockout',
      status,
      (answer) => answer.ok && answer.value.assessment.status.kind === 'locked-out',
    )
    expect(known.ok && known.value.explanation).toContain('2 failed start-up tests within one service period')
  })

  test('answers the commands of the README', async () => {
    const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8')
    // Whole cases are told by `explain-case.test.ts` (files) and `program.proc.test.ts` (the demo's).
    const lines = [...readme.matchAll(/^npm run keyturn -- ((?:verify|explain|print) .*)$/gm)]
      .map(([, line = '']) => line)
      .filter((line) => !/--file|--token/.test(line))
    expect(lines).toHaveLength(3)
    for (const line of lines) {
      const words = line.replaceAll('.keyturn/', `${dataDir}/`).replace(DEFAULT_SERVER, demo.server).split(' ')
      const here = words[0] === 'explain' ? ['--server', demo.server] : []
      const told = await keyturn([...words, ...here])
      expect(told).toMatchObject({ exit: 0, err: '' })
      expect(told.out).toContain(MA)
    }
  })

  test('has one clock, which both cars and the server follow', async () => {
    const three = 3 * 86_400_000
    const before = Date.parse((await stateOf(demo, MA)).at)
    await pass(demo, three)
    const [ma, me] = await Promise.all([stateOf(demo, MA), stateOf(demo, ME)])
    const answer = await client({ baseUrl: demo.server })(deviceStatus, { params: { deviceId: MA } })
    const moments = [ma.at, me.at, answer.ok ? answer.value.asOf : ''].map((text) => Date.parse(text))
    for (const at of moments) expect(Math.abs(at - before - three)).toBeLessThan(60_000)
  })

  test('obeys its own pages and nobody else’s', async () => {
    const own = await post(`${demo.control}/clock`, { advanceMs: 1 }, demo.server)
    expect(own.status).toBe(200)
    expect(own.headers.get('access-control-allow-origin')).toBe(demo.server)
    const other = await post(`${demo.control}/server`, { to: 'off' }, 'https://elsewhere.example')
    expect(other.status).toBe(403)
    expect(other.headers.get('access-control-allow-origin')).toBeNull()
    expect((await post(`${demo.control}/clock`, { advanceMs: 1.5 })).status).toBe(400)
    expect((await post(`${demo.control}/server`, { to: 'sideways' })).status).toBe(400)
    expect((await fetch(`${demo.server}/readyz`)).status).toBe(200)
  })

  test('shares neither its folder nor its port with a second one', async () => {
    const same = await keyturn(['demo', '--data', dataDir])
    expect(same).toMatchObject({ exit: 3, out: '' })
    expect(same.err).toContain(`a demo already runs on ${dataDir}. Open ${demo.server}, or stop it`)
    const { port } = new URL(demo.server)
    const taken = await keyturn(['demo', '--data', folder(), '--port', port])
    expect(taken).toMatchObject({ exit: 3, out: '' })
    expect(taken.err).toContain(`port ${port} is taken by another program.`)
  })

  test('starts again what dies, and tells the person', async () => {
    const before = await stateOf(demo, MA)
    const { processes } = JSON.parse(await (await fetch(`${demo.control}/server`)).text())
    for (const name of ['database', 'server', MA]) process.kill(Number(processes[name]), 'SIGKILL')
    const again = () => stateOf(demo, MA).catch(() => null)
    const state = await eventually('the car', again, (answer) => answer !== null)
    expect(state.log.seq).toBeGreaterThanOrEqual(before.log.seq)
    const ready = () =>
      fetch(`${demo.server}/readyz`).then(
        ({ status }) => status,
        () => 0,
      )
    await eventually('the server', ready, (status) => status === 200)
    expect((await client({ baseUrl: demo.server })(getDevice, { params: { deviceId: MA } })).ok).toBe(true)
    expect(demo.said()).toContain('The embedded PostgreSQL runs again.')
    expect(demo.said()).toMatch(/The server ended unexpectedly \(SIGKILL/)
    expect(demo.said()).toMatch(/The car KT-MA-0001 ended unexpectedly \(SIGKILL/)
  })
})

describe('its processes', () => {
  test('end with Ctrl-C, and a second start finds everything again', async () => {
    const dataDir = folder()
    const first = await start(dataDir)
    await pass(first, 3_600_000)
    await driveAMinute(first, ME)
    const driven = await stateOf(first, ME)
    await eventually(
      'the receipt',
      () => stateOf(first, ME),
      ({ log }) => log.receiptedSeq >= driven.log.seq,
    )
    expect(await first.end('SIGINT')).toBe(0)
    expect([...first.pids, first.process.pid ?? 0].filter(isAlive)).toEqual([])

    const second = await start(dataDir)
    const found = await stateOf(second, ME)
    expect(found.log.seq).toBeGreaterThanOrEqual(driven.log.seq)
    expect(found.log.receiptedSeq).toBeGreaterThanOrEqual(driven.log.seq)
    expect(Date.parse(found.at)).toBeGreaterThan(Date.now() + 3_600_000)
    expect(second.said()).not.toContain('First start')
  })

  test('are the same from what npm start builds, with the pages', async () => {
    const demo = await start(folder(), NPM_START)
    for (const address of [`${demo.server}/`, `${demo.cars.get(MA)}/car`]) {
      const page = await fetch(address, { headers: { accept: 'text/html' } })
      expect(page.status).toBe(200)
      expect(await page.text()).toContain('<div id="root">')
    }
    expect(await demo.end('SIGINT')).toBe(0)
    await allGone(demo.pids)
  })

  test('end with a supervisor that is killed without warning', async () => {
    const demo = await start(folder())
    demo.process.kill('SIGKILL')
    await allGone(demo.pids)
  })
})
