/** Reads `postmaster.pid`, the note in which a running PostgreSQL says where it can be reached. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { codeOf } from '../failure.ts'

export type Postmaster = {
  readonly pid: number
  readonly port: number
  /** Empty when it listens on TCP only. */
  readonly socketFolder: string
  readonly tcpHost: string
  readonly ready: boolean
}

/** The server that has this cluster open; undefined when none runs (a note left behind by a crash is no server). */
export function runningPostmaster(cluster: string): Postmaster | undefined {
  const noted = readPostmaster(cluster)
  return noted !== undefined && isAlive(noted.pid) ? noted : undefined
}

function readPostmaster(cluster: string): Postmaster | undefined {
  let lines: readonly string[]
  try {
    lines = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
  const [pid, , , port, socketFolder = '', tcpHost = '', , status = ''] = lines
  return {
    pid: Number(pid),
    port: Number(port),
    socketFolder: socketFolder.trim(),
    tcpHost: tcpHost.trim(),
    ready: status.trim() === 'ready',
  }
}

/** A dead process whose parent has not noticed still answers signals: on Linux its state is looked at too. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2)) && /postgres|unshare|setpriv/.test(stat)
  } catch (error) {
    // No /proc on this system, or the process went away in between.
    return process.platform !== 'linux' && codeOf(error) === 'ENOENT'
  }
}
