/**
 * What the log is, when there are two copies of it: the longest valid history. What else was found is kept as evidence,
 * what was found wrong is recorded. Pure: decides, and leaves reading and mending to the recorder.
 */
import type { Event } from '@keyturn/domain/record.ts'
import { equalBytes } from '@keyturn/evidence/bytes.ts'
import { type FoundFile, type History, lastSeqIn, type Part, segmentName } from './history.ts'

export type CopyName = 'first' | 'second'

/** One copy: what was found, and what it amounts to. */
export type Found = { readonly name: CopyName; readonly files: readonly FoundFile[]; readonly history: History }

export type CopyPlan = {
  readonly name: CopyName
  /** The first segment whose file has to be written anew; null when all of them are as they should be. */
  readonly staleFrom: number | null
  /** Found bytes that are no part of the log: to be kept aside before anything is overwritten. */
  readonly evidence: readonly FoundFile[]
  readonly lost: boolean
}

export type Plan = {
  readonly truth: History
  readonly findings: readonly Event[]
  readonly copies: readonly CopyPlan[]
}

/** A copy that misses no more records than this was merely interrupted between the two writes of one batch. */
export const BATCH_RECORDS_MAX = 64

/** Decides between two copies. */
export function reconcile(first: Found, second: Found): Plan {
  const chosen = choose(first, second)
  const other = chosen === first ? second : first
  const truth = chosen.history
  const findings: Event[] = []
  const torn = first.history.tornBytes + second.history.tornBytes
  if (torn > 0) findings.push({ kind: 'log-recovered', cutBytes: torn })

  const forked = forkOf(chosen.history.parts, other.history.parts)
  const damaged = chosen.history.damage
  if (forked !== null) {
    const detail = `the copies differ from segment ${forked} on; the ${chosen.name} is kept, to record ${lastSeqIn(truth)}`
    findings.push({ kind: 'log-conflict', detail })
  } else if (damaged !== null) {
    // The longest valid history is itself cut short: neither copy can say what came after.
    const detail = `both copies are unreadable after record ${lastSeqIn(truth)}: ${damaged}`
    findings.push({ kind: 'log-conflict', detail })
  }
  const lost = forked === null && isLost(other.history, truth)
  if (lost) findings.push({ kind: 'log-copy-lost', copy: other.name })
  return {
    truth,
    findings,
    copies: [planFor(first, truth, first === other && lost), planFor(second, truth, second === other && lost)],
  }
}

/** The longer history; of two equally long the undamaged, then the one with more signed or begun, then the first. */
function choose(a: Found, b: Found): Found {
  const ranks = ({ history }: Found) => [
    lastSeqIn(history),
    history.damage === null ? 1 : 0,
    history.head.lastSegment,
    history.parts.length,
  ]
  const mine = ranks(a)
  for (const [i, theirs] of ranks(b).entries()) {
    const difference = (mine[i] ?? 0) - theirs
    if (difference !== 0) return difference > 0 ? a : b
  }
  return a
}

/** The segment in which two histories part; null when one begins with the other. */
function forkOf(longer: readonly Part[], shorter: readonly Part[]): number | null {
  for (const [i, part] of shorter.entries()) {
    const same = longer[i]
    if (same === undefined) return part.number
    if (equalBytes(same.bytes, part.bytes)) continue
    const last = i === shorter.length - 1
    if (last && startsWith(same.bytes, part.bytes)) return null
    return part.number
  }
  return null
}

/** Lost is more than behind: damaged, or further back than one interrupted batch. */
function isLost(history: History, truth: History): boolean {
  if (history.damage !== null) return true
  const missing = lastSeqIn(truth) - lastSeqIn(history)
  return missing > BATCH_RECORDS_MAX || truth.parts.length - history.parts.length > 1
}

function planFor(found: Found, truth: History, lost: boolean): CopyPlan {
  const byName = new Map(found.files.map((file) => [file.name, file.bytes]))
  const wanted = new Map(truth.parts.map((part) => [segmentName(part.number), part]))
  const stale = truth.parts.find(({ number, bytes }) => !same(byName.get(segmentName(number)), bytes))
  const surplus = found.files.some(({ name }) => !wanted.has(name))
  const evidence = found.files.filter(({ name, bytes }) => {
    const part = wanted.get(name)
    // Whatever is a beginning of the log, or the log and a torn end, is nothing new.
    if (part === undefined) return bytes.length > found.history.tornBytes
    return (
      !startsWith(part.bytes, bytes) &&
      !(startsWith(bytes, part.bytes) && bytes.length - part.bytes.length === found.history.tornBytes)
    )
  })
  const after = (truth.parts.at(-1)?.number ?? 0) + 1
  const staleFrom = stale?.number ?? (surplus ? after : null)
  return { name: found.name, staleFrom, evidence, lost }
}

const same = (a: Uint8Array | undefined, b: Uint8Array): boolean => a !== undefined && equalBytes(a, b)

const startsWith = (whole: Uint8Array, beginning: Uint8Array): boolean =>
  whole.length >= beginning.length && equalBytes(whole.subarray(0, beginning.length), beginning)
