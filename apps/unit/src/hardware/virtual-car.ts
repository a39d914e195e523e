/** The virtual car and breath head behind the hardware interface. Acts take time, as they do at a real wheel. */
import type { Outputs } from '@keyturn/device/outputs.ts'
import { breathFrames, FRAME_MS, FRESH_CELL, type Manner } from '@keyturn/simulator/breath.ts'
import {
  actOnCar,
  type Car,
  type CarAct,
  newCar,
  readingsAtBoot,
  type Sensed,
  supplyMillivolts,
} from '@keyturn/simulator/car.ts'
import type { Hardware, Reading } from './hardware.ts'

export type Act = CarAct | { readonly do: 'blow'; readonly brac: number; readonly how: Manner }

/** Lets the time of an act pass: in a demonstration really, in a test at once. */
export type Pace = (ms: number) => Promise<void>

export type CarView = {
  readonly ignition: 'off' | 'on'
  readonly engine: 'stopped' | 'running'
  readonly power: 'lost' | 'restored'
  readonly supplyMv: number
  readonly deciCelsius: number
  readonly head: 'connected' | 'disconnected'
  readonly breathing: boolean
}

/** Somebody already has the handset at the mouth, or a hand on the key. */
export class CarBusy extends Error {
  override readonly name = 'CarBusy' as const
}

const DECIDING: ReadonlySet<Act['do']> = new Set(['ignition', 'stall', 'push-start', 'power'])

export class VirtualCar implements Hardware {
  readonly #pace: Pace
  readonly #seed: () => number
  #car: Car = newCar
  #relay: 'open' | 'closed' = 'open'
  #hear: (reading: Reading) => void = () => {}
  #breathing = false
  #turning = false
  /** Raised by every act that decides about engine or power: what an earlier one had still under way is overtaken. */
  #act = 0

  constructor(pace: Pace, seed: () => number) {
    this.#pace = pace
    this.#seed = seed
  }

  drive({ starter }: Outputs): void {
    this.#relay = starter === 'permitted' ? 'closed' : 'open'
  }

  listen(hear: (reading: Reading) => void): void {
    this.#hear = hear
  }

  atBoot(): readonly Reading[] {
    return readingsAtBoot(this.#car)
  }

  poll(): readonly Reading[] {
    if (this.#car.power === 'lost') return []
    return [
      { kind: 'supply', body: supplyMillivolts(this.#car) },
      { kind: 'temperature', body: this.#car.deciCelsius },
    ]
  }

  view(): CarView {
    const { ignition, engine, power, deciCelsius, head } = this.#car
    return {
      ignition,
      engine,
      power: power === 'lost' ? 'lost' : 'restored',
      supplyMv: supplyMillivolts(this.#car),
      deciCelsius,
      head,
      breathing: this.#breathing,
    }
  }

  /**
   * Resolves when the act is over and every reading of it was heard. @throws CarBusy while another act of its kind
   * goes on.
   */
  async act(act: Act, pace: Pace = this.#pace): Promise<void> {
    if (act.do === 'blow') return this.#blow(act.brac, act.how, pace)
    if (this.#turning && act.do === 'ignition' && act.to === 'crank') throw new CarBusy('the key is being turned')
    const { car, sensed } = actOnCar(this.#car, act, this.#relay)
    this.#car = car
    if (DECIDING.has(act.do)) this.#act += 1
    if (act.do !== 'ignition') return this.#tell(sensed, this.#act, pace)
    this.#turning = true
    try {
      await this.#tell(sensed, this.#act, pace)
    } finally {
      this.#turning = false
    }
  }

  async #tell(sensed: readonly Sensed[], act: number, pace: Pace): Promise<void> {
    let passed = 0
    for (const { afterMs, ...reading } of sensed) {
      if (afterMs > passed) await pace(afterMs - passed)
      passed = Math.max(passed, afterMs)
      // A driver who turned the key off again never had the engine that would have started.
      if (act !== this.#act && afterMs > 0) return
      this.#hear(reading)
    }
  }

  async #blow(brac: number, how: Manner, pace: Pace): Promise<void> {
    if (this.#breathing) throw new CarBusy('somebody is blowing')
    this.#breathing = true
    try {
      const air = { ...FRESH_CELL, airDeciCelsius: this.#car.deciCelsius }
      for (const frame of breathFrames({ brac, how, seed: this.#seed(), ...air })) {
        // A head that is unplugged, or has no power, senses nothing.
        if (this.#car.power === 'connected' && this.#car.head === 'connected')
          this.#hear({ kind: 'breath', body: frame })
        await pace(FRAME_MS)
      }
    } finally {
      this.#breathing = false
    }
  }
}
