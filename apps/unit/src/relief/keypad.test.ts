import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { civilDateOf } from '@keyturn/domain/civil.ts'
import type { KeypadCode } from '@keyturn/domain/relief.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { makeCode } from '@keyturn/evidence/statement/keypad-code.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { device, UnitBench } from '../unit-bench.ts'
import { Held } from './refusals.ts'
import { authority, identity, keypadOf, lockOut, type ReliefUnit, reliefUnit, secrets } from './relief-bench.ts'

const DAY = 86_400_000

/** The code that somebody at the giver's telephone reads out on that day. */
const told = (code: KeypadCode, at: Instant, of = secrets) =>
  runSync(makeCode({ secret: of[code.by], device, code, on: civilDateOf(at, 'UTC') }), nodeCrypto)
const days = (counter: number): KeypadCode => ({ kind: 'extension', by: 'authority', counter, days: 7 })
const kindsOf = async ({ unit }: ReliefUnit) => (await unit.kinds()).filter((kind) => kind.startsWith('keypad'))

describe('a telephone code', () => {
  test('moves the visit by its days, written as people write it [OUT-1]', async () => {
    const car = await reliefUnit()
    const before = car.unit.controller.state().ledger.dueAt
    const code = told(days(1), car.unit.controller.at())
    const spaced = `${code.slice(0, 4)} ${code.slice(4, 8)}-${code.slice(8)}`
    expect(await car.keypad.type(spaced)).toMatchObject({
      outcome: 'accepted',
      recorded: ['keypad-accepted', 'due-date-moved'],
    })
    expect(car.unit.controller.state().ledger.dueAt - before).toBe(7 * DAY)
    expect((await car.keypad.type(told(days(1), car.unit.controller.at()))).words).toMatch(/used before/)
  })

  test('opens a locked car for some hours', async () => {
    const car = await reliefUnit()
    await lockOut(car.unit)
    await car.unit.wait(3 * DAY)
    const code = told({ kind: 'override', by: 'authority', counter: 1 }, car.unit.controller.at())
    expect(await car.keypad.type(code)).toMatchObject({
      outcome: 'accepted',
      recorded: ['keypad-accepted', 'override-began'],
    })
  })

  test('is good once, after a crash too', async () => {
    const car = await reliefUnit()
    const code = told(days(1), car.unit.controller.at())
    await car.keypad.type(code)
    const again = await reliefUnit({ unit: await car.unit.crash() })
    expect(await again.keypad.type(code)).toMatchObject({
      outcome: 'refused',
      words: expect.stringMatching(/used before/),
    })
    expect((await again.unit.records()).at(-1)).toMatchObject({ kind: 'keypad-refused', why: 'used' })
  })

  test.each([
    [
      'of another device',
      (at: Instant) => told(days(1), at, authority.codeSecrets('KT-OTHER-1' as typeof device, 'northgate')),
    ],
    [
      'of another vendor',
      (at: Instant) => told({ ...days(1), by: 'vendor' }, at, authority.codeSecrets(device, 'kestrel')),
    ],
    ['made three days ago', (at: Instant) => told(days(1), (at - 3 * DAY) as Instant)],
    ['made for the day after tomorrow', (at: Instant) => told(days(1), (at + 2 * DAY) as Instant)],
    ['far ahead of its counter', (at: Instant) => told(days(40), at)],
  ])('%s is wrong, and recorded', async (_what, code) => {
    const car = await reliefUnit()
    const { words } = await car.keypad.type(code(car.unit.controller.at()))
    expect(words).toBe('This is no code for this device.')
    expect((await car.unit.records()).at(-1)).toMatchObject({ kind: 'keypad-refused', digits: 12, why: 'wrong' })
  })

  test('of the vendor is right but not allowed where only the authority may', async () => {
    const car = await reliefUnit()
    const code = told({ ...days(1), by: 'vendor' }, car.unit.controller.at())
    expect(await car.keypad.type(code)).toMatchObject({
      outcome: 'refused',
      words: expect.stringMatching(/nobody may give it/),
    })
  })

  test('stays wrong with the clock set back to its day', async () => {
    const car = await reliefUnit()
    const code = told(days(1), car.unit.controller.at())
    await car.unit.wait(3 * DAY)
    car.unit.clock.setOffset(0)
    car.unit.controller.tick()
    expect(await car.keypad.type(code)).toMatchObject({ outcome: 'refused' })
    expect(await car.unit.kinds()).toContain('clock-jump')
  })
})

describe('guessing at the keypad', () => {
  test('holds it after five wrong codes, longer each time, and survives a crash', async () => {
    const car = await reliefUnit()
    for (let n = 0; n < 5; n++) await car.keypad.type(`99999999999${n}`)
    expect((await kindsOf(car)).at(-1)).toBe('keypad-held')
    const right = told(days(1), car.unit.controller.at())
    expect(await car.keypad.type(right)).toMatchObject({
      outcome: 'refused',
      words: expect.stringMatching(/The keypad waits/),
    })
    const after = await reliefUnit({ unit: await car.unit.crash() })
    expect(await after.keypad.type(right)).toMatchObject({
      outcome: 'refused',
      words: expect.stringMatching(/The keypad waits/),
    })
    await after.unit.wait(15 * 60_000)
    expect(await after.keypad.type(right)).toMatchObject({ outcome: 'accepted' })
  })

  test('as a program would is not listened to, and fills no log', async () => {
    const { unit, keypad } = await reliefUnit()
    for (let n = 0; n < 60; n++) await keypad.type('1')
    await expect(keypad.type('1')).rejects.toThrow(Held)
    const { length } = await unit.records()
    await expect(keypad.type('1')).rejects.toThrow(Held)
    expect(await unit.records()).toHaveLength(length)
  })

  test('never opens anything, whatever is typed', async () => {
    const { unit } = await reliefUnit()
    const anything = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.stringMatching(/^[0-9]{11,13}$/),
      fc.constant('１２３４５６７８９０１２'),
    )
    await fc.assert(
      fc.asyncProperty(anything, async (typed) => {
        // A keypad of its own each time, so that the count of tries does not end the search.
        const answer = await keypadOf(unit).type(typed)
        expect(answer.outcome).toBe('refused')
      }),
      { numRuns: 200 },
    )
    expect(unit.failures).toEqual([])
    expect(unit.controller.state().ledger.orders).toEqual([])
  })
})

test('without secrets no code is right', async () => {
  const unit = await (await UnitBench.start({ identity })).install()
  const keypad = keypadOf(unit, null)
  expect(await keypad.type(told(days(1), unit.controller.at()))).toMatchObject({ outcome: 'refused' })
})
