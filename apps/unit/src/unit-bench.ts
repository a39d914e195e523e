/** For tests: a device in its car without a process, on a disk that fails on request and a clock that stands still. */
import { signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import { configFor, hardware, identityUnder } from '@keyturn/device/config.ts'
import { addDays, civilDateOf } from '@keyturn/domain/civil.ts'
import type { Kind, Record } from '@keyturn/domain/record.ts'
import type { DeviceIdentity } from '@keyturn/domain/relief.ts'
import { deviceId, iso } from '@keyturn/domain/units.ts'
import { type FaultyDisk, faultyDisk } from '@keyturn/local/disk/faulty-disk.ts'
import { type Profile, profileName } from '@keyturn/rules/profile.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { type Clock, clockFrom } from './clock.ts'
import { Controller } from './controller.ts'
import { VirtualCar } from './hardware/virtual-car.ts'
import { openRecorder } from './recorder/open.ts'
import type { Recorder } from './recorder/recorder.ts'
import { recordsIn } from './recorder/records.ts'

export const START = Date.UTC(2026, 10, 23, 15, 0, 0)
export const device = deviceId('KT-TEST-1')
export const signer = signerFromSeed(`keyturn.org/device/${device}`, new Uint8Array(32).fill(7))

/** Everything in these tests runs on promises alone, so a turn of the event loop ends all of it. */
export const settled = (): Promise<void> => new Promise((done) => setImmediate(done))

export type BenchOptions = {
  readonly profile?: Profile
  readonly identity?: DeviceIdentity
  readonly disk?: FaultyDisk
  readonly clock?: Clock
}

export class UnitBench {
  readonly disk: FaultyDisk
  readonly clock: Clock
  readonly profile: Profile
  readonly identity: DeviceIdentity
  readonly recorder: Recorder
  readonly controller: Controller
  readonly car: VirtualCar
  readonly failures: unknown[]

  private constructor(
    parts: Pick<UnitBench, 'disk' | 'clock' | 'profile' | 'identity' | 'recorder' | 'controller' | 'car' | 'failures'>,
  ) {
    this.disk = parts.disk
    this.clock = parts.clock
    this.profile = parts.profile
    this.identity = parts.identity
    this.recorder = parts.recorder
    this.controller = parts.controller
    this.car = parts.car
    this.failures = parts.failures
  }

  static async start(options: BenchOptions = {}): Promise<UnitBench> {
    const { profile = massachusetts, disk = faultyDisk() } = options
    const clock = options.clock ?? clockFrom(0, { wall: () => START, counter: () => 0 })
    const failures: unknown[] = []
    let controller: Controller | undefined
    const { recorder, records } = await openRecorder({
      disk,
      folders: { first: '/first', second: '/second' },
      device,
      profile: profileName(profile),
      firmware: 'keyturn-unit test',
      signer,
      stamp: clock.now,
      onHealth: (health) => controller?.recorderHealth(health),
    })
    let seed = 1
    const chance = () => seed++
    const pass = (ms: number) => {
      clock.advance(ms)
      controller?.tick()
      return Promise.resolve()
    }
    const car = new VirtualCar(pass, chance)
    const { identity = identityUnder(profile) } = options
    const config = configFor(profile, hardware, identity)
    const parts = { config, records, recorder, clock, hardware: car, chance }
    controller = new Controller({ ...parts, onChange: () => {}, onFailure: (error) => failures.push(error) })
    controller.begin()
    await settled()
    return new UnitBench({ disk, clock, profile, identity, recorder, controller, car, failures })
  }

  /** The same car and disk after the unit's process died. */
  async crash(): Promise<UnitBench> {
    await this.recorder.stop()
    const { disk, profile, identity } = this
    const later = this.clock.now().at + 2_000
    return UnitBench.start({ disk, profile, identity, clock: clockFrom(0, { wall: () => later, counter: () => 0 }) })
  }

  async install(): Promise<this> {
    const { dueWithinDays, timeZone } = configFor(this.profile)
    const dueOn = addDays(civilDateOf(this.clock.now().at, timeZone), dueWithinDays)
    const profile = profileName(this.profile)
    this.controller.hear({ kind: 'service', body: { do: 'install', technician: 't-1', center: 'c-1', profile, dueOn } })
    await settled()
    return this
  }

  async wait(ms: number): Promise<void> {
    this.clock.advance(ms)
    this.controller.tick()
    await settled()
  }

  /** Ignition on, warm-up over, a sober breath, its analysis over: the start is permitted. */
  async passTest(): Promise<void> {
    await this.car.act({ do: 'ignition', to: 'on' })
    await this.wait(20_000)
    await this.car.act({ do: 'blow', brac: 0, how: 'good' })
    await this.wait(4_000)
  }

  async records(): Promise<readonly Record[]> {
    return recordsIn(await this.recorder.bytes())
  }

  async kinds(): Promise<readonly Kind[]> {
    return (await this.records()).map(({ kind }) => kind)
  }

  now(): string {
    return iso(this.clock.now().at)
  }
}
