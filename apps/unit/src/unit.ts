/** A unit: recorder, controller, virtual car, service desk, sync and local link, put together and started. */
import path from 'node:path'
import { configFor } from '@keyturn/device/config.ts'
import type { Record } from '@keyturn/domain/record.ts'
import { iso } from '@keyturn/domain/units.ts'
import { toBase64 } from '@keyturn/evidence/bytes.ts'
import { nodeDisk } from '@keyturn/local/disk/node-disk.ts'
import { lockFolder } from '@keyturn/local/lock.ts'
import { profileName } from '@keyturn/rules/profile.ts'
import { nonce, chance as ofTheMachine } from './chance.ts'
import { type Clock, clockFrom } from './clock.ts'
import { Controller } from './controller.ts'
import { demoVisitor } from './demo-visitor.ts'
import { deviceSigner } from './device-key.ts'
import { VirtualCar } from './hardware/virtual-car.ts'
import { startLink } from './link/link.ts'
import { closedSegments, listeners } from './listeners.ts'
import { cannotUse, type UnitOptions } from './options.ts'
import { openRecorder } from './recorder/open.ts'
import type { Health, Recorder } from './recorder/recorder.ts'
import { serviceAt } from './service/at-desk.ts'
import { type DemoKeys, demoKeysIn, publicHalf } from './service/demo-keys.ts'
import { ServiceDesk } from './service/session.ts'
import { pinnedKeys } from './sync/receipts.ts'
import { Sync } from './sync/sync.ts'

export const FIRMWARE = 'keyturn-unit 0.1.0'
const TICK_MS = 250
const TEND_MS = 1_000
const RETRY_FIRST_MS = 500

export type UnitLog = {
  info(what: object, message: string): void
  error(what: object, message: string): void
}

export type Hooks = {
  readonly log: UnitLog
  /** Told when the unit itself moved its world's time: a supervisor lets the other worlds follow. */
  readonly onClockOffset?: (ms: number) => void
  /** A whole number from 0 to 2^32 - 1 at each call. Default: from the machine, as in any car. */
  readonly chance?: () => number
}

export type Unit = {
  /** Where the local link listens, such as `http://127.0.0.1:41234`. */
  readonly url: string
  /** The device's Ed25519 public key in Base64: what it is enrolled with. */
  readonly publicKey: string
  /** Moves the unit's world to this offset from the machine's clock. */
  setClockOffset(ms: number): void
  /** Switches off: what is recorded is written, everything is let go. */
  close(): Promise<void>
}

/**
 * Starts a unit. @throws with one sentence that names what is in the way (port taken, folder in use, unreadable log).
 */
export async function startUnit(options: UnitOptions, hooks: Hooks): Promise<Unit> {
  // Everything that can be wrong with the options is found before anything is touched.
  pinnedKeys(options.receiptKeys)
  const closers: (() => Promise<void>)[] = []
  const close = async () => {
    for (const letGo of closers.splice(0).reverse()) await letGo()
  }
  try {
    closers.push(await lockFolder(options.dataFolder))
    return { ...(await assemble(options, hooks, closers)), close }
  } catch (error) {
    await close()
    throw cannotUse(error)
  }
}

/** Puts the parts together. What has to be let go later is added to `closers`, in the order in which it came. */
async function assemble(
  options: UnitOptions,
  hooks: Hooks,
  closers: (() => Promise<void>)[],
): Promise<Omit<Unit, 'close'>> {
  const { device, profile, dataFolder } = options
  const config = configFor(profile)
  const clock = clockFrom(options.clockOffsetMs)
  const changed = listeners()
  const onFailure = (error: unknown) => hooks.log.error({ error: String(error) }, 'the unit failed at something')
  const publicKey = toBase64((await deviceSigner(device, dataFolder)).key.publicKey)

  let controller: Controller | undefined
  const heard = (health: Health, trouble: string | null) => {
    if (health === 'sound') hooks.log.info({ health }, 'the recorder has both copies')
    else hooks.log.error({ health, trouble }, 'the recorder cannot write everywhere')
    controller?.recorderHealth(health)
  }
  const { recorder, records } = await openLog(options, clock, heard, closers)

  const chance = hooks.chance ?? ofTheMachine
  const jump = jumping(clock, () => controller?.tick())
  const car = new VirtualCar(options.pace === 'real' ? clock.wait : jump, chance)
  const running = new Controller({
    config,
    records,
    recorder,
    clock,
    hardware: car,
    chance,
    onChange: changed.tell,
    onFailure,
  })
  controller = running
  running.begin()
  running.recorderHealth(recorder.health())

  const demoKeys = options.demo ? await demoKeysIn(path.join(dataFolder, 'demo')) : null
  const desk = deskOf(options, demoKeys, clock, recorder)
  const serve = serviceAt(desk, running)
  const sync = syncOf(options, { clock, recorder, records, controller: running, onChange: changed.tell, onFailure })
  const movedTime = () => hooks.onClockOffset?.(clock.offsetMs())
  const passTime = (ms: number) => {
    void jump(ms)
    movedTime()
  }
  const visitor =
    demoKeys && demoVisitor({ device, config, keys: demoKeys, clock, controller: running, car, desk, serve, jump })
  const visitCenter = async () => {
    await visitor?.()
    movedTime()
  }
  const link = await startLink({
    options,
    profile,
    publicKey,
    controller: running,
    recorder,
    car,
    clock,
    sync,
    desk,
    serve,
    passTime: options.demo ? passTime : null,
    visitCenter: visitor === null ? null : visitCenter,
    onChange: changed.add,
  })
  // Together: an upload may wait for a segment to be closed, which a stopped recorder refuses.
  closers.push(async () => {
    await Promise.all([recorder.stop(), sync.stop()])
  }, link.close)
  const stops = [
    changed.add(closedSegments(recorder, () => sync.wake())),
    clock.every(TICK_MS, () => running.tick()),
    clock.every(TEND_MS, () => {
      if (recorder.health() !== 'sound') recorder.tend().catch(onFailure)
    }),
  ]
  closers.push(async () => {
    for (const stop of stops) stop()
  })
  await sync.begin()
  hooks.log.info({ device, url: link.url, records: records.length, at: iso(clock.now().at) }, 'the unit is on')
  const setClockOffset = (ms: number) => {
    clock.setOffset(ms)
    running.tick()
  }
  return { url: link.url, publicKey, setClockOffset }
}

async function openLog(
  { device, profile, dataFolder, copyFolder }: UnitOptions,
  clock: Clock,
  onHealth: (health: Health, trouble: string | null) => void,
  closers: (() => Promise<void>)[],
) {
  const disk = nodeDisk()
  closers.push(() => disk.close())
  const opened = await openRecorder({
    disk,
    folders: { first: path.join(dataFolder, 'log'), second: copyFolder },
    device,
    profile: profileName(profile),
    firmware: FIRMWARE,
    signer: await deviceSigner(device, dataFolder),
    stamp: clock.now,
    onHealth,
  })
  closers.push(() => opened.recorder.stop())
  return opened
}

function deskOf(
  { device, rootKey }: UnitOptions,
  demoKeys: DemoKeys | null,
  clock: Clock,
  recorder: Recorder,
): ServiceDesk {
  return new ServiceDesk({
    device,
    rootKey: rootKey ?? (demoKeys === null ? null : publicHalf(demoKeys.root)),
    now: () => clock.now().at,
    nonce,
    lastSeq: () => recorder.lastSeq(),
  })
}

type SyncParts = {
  readonly clock: Clock
  readonly recorder: Recorder
  readonly records: readonly Record[]
  readonly controller: Controller
  readonly onChange: () => void
  readonly onFailure: (error: unknown) => void
}

function syncOf(options: UnitOptions, parts: SyncParts): Sync {
  const { clock, recorder, records, controller, onChange, onFailure } = parts
  return new Sync({
    device: options.device,
    recorder,
    disk: nodeDisk(),
    folder: options.dataFolder,
    endpoints: options.endpoints,
    keys: pinnedKeys(options.receiptKeys),
    backoff: { firstMs: RETRY_FIRST_MS, maxMs: options.retryMaxMs },
    everyMs: options.uploadEveryMs,
    chance: ofTheMachine,
    now: () => clock.now().at,
    later: clock.later,
    onChange,
    onContradiction: ({ lastSeq, digest }) => {
      const detail = `a server has signed for records up to ${lastSeq} (${digest.slice(0, 16)}) that this log does not have`
      const known = records.some((record) => record.kind === 'log-conflict' && record.detail === detail)
      if (!known) controller.note('unknown', { kind: 'log-conflict', detail }).catch(onFailure)
    },
  })
}

/** A pace at which the world's time passes at once. */
const jumping = (clock: Clock, tick: () => void) => (ms: number) => {
  clock.advance(ms)
  tick()
  return Promise.resolve()
}
