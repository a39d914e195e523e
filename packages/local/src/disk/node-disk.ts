/** The real disk. */
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Disk } from './disk.ts'

/** Ends of file names that a half-done `replace` leaves behind; never part of a listing. */
const UNFINISHED = '.new'
/** What somebody has drunk, and when, is for the owner of the files alone. */
const OWN_FILE = 0o600
const OWN_FOLDER = { recursive: true, mode: 0o700 } as const

/**
 * A disk on the machine's own files. Keeps one file per folder open, the one appended to last; `close` lets go of
 * them.
 */
export function nodeDisk(): Disk & { close(): Promise<void> } {
  const handles = new Map<string, { readonly path: string; readonly file: FileHandle; created: boolean }>()

  const letGo = async (folder: string) => {
    const handle = handles.get(folder)
    handles.delete(folder)
    await handle?.file.close()
  }

  return {
    async list(folder) {
      try {
        const entries = await readdir(folder, { withFileTypes: true })
        return entries.flatMap((e) => (e.isFile() && !e.name.endsWith(UNFINISHED) ? [e.name] : [])).sort()
      } catch (error) {
        if (isMissing(error)) return []
        throw error
      }
    },

    async read(file) {
      try {
        return await readFile(file)
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },

    async append(file, bytes) {
      const folder = path.dirname(file)
      let handle = handles.get(folder)
      if (handle?.path !== file) {
        await letGo(folder)
        handle = { path: file, ...(await openToAppend(file)) }
        handles.set(folder, handle)
      }
      try {
        await handle.file.appendFile(bytes)
      } catch (error) {
        await letGo(folder)
        throw error
      }
    },

    async sync(file) {
      const folder = path.dirname(file)
      const handle = handles.get(folder)
      if (handle?.path !== file) throw new Error(`nothing was appended to ${file}`)
      try {
        await handle.file.datasync()
        // A new file's name is part of its folder, which has to reach the disk as well.
        if (handle.created) await syncFolder(folder)
        handle.created = false
      } catch (error) {
        await letGo(folder)
        throw error
      }
    },

    async replace(file, bytes) {
      const folder = path.dirname(file)
      if (handles.get(folder)?.path === file) await letGo(folder)
      await mkdir(folder, OWN_FOLDER)
      const unfinished = await open(file + UNFINISHED, 'w', OWN_FILE)
      try {
        await unfinished.writeFile(bytes)
        await unfinished.sync()
      } finally {
        await unfinished.close()
      }
      await rename(file + UNFINISHED, file)
      await syncFolder(folder)
    },

    async remove(file) {
      const folder = path.dirname(file)
      if (handles.get(folder)?.path === file) await letGo(folder)
      await rm(file, { force: true })
    },

    async close() {
      for (const folder of [...handles.keys()]) await letGo(folder)
    },
  }
}

async function openToAppend(file: string): Promise<{ file: FileHandle; created: boolean }> {
  try {
    // "ax" fails when the file exists: that is how we learn that its name is new.
    return { file: await open(file, 'ax', OWN_FILE), created: true }
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return { file: await open(file, 'a'), created: false }
    if (!isMissing(error)) throw error
    await mkdir(path.dirname(file), OWN_FOLDER)
    return { file: await open(file, 'ax', OWN_FILE), created: true }
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const isMissing = (error: unknown): boolean => hasCode(error, 'ENOENT')

/** Whether a system call failed for this reason. */
export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
