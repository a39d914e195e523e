/** The keypad: twelve digits that somebody was told on the telephone. Each try is on record. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import type { Keyed } from '@keyturn/device/input.ts'
import { civilDateOf } from '@keyturn/domain/civil.ts'
import type { DeviceId } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { CODE_DIGITS, readCode } from '@keyturn/evidence/statement/keypad-code.ts'
import type { Controller } from '../controller.ts'
import type { CodeSecrets } from './code-secrets.ts'
import { Refusals } from './refusals.ts'
import { type LinkAnswer, told } from './told.ts'

/** Nobody types more codes than this in ten minutes; a program that does would only fill the log. */
const TRIES_MAX = 60

export type KeypadOptions = {
  readonly device: DeviceId
  readonly secrets: CodeSecrets | null
  readonly controller: Controller
  /** In which people are told times. */
  readonly timeZone: string
}

export class Keypad {
  readonly #device: DeviceId
  readonly #secrets: CodeSecrets | null
  readonly #controller: Controller
  readonly #timeZone: string
  readonly #tries = new Refusals('the keypad was used too often', TRIES_MAX)

  /** Without secrets no code is right. */
  constructor({ device, secrets, controller, timeZone }: KeypadOptions) {
    this.#device = device
    this.#secrets = secrets
    this.#controller = controller
    this.#timeZone = timeZone
  }

  /** Takes what was typed; spaces and hyphens are how people write a code down. @throws Held after too many tries. */
  async type(typed: string): Promise<LinkAnswer> {
    const controller = this.#controller
    this.#tries.check(controller.at())
    this.#tries.add(controller.at())
    const entries = controller.hear({ kind: 'keypad', body: this.#read(typed.replaceAll(/[ -]/g, '')) })
    await controller.settled()
    return told(entries, this.#timeZone)
  }

  #read(digits: string): Keyed {
    // Anything but digits was no keypad's; it counts as no code, as long as it is.
    if (!/^[0-9]*$/.test(digits) || digits.length !== CODE_DIGITS)
      return { digits: digits.length === CODE_DIGITS ? 0 : digits.length, code: null, used: false }
    if (this.#secrets === null) return { digits: CODE_DIGITS, code: null, used: false }
    const { codes } = this.#controller.state().ledger
    // Whoever made the code counted days by UTC, as the car does.
    const on = civilDateOf(this.#controller.at(), 'UTC')
    const verdict = runSync(
      readCode({ secrets: this.#secrets, used: codes, device: this.#device, digits, on }),
      nodeCrypto,
    )
    return { digits: CODE_DIGITS, code: verdict.kind === 'code' ? verdict.code : null, used: verdict.kind === 'used' }
  }
}
