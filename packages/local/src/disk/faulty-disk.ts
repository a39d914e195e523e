/**
 * A disk in memory that fails on request and can lose power. It keeps apart what is on the platter and what only the
 * operating system has seen, so a missing `sync` shows.
 */
import { concat } from '@keyturn/evidence/bytes.ts'
import type { Disk } from './disk.ts'

/**
 * `refused`: failed, and nothing is on disk. `torn`: failed halfway. `answer-lost`: everything is on disk, and the
 * caller is told that it failed.
 */
export type Fault = 'refused' | 'torn' | 'answer-lost'

export type Call = { readonly does: 'append' | 'sync' | 'replace' | 'remove' | 'read' | 'list'; readonly path: string }

type File = { platter: Uint8Array; seen: Uint8Array }

export class DiskFault extends Error {
  override readonly name = 'DiskFault' as const
}

export type FaultyDisk = Disk & {
  /** Every call so far. */
  readonly calls: Call[]
  /** Asked before each call: the fault to inject, or undefined to let it work. */
  failing: (call: Call) => Fault | undefined
  /** Loses power: what was not synced is gone, except its first `kept` bytes of each file. */
  crash(kept?: number): void
  /** Sets a file's bytes, as a stray magnet would. */
  poke(path: string, bytes: Uint8Array | undefined): void
}

const NOTHING = new Uint8Array()

export function faultyDisk(): FaultyDisk {
  const files = new Map<string, File>()
  const calls: Call[] = []

  /** Runs the effect as the fault allows. */
  const act = async (call: Call, effect: (share: 'whole' | 'half') => void, sync: () => void = () => {}) => {
    calls.push(call)
    const fault = disk.failing(call)
    if (fault === 'torn') effect('half')
    if (fault === undefined || fault === 'answer-lost') effect('whole')
    if (fault === 'answer-lost') sync()
    if (fault !== undefined) throw new DiskFault(`${call.does} ${call.path}: ${fault}`)
  }
  const settle = (path: string) => {
    const file = files.get(path)
    if (file !== undefined) file.platter = file.seen
  }

  const disk: FaultyDisk = {
    calls,
    failing: () => undefined,
    async list(folder) {
      await act({ does: 'list', path: folder }, () => {})
      const names = [...files.keys()].filter((path) => path.startsWith(`${folder}/`))
      return names
        .flatMap((path) => (path.slice(folder.length + 1).includes('/') ? [] : [path.slice(folder.length + 1)]))
        .sort()
    },
    async read(path) {
      await act({ does: 'read', path }, () => {})
      return files.get(path)?.seen
    },
    async append(path, bytes) {
      const add = (share: 'whole' | 'half') => {
        const file = files.get(path) ?? { platter: NOTHING, seen: NOTHING }
        const part = share === 'whole' ? bytes : bytes.subarray(0, Math.floor(bytes.length / 2))
        files.set(path, { platter: file.platter, seen: concat(file.seen, part) })
      }
      await act({ does: 'append', path }, add, () => settle(path))
    },
    async sync(path) {
      await act({ does: 'sync', path }, (share) => share === 'whole' && settle(path))
    },
    async replace(path, bytes) {
      // Whole or not at all: a torn replacement leaves the old file.
      await act(
        { does: 'replace', path },
        (share) => share === 'whole' && files.set(path, { platter: bytes, seen: bytes }),
      )
    },
    async remove(path) {
      await act({ does: 'remove', path }, (share) => share === 'whole' && files.delete(path))
    },
    crash(kept = 0) {
      for (const file of files.values()) {
        const survives = Math.min(file.seen.length, file.platter.length + kept)
        file.seen = file.seen.slice(0, Math.max(file.platter.length, survives))
        file.platter = file.seen
      }
      for (const [path, file] of files) if (file.seen.length === 0) files.delete(path)
    },
    poke(path, bytes) {
      if (bytes === undefined) files.delete(path)
      else files.set(path, { platter: bytes, seen: bytes })
    },
  }
  return disk
}
