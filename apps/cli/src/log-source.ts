/** Where a command takes a log from: a file, standard input, or a unit's data folder. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Record } from '@keyturn/domain/record.ts'
import { concat } from '@keyturn/evidence/bytes.ts'
import type { Header } from '@keyturn/evidence/header.ts'
import { type Anomaly, readLines } from '@keyturn/evidence/read.ts'
import { splitSegments } from '@keyturn/evidence/split.ts'
import { badInput } from './exit.ts'
import { readOpenEnd } from './open-end.ts'
import { isFolder, readBytes, unreadable } from './read-file.ts'
import type { Terminal } from './terminal.ts'

const SEGMENT_FILE = /^\d{8}\.log$/

/** The bytes of a log. In a folder the segments are put one after another; of two copies the longer one is taken. */
export async function readLog(path: string, terminal: Terminal): Promise<Uint8Array> {
  if (path === '-' || !(await isFolder(path))) return readBytes(path, terminal)
  const copies = await Promise.all([path, ...(await subfolders(path))].map(segmentsIn))
  const [best] = copies.filter((bytes) => bytes.length > 0).toSorted((a, b) => b.length - a.length)
  if (best !== undefined) return best
  throw badInput(`${path} holds no log: neither segments such as 00000001.log nor a folder of them.`)
}

async function segmentsIn(folder: string): Promise<Uint8Array> {
  try {
    const names = (await readdir(folder)).filter((name) => SEGMENT_FILE.test(name)).toSorted()
    return concat(...(await Promise.all(names.map((name) => readFile(join(folder, name))))))
  } catch (error) {
    throw unreadable(folder, error)
  }
}

async function subfolders(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name))
}

/** What a log says, whoever signed it. Nothing here is proved: `verifyLog` does that. */
export type ReadLog = {
  readonly header: Header
  readonly records: readonly Record[]
  readonly anomalies: readonly Anomaly[]
}

/** Reads the records of the whole segments and of an open one at the end. @throws Refusal when it is no log at all */
export function recordsOf(bytes: Uint8Array, path: string): ReadLog {
  const split = splitSegments(bytes)
  const open = readOpenEnd(split)
  const header = split.segments.at(-1)?.header ?? open.header
  if (header === undefined) {
    throw badInput(`${path} is not a log: its first line is no segment header ({"v":1,"device":…}).`)
  }
  const records: Record[] = []
  const anomalies: Anomaly[] = []
  for (const lines of [...split.segments.map((segment) => readLines(segment)), open.lines]) {
    for (const line of lines) {
      if (line.kind === 'record') records.push(line.record)
      else anomalies.push(line)
    }
  }
  return { header, records, anomalies }
}
