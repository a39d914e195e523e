/** A car of the drill, over its local link, as its driver and a phone see it. */
import { civilDateOf } from '@keyturn/domain/civil.ts'
import { type CivilDate, type DeviceId, type Instant, minutes, parseInstant } from '@keyturn/domain/units.ts'
import { drive, driverOf } from '../demo/drives.ts'
import { ask, asked, at, list, text } from './json.ts'

const BLOW_TRIES = 3

export class Car {
  readonly device: DeviceId
  readonly url: string

  constructor(device: DeviceId, url: string) {
    this.device = device
    this.url = url
  }

  state(): Promise<unknown> {
    return asked(`${this.url}/link/state`)
  }

  async now(): Promise<Instant> {
    const now = parseInstant(text(await this.state(), 'at'))
    if (now === undefined) throw new Error(`${this.device} tells no time`)
    return now
  }

  /** The date of the next visit on the calendar of the place. */
  async dueOn(): Promise<CivilDate> {
    const state = await this.state()
    const due = parseInstant(text(state, 'ledger', 'dueAt'))
    if (due === undefined) throw new Error(`${this.device} has no date`)
    return civilDateOf(due, text(state, 'timeZone'))
  }

  /** Rules of the lockouts in force. */
  async lockouts(): Promise<readonly string[]> {
    return list(await this.state(), 'ledger', 'lockouts').map((one) => text(one, 'rule'))
  }

  /** A sober drive, from now on. */
  async drive(): Promise<void> {
    await drive(driverOf(this.url), await this.now(), minutes(12))
  }

  /** Ignition on, warm up, one breath, ignition off. Answers whether the device would have let the engine start. */
  async tries(brac: number): Promise<boolean> {
    await this.#act({ do: 'ignition', to: 'on' })
    await this.pass(20_000)
    let permitted = false
    for (let n = 0; n < BLOW_TRIES && !permitted; n += 1) {
      await this.#act({ do: 'blow', brac, how: 'good' })
      await this.pass(5_000)
      permitted = at(await this.state(), 'outputs', 'starter') === 'permitted'
      // A breath that is over the limit, or in a locked car, is not repeated.
      if (brac > 0) break
    }
    await this.#act({ do: 'ignition', to: 'off' })
    return permitted
  }

  /** Somebody's phone hands over a statement file. */
  async give(file: string): Promise<{ readonly ok: boolean; readonly value: unknown }> {
    return ask(`${this.url}/link/statement`, { file })
  }

  /** Somebody types digits. */
  async type(digits: string): Promise<unknown> {
    return asked(`${this.url}/link/keypad`, { digits })
  }

  /** The whole log, as it stands. */
  async log(): Promise<Uint8Array> {
    const response = await fetch(`${this.url}/link/log`)
    if (!response.ok) throw new Error(`${this.device} gives no log: ${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  }

  /** What the car has on record against mirrors, in its own words. */
  async doubts(): Promise<readonly string[]> {
    const lines = Buffer.from(await this.log())
      .toString('utf8')
      .split('\n')
    return lines.flatMap((line) => {
      if (!line.includes('"mirror-doubted"')) return []
      return [text(JSON.parse(line), 'why')]
    })
  }

  async pass(ms: number): Promise<void> {
    await asked(`${this.url}/link/clock`, { do: 'advance', ms })
  }

  async #act(what: object): Promise<void> {
    await asked(`${this.url}/link/car`, what)
  }
}
