import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { days, type Instant, instant } from '@keyturn/domain/units.ts'
import { madeUpAuthority } from '@keyturn/simulator/authority/authority.ts'
import { describe, expect, test } from 'vitest'
import { toHex, utf8 } from '../bytes.ts'
import { runSync } from '../crypto.ts'
import { DOUBTS, type MirrorAnswer, newestOf, readList, readListed } from './mirror.ts'
import type { StatementOf } from './statement.ts'

const authority = madeUpAuthority('mirrors')
const MA = authority.authority('US-MA')
const at = instant(Date.UTC(2026, 10, 23, 15))
const later = (span: number): Instant => instant(at + span)

const list = (number: number, over: { readonly at?: Instant; readonly files?: StatementOf<'index'>['files'] } = {}) =>
  MA.sign({ kind: 'index', number, files: over.files ?? [] }, { at: over.at ?? at, cites: [] })
const read = (mirror: string, file: string, when = at): MirrorAnswer =>
  runSync(readList(mirror, file, { trust: authority.trust, at: when, jurisdiction: 'US-MA' }), nodeCrypto)
const states = (answers: readonly MirrorAnswer[], known: StatementOf<'index'> | null = null) =>
  newestOf(answers, known).health.map(({ mirror, state, number }) => `${mirror} ${state} ${number}`)
const indexOf = (answer: MirrorAnswer) => (answer.kind === 'list' ? answer.index : null)

describe('a list of a mirror', () => {
  const forged = madeUpAuthority('thief').authority('US-MA').sign({ kind: 'index', number: 9, files: [] }, { at })
  test.each([
    ['that was forged', forged, 'unverified'],
    ['of another state', authority.authority('US-ME').sign({ kind: 'index', number: 9, files: [] }, { at }), 'foreign'],
    ['that is something else', MA.sign({ kind: 'revocations', number: 9, revoked: [] }, { at }), 'unverified'],
    [
      'by a key that may not publish',
      authority
        .authority('US-MA', { key: 'orders', may: ['orders'] })
        .sign({ kind: 'index', number: 9, files: [] }, { at }),
      'unverified',
    ],
    ['of last month', list(9, { at: later(-days(15)) }), 'expired'],
    ['of next month', list(9, { at: later(days(30)) }), 'not-yet'],
    ['that is a page', '<!doctype html>', 'unverified'],
    ['that is empty', '', 'unverified'],
  ])('%s is doubted', (_what, file, doubt) => {
    expect(read('a', file)).toEqual({ mirror: 'a', kind: 'doubted', doubt })
  })
})

describe('the newest of several lists', () => {
  test('is the one with the highest number, and the others are stale', () => {
    const answers = [read('a', list(3)), read('b', list(5)), read('c', list(5))]
    const { newest } = newestOf(answers, null)
    expect(newest).toMatchObject({ index: { number: 5 }, mirrors: ['b', 'c'] })
    expect(states(answers)).toEqual(['a stale 3', 'b fresh 5', 'c fresh 5'])
  })

  test('is never older than the one that is known', () => {
    const known = indexOf(read('a', list(7)))
    const answers = [read('a', list(5)), read('b', list(6))]
    expect(newestOf(answers, known).newest).toBeNull()
    expect(states(answers, known)).toEqual(['a stale 5', 'b stale 6'])
    expect(newestOf([read('a', list(7))], known).newest).toMatchObject({ mirrors: ['a'] })
  })

  test('does not come from a mirror that lies, however high its number', () => {
    const thief = madeUpAuthority('thief').authority('US-MA')
    const answers = [read('a', thief.sign({ kind: 'index', number: 99, files: [] }, { at })), read('b', list(5))]
    expect(newestOf(answers, null).newest).toMatchObject({ index: { number: 5 }, mirrors: ['b'] })
    expect(states(answers)).toEqual(['a lying null', 'b fresh 5'])
  })

  test('is none of two that contradict each other, until the next number', () => {
    const other = list(5, { files: [{ id: 'order-1', kind: 'order', sha256: 'ab'.repeat(32) }] })
    const answers = [read('a', list(5)), read('b', other)]
    expect(newestOf(answers, null)).toMatchObject({ newest: null })
    expect(states(answers)).toEqual(['a lying 5', 'b lying 5'])
    expect(states([read('b', other)], indexOf(read('a', list(5))))).toEqual(['b lying 5'])
    expect(newestOf([...answers, read('c', list(6))], null).newest).toMatchObject({ mirrors: ['c'] })
  })

  test('is nothing while every mirror is silent, and says why', () => {
    const silent = { mirror: 'a', kind: 'silent', why: 'it gave no answer' } as const
    expect(newestOf([silent], null)).toEqual({
      newest: null,
      health: [{ mirror: 'a', state: 'silent', number: null, words: 'it gave no answer' }],
    })
  })
})

describe('a file of a list', () => {
  const rescue = MA.sign(
    { kind: 'rescue', serves: 'northgate', servesGroup: 'mindful-holdings', centers: null },
    { at, subject: 'kestrel', id: 'rescue-1' },
  )
  const sha256 = toHex(nodeCrypto.sha256(utf8(rescue)))
  const listed = { id: 'rescue-1', kind: 'rescue', sha256 }
  const readFile = (of: typeof listed, file: string, when = at) =>
    runSync(readListed(of, file, authority.trust, when), nodeCrypto)

  test('holds when it is what was listed and verifies', () => {
    expect(readFile(listed, rescue)).toMatchObject({ kind: 'holds', statement: { id: 'rescue-1' } })
  })

  test.each([
    ['other bytes', listed, rescue.replace(/.$/m, 'A')],
    ['another id than it has', { ...listed, id: 'rescue-2' }, rescue],
    ['another kind than it is', { ...listed, kind: 'order' }, rescue],
    ['half a character', listed, '\ud800'],
  ])('listed with %s is doubted', (_what, of, file) => {
    expect(readFile(of, file)).toMatchObject({ kind: 'doubted', doubt: 'mismatch', why: DOUBTS.mismatch })
  })

  test('that was listed but never verified is doubted', () => {
    const bad = 'no statement\n'
    const of = { ...listed, sha256: toHex(nodeCrypto.sha256(utf8(bad))) }
    expect(readFile(of, bad)).toMatchObject({ kind: 'doubted', doubt: 'bad-file' })
  })

  test('that has expired meanwhile is nobody’s lie', () => {
    expect(readFile(listed, rescue, later(days(61)))).toMatchObject({ kind: 'not-now' })
  })
})
