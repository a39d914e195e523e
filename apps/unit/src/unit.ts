/** A unit: recorder, controller, virtual car, service desk, sync and local link, put together and started. */
import path from 'node:path'
import { configFor, type DeviceConfig, hardware } from '@keyturn/device/config.ts'
import type { Record } from '@keyturn/domain/record.ts'
import { iso } from '@keyturn/domain/units.ts'
import { toBase64 } from '@keyturn/evidence/bytes.ts'
import type { Signer } from '@keyturn/evidence/note.ts'
import { signAnswer } from '@keyturn/evidence/statement/challenge.ts'
import { nodeDisk } from '@keyturn/local/disk/node-disk.ts'
import { lockFolder } from '@keyturn/local/lock.ts'
import { profileName } from '@keyturn/rules/profile.ts'
import { nonce, chance as ofTheMachine } from './chance.ts'
import { type Clock, clockFrom } from './clock.ts'
import { Controller } from './controller.ts'
import { demoVisitor } from './demo-visitor.ts'
import { deviceSigner } from './device-key.ts'
import { type Pace, VirtualCar } from './hardware/virtual-car.ts'
import { type LinkParts, startLink } from './link/link.ts'
import { closedSegments, type Listeners, listeners } from './listeners.ts'
import { cannotUse, type UnitOptions } from './options.ts'
import { headAt } from './recorder/head.ts'
import { openRecorder } from './recorder/open.ts'
import type { Health, Recorder } from './recorder/recorder.ts'
import { type Ground, groundOf, type Relief, reliefOf } from './relief/assemble.ts'
import { whyNotInstall } from './relief/configuration.ts'
import { ReliefLog } from './relief/relief-log.ts'
import { type Serve, serviceAt } from './service/at-desk.ts'
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
  given: UnitOptions,
  hooks: Hooks,
  closers: (() => Promise<void>)[],
): Promise<Omit<Unit, 'close'>> {
  const ground = await groundOf(given, FIRMWARE)
  const { options } = ground
  const core = await coreOf(ground, hooks, closers)
  const { clock, changed, onFailure, recorder, records, controller } = core
  const relief = reliefOf(ground, { controller, records, clock, onChange: changed.tell, onFailure })
  const sync = syncOf(options, core, () => relief.mirrors.wake())
  const link = await startLink({ ...linkParts(ground, core, relief, hooks), sync })
  // Together: an upload may wait for a segment to be closed, which a stopped recorder refuses.
  closers.push(async () => {
    await Promise.all([recorder.stop(), sync.stop(), relief.mirrors.stop()])
  }, link.close)
  const stops = [
    changed.add(closedSegments(recorder, () => sync.wake())),
    clock.every(TICK_MS, () => controller.tick()),
    clock.every(TEND_MS, () => {
      if (recorder.health() !== 'sound') recorder.tend().catch(onFailure)
    }),
  ]
  closers.push(async () => {
    for (const stop of stops) stop()
  })
  await sync.begin()
  relief.mirrors.begin()
  const { device } = options
  hooks.log.info({ device, url: link.url, records: records.length, at: iso(clock.now().at) }, 'the unit is on')
  const setClockOffset = (ms: number) => {
    clock.setOffset(ms)
    controller.tick()
  }
  return { url: link.url, publicKey: toBase64(core.signer.key.publicKey), setClockOffset }
}

/** What decides and records: everything that works without anybody else. */
type Core = {
  readonly config: DeviceConfig
  readonly clock: Clock
  readonly changed: Listeners
  readonly onFailure: (error: unknown) => void
  readonly signer: Signer
  readonly recorder: Recorder
  readonly records: readonly Record[]
  readonly reliefLog: ReliefLog
  readonly controller: Controller
  readonly car: VirtualCar
  readonly jump: Pace
}

async function coreOf({ options, identity }: Ground, hooks: Hooks, closers: (() => Promise<void>)[]): Promise<Core> {
  const config = configFor(options.profile, hardware, identity)
  const clock = clockFrom(options.clockOffsetMs)
  const changed = listeners()
  const onFailure = (error: unknown) => hooks.log.error({ error: String(error) }, 'the unit failed at something')
  const signer = await deviceSigner(options.device, options.dataFolder)

  let running: Controller | undefined
  const heard = (health: Health, trouble: string | null) => {
    if (health === 'sound') hooks.log.info({ health }, 'the recorder has both copies')
    else hooks.log.error({ health, trouble }, 'the recorder cannot write everywhere')
    running?.recorderHealth(health)
  }
  const { recorder, records } = await openLog(options, { signer, clock, heard, closers })

  const chance = hooks.chance ?? ofTheMachine
  const jump = jumping(clock, () => running?.tick())
  const car = new VirtualCar(options.pace === 'real' ? clock.wait : jump, chance)
  const reliefLog = new ReliefLog(records)
  const controller = new Controller({
    config,
    records,
    recorder,
    clock,
    hardware: car,
    chance,
    onChange: changed.tell,
    onEntries: (entries) => reliefLog.add(entries),
    onFailure,
  })
  running = controller
  controller.begin()
  controller.recorderHealth(recorder.health())
  return { config, clock, changed, onFailure, signer, recorder, records, reliefLog, controller, car, jump }
}

function linkParts(ground: Ground, core: Core, relief: Relief, hooks: Hooks): Omit<LinkParts, 'sync'> {
  const { options, demoAuthority: authority } = ground
  const { device, profile, demo } = options
  const { config, clock, changed, signer, recorder, reliefLog, controller, car, jump } = core
  const desk = deskOf(ground, controller, recorder)
  const serve = serveAndTellAgain(serviceAt(desk, controller), () => relief.statements.again())
  const movedTime = () => hooks.onClockOffset?.(clock.offsetMs())
  const passTime = (ms: number) => {
    void jump(ms)
    movedTime()
  }
  const visitor = authority && demoVisitor({ device, config, authority, controller, car, desk, serve, jump })
  const visitCenter = async () => {
    await visitor?.()
    movedTime()
  }
  return {
    ...relief,
    options,
    profile,
    publicKey: toBase64(signer.key.publicKey),
    controller,
    recorder,
    car,
    clock,
    desk,
    serve,
    ground,
    reliefLog,
    prove: (challenge, asked) => signAnswer({ ...challenge, asked, at: controller.at() }, signer),
    passTime: demo ? passTime : null,
    visitCenter: visitor === null ? null : visitCenter,
    onChange: changed.add,
  }
}

type LogParts = {
  readonly signer: Signer
  readonly clock: Clock
  readonly heard: (health: Health, trouble: string | null) => void
  readonly closers: (() => Promise<void>)[]
}

async function openLog(
  { device, profile, dataFolder, copyFolder }: UnitOptions,
  { signer, clock, heard, closers }: LogParts,
) {
  const disk = nodeDisk()
  closers.push(() => disk.close())
  const opened = await openRecorder({
    disk,
    folders: { first: path.join(dataFolder, 'log'), second: copyFolder },
    device,
    profile: profileName(profile),
    firmware: FIRMWARE,
    signer,
    stamp: clock.now,
    onHealth: heard,
  })
  closers.push(() => opened.recorder.stop())
  return opened
}

function deskOf(ground: Ground, controller: Controller, recorder: Recorder): ServiceDesk {
  const { device, profile } = ground.options
  return new ServiceDesk({
    ...ground,
    device,
    now: () => controller.at(),
    nonce,
    lastSeq: () => recorder.lastSeq(),
    logHead: (seq) => headAt(recorder, seq),
    whyNotInstall: () => whyNotInstall(ground.configuration(), profile),
  })
}

/** Orders that came before the device was installed are given once more when it is. */
const serveAndTellAgain =
  (serve: Serve, again: () => Promise<void>): Serve =>
  async (request) => {
    const entries = await serve(request)
    if (entries.some(({ kind }) => kind === 'installed')) await again()
    return entries
  }

function syncOf(options: UnitOptions, core: Core, onConnected: () => void): Sync {
  const { clock, recorder, records, controller, changed, onFailure } = core
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
    onChange: changed.tell,
    onConnected,
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
