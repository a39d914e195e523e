/** The one clock of a demo's world: how far it is ahead of the machine's. Kept for the next start. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf } from '@keyturn/store/failure.ts'
import { badInput } from '../exit.ts'

export type World = {
  readonly offsetMs: () => number
  /** Kept before anybody is told, so that no process can be ahead of what the next start finds. */
  readonly advance: (ms: number) => number
  /** One of the cars is ahead already. The clock never goes back, nor further ahead than time can be passed. */
  readonly follow: (offsetMs: number) => number
}

const DAY_MS = 86_400_000
export const ADVANCE_MAX_MS = 366 * DAY_MS
export const OFFSET_MAX_MS = 50 * ADVANCE_MAX_MS

/** @throws Refusal when the file is there and is not what we wrote */
export function openWorld(folder: string): World {
  const file = join(folder, 'world.json')
  let offset = readOffset(file)
  const moveTo = (offsetMs: number): number => {
    writeFileSync(`${file}.new`, `${JSON.stringify({ v: 1, clockOffsetMs: offsetMs })}\n`)
    renameSync(`${file}.new`, file)
    offset = offsetMs
    return offset
  }
  return {
    offsetMs: () => offset,
    advance: (ms) => {
      if (!Number.isSafeInteger(ms) || ms < 1 || ms > ADVANCE_MAX_MS || offset + ms > OFFSET_MAX_MS) {
        throw new RangeError(`time passes by 1 ms to ${ADVANCE_MAX_MS} ms at once, got ${ms}`)
      }
      return moveTo(offset + ms)
    },
    follow: (offsetMs) =>
      Number.isSafeInteger(offsetMs) && offsetMs > offset && offsetMs <= OFFSET_MAX_MS ? moveTo(offsetMs) : offset,
  }
}

function readOffset(file: string): number {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0
    throw error
  }
  const offset = offsetIn(text)
  if (offset !== undefined) return offset
  throw badInput(`${file} does not say how far the clock is ahead. Delete it: the demo’s clock then starts at today.`)
}

function offsetIn(text: string): number | undefined {
  try {
    const world: unknown = JSON.parse(text)
    if (typeof world !== 'object' || world === null || !('clockOffsetMs' in world)) return undefined
    const { clockOffsetMs } = world
    return typeof clockOffsetMs === 'number' && Number.isSafeInteger(clockOffsetMs) ? clockOffsetMs : undefined
  } catch {
    return undefined
  }
}
