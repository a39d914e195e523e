/** Telephone codes as test vectors: what is made of which secret, and what a device says to digits. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { addDays } from '@keyturn/domain/civil.ts'
import type { KeypadCode } from '@keyturn/domain/relief.ts'
import { type CivilDate, deviceId } from '@keyturn/domain/units.ts'
import { toHex, utf8 } from '../src/bytes.ts'
import { runSync } from '../src/crypto.ts'
import { type CodeVerdict, codeSecret, makeCode, readCode } from '../src/statement/keypad-code.ts'
import { DEVICE } from './keys.ts'

const device = deviceId(DEVICE)
// There is such a day.
const on = '2026-03-16' as CivilDate
const masters = {
  authority: nodeCrypto.sha256(utf8('master of the authority of the test vectors')),
  vendor: nodeCrypto.sha256(utf8('master of the vendor of the test vectors')),
}
const secrets = {
  authority: runSync(codeSecret({ master: masters.authority, device, giver: 'authority' }), nodeCrypto),
  vendor: runSync(codeSecret({ master: masters.vendor, device, giver: 'vendor' }), nodeCrypto),
}
const made = (code: KeypadCode): string => runSync(makeCode({ secret: secrets[code.by], device, code, on }), nodeCrypto)

const week: KeypadCode = { kind: 'extension', by: 'authority', counter: 1, days: 7 }
const unlock: KeypadCode = { kind: 'override', by: 'vendor', counter: 3 }

export type CodeVector = {
  readonly comment: string
  readonly digits: string
  readonly on: CivilDate
  readonly used: { readonly authority: number; readonly vendor: number }
  readonly expect: CodeVerdict
}
const none = { authority: 0, vendor: 0 }
const swapped = (digits: string): string => digits.slice(0, 4) + (digits[5] ?? '') + (digits[4] ?? '') + digits.slice(6)

const CASES: readonly (readonly [comment: string, digits: string, used?: CodeVector['used'], on?: CivilDate])[] = [
  ['seven days by the authority', made(week)],
  ['the same on the next day', made(week), none, addDays(on, 1)],
  ['the same on the day after', made(week), none, addDays(on, 2)],
  ['the same a day early', made(week), none, addDays(on, -1)],
  ['the same again', made(week), { authority: 1, vendor: 0 }],
  ['the same after later codes', made(week), { authority: 5, vendor: 0 }],
  ['the same so much later that nobody remembers', made(week), { authority: 50, vendor: 0 }],
  ['an override by the vendor, two counters skipped', made(unlock)],
  ['ten ahead: the last that counts', made({ ...week, counter: 10 })],
  ['eleven ahead', made({ ...week, counter: 11 })],
  ['the days changed', `99${made(week).slice(2)}`],
  ['two digits swapped', swapped(made(week))],
  ['a digit missing', made(week).slice(0, 11)],
  ['no digits', 'abcdefghijkl'],
]

export const codeVectors: readonly CodeVector[] = CASES.map(([comment, digits, used = none, day = on]) => ({
  comment,
  digits,
  on: day,
  used,
  expect: runSync(readCode({ secrets, used, device, digits, on: day }), nodeCrypto),
}))

export const codeSecrets = secrets
/** `keypad/cases.json`. */
export const codeCases = () => ({
  device,
  masters: { authority: toHex(masters.authority), vendor: toHex(masters.vendor) },
  secrets: { authority: toHex(secrets.authority), vendor: toHex(secrets.vendor) },
  made: [week, unlock].map((code) => ({ code, on, digits: made(code) })),
  cases: codeVectors,
})
