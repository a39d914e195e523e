/** When a car would stop if nobody served it any more: the real controller, run forward from its log. */
import type { DeviceConfig } from '@keyturn/device/config.ts'
import { type BodyOf, type InputKind, input } from '@keyturn/device/input.ts'
import { restore } from '@keyturn/device/restore.ts'
import { isLocked } from '@keyturn/device/starting.ts'
import type { State } from '@keyturn/device/state.ts'
import { step } from '@keyturn/device/step.ts'
import type { Entry, StartAnswer } from '@keyturn/domain/record.ts'
import { type Duration, days, duration, type Instant, instant } from '@keyturn/domain/units.ts'

export type StopAt =
  /** It started on a passed test at every try, up to the horizon. */
  | { readonly kind: 'runs' }
  | { readonly kind: 'stops'; readonly at: Instant; readonly rule: string | null }
  /** It does not start today. `why` is what it answered to the key. */
  | { readonly kind: 'stopped'; readonly since: Instant; readonly rule: string | null; readonly why: StartAnswer }
  | { readonly kind: 'not-installed' }

/** A device does by itself no more than so many things in the horizon. */
const DEADLINES_MAX = 2_000
const FRAME_MS = 50
const FRAMES = 110

/** `entries` is the log of the device as far as it is held, oldest first. */
export function stopOf(
  entries: readonly Entry[],
  { config, at, horizon }: { readonly config: DeviceConfig; readonly at: Instant; readonly horizon: Duration },
): StopAt {
  const car = new QuietCar(entries, config)
  // Of what came after the last record that is held nothing is known but that time passed.
  car.runTo(at)
  if (!car.state.ledger.installed) return { kind: 'not-installed' }
  const today = car.tryStart()
  const end = at + horizon
  if (isLocked(car.state.ledger) || today === 'not-ready') {
    const lock = car.state.ledger.lockouts.find(({ closed }) => closed)
    return { kind: 'stopped', since: lock?.since ?? at, rule: lock?.rule ?? null, why: today }
  }
  for (let n = 0; n < DEADLINES_MAX && car.state.nextAt <= end; n += 1) {
    car.tickAt(car.state.nextAt)
    if (!isLocked(car.state.ledger)) continue
    const lockedAt = car.state.now
    const rule = car.state.ledger.lockouts.find(({ closed }) => closed)?.rule ?? null
    // Believed only when the car itself refuses: a passed breath, the key turned, no start.
    car.wait(days(1))
    if (car.tryStart() === 'locked-out') return { kind: 'stops', at: lockedAt, rule }
  }
  return { kind: 'runs' }
}

/** A parked car that nobody serves: its clock runs, and sometimes somebody tries to start it, sober. */
class QuietCar {
  state: State
  readonly #config: DeviceConfig
  #at: Instant
  #up: Duration = duration(0)

  constructor(entries: readonly Entry[], config: DeviceConfig) {
    this.#config = config
    this.state = restore(entries, config)
    this.#at = this.state.now
    this.#feed('power', 'restored')
  }

  /** Lets time pass to the moment, deadline by deadline. */
  runTo(at: Instant): void {
    for (let n = 0; n < DEADLINES_MAX && this.state.nextAt <= at; n += 1) this.tickAt(this.state.nextAt)
    if (this.state.now < at) this.tickAt(at)
  }

  /** Lets time pass until the device's own clock shows the moment. */
  tickAt(moment: Instant): void {
    this.wait(duration(Math.max(1, moment - this.state.now)))
  }

  wait(span: Duration): void {
    this.#at = instant(this.#at + span)
    this.#up = duration(this.#up + span)
    this.#feed('tick', null)
  }

  /** A sober driver tries: what the device answered to the turned key. The engine never runs. */
  tryStart(): StartAnswer {
    this.#feed('ignition', 'on')
    this.wait(duration(180_000))
    for (let frame = 0; frame < FRAMES; frame += 1) {
      this.#feed('breath', {
        flowMlPerS: 420 + (frame % 7) * 6,
        nanoamps: 0,
        deciCelsius: 340,
        humidity: 95,
        hum: 50,
      })
      this.#at = instant(this.#at + FRAME_MS)
      this.#up = duration(this.#up + FRAME_MS)
    }
    this.wait(duration(4_000))
    const answered = this.#feed('ignition', 'crank').find((entry) => entry.kind === 'start-attempted')
    this.#feed('ignition', 'off')
    return answered?.kind === 'start-attempted' ? answered.why : 'not-ready'
  }

  #feed<K extends InputKind>(kind: K, body: BodyOf<K>): readonly Entry[] {
    const result = step(this.state, input(kind, body, { at: this.#at, up: this.#up, draw: 1 }), this.#config)
    this.state = result.state
    return result.entries
  }
}
