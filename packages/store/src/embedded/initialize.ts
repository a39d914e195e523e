/** Makes a new cluster: all of it or nothing, however the attempt ends. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { codeOf, fileFailure, StoreFailure } from '../failure.ts'
import type { Binaries } from './binaries.ts'
import { type Place, placeAt } from './place.ts'
import { commandFor, type RunAs } from './run-as.ts'

/** Owns the schema and migrates it. */
export const OWNER = 'keyturn_owner'
/** What the server connects as: it may add evidence, and never change or remove any. */
export const APP = 'keyturn_app'

export type Passwords = { readonly [OWNER]: string; readonly [APP]: string }

/**
 * @param sync false only for throw-away test clusters: a power cut just after could lose the empty cluster
 * @throws StoreFailure when the folder cannot be written, the disk is full, or initdb fails
 */
export async function initialize(place: Place, binaries: Binaries, as: RunAs, sync = true): Promise<void> {
  if (existsSync(place.cluster)) return
  // Built aside and renamed: a crash in the middle leaves no half cluster, and of two starters one wins.
  const draft = placeAt(`${place.home}.new-${process.pid}-${randomBytes(4).toString('hex')}`)
  try {
    removeAbandoned(place)
    mkdirSync(draft.home, { recursive: true, mode: 0o700 })
    const passwords: Passwords = { [OWNER]: secret(), [APP]: secret() }
    writeFileSync(draft.passwords, JSON.stringify(passwords), { mode: 0o600 })
    await initdb(draft, passwords[OWNER], binaries, as, sync)
    renameSync(draft.home, place.home)
  } catch (error) {
    rmSync(draft.home, { recursive: true, force: true })
    const code = codeOf(error)
    if ((code === 'ENOTEMPTY' || code === 'EEXIST') && existsSync(place.cluster)) return
    throw fileFailure(error, path.dirname(place.home))
  }
}

/** Drafts whose maker was killed in the middle. */
function removeAbandoned(place: Place): void {
  const folder = path.dirname(place.home)
  const prefix = `${path.basename(place.home)}.new-`
  for (const name of readdirSync(folder)) {
    const maker = Number(name.slice(prefix.length).split('-')[0])
    if (name.startsWith(prefix) && !isAlive(maker)) rmSync(path.join(folder, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** @throws Error when the file is not what `initialize` wrote */
export function readPasswords(place: Place): Passwords {
  const read: unknown = JSON.parse(readFileSync(place.passwords, 'utf8'))
  if (typeof read === 'object' && read !== null && OWNER in read && APP in read) {
    const { [OWNER]: owner, [APP]: app } = read
    if (typeof owner === 'string' && typeof app === 'string') return { [OWNER]: owner, [APP]: app }
  }
  throw new StoreFailure(`${place.passwords} is damaged. Restore the folder ${place.home} from a backup.`, {
    code: 'start-failed',
  })
}

async function initdb(draft: Place, password: string, binaries: Binaries, as: RunAs, sync: boolean): Promise<void> {
  const passwordFile = path.join(draft.home, 'owner-password')
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (as.kind === 'user') for (const given of [draft.home, passwordFile]) chownSync(given, as.uid, as.gid)
  const args = ['-D', draft.cluster, `--username=${OWNER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
  args.push('--encoding=UTF8', '--no-locale', '--no-instructions', ...(sync ? [] : ['--no-sync']))
  const { file, args: full, ...identity } = commandFor(as, binaries.initdb, args)
  try {
    await promisify(execFile)(file, full, { env: { ...process.env, ...binaries.env }, ...identity })
  } catch (error) {
    throw initdbFailure(error, draft.home)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

function initdbFailure(error: unknown, folder: string): StoreFailure {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
  const parent = path.dirname(folder)
  if (/No space left on device|Disk quota exceeded/.test(text)) {
    const sentence = `The disk that holds ${parent} is full. A new database needs about 50 MB; free some space and start again.`
    return new StoreFailure(sentence, { code: 'disk-full', cause: error })
  }
  if (/Permission denied|cannot open shared object file/.test(text)) {
    const sentence = `PostgreSQL may not use ${parent} or its own programs. Start Keyturn as the user who owns both folders.`
    return new StoreFailure(sentence, { code: 'folder-not-writable', cause: error })
  }
  const lastLine = text.trim().split('\n').at(-1) ?? ''
  return new StoreFailure(`A new database could not be made in ${parent}: ${lastLine}`, {
    code: 'start-failed',
    cause: error,
  })
}

const secret = (): string => randomBytes(24).toString('base64url')
