/**
 * The loop: a reading goes through the pure step, what it records is made durable, and only then does what the device
 * does change. A start permission therefore never exists without its record on disk.
 */
import type { DeviceConfig } from '@keyturn/device/config.ts'
import { type InputKind, input } from '@keyturn/device/input.ts'
import { type Outputs, outputs } from '@keyturn/device/outputs.ts'
import { restore } from '@keyturn/device/restore.ts'
import type { State } from '@keyturn/device/state.ts'
import { step } from '@keyturn/device/step.ts'
import type { Cause, Entry, Event, Kind, Record } from '@keyturn/domain/record.ts'
import { type Instant, instant } from '@keyturn/domain/units.ts'
import { TEXT_MAX } from '@keyturn/evidence/fields.ts'
import type { Clock } from './clock.ts'
import type { Hardware, Reading } from './hardware/hardware.ts'
import { type Recorder, RecorderFull, RecorderStopped, RecordRefused } from './recorder/recorder.ts'

export type ControllerParts = {
  readonly config: DeviceConfig
  /** The log as it was found; the state is what it says. */
  readonly records: readonly Record[]
  readonly recorder: Recorder
  readonly clock: Clock
  readonly hardware: Hardware
  /** A whole number from 0 to 2^32 - 1. */
  readonly chance: () => number
  /** Told when anything that can be seen may have changed. */
  readonly onChange: () => void
  /** Told of what a reading recorded, before it is durable. */
  readonly onEntries?: (entries: readonly Entry[]) => void
  /** Told of a failure that is nobody's expected refusal. */
  readonly onFailure: (error: unknown) => void
}

/** After these the segment is closed and signed: the trip or the visit is over. */
const CLOSING: ReadonlySet<Kind> = new Set([
  'ignition-off',
  'installed',
  'service-completed',
  'service-abandoned',
  'uninstalled',
])
const POLL_MS = 60_000
/** The malfunction that the unit reports about itself when no disk takes its records. */
export const RECORDER_FAULT = 'recorder'

export class Controller {
  readonly #parts: ControllerParts
  /** After every reading so far. */
  #state: State
  /** After every reading whose records are durable: what the outputs follow. */
  #settled: State
  /** States that wait for their records, oldest first. */
  readonly #waiting: Ticket[] = []
  /** Whoever waits for the disk and must not wait for ever. */
  readonly #whenDown = new Set<() => void>()
  #polledAt = Number.NEGATIVE_INFINITY
  #shown = ''

  constructor(parts: ControllerParts) {
    this.#parts = parts
    this.#state = restore(parts.records, parts.config)
    this.#settled = this.#state
  }

  /** Wakes the device up: power is back, and the wires say how the car stands. */
  begin(): void {
    const { hardware } = this.#parts
    hardware.listen((reading) => this.hear(reading))
    const readings = hardware.atBoot()
    if (readings.length > 0) this.hear({ kind: 'power', body: 'restored' })
    for (const reading of readings) this.hear(reading)
    this.#drive()
  }

  /** Takes one reading. What it records is under way when this returns. */
  hear({ kind, body }: Reading): readonly Entry[] {
    const { clock, chance, config } = this.#parts
    const taken = step(this.#state, input<InputKind>(kind, body, { ...clock.now(), draw: chance() }), config)
    if (taken.entries.length > 0 && !this.#record(taken.entries, taken.state)) return []
    this.#state = taken.state
    if (taken.entries.length > 0) this.#parts.onEntries?.(taken.entries)
    const last = this.#waiting.at(-1)
    if (last === undefined) this.#settled = taken.state
    else last.state = taken.state
    this.#drive()
    return taken.entries
  }

  /** Lets what is due fall due, and reads the slow sensors now and then. */
  tick(): void {
    this.hear({ kind: 'tick', body: null })
    const { up } = this.#parts.clock.now()
    if (up - this.#polledAt < POLL_MS) return
    this.#polledAt = up
    for (const reading of this.#parts.hardware.poll()) this.hear(reading)
  }

  /** The recorder's health changed: without a disk the device is out of order, and says so. */
  recorderHealth(health: 'sound' | 'one-copy' | 'down'): void {
    this.hear({ kind: 'malfunction', body: { code: RECORDER_FAULT, present: health === 'down' } })
    if (health === 'down') for (const tell of this.#whenDown) tell()
  }

  /** Records a statement that was refused before it reached the controller. Resolves when that is durable. */
  refuse(statement: string, why: string): Promise<void> {
    return this.note('unknown', {
      kind: 'statement-refused',
      statement: statement.slice(0, TEXT_MAX),
      why: why.slice(0, TEXT_MAX),
    })
  }

  /** Records a fact about the unit or its visitors that changes no state of the device. Resolves when it is durable. */
  async note(cause: Cause, event: Noted): Promise<void> {
    const { up } = this.#parts.clock.now()
    await this.unlessDown(this.#parts.recorder.append([{ ...event, at: this.at(), up, cause }]))
  }

  /** Resolves when everything that was heard so far is durable, or will be once a disk works again. */
  async settled(): Promise<void> {
    for (let last = this.#waiting.at(-1); last !== undefined; last = this.#waiting.at(-1)) {
      if ((await this.unlessDown(last.durable)) === 'down') return
    }
  }

  /** Waits for something to become durable; not while no disk takes it. What is under way is not given up by that. */
  async unlessDown(durable: Promise<unknown>): Promise<'durable' | 'down'> {
    const { recorder, onFailure } = this.#parts
    const done = durable.then(() => 'durable' as const)
    done.catch(unlessStopped(onFailure))
    if (recorder.health() === 'down') return 'down'
    let heard = () => {}
    const down = new Promise<'down'>((tell) => {
      heard = () => tell('down')
    })
    this.#whenDown.add(heard)
    try {
      return await Promise.race([done, down])
    } finally {
      this.#whenDown.delete(heard)
    }
  }

  /** The state after every reading so far. */
  state(): State {
    return this.#state
  }

  /** The device's own time. */
  at(): Instant {
    return timeOf(this.#state, this.#parts.clock)
  }

  /** What the driver and the relay get. */
  outputs(): Outputs {
    const { clock, config, recorder } = this.#parts
    const of = (state: State) => outputs(state, config, timeOf(state, clock))
    const latest = of(this.#state)
    // Without a disk nothing becomes durable: the driver is told the truth, and the starter stays blocked.
    if (recorder.health() === 'down') {
      return { ...latest, starter: 'blocked', lamp: 'red', ...(latest.mode === 'asleep' ? {} : { display: DISK_DOWN }) }
    }
    const settled = this.#waiting.length === 0 ? latest : of(this.#settled)
    // A permission needs its record on disk; taking one back does not wait for the disk.
    return latest.starter === 'permitted' ? settled : { ...settled, starter: 'blocked' }
  }

  #record(entries: readonly Entry[], state: State): boolean {
    const { recorder, onFailure } = this.#parts
    let written: Promise<readonly Record[]>
    try {
      written = recorder.append(entries)
    } catch (error) {
      // No room left to keep it in mind: the reading did not happen, so that state and log stay one story.
      if (error instanceof RecorderFull) return false
      throw error
    }
    const over = () => {
      this.#waiting.splice(0, this.#waiting.indexOf(ticket) + 1)
    }
    const durable = written.then(
      () => {
        over()
        this.#settled = ticket.state
        if (entries.some(({ kind }) => CLOSING.has(kind))) recorder.close().catch(unlessStopped(onFailure))
        this.#drive()
      },
      (error: unknown) => {
        over()
        unlessStopped(onFailure)(error)
        // The state has what the log has not: until somebody looks at it the device is out of order.
        if (error instanceof RecordRefused) this.hear(FAULTY)
      },
    )
    const ticket: Ticket = { state, durable }
    this.#waiting.push(ticket)
    return true
  }

  #drive(): void {
    const now = this.outputs()
    this.#parts.hardware.drive(now)
    const shown = JSON.stringify(now)
    if (shown === this.#shown) return
    this.#shown = shown
    this.#parts.onChange()
  }
}

/** Facts about the unit's own doings and visitors. */
type Noted = Extract<Event, { kind: 'statement-refused' | 'log-conflict' | 'mirror-doubted' }>

const FAULTY: Reading = { kind: 'malfunction', body: { code: RECORDER_FAULT, present: true } }

/** A state that waits for its records. */
type Ticket = { state: State; readonly durable: Promise<void> }

const DISK_DOWN: Outputs['display'] = ['RECORDER FAULT', 'CALL SERVICE CENTER']

/** The state's own time, carried on by the counter. */
const timeOf = (state: State, clock: Clock): Instant =>
  instant(state.phase.at === 'unpowered' ? state.now : state.now + Math.max(0, clock.now().up - state.up))

const unlessStopped = (onFailure: (error: unknown) => void) => (error: unknown) => {
  if (!(error instanceof RecorderStopped)) onFailure(error)
}
