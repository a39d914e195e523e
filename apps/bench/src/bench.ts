/** A bench: keys, journal, desk, sender and pages, put together and started. */
import path from 'node:path'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { fromUtf8, toBase64 } from '@keyturn/evidence/bytes.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { deviceOfOrigin } from '@keyturn/evidence/names.ts'
import { parseKey } from '@keyturn/evidence/note.ts'
import type { Disk } from '@keyturn/local/disk/disk.ts'
import { nodeDisk } from '@keyturn/local/disk/node-disk.ts'
import { lockFolder } from '@keyturn/local/lock.ts'
import { startApp } from './api/app.ts'
import { chance, freshId, nonce } from './chance.ts'
import { type Clock, clockFrom } from './clock.ts'
import { Journal } from './journal/journal.ts'
import { Technician } from './keys/technician.ts'
import { BadOptions, type BenchOptions } from './options.ts'
import { readMirrors } from './sync/mirrors.ts'
import { Sender } from './sync/send.ts'
import { Statements } from './sync/statements.ts'
import { Desk } from './visit/desk.ts'
import { UnitLink } from './visit/unit-link.ts'

const RETRY_FIRST_MS = 500
/** Key lines of devices that the vendor gave this bench. */
const DEVICES_FILE = 'devices.txt'

export type BenchLog = {
  info(what: object, message: string): void
  error(what: object, message: string): void
}

export type Bench = {
  /** Where the bench listens, such as `http://127.0.0.1:41234`. */
  readonly url: string
  /** Moves the bench's world to this offset from the laptop's clock. */
  setClockOffset(ms: number): void
  /** Locks, lets everything go. */
  close(): Promise<void>
}

/** Starts a bench. @throws with one sentence that names what is in the way (port taken, folder in use, bad journal). */
export async function startBench(options: BenchOptions, { log }: { readonly log: BenchLog }): Promise<Bench> {
  const closers: (() => Promise<void>)[] = []
  const close = async () => {
    for (const letGo of closers.splice(0).reverse()) await letGo()
  }
  try {
    closers.push(await lockFolder(options.dataFolder, 'bench'))
    return { ...(await assemble(options, log, closers)), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Puts the parts together. What has to be let go later is added to `closers`, in the order in which it came. */
async function assemble(options: BenchOptions, log: BenchLog, closers: (() => Promise<void>)[]) {
  const { dataFolder: folder, rootKey: root, servers, mirrors, units, portalFolder, port } = options
  const clock = clockFrom(options.clockOffsetMs)
  const { now, later } = clock
  const disk = nodeDisk()
  closers.push(() => disk.close())
  const onFailure = (error: unknown) => log.error({ error: String(error) }, 'the bench failed at something')
  const journal = await Journal.open(disk, folder, now)
  const statements = new Statements({ disk, folder, root, now })
  await statements.load()
  const technician = new Technician({ disk, folder, trust: () => statements.trust(), now, later, idle: options.idle })
  closers.push(async () => technician.lock())
  const sender = senderOf(options, { disk, journal, clock, onFailure })
  closers.push(() => sender.stop())
  const link = (address: string) => new UnitLink(address)
  const listed = await listedKeys(disk, path.join(folder, DEVICES_FILE))
  const onEnd = () => sender.wake()
  const desk = new Desk({ disk, folder, journal, technician, link, listed, now, nonce, freshId, onEnd })
  const mirrorParts = { mirrors, statements, now }
  const parts = {
    disk,
    folder,
    journal,
    technician,
    desk,
    sender,
    statements,
    link,
    units,
    servers,
    mirrors,
    root,
    now,
  }
  const app = await startApp(
    {
      ...parts,
      readMirrors: async () => readMirrors(mirrorParts, (await technician.credential()).jurisdiction),
    },
    { port, portalFolder, onFailure },
  )
  closers.push(app.close)
  sender.wake()
  log.info({ url: app.url, visits: desk.visits().size }, 'the bench is open')
  return { url: app.url, setClockOffset: (ms: number) => clock.setOffset(ms) }
}

type SenderParts = {
  readonly disk: Disk
  readonly journal: Journal
  readonly clock: Clock
  readonly onFailure: (error: unknown) => void
}

const senderOf = (options: BenchOptions, { disk, journal, clock, onFailure }: SenderParts): Sender =>
  new Sender({
    disk,
    folder: options.dataFolder,
    journal,
    servers: options.servers,
    backoff: { firstMs: RETRY_FIRST_MS, maxMs: options.retryMaxMs },
    chance,
    later: clock.later,
    onFailure,
  })

/** Device keys by device, in Base64. No file is an empty list. @throws BadOptions naming the line that is no key. */
async function listedKeys(disk: Disk, file: string): Promise<ReadonlyMap<string, string>> {
  const bytes = await disk.read(file)
  const text = bytes === undefined ? '' : (fromUtf8(bytes) ?? '')
  const keys = new Map<string, string>()
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    const key = runSync(parseKey(line.trim()), nodeCrypto)
    const device = key.kind === 'parsed' ? deviceOfOrigin(key.value.name) : undefined
    if (key.kind === 'malformed' || device === undefined) {
      throw new BadOptions(`${file}: ${line.slice(0, 80)} is no key line of a device (keyturn.org/device/ID+id+base64)`)
    }
    keys.set(device, toBase64(key.value.publicKey))
  }
  return keys
}
