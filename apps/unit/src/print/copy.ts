/** The hard copy of a log (ME-7): what it says, in sections, before it is set as text or as PDF. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { inZone } from '@keyturn/domain/civil.ts'
import { type Kind, MOMENT_FIELDS, type Record } from '@keyturn/domain/record.ts'
import { gramsPer210L, type Instant, iso } from '@keyturn/domain/units.ts'
import { toHex } from '@keyturn/evidence/bytes.ts'
import type { Segment } from '@keyturn/evidence/segment.ts'
import { splitSegments } from '@keyturn/evidence/split.ts'
import { type OpenSegment, resumeSegment } from '@keyturn/evidence/write.ts'
import { findProfile } from '@keyturn/rules/profiles.ts'
import { openRecords, recordsOf } from '../recorder/records.ts'
import { atOnce, type Steps } from './steps.ts'

export type Section = {
  /** Letter of ME-7 that asks for it; `other` for what none asks for. */
  readonly clause: string
  readonly title: string
  readonly rows: readonly Row[]
}
export type Row = {
  readonly seq: number
  readonly when: string
  readonly utc: string
  readonly what: string
  readonly cause: string
}

export type HardCopy = {
  readonly device: string
  readonly profile: string
  readonly zone: string
  readonly firstAt: string
  readonly lastAt: string
  readonly records: number
  /** Segments closed by a signature, and records after the last of them. */
  readonly segments: number
  readonly unsigned: number
  /** SHA-256 of the whole log, 64 hex digits. */
  readonly digest: string
  readonly sections: readonly Section[]
}

/** What the log cannot be printed for; the message names it. */
export class NotPrintable extends Error {
  override readonly name = 'NotPrintable' as const
}

const SECTIONS: readonly { readonly clause: string; readonly title: string; readonly kinds: readonly Kind[] }[] = [
  {
    clause: 'ME-7A',
    title: 'Uses and attempted uses of the vehicle',
    kinds: [
      'ignition-on',
      'ignition-off',
      'start-attempted',
      'start-permitted',
      'start-permit-lapsed',
      'engine-started',
      'engine-resumed',
      'engine-stopped',
      'engine-stalled',
    ],
  },
  {
    clause: 'ME-7B',
    title: 'Attempts to tamper, circumvent or bypass',
    kinds: [
      'tamper',
      'circumvention',
      'power-lost',
      'head-disconnected',
      'head-connected',
      'statement-refused',
      'keypad-refused',
      'keypad-held',
    ],
  },
  { clause: 'ME-7C', title: 'Breath samples (g/210 L)', kinds: ['sample', 'sample-rejected'] },
  {
    clause: 'ME-7D',
    title: 'Malfunctions',
    kinds: [
      'malfunction',
      'malfunction-cleared',
      'device-restarted',
      'low-voltage',
      'voltage-recovered',
      'clock-jump',
      'log-recovered',
      'log-copy-lost',
      'log-copy-restored',
      'log-conflict',
      'mirror-doubted',
    ],
  },
  { clause: 'ME-7E', title: 'Failures to give a retest', kinds: ['retest-missed', 'retest-cut-short'] },
  {
    clause: 'ME-7F',
    title: '"Service required" messages',
    kinds: ['service-reminder', 'service-warning', 'service-required', 'service-missed', 'violations-service-missed'],
  },
  {
    clause: 'ME-7G',
    title: 'Services performed',
    kinds: [
      'installed',
      'uninstalled',
      'rescue-accepted',
      'service-opened',
      'service-inspected',
      'service-as-found',
      'service-calibrated',
      'service-confirmed',
      'service-reset',
      'service-completed',
      'service-abandoned',
      'service-refused',
    ],
  },
  // No letter asks for these, and a reader looks for them: by whose word a date moved, or a locked car started.
  {
    clause: 'other',
    title: 'Orders, overrides and telephone codes',
    kinds: ['order-accepted', 'due-date-moved', 'override-began', 'override-ended', 'keypad-accepted'],
  },
]

/** The last one: records of kinds that are in none of the others, which `at(-1)` finds. */
const OTHER = { clause: 'other', title: 'Everything else that is on record' } as const
/** Their times are told in the place's own zone, which takes its while. */
export const ROWS_IN_A_STEP = 200

/** Reads a log into its hard copy. Every record is in exactly one section. @throws NotPrintable when it is no log. */
export const hardCopyOf = (log: Uint8Array): HardCopy => atOnce(hardCopySteps(log))

/** The same in steps of at most a segment. */
export function* hardCopySteps(log: Uint8Array): Steps<HardCopy> {
  const { segments, rest } = splitSegments(log)
  yield
  const open = resumeSegment(rest)
  const last = open.kind === 'parsed' ? open.value.open : null
  const header = segments[0]?.header ?? last?.header
  if (header === undefined) throw new NotPrintable('this is no log of a device, or it has no record yet')
  const newest = last?.header ?? segments.at(-1)?.header ?? header
  const zone = findProfile(newest.profile)?.timeZone ?? 'UTC'
  const sections = [...SECTIONS, OTHER].map(({ clause, title }) => ({ clause, title, rows: noRows() }))
  let first: Record | undefined
  let final: Record | undefined
  let count = 0
  for (const part of partsOf(segments, last)) {
    for (const record of part()) {
      first ??= record
      final = record
      count += 1
      const place = SECTIONS.findIndex(({ kinds }) => kinds.includes(record.kind))
      sections.at(place)?.rows.push(rowOf(record, zone))
      if (count % ROWS_IN_A_STEP === 0) yield
    }
    yield
  }
  return {
    device: header.device,
    profile: newest.profile,
    zone,
    firstAt: first === undefined ? '' : inZone(first.at, zone),
    lastAt: final === undefined ? '' : inZone(final.at, zone),
    records: count,
    segments: segments.length,
    unsigned: last === null ? 0 : last.lastSeq - last.header.firstSeq + 1,
    digest: toHex(nodeCrypto.sha256(log)),
    sections,
  }
}

/** The records of each segment, read when they are wanted. */
const partsOf = (segments: readonly Segment[], last: OpenSegment | null): readonly (() => readonly Record[])[] => [
  ...segments.map((segment) => () => recordsOf({ parts: [segment], open: null })),
  ...(last === null ? [] : [() => openRecords(last)]),
]

function rowOf(record: Record, zone: string): Row {
  return {
    seq: record.seq,
    when: inZone(record.at, zone),
    utc: iso(record.at),
    what: oneLine(wordsFor(record, zone)),
    cause: record.cause,
  }
}

const COMMON: ReadonlySet<string> = new Set(['seq', 'at', 'up', 'kind', 'cause'])
const ALCOHOL: ReadonlySet<string> = new Set(['brac', 'reference', 'measured'])

/** The record in words: its kind, then its own fields with their units. */
function wordsFor(record: Record, zone: string): string {
  if (record.kind === 'sample') {
    return `${record.test} test: ${record.result.toUpperCase()}, ${gramsPer210L(record.brac)} g/210 L, ${liters(record.volumeMl)}`
  }
  if (record.kind === 'sample-rejected')
    return `${record.test} test: no result, ${record.reason}, ${liters(record.volumeMl)}`
  const fields = Object.entries(record).flatMap(([name, value]) => {
    return COMMON.has(name) ? [] : [`${name} ${fieldWords(name, value, zone)}`]
  })
  return [record.kind, ...fields].join(', ')
}

function fieldWords(name: string, value: unknown, zone: string): string {
  if (value === null || value === '') return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  // The fields of a record are typed by its kind; here they are told apart by name, as the format names them.
  if (MOMENT_FIELDS.includes(name)) return inZone(value as Instant, zone)
  // The same holds for alcohol: the fields of these names are whole mg per 210 L.
  if (ALCOHOL.has(name)) return `${gramsPer210L(value as Parameters<typeof gramsPer210L>[0])} g/210 L`
  if (Array.isArray(value)) return value.join(' and ')
  return String(value)
}

/** Without what would steer a terminal or a printer, or begin a line of its own, in a text that the log holds. */
const oneLine = (text: string): string => text.replace(/\p{Cc}/gu, '\ufffd')
const liters = (ml: number): string => `${(ml / 1_000).toFixed(2)} L`

const noRows = (): Row[] => []
