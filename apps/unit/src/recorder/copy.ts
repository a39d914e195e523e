/** One copy of the log on one path. Knows from which segment on its files cannot be trusted, and writes those anew. */
import path from 'node:path'
import type { Disk } from '@keyturn/local/disk/disk.ts'
import { type FoundFile, segmentName } from './history.ts'
import type { CopyName, CopyPlan } from './reconcile.ts'

/** Where damaged or contradicting files are kept, inside the copy's folder. */
const EVIDENCE = 'evidence'
const SUFFIX = '.log'

export type Copy = {
  readonly name: CopyName
  readonly sound: () => boolean
  /** Whether `log-copy-lost` stands in the log without a `log-copy-restored` after it. */
  announced: boolean
  /** The last failure, for people. */
  readonly trouble: () => string | null
  /** Adds to a segment's file and waits until it is durable. False when the copy failed; it is not sound then. */
  add(segment: number, bytes: Uint8Array): Promise<boolean>
  /**
   * Writes every file anew that cannot be trusted, up to segment `last`. False when that failed; nothing is worse
   * then.
   */
  mend(last: number, bytesOf: (segment: number) => Promise<Uint8Array>): Promise<boolean>
  read(segment: number): Promise<Uint8Array | undefined>
  /** Whether the segment's file is as it should be, even if later ones are not. */
  holds(segment: number): boolean
}

/** The files of a copy as they are. */
export async function findFiles(disk: Disk, folder: string): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = []
  for (const name of await disk.list(folder)) {
    if (!name.endsWith(SUFFIX)) continue
    const bytes = await disk.read(path.join(folder, name))
    if (bytes !== undefined) found.push({ name, bytes })
  }
  return found
}

export function copyOn(disk: Disk, folder: string, plan: CopyPlan, digestOf: (bytes: Uint8Array) => string): Copy {
  let staleFrom = plan.staleFrom
  let evidence = plan.evidence
  let trouble: string | null = null
  const file = (segment: number) => path.join(folder, segmentName(segment))

  const attempt = async (effect: () => Promise<void>): Promise<boolean> => {
    try {
      await effect()
      trouble = null
      return true
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error)
      return false
    }
  }

  return {
    name: plan.name,
    announced: plan.lost,
    sound: () => staleFrom === null,
    trouble: () => trouble,
    holds: (segment) => staleFrom === null || segment < staleFrom,
    read: (segment) => disk.read(file(segment)),

    async add(segment, bytes) {
      const done = await attempt(async () => {
        await disk.append(file(segment), bytes)
        await disk.sync(file(segment))
      })
      // After a failure nobody knows what the file holds, not even after asking again.
      if (!done) staleFrom = segment
      return done
    },

    async mend(last, bytesOf) {
      const from = staleFrom ?? last + 1
      const done = await attempt(async () => {
        for (const { name, bytes } of evidence) {
          await disk.replace(path.join(folder, EVIDENCE, `${name}.${digestOf(bytes).slice(0, 12)}`), bytes)
        }
        evidence = []
        for (let segment = from; segment <= last; segment++) await disk.replace(file(segment), await bytesOf(segment))
        // Also what a failed first write left of a segment that the log does not have yet.
        for (const name of await disk.list(folder)) {
          if (name.endsWith(SUFFIX) && name > segmentName(last)) await disk.remove(path.join(folder, name))
        }
      })
      if (done) staleFrom = null
      return done
    },
  }
}
