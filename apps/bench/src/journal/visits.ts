/** The journal folded: each visit as the bench knows it, and what each server has of it. */
import type { Record } from '@keyturn/domain/record.ts'
import { parseRecordLine } from '@keyturn/evidence/record.ts'
import { type SessionInLog, sessionIn } from '../visit/session-in-log.ts'
import type { Entry, EntryOf, Known } from './entry.ts'

export type KeptLog = {
  readonly file: string
  readonly sha256: string
  readonly bytes: number
  readonly lastSeq: number
}
export type Signed = { readonly certificate: string; readonly file: string }
export type GasStep = 'as-found' | 'calibrate' | 'confirm'
export type Asked = { readonly request: string; readonly steps: readonly { readonly do: string }[] }
export type Refused = { readonly code: string; readonly words: string }

/** What one server has of a visit. */
export type Held = {
  /** The last record that it signed for; 0: none. */
  readonly logSeq: number
  /** The certificate that it holds. */
  readonly certificate: string | null
  readonly refused: { readonly [P in 'log' | 'certificate']?: Refused }
}

export type Visit = {
  readonly id: string
  readonly begunAt: string
  readonly unit: string
  readonly device: string
  readonly publicKey: string
  readonly known: Known
  readonly profile: string
  readonly technician: string
  readonly center: string
  readonly rescue: string | null
  readonly lockouts: readonly string[]
  readonly virtual: boolean
  /** The log as it was before the visit. */
  readonly found: KeptLog | null
  /** The newest log of this device that the visit kept. */
  readonly log: KeptLog | null
  /** A request whose answer never came, or came no more before a crash. */
  readonly pending: Asked | null
  /** What the device said it waits for gas for. A lost answer leaves that open: asking again is harmless. */
  readonly awaiting: GasStep | null
  /** The last refusal, until something worked again. */
  readonly refusal: Refused | null
  /** What the device recorded, as it told it. */
  readonly records: readonly Record[]
  readonly session: SessionInLog | null
  /** Newest last. Only the one that the device took counts. */
  readonly certificates: readonly Signed[]
  readonly end: {
    readonly how: EntryOf<'visit-ended'>['how']
    readonly certificate: string | null
    readonly words: string
    readonly at: string
  } | null
  readonly held: ReadonlyMap<string, Held>
}

export type Visits = ReadonlyMap<string, Visit>

/** All visits, oldest first. */
export function visitsIn(entries: readonly Entry[]): Visits {
  const visits = new Map<string, Visit>()
  for (const entry of entries) {
    if (entry.what === 'visit-begun') visits.set(entry.visit, begun(entry))
    else if ('visit' in entry) {
      const visit = visits.get(entry.visit)
      if (visit !== undefined) visits.set(entry.visit, after(visit, entry))
    }
  }
  return visits
}

/** The key that the bench last saw of each device, from visits that a device really answered. */
export const keysSeen = (entries: readonly Entry[]): ReadonlyMap<string, string> =>
  new Map(entries.flatMap((entry) => (entry.what === 'visit-begun' ? [[entry.device, entry.publicKey]] : [])))

/** The certificate that the device took, with its file; null while there is none. */
export const certificateOf = ({ certificates, end }: Visit): Signed | null =>
  certificates.find(({ certificate }) => certificate === end?.certificate) ?? null

const NOTHING: Held = { logSeq: 0, certificate: null, refused: {} }
export const heldBy = ({ held }: Visit, server: string): Held => held.get(server) ?? NOTHING

function begun(entry: EntryOf<'visit-begun'>): Visit {
  const { unit, device, publicKey, known, profile, technician, center, rescue, lockouts, virtual } = entry
  return {
    id: entry.visit,
    begunAt: entry.at,
    unit,
    device,
    publicKey,
    known,
    profile,
    technician,
    center,
    rescue,
    lockouts,
    virtual,
    found: null,
    log: null,
    pending: null,
    awaiting: null,
    refusal: null,
    records: [],
    session: null,
    certificates: [],
    end: null,
    held: new Map(),
  }
}

type OfVisit = Exclude<Extract<Entry, { readonly visit: string }>, EntryOf<'visit-begun'>>

function after(visit: Visit, entry: OfVisit): Visit {
  switch (entry.what) {
    case 'log-kept': {
      const { file, sha256, bytes, lastSeq } = entry
      const log = { file, sha256, bytes, lastSeq }
      return { ...visit, found: visit.found ?? log, log }
    }
    case 'asked':
      return { ...visit, pending: { request: entry.request, steps: entry.steps } }
    case 'answered':
      return {
        ...visit,
        pending: null,
        refusal: null,
        awaiting: entry.by === 'answer' ? gasStepOf(visit.pending) : null,
      }
    case 'refused':
      return { ...visit, pending: null, awaiting: null, refusal: { code: entry.code, words: entry.words } }
    case 'unanswered':
      return visit
    case 'records':
      return withRecords(visit, entry.lines)
    case 'certificate-signed':
      return { ...visit, certificates: [...visit.certificates, { certificate: entry.certificate, file: entry.file }] }
    case 'visit-ended': {
      const { how, certificate, words, at } = entry
      return { ...visit, pending: null, awaiting: null, end: { how, certificate, words, at } }
    }
    default:
      return { ...visit, held: sent(visit, entry) }
  }
}

/** Records that the device told again are the same ones: only what follows is new. */
function withRecords(visit: Visit, lines: readonly string[]): Visit {
  const last = visit.records.at(-1)?.seq ?? 0
  const fresh = lines.flatMap((line) => {
    const read = parseRecordLine(line)
    return read.kind === 'parsed' && read.value.seq > last ? [read.value] : []
  })
  const records = [...visit.records, ...fresh]
  const awaiting = fresh.some(({ kind }) => MEASURED.has(kind)) ? null : visit.awaiting
  return { ...visit, records, awaiting, session: sessionIn(records, visit.technician, (visit.found?.lastSeq ?? 0) + 1) }
}

const MEASURED: ReadonlySet<Record['kind']> = new Set([
  'service-as-found',
  'service-calibrated',
  'service-confirmed',
  'service-abandoned',
  'service-completed',
])

function gasStepOf(asked: Asked | null): GasStep | null {
  const step = asked?.steps.at(-1)?.do
  return step === 'as-found' || step === 'calibrate' || step === 'confirm' ? step : null
}

function sent(visit: Visit, entry: EntryOf<'sent' | 'send-refused'>): ReadonlyMap<string, Held> {
  const before = heldBy(visit, entry.server)
  const { [entry.part]: _, ...others } = before.refused
  const held: Held =
    entry.what === 'send-refused'
      ? { ...before, refused: { ...others, [entry.part]: { code: entry.code, words: entry.words } } }
      : entry.part === 'log'
        ? { ...before, refused: others, logSeq: visit.log?.lastSeq ?? 0 }
        : { ...before, refused: others, certificate: visit.end?.certificate ?? null }
  return new Map([...visit.held, [entry.server, held]])
}
