import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { after, days } from '@keyturn/domain/units.ts'
import { toHex, utf8 } from '@keyturn/evidence/bytes.ts'
import { DOUBTS } from '@keyturn/evidence/statement/mirror.ts'
import { readStatementFile } from '@keyturn/evidence/statement/read-statement.ts'
import { madeUpAuthority } from '@keyturn/simulator/authority/authority.ts'
import { describe, expect, test } from 'vitest'
import { settled } from '../unit-bench.ts'
import { Mirrors } from './mirrors.ts'
import { at, authority, MA, orderBody, reliefUnit } from './relief-bench.ts'
import { Shelf } from './shelf.ts'

const sha256 = (file: string) => toHex(nodeCrypto.sha256(utf8(file)))
const order = MA.sign(orderBody(), { at, id: 'order-1' })

/** What a mirror serves: a list of these files, and the files. */
function published(number: number, files: readonly string[], signer = MA): Map<string, string> {
  const listed = files.map((file) => {
    const read = readStatementFile(file)
    if (read.kind === 'malformed') throw new Error(read.what)
    const statement = read.value.at(-1)?.statement
    return { id: statement?.id ?? '', kind: statement?.kind ?? '', sha256: sha256(file) }
  })
  const index = signer.sign({ kind: 'index', number, files: listed }, { at, cites: [] })
  return new Map([['index.txt', index], ...files.map((file): [string, string] => [`${sha256(file)}.txt`, file])])
}

type Serves = ReadonlyMap<string, string> | 'hangs' | 'is down' | 'redirects' | 'is endless'

/** A car that reads mirrors `a`, `b`, … as they are then. */
async function car(...mirrors: Serves[]) {
  const base = await reliefUnit()
  const { unit, desk, ...trusting } = base
  const asked: string[] = []
  const doubts: string[] = []
  const failures: unknown[] = []
  const names = mirrors.map((_, n) => `http://${'abcdefgh'.charAt(n)}.example`)
  const fetch: typeof globalThis.fetch = (input, init) => {
    const url = new URL(String(input))
    asked.push(`${url.host.charAt(0)} ${url.pathname.slice(1)}`)
    const serves = mirrors['abcdefgh'.indexOf(url.host.charAt(0))] ?? 'is down'
    return answer(serves, url.pathname.slice(1), init?.signal ?? null)
  }
  const options = (shelf: Shelf) => ({
    ...trusting,
    shelf,
    bases: names,
    everyMs: 60_000,
    desk,
    now: () => unit.controller.at(),
    later: unit.clock.later,
    onChange: () => {},
    onDoubt: (mirror: string, why: string) => doubts.push(`${mirror.slice(7, 8)}: ${why}`),
    onFailure: (error: unknown) => failures.push(error),
    fetch,
  })
  const reader = new Mirrors(options(base.shelf))
  const restarted = async () => new Mirrors(options(await Shelf.open(unit.disk, '/statements')))
  const states = () => reader.state().map(({ mirror, state, number }) => `${mirror.slice(7, 8)} ${state} ${number}`)
  return { ...base, reader, restarted, asked, doubts, failures, states, mirrors }
}

function answer(serves: Serves, name: string, signal: AbortSignal | null): Promise<Response> {
  if (serves === 'hangs')
    return new Promise((_done, failed) => signal?.addEventListener('abort', () => failed(new Error('aborted'))))
  if (serves === 'is down' || serves === 'redirects') return Promise.reject(new TypeError('fetch failed'))
  if (serves === 'is endless') return Promise.resolve(new Response('x'.repeat(100_000)))
  const file = serves.get(name)
  return Promise.resolve(file === undefined ? new Response('nothing', { status: 404 }) : new Response(file))
}

describe('a car that reads mirrors', () => {
  test('takes the order from the newest and says how each mirror is [OUT-1]', async () => {
    const { unit, reader, states } = await car(published(2, [order]), published(1, []), 'is down')
    const before = unit.controller.state().ledger.dueAt
    await reader.round()
    expect(unit.controller.state().ledger.dueAt).toBeGreaterThan(before)
    expect(states()).toEqual(['a fresh 2', 'b stale 1', 'c silent null'])
  })

  test('takes it although another mirror hangs', async () => {
    const { unit, reader } = await car('hangs', published(2, [order]))
    const round = reader.round()
    for (let n = 0; n < 20; n++) await settled()
    expect(await unit.kinds()).toContain('due-date-moved')
    await reader.stop()
    await round
  })

  test('doubts a mirror that serves an older list, once', async () => {
    const { reader, doubts } = await car(published(2, [order]), published(1, []))
    await reader.round()
    await reader.round()
    expect(new Set(doubts)).toEqual(new Set([`b: ${DOUBTS.stale}`]))
  })

  test('remembers over a restart which list was the newest', async () => {
    const { reader, restarted, mirrors, doubts } = await car(published(4, [order]))
    await reader.round()
    mirrors[0] = published(3, [])
    await (await restarted()).round()
    expect(doubts).toEqual([`a: ${DOUBTS.stale}`])
  })

  test('takes nothing from a mirror that lies, and the file from the next', async () => {
    const good = published(2, [order])
    const lying = new Map([...good].map(([name, file]) => [name, name === 'index.txt' ? file : `${file}x`]))
    const { unit, reader, doubts, states } = await car(lying, good)
    await reader.round()
    expect(await unit.kinds()).toContain('due-date-moved')
    expect(doubts).toEqual([`a: ${DOUBTS.mismatch}`])
    expect(states()).toEqual(['a lying 2', 'b fresh 2'])
    await reader.round()
    expect(states()).toEqual(['a lying 2', 'b fresh 2'])
  })

  test('takes nothing from a thief’s mirror', async () => {
    const thief = madeUpAuthority('thief').authority('US-MA')
    const { unit, reader, doubts } = await car(published(9, [thief.sign(orderBody(), { at })], thief))
    const before = (await unit.records()).length
    await reader.round()
    expect(await unit.records()).toHaveLength(before)
    expect(doubts).toEqual([`a: ${DOUBTS.unverified}`])
  })

  test.each(['is endless', 'is down', 'redirects'] as const)(
    'says that a mirror which %s gave nothing',
    async (how) => {
      const { reader, states, doubts } = await car(how)
      await reader.round()
      expect(states()).toEqual(['a silent null'])
      expect(doubts).toEqual([])
    },
  )

  test('asks again for a file that nobody had, and not for one it has', async () => {
    const whole = published(2, [order])
    const part = new Map([...whole].filter(([name]) => name === 'index.txt'))
    const { reader, asked, mirrors, states } = await car(part)
    await reader.round()
    expect(states()).toEqual(['a silent 2'])
    mirrors[0] = whole
    await reader.round()
    asked.length = 0
    await reader.round()
    expect(asked).toEqual(['a index.txt'])
  })

  test('leaves alone what is meant for other cars, without a record', async () => {
    const others = MA.sign(orderBody({ scope: { ...orderBody().scope, vendors: ['kestrel'] } }), { at })
    const rescue = { kind: 'rescue', serves: 'harborlight', servesGroup: 'mindful-holdings', centers: null } as const
    const { unit, reader, doubts } = await car(published(1, [others, MA.sign(rescue, { at, subject: 'kestrel' })]))
    const before = (await unit.records()).length
    await reader.round()
    await reader.round()
    expect(await unit.records()).toHaveLength(before)
    expect(doubts).toEqual([])
  })

  test('hears of what was withdrawn before it hears the orders', async () => {
    const withdrawn = { kind: 'revocations', number: 1, revoked: [{ id: 'order-1', at, why: 'wrong days' }] } as const
    const list = MA.sign(withdrawn, { at, cites: [] })
    const { unit, reader, shelf } = await car(published(3, [order, list]))
    await reader.round()
    expect(await unit.kinds()).not.toContain('order-accepted')
    expect(shelf.several('revocations')).toHaveLength(1)
  })

  test('follows the true lists again when the key of a false one is withdrawn', async () => {
    const stolen = authority.authority('US-MA', { key: 'stolen' })
    const { unit, reader, desk, mirrors, states } = await car(published(900, [], stolen))
    await reader.round()
    mirrors[0] = published(2, [order])
    await reader.round()
    expect(states()).toEqual(['a stale 2'])
    const revoked = [{ id: 'US-MA/stolen', at, why: 'the key was stolen' }]
    await desk.take(authority.rootSignatory.sign({ kind: 'revocations', number: 1, revoked }, { at, cites: [] }))
    await reader.round()
    expect(states()).toEqual(['a fresh 2'])
    expect(await unit.kinds()).toContain('due-date-moved')
  })

  test('blames its own clock for lists from ahead of it', async () => {
    const ahead = MA.sign({ kind: 'index', number: 3, files: [] }, { at: after(at, days(3)), cites: [] })
    const { reader, doubts, states } = await car(new Map([['index.txt', ahead]]))
    await reader.round()
    expect(states()).toEqual(['a stale null'])
    expect(doubts).toEqual([])
  })

  test('takes part in nothing that another state publishes', async () => {
    const ME = authority.authority('US-ME')
    const { reader, doubts, failures } = await car(published(3, [], ME))
    await reader.round()
    expect(doubts).toEqual([`a: ${DOUBTS.foreign}`])
    expect(failures).toEqual([])
  })
})
