/**
 * Reads mirrors: a list and the files it names, from any web server. Nothing in the car waits for it, and a mirror that
 * hangs delays no other. What is fetched is given to the car like anything that somebody brought.
 */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { inScope } from '@keyturn/domain/relief.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { fromUtf8 } from '@keyturn/evidence/bytes.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import {
  DOUBTS,
  type Doubt,
  type Listed,
  type MirrorAnswer,
  type MirrorHealth,
  type Newest,
  newestOf,
  readList,
  readListed,
} from '@keyturn/evidence/statement/mirror.ts'
import { FILE_BYTES_MAX, LIST_FILE_BYTES_MAX } from '@keyturn/evidence/statement/read-statement.ts'
import type { Statement } from '@keyturn/evidence/statement/statement.ts'
import { StatementRefused } from '../service/refused.ts'
import { type Fetched, fetched } from './fetched.ts'
import type { StatementDesk } from './statement-desk.ts'
import { stillHolds, type Trusting, trustOf } from './trust.ts'

export type MirrorsOptions = Trusting & {
  /** Addresses under which `index.txt` and the files are. */
  readonly bases: readonly string[]
  readonly everyMs: number
  readonly desk: Pick<StatementDesk, 'act'>
  readonly now: () => Instant
  /** Calls back once after real time; the answer cancels it. */
  readonly later: (ms: number, what: () => void) => () => void
  readonly onChange: () => void
  /** Told once for each mirror and reason. */
  readonly onDoubt: (mirror: string, why: string) => void
  readonly onFailure: (error: unknown) => void
  readonly fetch?: typeof globalThis.fetch
}

export type MirrorState = Omit<MirrorHealth, 'state'> & {
  readonly state: MirrorHealth['state'] | 'unasked'
  /** When it last answered. */
  readonly at: Instant | null
}

/** What a car does something with, in the order in which it has to be done. */
const WANTED = ['revocations', 'rescue', 'order']

export class Mirrors {
  readonly #options: MirrorsOptions
  #state: readonly MirrorState[]
  /** SHA-256 of files that need no fetching any more. */
  readonly #seen = new Set<string>()
  /** Mirrors that gave a false file, and of which list: doubted as long as they serve that list. */
  readonly #caught = new Map<string, { readonly number: number; readonly words: string }>()
  #round: Promise<void> | null = null
  #again = false
  #cancel: () => void = () => {}
  readonly #abort = new AbortController()

  constructor(options: MirrorsOptions) {
    this.#options = options
    this.#state = options.bases.map((mirror) => ({
      mirror,
      state: 'unasked',
      number: null,
      words: 'it was not asked yet',
      at: null,
    }))
  }

  begin(): void {
    this.#schedule(0)
  }

  state(): readonly MirrorState[] {
    return this.#state
  }

  /** There may be a way to the network now. */
  wake(): void {
    if (this.#round !== null) this.#again = true
    else this.#schedule(0)
  }

  async stop(): Promise<void> {
    this.#cancel()
    this.#abort.abort()
    await this.#round
  }

  #schedule(ms: number): void {
    this.#cancel()
    const { bases, later, everyMs, onFailure } = this.#options
    if (bases.length === 0 || this.#abort.signal.aborted) return
    this.#cancel = later(ms, () => {
      this.#round ??= this.round()
        .catch(onFailure)
        .finally(() => {
          this.#round = null
          this.#schedule(this.#again ? 0 : everyMs)
          this.#again = false
        })
    })
  }

  /** Asks every mirror at once; each answer is weighed when it comes, with those that are there already. */
  async round(): Promise<void> {
    const answers: MirrorAnswer[] = []
    const silent = new Map<string, string>()
    let weighing: Promise<void> = Promise.resolve()
    await Promise.all(
      this.#options.bases.map(async (base) => {
        const answer = await this.#ask(base)
        answers.push(answer)
        weighing = weighing.then(() => this.#weigh([...answers], silent))
        await weighing
      }),
    )
  }

  async #ask(mirror: string): Promise<MirrorAnswer> {
    const got = await this.#get(mirror, 'index.txt', LIST_FILE_BYTES_MAX)
    if (got.kind === 'nothing') return { mirror, kind: 'silent', why: got.why }
    const { identity, now } = this.#options
    const given = { trust: trustOf(this.#options), at: now(), jurisdiction: identity.jurisdiction }
    return runSync(readList(mirror, fromUtf8(got.bytes) ?? '', given), nodeCrypto)
  }

  async #weigh(answers: readonly MirrorAnswer[], silent: Map<string, string>): Promise<void> {
    if (this.#abort.signal.aborted) return
    const known = this.#options.shelf.single('index')
    const ours = known?.statement.subject === this.#options.identity.jurisdiction
    const counts = known !== null && ours && stillHolds(known, this.#options)
    const { newest, health } = newestOf(answers, counts ? known.statement : null)
    for (const answer of answers) {
      // A list from ahead of this clock says more of the clock than of the mirror.
      if (answer.kind === 'doubted' && answer.doubt !== 'not-yet') this.#doubt(answer.mirror, answer.doubt)
    }
    for (const { mirror, words } of health) {
      if (words === DOUBTS.stale) this.#doubt(mirror, 'stale')
      if (words === DOUBTS.forked) this.#doubt(mirror, 'forked')
    }
    if (newest !== null) await this.#follow(newest, silent)
    this.#tell(health.map((each) => this.#asFound(each, silent)))
  }

  /** Does what the newest list says, file by file. */
  async #follow(newest: Newest, silent: Map<string, string>): Promise<void> {
    const { shelf, onFailure } = this.#options
    await shelf.keep(newest.file).catch(onFailure)
    for (const kind of WANTED) {
      for (const listed of newest.index.files) if (listed.kind === kind) await this.#take(listed, newest, silent)
    }
  }

  /** The health of a mirror's list, and how its files were. */
  #asFound(health: MirrorHealth, silent: Map<string, string>): MirrorHealth {
    const { mirror } = health
    if (health.state !== 'fresh') return health
    const caught = this.#caught.get(mirror)
    if (caught?.number === health.number) return { ...health, state: 'lying', words: caught.words }
    const why = silent.get(mirror)
    return why === undefined ? health : { ...health, state: 'silent', words: `a file of its list: ${why}` }
  }

  /** Fetches one file from the first mirror that has it as listed, and gives it to the car. */
  async #take(listed: Listed, { index, mirrors }: Newest, silent: Map<string, string>): Promise<void> {
    if (this.#seen.has(listed.sha256) || this.#isKept(listed.id)) return
    for (const mirror of mirrors) {
      if (silent.has(mirror) || this.#abort.signal.aborted) continue
      const got = await this.#get(mirror, `${listed.sha256}.txt`, fileMax(listed.kind))
      if (got.kind === 'nothing') {
        silent.set(mirror, got.why)
        continue
      }
      const file = fromUtf8(got.bytes) ?? ''
      const { now } = this.#options
      const verdict = runSync(readListed(listed, file, trustOf(this.#options), now()), nodeCrypto)
      if (verdict.kind === 'doubted') {
        this.#doubt(mirror, verdict.doubt)
        this.#caught.set(mirror, { number: index.number, words: verdict.why })
        continue
      }
      // What is not good now is asked for again in a later round; its day may come.
      if (verdict.kind === 'holds' && (await this.#give(file, verdict.statement))) this.#seen.add(listed.sha256)
      return
    }
  }

  /** Gives a file to the car. What is meant for other cars is none of its concern, and no refusal. */
  async #give(file: string, statement: Statement): Promise<boolean> {
    const { identity, desk } = this.#options
    if (statement.kind === 'order' && !statement.scope.functions.some((of) => inScope(statement.scope, identity, of)))
      return true
    if (statement.kind === 'rescue' && statement.serves !== identity.vendor) return true
    if (statement.kind === 'revocations' && this.#isOld(statement)) return true
    try {
      await desk.act(file)
      return true
    } catch (error) {
      if (error instanceof StatementRefused) return false
      throw error
    }
  }

  #isKept(id: string): boolean {
    const { shelf } = this.#options
    return [...shelf.several('order'), ...shelf.several('rescue')].some(({ statement }) => statement.id === id)
  }

  #isOld({ subject, number }: Extract<Statement, { readonly kind: 'revocations' }>): boolean {
    const lists = this.#options.shelf.several('revocations').filter((list) => stillHolds(list, this.#options))
    return lists.some(({ statement }) => statement.subject === subject && statement.number >= number)
  }

  #doubt(mirror: string, doubt: Doubt): void {
    this.#options.onDoubt(mirror, DOUBTS[doubt])
  }

  #tell(health: readonly MirrorHealth[]): void {
    const { now, onChange } = this.#options
    this.#state = this.#state.map((known) => {
      const found = health.find(({ mirror }) => mirror === known.mirror)
      if (found === undefined) return known
      return { ...found, at: found.state === 'silent' ? known.at : now() }
    })
    onChange()
  }

  #get(mirror: string, name: string, bytesMax: number): Promise<Fetched> {
    const { fetch = globalThis.fetch } = this.#options
    return fetched(`${mirror.replace(/\/+$/, '')}/${name}`, { fetch, bytesMax, abort: this.#abort.signal })
  }
}

const fileMax = (kind: string): number => (kind === 'revocations' ? LIST_FILE_BYTES_MAX : FILE_BYTES_MAX)
