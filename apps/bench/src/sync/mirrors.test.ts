import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { days, instant } from '@keyturn/domain/units.ts'
import { toHex, utf8 } from '@keyturn/evidence/bytes.ts'
import { faultyDisk } from '@keyturn/local/disk/faulty-disk.ts'
import { madeUpAuthority } from '@keyturn/simulator/authority/authority.ts'
import { describe, expect, test } from 'vitest'
import { readMirrors } from './mirrors.ts'
import { Statements, StatementUnfit } from './statements.ts'

const AT = instant(Date.parse('2026-03-02T14:00Z'))
const made = madeUpAuthority('mirrors')
const authority = made.authority('US-MA')

const rescue = (id: string) =>
  authority.sign(
    { kind: 'rescue', serves: 'northgate', servesGroup: 'mindful-holdings', centers: null },
    { at: AT, subject: 'kestrel', id, cites: ['540 CMR 25.06(3)'] },
  )
const named = (file: string) => toHex(nodeCrypto.sha256(utf8(file)))
const list = (number: number, ...files: readonly (readonly [id: string, file: string])[]) =>
  authority.sign(
    { kind: 'index', number, files: files.map(([id, file]) => ({ id, kind: 'rescue', sha256: named(file) })) },
    { at: AT, subject: 'US-MA', id: `list-${number}` },
  )

/** Mirrors by address: what lies at each path. */
const fetchFrom =
  (mirrors: { readonly [address: string]: string }): typeof globalThis.fetch =>
  async (address) => {
    const text = mirrors[String(address)]
    if (text === undefined) throw new TypeError('fetch failed')
    return new Response(text)
  }

function bench() {
  let at = AT
  const disk = faultyDisk()
  const statements = new Statements({ disk, folder: 'bench', root: made.root, now: () => at })
  const read = (mirrors: { readonly [address: string]: string }) =>
    readMirrors({ mirrors: ['http://a', 'http://b'], statements, now: () => at, fetch: fetchFrom(mirrors) }, 'US-MA')
  const pass = (ms: number) => {
    at = instant(at + ms)
  }
  return { statements, read, pass }
}

const one = rescue('rescue-one')
const two = rescue('rescue-two')

describe('mirrors at the bench', () => {
  test('give the newest list that verifies, and what is new on it, once', async () => {
    const { statements, read } = bench()
    const mirrors = {
      'http://a/index.txt': list(1, ['rescue-one', one]),
      'http://b/index.txt': list(2, ['rescue-one', one], ['rescue-two', two]),
      [`http://b/${named(one)}.txt`]: one,
      [`http://b/${named(two)}.txt`]: two,
    }
    const first = await read(mirrors)
    expect(first.fresh).toBe(2)
    expect(first.health.map(({ state }) => state)).toEqual(['stale', 'fresh'])
    expect((await read(mirrors)).fresh).toBe(0)
    const kinds = statements.carried().map(({ statement }) => statement.kind)
    expect(kinds.toSorted()).toEqual(['index', 'rescue', 'rescue'])
  })

  test('that lie or are silent take nothing from the others', async () => {
    const { statements, read } = bench()
    const good = list(3, ['rescue-one', one])
    const { fresh, health } = await read({
      'http://a/index.txt': good,
      [`http://a/${named(one)}.txt`]: two,
      'http://b/index.txt': good,
      [`http://b/${named(one)}.txt`]: one,
    })
    expect(fresh).toBe(1)
    expect(health.map(({ state }) => state)).toEqual(['lying', 'fresh'])
    expect((await read({ 'http://b/index.txt': good })).health.map(({ state }) => state)).toEqual(['silent', 'fresh'])
    expect(statements.carried()).toHaveLength(2)
  })

  test('what has expired since it was kept is no longer carried', async () => {
    const { statements, read, pass } = bench()
    await statements.keep(one)
    expect(statements.carried()).toHaveLength(1)
    pass(days(120))
    await read({})
    expect(statements.carried()).toHaveLength(0)
  })

  test('a file that does not hold is not kept', async () => {
    const { statements } = bench()
    await expect(statements.keep(one.replace('.', '.A'))).rejects.toThrow(StatementUnfit)
    await expect(statements.keep('hello')).rejects.toThrow(StatementUnfit)
    expect(statements.carried()).toEqual([])
  })
})
