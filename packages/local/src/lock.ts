/**
 * One process per data folder. The lock is a numbered file in the folder itself. A lock left behind is never taken
 * away: its successor gets the next number, which exactly one process can create; so a slow starter that still looks
 * at the old one can take nothing from the new holder.
 */
import { randomBytes } from 'node:crypto'
import { link, mkdir, readdir, readFile, readlink, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { hasCode } from './disk/node-disk.ts'

/** Whose folder it is: the name of the lock, and the word for a second process. */
export type Holder = 'unit' | 'bench'

/**
 * A process, told apart from a later one with the same number by when it started, on which boot, in which container.
 */
const Process = z.strictObject({
  pid: z.number().int().positive(),
  /** Clock ticks since boot; null where the system does not say. */
  started: z.string().nullable(),
  boot: z.string().nullable(),
  /** Processes of another namespace cannot be seen from here. */
  namespace: z.string().nullable(),
})
type Process = z.infer<typeof Process>
const Lock = z.union([Process, z.strictObject({ free: z.literal(true) })])

const named = (by: Holder, number: number) => `${by}.lock.${number}`
/** Each is another process that took the folder at the same moment and let go of it again. */
const TRIES_MAX = 20

/** Takes the folder for this process; the answer gives it back. @throws when another process has it. */
export async function lockFolder(folder: string, by: Holder = 'unit'): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const self = await thisProcess()
  for (let n = 0; n < TRIES_MAX; n++) {
    const last = await lastLock(folder, by)
    if (last > 0) await refuseIfHeld(folder, by, last, self)
    const mine = last + 1
    if (!(await place(folder, by, mine, self))) continue
    // Somebody may have come further while this process looked at an older lock.
    if ((await lastLock(folder, by)) !== mine) continue
    await tidy(folder, by, mine)
    return () => release(folder, by, mine)
  }
  throw new Error(`another ${by} just started on ${folder}`)
}

async function refuseIfHeld(folder: string, by: Holder, number: number, self: Process): Promise<void> {
  const file = path.join(folder, named(by, number))
  const owner = await ownerIn(file)
  if (owner === null) return
  const { pid, started, boot, namespace } = owner
  if (boot !== self.boot) return
  if (namespace !== self.namespace) {
    throw new Error(
      `another ${by} was started on ${folder} in another container; if it is gone, remove ${file}, or give this one its own folder`,
    )
  }
  const lives = self.started === null ? exists(pid) : (await startOf(pid)) === started
  if (lives) {
    throw new Error(
      `another ${by} runs on ${folder}; stop it, or give this one its own folder (process ${pid}, said by ${file})`,
    )
  }
}

/** The number of the newest lock; 0 when there is none. */
async function lastLock(folder: string, by: Holder): Promise<number> {
  const numbers = (await readdir(folder)).map((name) => numberOf(name, by) ?? 0)
  return Math.max(0, ...numbers)
}

const numberOf = (name: string, by: Holder): number | undefined => {
  const [whose, lock, number = '', ...more] = name.split('.')
  const fits = whose === by && lock === 'lock' && more.length === 0 && /^[1-9]\d{0,14}$/.test(number)
  return fits ? Number(number) : undefined
}

/** Who holds it; null when nobody does: it was given back, or a power cut left a file without a word. */
async function ownerIn(file: string): Promise<Process | null> {
  try {
    const lock = Lock.safeParse(JSON.parse(await readFile(file, 'utf8')))
    return lock.success && 'pid' in lock.data ? lock.data : null
  } catch (error) {
    if (error instanceof SyntaxError || hasCode(error, 'ENOENT')) return null
    throw error
  }
}

/** Puts a whole lock under its number, if nobody else has. */
async function place(folder: string, by: Holder, number: number, self: Process): Promise<boolean> {
  const draft = await drafted(folder, by, self)
  try {
    await link(draft, path.join(folder, named(by, number)))
    return true
  } catch (error) {
    // Without its draft: the new holder has tidied up meanwhile.
    if (hasCode(error, 'EEXIST') || hasCode(error, 'ENOENT')) return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/** Says that nobody holds it. The file stays, so that its number is never given again. */
async function release(folder: string, by: Holder, number: number): Promise<void> {
  try {
    await rename(await drafted(folder, by, { free: true }), path.join(folder, named(by, number)))
  } catch (error) {
    // The whole folder was removed meanwhile.
    if (!hasCode(error, 'ENOENT')) throw error
  }
}

async function drafted(folder: string, by: Holder, lock: z.infer<typeof Lock>): Promise<string> {
  const draft = path.join(folder, `${by}.lock.${randomBytes(8).toString('hex')}.new`)
  await writeFile(draft, `${JSON.stringify(lock)}\n`, { flag: 'wx', mode: 0o600 })
  return draft
}

/** Removes older locks but the last: a listing that was under way then still shows that there is a newer one. */
async function tidy(folder: string, by: Holder, mine: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const number = numberOf(name, by) ?? Number.POSITIVE_INFINITY
    const left = name.startsWith(`${by}.lock.`) && name.endsWith('.new')
    if (left || number < mine - 1) await rm(path.join(folder, name), { force: true })
  }
}

async function thisProcess(): Promise<Process> {
  const { pid } = process
  if (process.platform !== 'linux') return { pid, started: null, boot: null, namespace: null }
  return {
    pid,
    started: (await startOf(pid)) ?? null,
    boot: (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim(),
    namespace: await readlink('/proc/self/ns/pid'),
  }
}

/** When a process started, in clock ticks since boot; undefined when it has ended. Linux only. */
async function startOf(pid: number): Promise<string | undefined> {
  let stat: string
  try {
    stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ESRCH')) return undefined
    throw error
  }
  // The name in parentheses may hold anything; the state is the first field after it, the start the twentieth.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state] = fields
  return state === 'Z' || state === 'X' ? undefined : fields[19]
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
}
