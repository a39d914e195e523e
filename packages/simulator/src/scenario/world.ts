/** A simulated car with the real controller in it: time passes only when it is told to. */
import { configFor, type DeviceConfig, hardware } from '@keyturn/device/config.ts'
import { type BodyOf, type InputKind, input } from '@keyturn/device/input.ts'
import { apply } from '@keyturn/device/ledger.ts'
import { type Outputs, outputs } from '@keyturn/device/outputs.ts'
import { restore } from '@keyturn/device/restore.ts'
import type { State } from '@keyturn/device/state.ts'
import { step } from '@keyturn/device/step.ts'
import { addDays, civilDateOf } from '@keyturn/domain/civil.ts'
import type { EntryOf } from '@keyturn/domain/record.ts'
import {
  type CivilDate,
  type DeviceId,
  type Duration,
  deviceId,
  duration,
  type Instant,
  instant,
} from '@keyturn/domain/units.ts'
import { concat } from '@keyturn/evidence/bytes.ts'
import type { Crypto } from '@keyturn/evidence/crypto.ts'
import { deviceOrigin } from '@keyturn/evidence/names.ts'
import type { NoteKey } from '@keyturn/evidence/note.ts'
import type { Head } from '@keyturn/evidence/segment.ts'
import type { Trust } from '@keyturn/evidence/statement/statement.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { actOnCar, type Car, type CarAct, newCar, readingsAtBoot, type Sensed, supplyMillivolts } from '../car.ts'
import { type Chance, chanceFrom } from '../chance.ts'
import { Desk } from './desk.ts'
import { drawFor } from './draw.ts'
import { type Answer, HeldLog } from './held-log.ts'
import type { Kit } from './kit.ts'
import { LogBook } from './log-book.ts'
import type { Scenario, UnitIdentity } from './scenario.ts'

/** Ticks in one wait: a device that falls due again and again without end is a fault of ours. */
const TICKS_MAX = 1_000_000
const REBOOT_MS = 2_000
/** How often the device reads voltage and temperature. Half of what it takes for a reading to be stale. */
const READ_WIRES_MS = 300_000
/** Records that end a trip or a visit: the segment is closed and sent after them. */
const CLOSING: readonly string[] = ['ignition-off', 'service-completed', 'service-abandoned']

/** What a world begins with. Without a name of its own the device is called by its law and seed. */
export type Beginning = Pick<Scenario, 'profile' | 'start' | 'seed' | 'chance' | 'installed' | 'vehicle'> & {
  readonly device?: DeviceId
  readonly unit?: UnitIdentity
}

/** A device that is told nothing else of itself. */
export const USUAL_UNIT: UnitIdentity = { vendor: 'northgate', model: 'NG-3', firmware: '3.1', region: 'North' }

/** What the server took, and when. */
export type Taken = {
  readonly at: Instant
  readonly seq: number
  readonly bytes: Uint8Array
  /** What the log ended with before, and ends with now. */
  readonly follows: Head
  readonly head: Head
}

/** One car, its device, its log and its server, in one time. */
export class World {
  readonly profile: Profile
  readonly config: DeviceConfig
  readonly device: DeviceId
  readonly key: NoteKey
  readonly log: LogBook
  readonly server: HeldLog
  /** Whether the authority publishes what it signs. */
  authorityUp = true
  readonly unit: UnitIdentity
  readonly crypto: Crypto
  readonly chance: Chance
  state: State
  car: Car
  at: Instant
  lastAnswer: Answer = { kind: 'unreachable' }
  #up: Duration = duration(0)
  #clockOff = 0
  #readWiresAt: Instant
  readonly taken: Taken[] = []
  readonly #scenario: Beginning
  readonly #kit: Kit
  #desk: Desk | undefined
  #withdrawals: readonly string[] = []

  constructor(scenario: Beginning, kit: Kit) {
    const { profile, seed, vehicle } = scenario
    this.#scenario = scenario
    this.profile = profile
    this.#kit = kit
    this.crypto = kit.crypto
    this.unit = scenario.unit ?? USUAL_UNIT
    this.device = scenario.device ?? deviceId(`${profile.id}-${seed}`)
    const identity = { device: this.device, jurisdiction: profile.id, ...this.unit }
    this.config = configFor(profile, hardware, identity)
    this.chance = chanceFrom(seed)
    const signer = kit.signer(deviceOrigin(this.device), keySeed(seed))
    this.key = signer.key
    this.log = new LogBook({ device: this.device, profile: this.config.profile, signer, crypto: kit.crypto })
    this.server = new HeldLog(this.device, this.key, kit.crypto)
    this.state = restore([], this.config)
    this.car = { ...newCar, batteryMillivolts: vehicle.millivolts, deciCelsius: vehicle.deciCelsius }
    this.at = scenario.installed?.at ?? scenario.start
    this.#readWiresAt = this.at
    this.#boot()
  }

  /** The technician installs the device; then time passes until the scenario starts. */
  installed(technician: string, center: string): void {
    const { installed, start } = this.#scenario
    if (installed === null) return
    this.feed('service', { do: 'install', technician, center, profile: this.config.profile, dueOn: installed.dueOn })
    this.pass(start - this.at)
    this.upload()
  }

  /** One input at the present moment. */
  feed<K extends InputKind>(kind: K, body: BodyOf<K>): void {
    const { chance } = this.#scenario
    const draw = chance === 'drawn' ? this.chance.next() : drawFor(chance, this.config)
    const at = instant(this.at + this.#clockOff)
    const next = step(this.state, input(kind, body, { at, up: this.#up, draw }), this.config)
    this.state = next.state
    this.log.append(next.entries)
    if (next.entries.some((entry) => CLOSING.includes(entry.kind))) this.upload()
  }

  /** Something about the device's visitors that changes no state of it: its shell records it. */
  note(event: Pick<EntryOf<'statement-refused'>, 'kind' | 'statement' | 'why'>): void {
    const entry = { ...event, at: this.deviceNow, up: this.#up, cause: 'unknown' } as const
    this.log.append([entry])
    this.state = { ...this.state, ledger: apply(this.state.ledger, entry, this.config) }
  }

  /** Where the statements of this run are signed. Keys are made when somebody first signs. */
  get desk(): Desk {
    const { device, unit, profile } = this
    this.#desk ??= new Desk({ seed: this.#scenario.seed, device, jurisdiction: profile.id, unit }, this.#kit)
    return this.#desk
  }

  /** What the device pins, and what it has heard was withdrawn. */
  get trust(): Trust {
    return this.desk.authority.trusting(this.#withdrawals, this.deviceNow)
  }

  /** The device keeps a verified list of what was withdrawn. */
  trustLess(file: string): void {
    this.#withdrawals = [...this.#withdrawals, file]
  }

  /** Time passes. The device ticks whenever something falls due, reads its wires now and then, and ticks at the end. */
  pass(ms: number): void {
    const until = this.at + ms
    for (let n = 0; n < TICKS_MAX; n++) {
      const next = Math.min(this.at + this.state.nextAt - this.deviceNow, this.#readWiresAt)
      const due = Math.max(this.at, next)
      if (due > until) {
        this.#move(until - this.at)
        return this.feed('tick', null)
      }
      this.#move(due - this.at)
      this.feed('tick', null)
      if (this.at >= this.#readWiresAt) this.#readWires()
    }
    throw new Error(`the device still falls due after ${TICKS_MAX} ticks`)
  }

  /** What somebody or something does to the car, and what the device hears of it, each reading at its moment. */
  act(act: CarAct): void {
    const relay = this.out.starter === 'permitted' ? 'closed' : 'open'
    const { car, sensed } = actOnCar(this.car, act, relay)
    this.car = car
    this.#hear(sensed)
  }

  /** The unit's process dies and starts again with what stands in its log. */
  crash(): void {
    this.state = restore(this.log.records, this.config)
    this.#move(REBOOT_MS)
    if (this.car.power === 'connected') this.#boot()
  }

  /** Somebody sets the real-time clock. */
  setClock(byMs: number): void {
    this.#clockOff += byMs
    this.feed('tick', null)
  }

  /** Closes the open segment and sends what the server has not acknowledged. */
  upload(): Answer {
    this.log.close()
    const missing = this.log.closed.filter(({ lastSeq }) => lastSeq > this.server.head.lastSeq)
    if (missing.length > 0 || !this.server.up) {
      const upload = concat(...missing.map(({ bytes }) => bytes))
      const follows = this.server.head
      this.lastAnswer = this.server.receive(upload)
      const { head } = this.server
      if (head.lastSeq > follows.lastSeq) {
        this.taken.push({ at: this.at, seq: head.lastSeq, bytes: upload, follows, head })
      }
    }
    return this.lastAnswer
  }

  get out(): Outputs {
    return outputs(this.state, this.config, this.deviceNow)
  }

  /** The device's own time: it differs from ours only after its clock was set while it had no power. */
  get deviceNow(): Instant {
    if (this.state.phase.at === 'unpowered') return this.state.now
    return instant(this.state.now + (this.#up - this.state.up))
  }

  /** The last day a visit of today may set. */
  get latestDue(): CivilDate {
    return addDays(civilDateOf(this.deviceNow, this.profile.timeZone), this.config.dueWithinDays)
  }

  /** Supply and temperature change slowly; a device that sees a supply vanish must know what it was shortly before. */
  #readWires(): void {
    this.#readWiresAt = instant(this.at + READ_WIRES_MS)
    if (this.car.power === 'lost') return
    this.feed('supply', supplyMillivolts(this.car))
    this.feed('temperature', this.car.deciCelsius)
  }

  #boot(): void {
    this.#up = duration(0)
    this.feed('power', 'restored')
    this.#hear(readingsAtBoot(this.car))
  }

  #hear(sensed: readonly Sensed[]): void {
    const from = this.at
    for (const { afterMs, kind, body } of sensed) {
      this.pass(from + afterMs - this.at)
      // A device that gets its power back has booted: its counter begins anew.
      if (kind === 'power' && body === 'restored') this.#up = duration(0)
      this.feed(kind, body)
    }
  }

  #move(ms: number): void {
    this.at = instant(this.at + ms)
    this.#up = duration(this.#up + ms)
  }
}

/** The run's key comes from its seed: the same file gives the same log, byte for byte. */
function keySeed(seed: number): Uint8Array {
  const bytes = new Uint8Array(32)
  const chance = chanceFrom(seed)
  for (let i = 0; i < bytes.length; i++) bytes[i] = chance.between(0, 255)
  return bytes
}
