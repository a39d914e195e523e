import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ControlPort, type Controls, openControl } from './control.ts'
import { tryPort } from './ports.ts'

const OWN = 'http://localhost:4600'
let port = 0
let control: ControlPort | undefined
let power: 'on' | 'off' = 'on'
let passed: number[] = []
let during = 0
let most = 0

const controls: Controls = {
  server: () => power,
  switchServer: async (to) => {
    during += 1
    most = Math.max(most, during)
    await Promise.resolve()
    power = to
    during -= 1
  },
  offsetMs: () => passed.reduce((sum, ms) => sum + ms, 0),
  processes: () => ({ server: 1 }),
  advance: async (ms) => {
    if (ms === 13) throw new Error('the car did not follow')
    passed.push(ms)
  },
}

beforeEach(async () => {
  power = 'on'
  passed = []
  most = 0
  port = (await tryPort(0)) ?? 0
  control = await openControl(port, new Set([OWN]), controls)
})
afterEach(() => control?.close())

const ask = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${port}${path}`, init)
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  ask(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })

describe('the control port', () => {
  test('says how things stand', async () => {
    expect(await (await ask('/server')).json()).toEqual({ server: 'on', clockOffsetMs: 0, processes: { server: 1 } })
  })

  test('switches the server and moves the clock', async () => {
    expect(await (await post('/server', '{"to":"off"}')).json()).toMatchObject({ server: 'off' })
    expect(await (await post('/clock', '{"advanceMs":60000}')).json()).toMatchObject({ clockOffsetMs: 60_000 })
    expect(passed).toEqual([60_000])
  })

  test('does one thing after the other', async () => {
    await Promise.all(['off', 'on', 'off', 'on'].map((to) => post('/server', JSON.stringify({ to }))))
    expect(most).toBe(1)
  })

  test('goes on after something that failed', async () => {
    const failed = await post('/clock', '{"advanceMs":13}')
    expect(failed.status).toBe(500)
    expect(await failed.json()).toMatchObject({ detail: 'the car did not follow' })
    expect((await post('/clock', '{"advanceMs":14}')).status).toBe(200)
  })

  test('answers a page of the demo that asks first whether it may', async () => {
    const answer = await ask('/server', { method: 'OPTIONS', headers: { origin: OWN } })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-origin')).toBe(OWN)
    expect(answer.headers.get('access-control-allow-headers')).toBe('content-type')
  })

  test.each(['https://elsewhere.example', 'http://localhost:4601', 'null'])(
    'turns the page %s away',
    async (origin) => {
      const answer = await post('/server', '{"to":"off"}', { origin })
      expect(answer.status).toBe(403)
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
      expect(power).toBe('on')
    },
  )

  test.each([
    ['/server', '{"to":"sideways"}'],
    ['/server', 'nope'],
    ['/server', 'null'],
    ['/clock', '{"advanceMs":0}'],
    ['/clock', '{"advanceMs":"1"}'],
    ['/clock', `{"advanceMs":1,"x":"${'y'.repeat(2_000)}"}`],
  ])('refuses %s with %s', async (path, body) => {
    const answer = await post(path, body)
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect([power, passed]).toEqual(['on', []])
  })

  test('has nothing at any other address', async () => {
    expect((await ask('/')).status).toBe(404)
  })
})
