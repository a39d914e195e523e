/**
 * Visits at the bench, from the first question to the signed certificate. Each act is written down before it is handed
 * to the device, and what came of it is read from the device's own log.
 */
import path from 'node:path'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import type { CivilDate, Instant } from '@keyturn/domain/units.ts'
import { toHex } from '@keyturn/evidence/bytes.ts'
import { parseRecordLine } from '@keyturn/evidence/record.ts'
import type { VisitCertificate } from '@keyturn/evidence/statement/statement.ts'
import { statementFile } from '@keyturn/evidence/statement/write-statement.ts'
import type { Disk } from '@keyturn/local/disk/disk.ts'
import type { EntryOf } from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import { keysSeen, type Visit, type Visits, visitsIn } from '../journal/visits.ts'
import { datedAt, type Technician } from '../keys/technician.ts'
import { keyOf, proven, type VerifiedLog, verifiedLog } from './know-device.ts'
import { type Met, meet } from './meet.ts'
import { refusalWords } from './refusal-words.ts'
import { type SessionInLog, sessionIn } from './session-in-log.ts'
import { type UnitLink, UnitRefused, UnitSilent } from './unit-link.ts'

export type Step =
  | { readonly do: 'install'; readonly profile: string; readonly dueOn: CivilDate }
  | { readonly do: 'open' }
  | { readonly do: 'inspect'; readonly sound: boolean; readonly notes: string }
  | { readonly do: 'as-found'; readonly reference: number }
  | { readonly do: 'calibrate'; readonly gasLot: string; readonly reference: number }
  | { readonly do: 'confirm'; readonly reference: number }
  | { readonly do: 'reset' }
  | { readonly do: 'certify'; readonly certificate: string }
  | { readonly do: 'abandon' }

export type CertifyTerms = { readonly visit: VisitCertificate['visit']; readonly dueOn: CivilDate }

/** What was asked cannot be done now; the message says what to do first. */
export class NotNow extends Error {
  override readonly name = 'NotNow' as const
}

export type DeskOptions = {
  readonly disk: Disk
  readonly folder: string
  readonly journal: Journal
  readonly technician: Technician
  readonly link: (address: string) => UnitLink
  /** Device keys that the vendor gave, Base64 by device. */
  readonly listed: ReadonlyMap<string, string>
  readonly now: () => Instant
  readonly nonce: () => string
  readonly freshId: (of: string) => string
  /** Told when a visit has ended: there is something to send. */
  readonly onEnd: () => void
}

export class Desk {
  readonly #options: DeskOptions
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: DeskOptions) {
    this.#options = options
  }

  visits(): Visits {
    return visitsIn(this.#options.journal.entries())
  }

  /** @throws NotNow when there is no such visit. */
  visit(id: string): Visit {
    const visit = this.visits().get(id)
    if (visit === undefined) throw new NotNow('there is no such visit at this bench')
    return visit
  }

  /** Asks a device who it is. @throws NotTheDevice, UnitSilent, UnitRefused. */
  meet(unit: string): Promise<Met> {
    return this.#alone(() => this.#meet(unit))
  }

  /**
   * Begins a visit: both prove themselves, the log is verified and kept, the session is opened. @throws NobodyHere,
   * NotNow, NotTheDevice, UnitSilent, UnitRefused.
   */
  begin(unit: string, rescue: string | null): Promise<Visit> {
    return this.#alone(async () => this.#ask(await this.#begun(unit, rescue), { do: 'open' }))
  }

  /** Installs a device that is not installed: both prove themselves as at a visit. @throws as `begin`. */
  install(unit: string, dueOn: CivilDate): Promise<Visit> {
    return this.#alone(async () => {
      const id = await this.#begun(unit, null)
      const visit = await this.#ask(id, { do: 'install', profile: this.visit(id).profile, dueOn })
      if (visit.end !== null || visit.refusal === null) return visit
      const words = `The device was not installed: ${visit.refusal.words}`
      await this.#end(visit, { how: 'abandoned', certificate: null, seq: null, words })
      return this.visit(id)
    })
  }

  /** One act of an open visit. What the device refuses is in the visit that comes back. @throws as `begin`. */
  ask(id: string, step: Step): Promise<Visit> {
    return this.#alone(() => this.#ask(id, step))
  }

  /** Reads what the device has recorded meanwhile, and settles what a lost answer or a crash left open. */
  look(id: string): Promise<Visit> {
    return this.#alone(() => this.#look(this.visit(id)))
  }

  /** Gas out of the virtual bottle at a virtual car. */
  gas(id: string, brac: number): Promise<Visit> {
    return this.#alone(async () => {
      const visit = this.visit(id)
      await this.#options.link(visit.unit).gas(brac)
      return this.#look(visit)
    })
  }

  /**
   * Signs the certificate from what the device itself recorded, and hands it over. @throws NotNow when something is
   * missing, and as `begin`.
   */
  certify(id: string, { visit: kind, dueOn }: CertifyTerms): Promise<Visit> {
    return this.#alone(async () => {
      const { journal, technician, freshId } = this.#options
      const visit = await this.#look(this.visit(id))
      if (visit.end !== null) return visit
      const { log, session } = await this.#wholeLog(visit)
      if (session === null || session.end.how !== 'open') throw new NotNow(refusalWords('no-session'))
      const missing = kind === 'removal' ? missingForRemoval(session) : missingIn(session)
      if (missing !== null) throw new NotNow(missing)
      const certificate = freshId('certificate')
      const body = { kind: 'certificate', visit: kind, dueOn, center: visit.center, ...claims(session, log) } as const
      const { at } = await this.#answerOf(visit)
      const jws = await technician.sign(body, { device: visit.device, id: certificate, at })
      const file = statementFile(technician.chain(), jws)
      await journal.append({ what: 'certificate-signed', visit: id, certificate, file })
      return this.#ask(id, { do: 'certify', certificate: jws })
    })
  }

  /** Ends a visit without a certificate; the device records that. */
  abandon(id: string): Promise<Visit> {
    return this.ask(id, { do: 'abandon' })
  }

  /** Gives up a visit whose device is gone: what the device did, its own log will say. */
  leave(id: string): Promise<Visit> {
    return this.#alone(async () => {
      const visit = this.visit(id)
      if (visit.end !== null) return visit
      const words =
        'The visit was left at the bench. The device ends its session by itself; its log says what was done.'
      await this.#end(visit, { how: 'left', certificate: null, seq: null, words })
      return this.visit(id)
    })
  }

  /** The device is known, its log is kept: a visit has begun in the journal. */
  async #begun(unit: string, rescue: string | null): Promise<string> {
    const { journal, technician, freshId } = this.#options
    const { id, center } = technician.signer()
    const { link, state, device, known, proof, bytes, log } = await this.#meet(unit)
    const open = [...this.visits().values()].find((visit) => visit.device === device && visit.end === null)
    if (open !== undefined) throw new NotNow(`a visit of ${device} is not finished yet; go on with it, or end it`)
    const visit = freshId('visit')
    const { publicKey, profile, ledger, car } = state
    await journal.append({
      what: 'visit-begun',
      visit,
      unit: link.address,
      device,
      publicKey,
      known,
      profile,
      technician: id,
      center,
      rescue,
      lockouts: ledger.lockouts.map(({ rule }) => rule),
      virtual: car !== undefined && car !== null,
      proof,
    })
    await this.#keep(this.visit(visit), bytes, log)
    return visit
  }

  #meet(unit: string): Promise<Met> {
    const { link, listed, journal, nonce } = this.#options
    return meet(link(unit), { listed, seen: keysSeen(journal.entries()) }, nonce())
  }

  async #ask(id: string, step: Step): Promise<Visit> {
    const { journal, technician, link, freshId } = this.#options
    const visit = this.visit(id)
    if (visit.end !== null) throw new NotNow('this visit has ended; begin a new one')
    const { nonce, at } = await this.#answerOf(visit)
    const request = freshId('request')
    const body = { kind: 'service-request', nonce, steps: [step] } as const
    const steps = await technician.sign(body, { device: visit.device, id: request, at })
    const { file: credential } = technician.signer()
    await journal.append({ what: 'asked', visit: id, request, steps: [shown(step, visit)] })
    try {
      const recorded = await link(visit.unit).serve({ credential, rescue: visit.rescue, steps })
      await journal.append({ what: 'answered', visit: id, request, by: 'answer', recorded: [...recorded] })
    } catch (error) {
      if (error instanceof UnitRefused) {
        await journal.append({ what: 'refused', visit: id, request, code: error.code, words: error.message })
      } else if (error instanceof UnitSilent) {
        await journal.append({ what: 'unanswered', visit: id, request, why: error.message })
      } else throw error
    }
    return this.#look(this.visit(id))
  }

  /** Nothing is signed for a device that has not just proved itself. `at`: by which clock it is dated. */
  async #answerOf({ unit, device, publicKey }: Visit) {
    const { link, nonce, now } = this.#options
    const asked = nonce()
    const answer = proven((await link(unit).challenge(asked)).proof, keyOf(device, publicKey).key, asked)
    return { nonce: answer.nonce, at: datedAt(now(), answer.at) }
  }

  async #look(visit: Visit): Promise<Visit> {
    const { journal } = this.#options
    if (visit.end !== null) return visit
    const lines = await this.#newLines(visit)
    if (lines.length > 0) await journal.append({ what: 'records', visit: visit.id, lines: [...lines] })
    const now = this.visit(visit.id)
    const fresh = now.records.slice(visit.records.length)
    if (now.pending !== null) {
      // What the device recorded since is all that came of it; nothing recorded is nothing done.
      const { request } = now.pending
      const recorded = fresh.map(({ kind }) => kind)
      await journal.append({ what: 'answered', visit: visit.id, request, by: 'log', recorded })
    }
    const { session } = now
    const refused = fresh.findLast(({ kind }) => kind === 'service-refused')
    if (refused?.kind === 'service-refused' && (session === null || session.refusal !== null)) {
      const { why } = refused
      const request = now.pending?.request ?? ''
      await journal.append({ what: 'refused', visit: visit.id, request, code: why, words: refusalWords(why) })
    }
    const installed = now.records.find(({ kind }) => kind === 'installed')
    if (session === null && installed !== undefined) return this.#installed(now, installed.seq)
    if (session === null || session.end.how === 'open') return this.visit(visit.id)
    return this.#ended(now)
  }

  async #installed(visit: Visit, seq: number): Promise<Visit> {
    const { bytes, log } = await this.#wholeLog(visit)
    await this.#keep(visit, bytes, log)
    await this.#end(visit, { how: 'installed', certificate: null, seq, words: 'The device is installed.' })
    return this.visit(visit.id)
  }

  /** Record lines that the visit has not seen. Where more came than the link tells at once, from the whole log. */
  async #newLines(visit: Visit): Promise<readonly string[]> {
    const from = (visit.records.at(-1)?.seq ?? visit.found?.lastSeq ?? 0) + 1
    const lines = await this.#options.link(visit.unit).records()
    const first = seqOf(lines[0])
    if (first !== undefined && first > from)
      return (await this.#wholeLog(visit)).lines.filter((line) => (seqOf(line) ?? 0) >= from)
    return lines.filter((line) => (seqOf(line) ?? 0) >= from)
  }

  async #ended(visit: Visit): Promise<Visit> {
    const { bytes, log, session } = await this.#wholeLog(visit)
    await this.#keep(visit, bytes, log)
    if (session === null || session.end.how === 'open') return this.visit(visit.id)
    const { end } = session
    const own = end.how === 'completed' && visit.certificates.some(({ certificate }) => certificate === end.certificate)
    await this.#end(visit, {
      how: own ? 'completed' : 'abandoned',
      certificate: own ? end.certificate : null,
      seq: end.seq,
      words: own
        ? 'The device took the certificate.'
        : end.how === 'completed'
          ? 'Another certificate ended this visit at the device: one that was not signed at this bench.'
          : 'The visit ended without a certificate: it was ended at the bench, or the device closed it by itself.',
    })
    return this.visit(visit.id)
  }

  async #wholeLog(visit: Visit) {
    const bytes = await this.#options.link(visit.unit).log()
    const log = verifiedLog(bytes, keyOf(visit.device, visit.publicKey).key)
    return { bytes, log, session: this.#sessionOf(visit, log), lines: linesOf(bytes) }
  }

  #sessionOf(visit: Visit, { records }: VerifiedLog): SessionInLog | null {
    return sessionIn(records, visit.technician, (visit.found?.lastSeq ?? 0) + 1)
  }

  async #keep(visit: Visit, bytes: Uint8Array, { lastSeq, head }: VerifiedLog): Promise<void> {
    const { disk, folder, journal } = this.#options
    const sha256 = toHex(nodeCrypto.sha256(bytes))
    const file = `${visit.id}-${lastSeq}.log`
    await disk.replace(path.join(folder, 'logs', file), bytes)
    await journal.append({ what: 'log-kept', visit: visit.id, file, bytes: bytes.length, sha256, lastSeq, head })
  }

  async #end(visit: Visit, how: Omit<EntryOf<'visit-ended'>, 'v' | 'n' | 'at' | 'what' | 'visit'>) {
    await this.#options.journal.append({ what: 'visit-ended', visit: visit.id, ...how })
    this.#options.onEnd()
  }

  /** One thing after the other: a journal of two interleaved acts would be nobody's. */
  #alone<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#last.then(act)
    // Whoever asked for that was told of its failure.
    this.#last = done.catch(() => undefined)
    return done
  }
}

/** The step as the journal keeps it: a certificate by its id. */
const shown = (step: Step, { certificates }: Visit) =>
  step.do === 'certify' ? { do: step.do, certificate: certificates.at(-1)?.certificate ?? '' } : step

/** What the certificate claims: exactly what the device recorded. */
const claims = (session: SessionInLog, { lastSeq, head }: VerifiedLog) => {
  const { inspection, asFound, calibration, confirmations, reset } = session
  return {
    inspection: inspection ?? { sound: false, notes: '' },
    asFound: asFound === null ? null : { reference: asFound.reference, measured: asFound.measured },
    calibration: calibration === null ? null : { gasLot: calibration.gasLot, reference: calibration.reference },
    asLeft: confirmations.map(({ reference, measured }) => ({ reference, measured })),
    resets: reset ? ['tamper-indicator'] : [],
    logSeq: lastSeq,
    logHead: head,
  }
}

const CONFIRMATIONS = 2

function missingIn({ inspection, asFound, calibration, confirmations }: SessionInLog): string | null {
  if (inspection === null) return refusalWords('not-inspected')
  if (!inspection.sound) return refusalWords('unsound')
  if (asFound === null) return refusalWords('no-as-found')
  if (calibration === null) return refusalWords('not-calibrated')
  return confirmations.length < CONFIRMATIONS ? refusalWords('not-confirmed') : null
}

const missingForRemoval = ({ inspection }: SessionInLog): string | null =>
  inspection === null ? refusalWords('not-inspected') : null

function seqOf(line: string | undefined): number | undefined {
  const read = line === undefined ? undefined : parseRecordLine(line)
  return read?.kind === 'parsed' ? read.value.seq : undefined
}

const linesOf = (log: Uint8Array): readonly string[] =>
  Buffer.from(log)
    .toString('utf8')
    .split('\n')
    .filter((line) => line.startsWith('{"seq":'))
