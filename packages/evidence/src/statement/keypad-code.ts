/**
 * Twelve digits that somebody reads out over the telephone: the last resort where no signed byte can reach the car.
 * `docs/formats/keypad-code.md`. Two digits say what is given, ten prove it.
 */
import { addDays } from '@keyturn/domain/civil.ts'
import type { KeypadCode } from '@keyturn/domain/relief.ts'
import type { CivilDate, DeviceId } from '@keyturn/domain/units.ts'
import { utf8 } from '../bytes.ts'
import type { Proof } from '../crypto.ts'
import { hmacSha256 } from './hmac.ts'

/** Who holds a secret of the device in escrow. */
export type CodeGiver = KeypadCode['by']

export const CODE_DIGITS = 12
/** A giver's counter may be this much ahead of the last code that the device accepted of it. */
export const COUNTER_WINDOW = 10
/** Days that one code can give; the law's own cap is the profile's. */
export const CODE_DAYS_MAX = 99
const COUNTER_MAX = 1_000_000
const MASTER_BYTES_MIN = 32
const CHECK_WAYS = 10n ** 10n
const GIVERS: readonly CodeGiver[] = ['authority', 'vendor']

export type CodeVerdict =
  | { readonly kind: 'code'; readonly code: KeypadCode }
  /** Right, but this counter or a later one was accepted before. */
  | { readonly kind: 'used' }
  | { readonly kind: 'wrong' }

/**
 * A device's secret for one giver, from the master that the giver keeps offline: 32 bytes.
 *
 * @throws RangeError for a master of less than 32 bytes
 */
export function codeSecret(of: {
  readonly master: Uint8Array
  readonly device: DeviceId
  readonly giver: CodeGiver
}): Proof<Uint8Array> {
  if (of.master.length < MASTER_BYTES_MIN) throw new RangeError(`a master is ${MASTER_BYTES_MIN} bytes or more`)
  return hmacSha256(of.master, utf8(`keyturn.org/code-secret/1\n${of.device}\n${of.giver}\n`))
}

/**
 * The twelve digits. `on` is the UTC day; they are good on it and on the next.
 *
 * @throws RangeError for a counter that is not 1 to 1,000,000, or days that are not 1 to 99
 */
export function* makeCode(of: {
  readonly secret: Uint8Array
  readonly device: DeviceId
  readonly code: KeypadCode
  readonly on: CivilDate
}): Proof<string> {
  const { secret, device, code, on } = of
  const days = code.kind === 'extension' ? code.days : 0
  if (!isWhole(code.counter, 1, COUNTER_MAX)) throw new RangeError(`a counter is 1 to ${COUNTER_MAX}`)
  if (code.kind === 'extension' && !isWhole(days, 1, CODE_DAYS_MAX))
    throw new RangeError(`a code gives 1 to ${CODE_DAYS_MAX} days`)
  const given = String(days).padStart(2, '0')
  return given + (yield* check(secret, { device, by: code.by, given, counter: code.counter, on }))
}

/**
 * What twelve digits say to this device on this UTC day. `used` holds the highest counter accepted of each giver, 0
 * when none was. Never throws, whatever was typed; the same answer to a code of another device, day or counter.
 */
export function* readCode(of: {
  readonly secrets: { readonly [G in CodeGiver]: Uint8Array }
  readonly used: { readonly [G in CodeGiver]: number }
  readonly device: DeviceId
  readonly digits: string
  readonly on: CivilDate
}): Proof<CodeVerdict> {
  const { secrets, used, device, digits, on } = of
  if (!/^[0-9]{12}$/.test(digits)) return { kind: 'wrong' }
  const given = digits.slice(0, 2)
  const proof = digits.slice(2)
  let verdict: CodeVerdict = { kind: 'wrong' }
  for (const by of GIVERS) {
    for (const madeOn of [on, addDays(on, -1)]) {
      for (
        let counter = Math.max(1, used[by] - COUNTER_WINDOW + 1);
        counter <= used[by] + COUNTER_WINDOW;
        counter += 1
      ) {
        const right = (yield* check(secrets[by], { device, by, given, counter, on: madeOn })) === proof
        // Going on costs nothing and tells nobody by the time it takes which try was the right one.
        if (right && verdict.kind !== 'code')
          verdict = counter <= used[by] ? { kind: 'used' } : { kind: 'code', code: codeOf(given, by, counter) }
      }
    }
  }
  return verdict
}

function codeOf(given: string, by: CodeGiver, counter: number): KeypadCode {
  const days = Number(given)
  return days === 0 ? { kind: 'override', by, counter } : { kind: 'extension', by, counter, days }
}

type Said = {
  readonly device: DeviceId
  readonly by: CodeGiver
  readonly given: string
  readonly counter: number
  readonly on: CivilDate
}

/** Ten digits: the first eight bytes of the HMAC as a number, modulo 10^10. */
function* check(secret: Uint8Array, { device, by, given, counter, on }: Said): Proof<string> {
  const said = `keyturn.org/keypad-code/1\n${device}\n${by}\n${given}\n${counter}\n${on}\n`
  const mac = yield* hmacSha256(secret, utf8(said))
  let number = 0n
  for (const byte of mac.subarray(0, 8)) number = (number << 8n) | BigInt(byte)
  return String(number % CHECK_WAYS).padStart(10, '0')
}

const isWhole = (n: number, least: number, most: number): boolean => Number.isInteger(n) && n >= least && n <= most
