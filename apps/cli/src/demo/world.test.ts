import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Refusal } from '../exit.ts'
import { ADVANCE_MAX_MS, OFFSET_MAX_MS, openWorld } from './world.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-world-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a new world is at the machine’s time', () => {
  expect(openWorld(folder).offsetMs()).toBe(0)
})

test('time that passed is found again at the next start', () => {
  const world = openWorld(folder)
  expect(world.advance(60_000)).toBe(60_000)
  expect(world.advance(1)).toBe(60_001)
  expect(openWorld(folder).offsetMs()).toBe(60_001)
})

test('the clock follows a car that is ahead, and never goes back', () => {
  const world = openWorld(folder)
  expect(world.follow(5_000)).toBe(5_000)
  expect(world.follow(4_000)).toBe(5_000)
  expect(openWorld(folder).offsetMs()).toBe(5_000)
})

test('the clock follows no car beyond what records can say', () => {
  const world = openWorld(folder)
  expect(world.follow(OFFSET_MAX_MS + 1)).toBe(0)
  expect(world.follow(OFFSET_MAX_MS)).toBe(OFFSET_MAX_MS)
  expect(() => world.advance(1)).toThrow(RangeError)
})

test.each([0, -1, 1.5, Number.NaN, ADVANCE_MAX_MS + 1])('%s ms is no time that passes', (ms) => {
  const world = openWorld(folder)
  expect(() => world.advance(ms)).toThrow(RangeError)
  expect(world.offsetMs()).toBe(0)
})

test.each(['', '{', '{}', '{"clockOffsetMs":"1"}', '[]', 'null'])(
  'a file that says %j is refused by its name',
  (text) => {
    writeFileSync(join(folder, 'world.json'), text)
    expect(() => openWorld(folder)).toThrow(Refusal)
    expect(() => openWorld(folder)).toThrow(/world\.json .* Delete it/)
  },
)

test('the file says what it holds', () => {
  openWorld(folder).advance(86_400_000)
  expect(JSON.parse(readFileSync(join(folder, 'world.json'), 'utf8'))).toEqual({ v: 1, clockOffsetMs: 86_400_000 })
})
