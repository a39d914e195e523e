import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { nodeCrypto, nodeNoteKey } from '@keyturn/contract/crypto/node.ts'
import { deviceId } from '@keyturn/domain/units.ts'
import { fromBase64 } from '@keyturn/evidence/bytes.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { verifyAnswer } from '@keyturn/evidence/statement/challenge.ts'
import { verifyLog } from '@keyturn/evidence/verify.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { BadOptions, type UnitOptions } from '../options.ts'
import { type Hooks, startUnit, type Unit } from '../unit.ts'
import { ADVANCE_MS_MAX } from './acts.ts'

let folder = ''
let unit: Unit
const offsets: number[] = []
const silent = { info: () => {}, error: () => {} }
const hooks: Hooks = { log: silent, onClockOffset: (ms) => offsets.push(ms) }

const options = (name: string, over: Partial<UnitOptions> = {}): UnitOptions => ({
  device: deviceId('KT-LINK-1'),
  profile: massachusetts,
  dataFolder: path.join(folder, name),
  copyFolder: path.join(folder, name, 'copy'),
  port: 0,
  endpoints: [],
  receiptKeys: [],
  rootKey: null,
  vendor: '',
  model: '',
  region: '',
  mirrors: [],
  mirrorsEveryMs: 900_000,
  codeSecretsFile: null,
  demoAuthority: null,
  clockOffsetMs: 0,
  portalFolder: path.join(folder, 'pages'),
  demo: true,
  pace: 'instant',
  uploadEveryMs: 15_000,
  retryMaxMs: 60_000,
  demoJson: '{"cars":[]}',
  ...over,
})

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'keyturn-link-'))
  await mkdir(path.join(folder, 'pages', 'assets'), { recursive: true })
  await writeFile(path.join(folder, 'pages', 'index.html'), '<title>pages</title>')
  await writeFile(path.join(folder, 'pages', 'assets', 'a.js'), 'export {}')
  unit = await startUnit(options('unit'), hooks)
})
afterAll(async () => {
  await unit.close()
  await rm(folder, { recursive: true })
})

const get = (way: string, headers: { readonly [name: string]: string } = {}) => fetch(`${unit.url}${way}`, { headers })
const post = (way: string, body: unknown, headers: { readonly [name: string]: string } = {}) =>
  fetch(`${unit.url}/link/${way}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

describe('the local link', () => {
  test('lets a visitor install, pass a test, drive and switch off', async () => {
    expect((await post('service/demo', {})).status).toBe(200)
    await post('car', { do: 'ignition', to: 'on' })
    await post('clock', { do: 'advance', ms: 60_000 })
    expect(offsets.at(-1)).toBeGreaterThanOrEqual(60_000)
    await post('car', { do: 'blow', brac: 20 })
    const passed = await (await post('clock', { do: 'advance', ms: 4_000 })).json()
    expect(passed).toMatchObject({ outputs: { mode: 'start-permitted', starter: 'permitted', lamp: 'green' } })
    const started = await (await post('car', { do: 'ignition', to: 'crank' })).json()
    expect(started).toMatchObject({ car: { engine: 'running', supplyMv: 14_100 }, outputs: { mode: 'running' } })
    const busy = await post('service/demo', {})
    expect(busy.status).toBe(409)
    const off = await (await post('car', { do: 'ignition', to: 'off' })).json()
    expect(off).toMatchObject({
      car: { engine: 'stopped' },
      log: { health: 'sound', receiptedSeq: 0, lastError: null },
    })
  })

  test('explains a lockout with the law quoted', async () => {
    for (let n = 0; n < 2; n++) {
      await post('car', { do: 'ignition', to: 'on' })
      await post('clock', { do: 'advance', ms: 60_000 })
      await post('car', { do: 'blow', brac: 21 })
      await post('clock', { do: 'advance', ms: 4_000 })
      await post('car', { do: 'ignition', to: 'off' })
      await post('clock', { do: 'advance', ms: 31 * 60_000 })
    }
    const { explanation, ledger } = (await (await get('/link/state')).json()) as {
      explanation: { rule: string; law: { quote?: string } }[]
      ledger: { lockouts: { rule: string; closed: boolean }[] }
    }
    expect(ledger.lockouts).toMatchObject([{ rule: 'failed-starts', closed: false }])
    expect(explanation[0]).toMatchObject({
      rule: 'failed-starts',
      law: { quote: '2 failed start-up tests within one service period (1 - 30 days)' },
    })
    expect((await post('service/demo', {})).status).toBe(200)
    expect(await (await get('/link/state')).json()).toMatchObject({ ledger: { lockouts: [] }, explanation: [] })
  })

  test('gives a log that verifies to its end with the published key', async () => {
    const log = new Uint8Array(await (await get('/link/log')).arrayBuffer())
    const key = nodeNoteKey('keyturn.org/device/KT-LINK-1', fromBase64(unit.publicKey) ?? new Uint8Array())
    const verdict = runSync(verifyLog(log, key), nodeCrypto)
    expect(verdict).toMatchObject({ kind: 'verified', anomalies: [], unsigned: null })
  })

  test('prints the log as text and as PDF', async () => {
    expect(await (await get('/link/print')).text()).toContain('ME-7C  Breath samples')
    const pdf = await get('/link/print.pdf')
    expect(pdf.headers.get('content-type')).toBe('application/pdf')
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
  })

  test('pushes the state when something changes', async () => {
    const socket = new WebSocket(`${unit.url.replace('http', 'ws')}/link/live`)
    const seen: string[] = []
    const on = new Promise<void>((done) => {
      socket.on('message', (data) => {
        const state: unknown = JSON.parse(String(data))
        const car = typeof state === 'object' && state !== null && 'car' in state ? JSON.stringify(state.car) : ''
        seen.push(car)
        if (car.includes('"ignition":"on"')) done()
      })
    })
    await new Promise((open) => socket.once('open', open))
    await post('car', { do: 'ignition', to: 'on' })
    await on
    expect(seen[0]).toContain('"ignition":"off"')
    socket.close()
    await post('car', { do: 'ignition', to: 'off' })
  })

  test('does not speak to a page of another origin', async () => {
    const socket = new WebSocket(`${unit.url.replace('http', 'ws')}/link/live`, { origin: 'http://evil.example' })
    const refused = await new Promise((done) => socket.once('error', done))
    expect(String(refused)).toContain('403')
  })

  test.each([
    [{ do: 'blow', brac: 0.02 }, /^brac: /],
    [{ do: 'blow', brac: 1_000 }, /^brac: /],
    [{ do: 'blow', brac: 20, unit: 'mg' }, /unit/],
    [{ do: 'fly' }, /^do: /],
    [{ do: 'malfunction', code: 'Bad Code', present: true }, /^code: /],
    ['{', /JSON/],
    ['[]', /./],
  ])('refuses %j and says what is wrong', async (body, why) => {
    const answer = await post('car', body)
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    const problem = (await answer.json()) as {
      code: string
      detail: string
      title: string
      type: string
      status: number
    }
    expect(problem).toMatchObject({ type: 'urn:keyturn:problem:bad-request', code: 'bad-request', status: 400 })
    expect(problem.detail).toMatch(why)
  })

  test('refuses other types, too much, unknown addresses and foreign pages', async () => {
    expect((await post('car', 'do=stall', { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post('car', JSON.stringify({ do: 'x'.repeat(200_000) }))).status).toBe(413)
    expect((await get('/link/nowhere')).status).toBe(404)
    expect((await post('car', { do: 'stall' }, { origin: 'http://evil.example' })).status).toBe(403)
    expect((await post('clock', { do: 'advance', ms: -1 })).status).toBe(400)
    expect((await post('service', { credential: {}, steps: '' })).status).toBe(400)
    const forged = { credential: 'a.b.c\n', steps: 'a.b.c' }
    expect(await (await post('service', forged)).json()).toMatchObject({ code: 'statement-refused', status: 422 })
  })

  test.each([
    ['statement', {}],
    ['statement', { file: 7 }],
    ['statement', { file: 'x', by: 'me' }],
    ['statement', { file: 'x'.repeat(70_000) }],
    ['keypad', {}],
    ['keypad', { digits: 123_456_789_012 }],
    ['keypad', { digits: '1'.repeat(41) }],
  ])('takes at /link/%s nothing but what it asks for', async (way, body) => {
    const answer = await post(way, body)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'bad-request' })
  })

  test('answers a code and a statement in words, and holds who brings too much', async () => {
    expect(await (await post('keypad', { digits: '0000-1111-2222' })).json()).toEqual({
      outcome: 'refused',
      words: 'This is no code for this device.',
      recorded: ['keypad-refused'],
    })
    for (let n = 0; n < 5; n++) expect((await post('statement', { file: `${n}\n` })).status).toBe(422)
    const held = await post('statement', { file: 'x\n' })
    expect(held.status).toBe(429)
    expect(await held.json()).toMatchObject({ code: 'service-held', detail: expect.stringContaining('wait until') })
    expect(await (await get('/link/orders')).json()).toEqual({ files: [] })
  })

  test('proves itself to who asks with a nonce, and to nobody with anything else', async () => {
    const asked = 'a1'.repeat(32)
    const { proof } = (await (await get(`/link/service?nonce=${asked}`)).json()) as { proof: string }
    const key = nodeNoteKey('keyturn.org/device/KT-LINK-1', fromBase64(unit.publicKey) ?? new Uint8Array())
    expect(runSync(verifyAnswer(proof, key, asked), nodeCrypto)).toMatchObject({ kind: 'verified' })
    for (const bad of ['nonce=A1', `nonce=${asked}&nonce=${asked}`, 'name=x'])
      expect((await get(`/link/service?${bad}`)).status).toBe(400)
    expect(await (await get('/link/service')).json()).toMatchObject({ proof: null })
  })

  test('is at no other name that points to this machine', async () => {
    const port = Number(new URL(unit.url).port)
    const statusAt = (host: string, way = '/link/state') =>
      new Promise<number | undefined>((done, failed) => {
        const asked = request({ port, host: '127.0.0.1', path: way, headers: { host } }, (answer) => {
          answer.resume()
          done(answer.statusCode)
        })
        asked.once('error', failed).end()
      })
    for (const own of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`])
      expect(await statusAt(own)).toBe(200)
    for (const foreign of [`evil.example:${port}`, 'localhost', `localhost:${port + 1}`, `127.0.0.1.evil:${port}`])
      expect([await statusAt(foreign), await statusAt(foreign, '/')]).toEqual([421, 421])
    const rebound = { host: `evil.example:${port}`, origin: `http://evil.example:${port}` }
    const socket = new WebSocket(`${unit.url.replace('http', 'ws')}/link/live`, { headers: rebound })
    expect(String(await new Promise((done) => socket.once('error', done)))).toContain('421')
  })

  test.each([
    '/link/service',
    '/link/log',
    '/link/print',
    '/link/print.pdf',
    '/link/state',
    '/%6cink/log',
    '/demo.json',
  ])('gives %s to its own pages and to people, not to pages elsewhere', async (way) => {
    const from = async (site: string) => (await get(way, { 'sec-fetch-site': site })).status
    expect([await from('same-origin'), await from('none')]).toEqual([200, 200])
    expect([await from('same-site'), await from('cross-site')]).toEqual([403, 403])
  })

  test('lets a link elsewhere lead to its pages, which no other page may frame', async () => {
    const followed = { accept: 'text/html', 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' }
    const page = await get('/car', followed)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'self'; .*frame-ancestors 'none'$/)
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
  })

  test('lets no more than fifty years pass, however often it is asked', async () => {
    const far = await startUnit(options('far', { clockOffsetMs: 50 * ADVANCE_MS_MAX - 1_000 }), hooks)
    const advance = async (ms: number) => {
      const body = JSON.stringify({ do: 'advance', ms })
      const headers = { 'content-type': 'application/json' }
      return (await fetch(`${far.url}/link/clock`, { method: 'POST', headers, body })).status
    }
    expect([await advance(1_001), await advance(1_000), await advance(1)]).toEqual([400, 200, 400])
    await far.close()
  })

  test('tells the newest fifty records, and asks no more of the log than it needs', async () => {
    for (let n = 0; n < 20; n++) {
      await post('car', { do: 'ignition', to: 'on' })
      await post('car', { do: 'ignition', to: 'off' })
    }
    const { lines } = (await (await get('/link/records')).json()) as { lines: string[] }
    const log = await (await get('/link/log')).text()
    const written = log.split('\n').filter((line) => line.startsWith('{"seq":'))
    expect(written.length).toBeGreaterThan(lines.length)
    expect(lines).toEqual(written.slice(-50))
  })

  test('serves the pages, and the first of them for every unknown address', async () => {
    const page = { accept: 'text/html' }
    expect(await (await get('/', page)).text()).toBe('<title>pages</title>')
    expect(await (await get('/car/anything', page)).text()).toBe('<title>pages</title>')
    expect((await get('/assets/a.js')).headers.get('content-type')).toContain('javascript')
    expect((await get('/assets/none.js')).status).toBe(404)
    expect(await (await get('/demo.json')).json()).toEqual({ cars: [] })
  })
})

describe('a unit that cannot start', () => {
  test('says that another unit has the folder', async () => {
    await expect(startUnit(options('unit'), hooks)).rejects.toThrow(/another unit runs on .*unit; stop it/)
  })

  test('says that the port is taken and lets go of everything', async () => {
    const port = Number(new URL(unit.url).port)
    await expect(startUnit(options('second', { port }), hooks)).rejects.toThrow(BadOptions)
    await expect(startUnit(options('second', { port }), hooks)).rejects.toThrow(`port ${port} is taken`)
  })

  test('names a receipt key that is none', async () => {
    await expect(startUnit(options('third', { receiptKeys: ['nonsense'] }), hooks)).rejects.toThrow(
      'nonsense is no key line',
    )
  })

  test('names a data folder that is a file', async () => {
    await writeFile(path.join(folder, 'fifth'), '')
    await expect(startUnit(options('fifth'), hooks)).rejects.toThrow(/fifth is not a folder; move that file away/)
    await expect(startUnit(options('fifth'), hooks)).rejects.toThrow(BadOptions)
  })

  test('names a device key that is none', async () => {
    await mkdir(path.join(folder, 'fourth'))
    await writeFile(path.join(folder, 'fourth', 'device.key'), 'not a key')
    await expect(startUnit(options('fourth'), hooks)).rejects.toThrow(/device.key holds no Ed25519 private key/)
  })
})

test('a unit whose disk goes away on the road says so and writes everything when it is back', async () => {
  const car = await startUnit(options('road', { copyFolder: path.join(folder, 'road-copy') }), hooks)
  const send = async (way: string, body: object): Promise<unknown> => {
    const answer = await fetch(`${car.url}/link/${way}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return answer.json()
  }
  const copies = [path.join(folder, 'road', 'log'), path.join(folder, 'road-copy')]
  await send('service/demo', {})
  await send('car', { do: 'ignition', to: 'on' })
  await send('car', { do: 'ignition', to: 'off' })
  for (const copy of copies) {
    await rename(copy, `${copy}-away`)
    await writeFile(copy, 'a file where the folder was')
  }
  expect(await send('car', { do: 'ignition', to: 'on' })).toMatchObject({ log: { health: 'down', seq: 4 } })
  await send('clock', { do: 'advance', ms: 20_000 })
  await send('car', { do: 'blow', brac: 0 })
  expect(await send('clock', { do: 'advance', ms: 4_000 })).toMatchObject({
    outputs: { starter: 'blocked', display: ['RECORDER FAULT', 'CALL SERVICE CENTER'] },
    ledger: { malfunctions: ['recorder'] },
  })
  for (const copy of copies) {
    await rm(copy)
    await rename(`${copy}-away`, copy)
  }
  const back = new Promise<void>((done) => {
    const socket = new WebSocket(`${car.url.replace('http', 'ws')}/link/live`)
    socket.on('message', (data) => {
      // A copy may be whole again before what waited is written; the malfunction ends after that.
      if (!String(data).includes('"health":"sound"') || !String(data).includes('"malfunctions":[]')) return
      socket.close()
      done()
    })
  })
  await back
  const log = await (await fetch(`${car.url}/link/log`)).text()
  const kinds = [...log.matchAll(/"kind":"([a-z-]+)"/g)].map(([, kind]) => kind)
  expect(kinds.slice(4)).toEqual(expect.arrayContaining(['ignition-on', 'malfunction', 'malfunction-cleared']))
  expect(kinds).not.toContain('start-permitted')
  await car.close()
})

test('a unit outside a demonstration moves no time and has no made-up technician', async () => {
  const plain = await startUnit(options('plain', { demo: false, portalFolder: null, demoJson: undefined }), hooks)
  const send = (way: string, body: object) =>
    fetch(`${plain.url}/link/${way}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  expect((await send('clock', { do: 'advance', ms: 1 })).status).toBe(403)
  expect((await send('service/demo', {})).status).toBe(403)
  expect((await fetch(plain.url, { headers: { accept: 'text/html' } })).status).toBe(404)
  const key = await stat(path.join(folder, 'plain', 'device.key'))
  expect(key.mode & 0o777).toBe(0o600)
  await plain.close()
})
