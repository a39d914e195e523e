import { deviceId } from '@keyturn/domain/units.ts'
import { describe, expect, test } from 'vitest'
import { client, Unreachable } from './client.ts'
import { enrollDevice, listDevices } from './endpoints/devices.ts'
import { appendLog, readLog } from './endpoints/log.ts'
import { getCheckpoint } from './endpoints/tree.ts'
import { problemBody } from './problems.ts'

const id = deviceId('KT-MA-0001')

type Asked = { readonly url: string; readonly init: RequestInit | undefined }

/** A client of a server that gives one answer and remembers what it was asked. */
function clientOf(answer: Response | Error) {
  const asked: Asked[] = []
  const fetch: typeof globalThis.fetch = async (url, init) => {
    asked.push({ url: String(url), init })
    if (answer instanceof Error) throw answer
    return answer
  }
  return { asked, call: client({ baseUrl: 'http://127.0.0.1:8080/', token: 'a-token', fetch }) }
}

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status })
const receipt = { device: id, lastSeq: 12, receivedAt: '2026-03-02T15:00:00.000Z', receipt: 'note', clockOffMs: null }

describe('a call', () => {
  test('fills the path, writes the query, and shows its token', async () => {
    const { asked, call } = clientOf(json(receipt))
    await call(appendLog, {
      params: { deviceId: id },
      query: { from: 13 },
      body: Uint8Array.of(1, 2),
      encoding: 'gzip',
    })
    expect(asked[0]?.url).toBe('http://127.0.0.1:8080/v1/devices/KT-MA-0001/log?from=13')
    expect(asked[0]?.init).toMatchObject({
      method: 'POST',
      headers: {
        authorization: 'Bearer a-token',
        'content-encoding': 'gzip',
        'content-type': 'application/octet-stream',
      },
      body: Uint8Array.of(1, 2),
    })
  })

  test('leaves out what is not given', async () => {
    const { asked, call } = clientOf(json({ devices: [] }))
    await call(listDevices, { params: {}, query: { after: undefined } })
    expect(asked[0]?.url).toBe('http://127.0.0.1:8080/v1/devices')
  })

  test('sends JSON as JSON', async () => {
    const { asked, call } = clientOf(json(problemBody('unsupported-profile', 'no'), 422))
    await call(enrollDevice, { params: {}, body: { id, publicKey: 'x', profile: 'US-MA@2026-11-01', case: 'CASE-1' } })
    expect(JSON.parse(String(asked[0]?.init?.body))).toMatchObject({ id, case: 'CASE-1' })
  })
})

describe('an answer', () => {
  /** A server that never stops talking, and whether it was cut off. */
  function endless(status = 200) {
    const told = { cut: false }
    const body = new ReadableStream<Uint8Array>({
      pull: (stream) => stream.enqueue(new Uint8Array(16_384).fill(32)),
      cancel: () => {
        told.cut = true
      },
    })
    return { told, answer: new Response(body, { status }) }
  }

  test.each([200, 500])('without an end is cut off, whatever its status: %i', async (status) => {
    const { told, answer } = endless(status)
    const asked = clientOf(answer).call(appendLog, { params: { deviceId: id }, body: new Uint8Array() })
    await expect(asked).rejects.toThrow('answered with more than 65536 bytes')
    expect(told.cut).toBe(true)
  })

  test('may be as long as the endpoint or the caller says', async () => {
    const log = new Uint8Array(70_000)
    const long = await clientOf(new Response(log)).call(readLog, { params: { deviceId: id } })
    expect(long.ok && long.value.length).toBe(70_000)
    const short = clientOf(new Response(log)).call(readLog, { params: { deviceId: id }, maxBytes: 69_999 })
    await expect(short).rejects.toThrow('answered with more than 69999 bytes')
  })

  test('from where it was redirected to is none', async () => {
    const { asked, call } = clientOf(json(receipt))
    await call(appendLog, { params: { deviceId: id }, body: new Uint8Array() })
    expect(asked[0]?.init?.redirect).toBe('error')
  })

  test('that is good is a value of its endpoint', async () => {
    const { call } = clientOf(json(receipt))
    expect(await call(appendLog, { params: { deviceId: id }, body: new Uint8Array() })).toEqual({
      ok: true,
      value: receipt,
    })
  })

  test('of bytes or text is not read as JSON', async () => {
    const log = await clientOf(new Response('{"v":1}\n')).call(readLog, { params: { deviceId: id } })
    expect(log.ok && new TextDecoder().decode(log.value)).toBe('{"v":1}\n')
    const note = await clientOf(new Response('a note\n')).call(getCheckpoint, { params: {} })
    expect(note).toEqual({ ok: true, value: 'a note\n' })
  })

  test('that refuses is a value too, with all it says', async () => {
    const { call } = clientOf(json(problemBody('log-gap', 'Records are missing.', { wantedFrom: 13 }), 409))
    const answer = await call(appendLog, { params: { deviceId: id }, body: new Uint8Array() })
    expect(answer).toMatchObject({
      ok: false,
      code: 'log-gap',
      problem: { status: 409, wantedFrom: 13, type: 'urn:keyturn:problem:log-gap' },
    })
  })

  test.each([
    ['no answer', new TypeError('fetch failed')],
    ['a page of a proxy', new Response('<html>', { status: 502 })],
    ['JSON that is no problem', json({ error: 'x' }, 500)],
    ['a problem of another interface', json({ ...problemBody('internal', 'x'), code: 'elsewhere' }, 500)],
    ['a value of another shape', json({ lastSeq: 'twelve' })],
    ['a value with more than it should have', json({ ...receipt, more: 1 })],
    ['a good status without JSON', new Response('ok')],
  ])('that is none is said to be none: %s', async (_what, answer) => {
    const { call } = clientOf(answer)
    await expect(call(appendLog, { params: { deviceId: id }, body: new Uint8Array() })).rejects.toBeInstanceOf(
      Unreachable,
    )
  })
})
