import { createHmac } from 'node:crypto'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { addDays, parseCivilDate } from '@keyturn/domain/civil.ts'
import type { KeypadCode } from '@keyturn/domain/relief.ts'
import { type CivilDate, deviceId } from '@keyturn/domain/units.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromHex, toHex, utf8 } from '../bytes.ts'
import { runSync } from '../crypto.ts'
import { hmacSha256 } from './hmac.ts'
import { COUNTER_WINDOW, codeSecret, makeCode, readCode } from './keypad-code.ts'

const device = deviceId('KT-MA-0001')
const on = parseCivilDate('2026-03-16') ?? ('' as CivilDate)
const master = { authority: utf8('a'.repeat(32)), vendor: utf8('v'.repeat(32)) }
const secretFor = (of = device) => ({
  authority: runSync(codeSecret({ master: master.authority, device: of, giver: 'authority' }), nodeCrypto),
  vendor: runSync(codeSecret({ master: master.vendor, device: of, giver: 'vendor' }), nodeCrypto),
})
const secrets = secretFor()
const make = (code: KeypadCode, day = on) =>
  runSync(makeCode({ secret: secrets[code.by], device, code, on: day }), nodeCrypto)
const read = (
  digits: string,
  at: { readonly used?: number; readonly day?: CivilDate; readonly of?: typeof device } = {},
) =>
  runSync(
    readCode({
      secrets: secretFor(at.of),
      used: { authority: at.used ?? 0, vendor: at.used ?? 0 },
      device: at.of ?? device,
      digits,
      on: at.day ?? on,
    }),
    nodeCrypto,
  )
const extension: KeypadCode = { kind: 'extension', by: 'authority', counter: 1, days: 7 }
const override: KeypadCode = { kind: 'override', by: 'vendor', counter: 3 }

test('HMAC-SHA256 gives the test vectors of RFC 4231', () => {
  const of = (key: string, data: string) =>
    toHex(runSync(hmacSha256(fromHex(key) ?? new Uint8Array(), fromHex(data) ?? new Uint8Array()), nodeCrypto))
  expect(of('0b'.repeat(20), '4869205468657265')).toBe(
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  )
  expect(of('4a656665', '7768617420646f2079612077616e7420666f72206e6f7468696e673f')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
  expect(of('aa'.repeat(20), 'dd'.repeat(50))).toBe('773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe')
  const long = toHex(utf8('Test Using Larger Than Block-Size Key - Hash Key First'))
  expect(of('aa'.repeat(131), long)).toBe('60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54')
})

test('HMAC-SHA256 agrees with Node for every length of key', () => {
  for (const length of [0, 1, 32, 63, 64, 65, 200]) {
    const key = new Uint8Array(length).fill(7)
    const ours = toHex(runSync(hmacSha256(key, utf8('message')), nodeCrypto))
    expect(ours, String(length)).toBe(createHmac('sha256', key).update('message').digest('hex'))
  }
})

test('a code reads back as what was given', () => {
  for (const code of [extension, override, { ...extension, days: 99, counter: COUNTER_WINDOW }]) {
    const digits = make(code)
    expect(digits).toMatch(/^[0-9]{12}$/)
    expect(read(digits)).toEqual({ kind: 'code', code })
  }
})

test('a code holds on its day and the next', () => {
  const digits = make(extension)
  expect(read(digits, { day: addDays(on, 1) }).kind).toBe('code')
  expect(read(digits, { day: addDays(on, 2) }).kind).toBe('wrong')
  expect(read(digits, { day: addDays(on, -1) }).kind).toBe('wrong')
})

test('a code is used once, and every earlier one with it', () => {
  const digits = make({ ...extension, counter: 4 })
  expect(read(digits, { used: 3 }).kind).toBe('code')
  expect(read(digits, { used: 4 }).kind).toBe('used')
  expect(read(digits, { used: 9 }).kind).toBe('used')
})

test('a counter beyond the window is wrong', () => {
  const digits = make({ ...extension, counter: COUNTER_WINDOW + 1 })
  expect(read(digits).kind).toBe('wrong')
  expect(read(digits, { used: 1 }).kind).toBe('code')
})

test('a code of another device is wrong', () => {
  expect(read(make(extension), { of: deviceId('KT-MA-0002') }).kind).toBe('wrong')
})

test('more days than were given are wrong', () => {
  const digits = make(extension)
  expect(read(`08${digits.slice(2)}`).kind).toBe('wrong')
  expect(read(`00${digits.slice(2)}`).kind).toBe('wrong')
})

test('what is not twelve digits is wrong and throws nothing', () => {
  for (const typed of [
    '',
    '12',
    '1234567890123',
    'abcdefghijkl',
    '１２３４５６７８９０１２',
    '12345 789012',
    '-12345678901',
  ])
    expect(read(typed), typed).toEqual({ kind: 'wrong' })
})

test('one mistyped or swapped digit never makes another code', () => {
  const digits = make(extension)
  for (let at = 0; at < digits.length; at += 1) {
    for (let digit = 0; digit < 10; digit += 1) {
      const typed = digits.slice(0, at) + digit + digits.slice(at + 1)
      if (typed !== digits) expect(read(typed).kind, typed).toBe('wrong')
    }
    const swapped = digits.slice(0, at) + (digits[at + 1] ?? '') + (digits[at] ?? '') + digits.slice(at + 2)
    if (swapped !== digits) expect(read(swapped).kind, swapped).toBe('wrong')
  }
})

test('counters and days out of range make no code', () => {
  expect(() => make({ ...extension, days: 0 })).toThrow(RangeError)
  expect(() => make({ ...extension, days: 100 })).toThrow(RangeError)
  expect(() => make({ ...extension, counter: 0 })).toThrow(RangeError)
  expect(() => codeSecret({ master: new Uint8Array(31), device, giver: 'vendor' })).toThrow(RangeError)
})

test('whatever is typed, nothing but a code that was made is believed', () => {
  const made = new Set([make(extension), make(override)])
  const digits = fc.stringMatching(/^[0-9]{12}$/)
  fc.assert(
    fc.property(fc.oneof(digits, fc.string({ unit: 'binary', maxLength: 20 })), fc.nat(30), (typed, used) => {
      expect(read(typed, { used }).kind === 'code').toBe(made.has(typed) && used === 0)
    }),
    { numRuns: 300 },
  )
})
