/** Where an embedded cluster keeps its files, and where its socket can be. */
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { codeOf } from '../failure.ts'

export type Place = {
  /** Everything that belongs to the embedded PostgreSQL of one data folder. */
  readonly home: string
  readonly cluster: string
  readonly passwords: string
  readonly log: string
}

/** The place in a data folder. */
export const placeIn = (dataDir: string): Place => placeAt(path.join(path.resolve(dataDir), 'postgres'))

/** The place in a folder of its own. */
export const placeAt = (home: string): Place => ({
  home,
  cluster: path.join(home, 'cluster'),
  passwords: path.join(home, 'passwords.json'),
  log: path.join(home, 'postgres.log'),
})

/** A path to a socket has at most 107 bytes on Linux and 103 on macOS. */
const SOCKET_PATH_MAX = 103
const SOCKET_NAME = '.s.PGSQL.5432'

/**
 * A private folder for the server's socket: in the data folder if its path is short enough, else in the user's runtime
 * folder or the system's temporary one. Undefined when none of them will do; the server then listens on 127.0.0.1.
 */
export function socketFolderFor(
  home: string,
  runtime = process.env['XDG_RUNTIME_DIR'] ?? tmpdir(),
): string | undefined {
  const short = `keyturn-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`
  const candidates = [path.join(home, 'run'), path.join(runtime, short), path.join('/tmp', short)]
  return candidates.find((folder) => fits(folder) && isPrivate(folder))
}

const fits = (folder: string): boolean => Buffer.byteLength(path.join(folder, SOCKET_NAME)) <= SOCKET_PATH_MAX

/** Makes the folder ours alone. A folder that somebody else prepared at that name is not used. */
function isPrivate(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') return false
  }
  const { uid, mode } = lstatSync(folder)
  const ours = process.getuid?.() ?? uid
  const isFolder = lstatSync(folder).isDirectory()
  return isFolder && (mode & 0o077) === 0 && (uid === ours || ours === 0)
}
