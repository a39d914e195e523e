/**
 * The technician at this bench: a credential that anybody may read, and a sealed key that the passphrase opens for a
 * while. The passphrase is never kept, and the opened key is in memory only.
 */
import path from 'node:path'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { openKey } from '@keyturn/contract/statements/key-file.ts'
import { KeyFileRefused } from '@keyturn/contract/statements/seal.ts'
import { after, type Duration, days, type Instant, iso } from '@keyturn/domain/units.ts'
import { fromUtf8 } from '@keyturn/evidence/bytes.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import type { StatementBody, StatementHead, TechnicianMay, Trust } from '@keyturn/evidence/statement/statement.ts'
import { verifyStatementFile } from '@keyturn/evidence/statement/verify-statement.ts'
import { chainOf, signStatementLater } from '@keyturn/evidence/statement/write-statement.ts'
import type { Disk } from '@keyturn/local/disk/disk.ts'

export const KEY_FILE = 'technician.key'
export const CREDENTIAL_FILE = 'technician.txt'

export type Credential = {
  readonly id: string
  readonly center: string
  readonly vendor: string
  readonly jurisdiction: string
  readonly may: readonly TechnicianMay[]
  readonly until: Instant
  readonly publicKey: string
  /** The statement file, as it is handed to devices. */
  readonly file: string
}

/** The bench cannot sign now; the message says what to do. */
export class NobodyHere extends Error {
  override readonly name = 'NobodyHere' as const
  readonly code: 'locked' | 'no-credential' | 'wrong-passphrase' | 'held'
  constructor(code: NobodyHere['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

type Opened = { readonly credential: Credential; readonly sign: Sign }
type Sign = (message: Uint8Array) => Uint8Array | Promise<Uint8Array>

export type TechnicianOptions = {
  readonly disk: Disk
  readonly folder: string
  readonly trust: () => Trust
  readonly now: () => Instant
  readonly later: (ms: number, what: () => void) => () => void
  /** The key is locked again when it was not used for this long. */
  readonly idle: Duration
}

/**
 * By which clock a statement for a device is dated: the device judges by its own, which it has just signed for. One
 * that is more than a day away from the laptop's is not followed: somebody has to look at the clocks.
 */
export const datedAt = (own: Instant, device: Instant): Instant =>
  Math.abs(own - device) <= CLOCKS_APART_MAX ? device : own
const CLOCKS_APART_MAX = days(1)

/** Wrong passphrases after which the bench waits, and how long. */
const WRONG_MAX = 5
const HOLD_MS = 60_000
/** What a technician signs for one visit is good for so long: `docs/formats/service-certificate.md`. */
const GOOD_BEFORE_MS = 60_000
const GOOD_AFTER_MS = 600_000

export class Technician {
  readonly #options: TechnicianOptions
  #opened: Opened | null = null
  #locksAt: Instant | null = null
  #cancel: () => void = () => {}
  #wrong = 0
  #heldUntil = Number.NEGATIVE_INFINITY

  constructor(options: TechnicianOptions) {
    this.#options = options
  }

  /** Whoever has opened the bench, and when it locks by itself. */
  opened(): { readonly credential: Credential; readonly locksAt: Instant } | null {
    return this.#opened === null || this.#locksAt === null
      ? null
      : { credential: this.#opened.credential, locksAt: this.#locksAt }
  }

  /** The credential as it lies in the folder, verified now. @throws NobodyHere with what is wrong with it. */
  async credential(): Promise<Credential> {
    const { disk, folder, trust, now } = this.#options
    const file = await disk.read(path.join(folder, CREDENTIAL_FILE))
    const text = file === undefined ? undefined : fromUtf8(file)
    if (text === undefined) {
      throw new NobodyHere(
        'no-credential',
        `there is no credential at this bench; put the file from the vendor at ${path.join(folder, CREDENTIAL_FILE)}`,
      )
    }
    const verdict = runSync(verifyStatementFile(text, trust(), now()), nodeCrypto)
    if (verdict.kind === 'refused') {
      throw new NobodyHere(
        'no-credential',
        `the credential at this bench does not hold: ${verdict.why}. Ask the vendor for a new one.`,
      )
    }
    const { statement, speaker } = verdict
    if (statement.kind !== 'technician' || speaker.as !== 'vendor') {
      throw new NobodyHere(
        'no-credential',
        'the file at this bench is no technician’s credential; ask the vendor for it',
      )
    }
    return {
      id: statement.subject,
      center: statement.center,
      vendor: speaker.id,
      jurisdiction: speaker.jurisdiction,
      may: statement.may,
      until: statement.expiresAt,
      publicKey: statement.key,
      file: text,
    }
  }

  /** Opens the sealed key. @throws NobodyHere. */
  async unlock(passphrase: string): Promise<Credential> {
    const { disk, folder, now } = this.#options
    if (now() < this.#heldUntil) {
      throw new NobodyHere('held', 'that was wrong too often; wait a minute and try again')
    }
    const credential = await this.credential()
    const sealed = await disk.read(path.join(folder, KEY_FILE))
    const text = sealed === undefined ? undefined : fromUtf8(sealed)
    if (text === undefined) {
      throw new NobodyHere(
        'no-credential',
        `there is no sealed key at this bench; put the technician’s key file at ${path.join(folder, KEY_FILE)}`,
      )
    }
    const key = await openKey(text, passphrase).catch((error: unknown) => {
      throw this.#notOpened(error)
    })
    this.#wrong = 0
    if (key.publicKey !== credential.publicKey) {
      throw new NobodyHere('no-credential', 'the key at this bench is not the one of its credential; ask the vendor')
    }
    this.#opened = { credential, sign: key.sign }
    this.#stayOpen()
    return credential
  }

  lock(): void {
    this.#cancel()
    this.#opened = null
    this.#locksAt = null
  }

  /** Who signs now. Each use keeps the bench open. @throws NobodyHere. */
  signer(): Credential {
    return this.#use().credential
  }

  /** Signs a brief statement of the technician about a device, good around `at`. @throws NobodyHere. */
  async sign(
    body: Extract<StatementBody, { readonly kind: 'service-request' | 'certificate' }>,
    { device, id, at: moment }: { readonly device: string; readonly id: string; readonly at: Instant },
  ): Promise<string> {
    const { credential, sign } = this.#use()
    const at = (Math.floor(moment / 1_000) * 1_000) as Instant // Whole seconds, as statements count time.
    const head: StatementHead = {
      issuer: credential.id,
      subject: device,
      issuedAt: at,
      notBefore: (at - GOOD_BEFORE_MS) as Instant,
      expiresAt: (at + GOOD_AFTER_MS) as Instant,
      id,
      cites: [],
    }
    return signStatementLater({ ...head, ...body }, async (message) => sign(message))
  }

  /** The lines that a statement of the technician is written under. @throws NobodyHere. */
  chain(): readonly string[] {
    return chainOf(this.#use().credential.file)
  }

  #notOpened(error: unknown): unknown {
    if (!(error instanceof KeyFileRefused)) return error
    if (error.code !== 'wrong-passphrase') {
      const what = `the key file at this bench cannot be used: ${error.message}; ask the vendor for a new one`
      return new NobodyHere('no-credential', what, { cause: error })
    }
    this.#wrong += 1
    if (this.#wrong >= WRONG_MAX) {
      this.#wrong = 0
      this.#heldUntil = this.#options.now() + HOLD_MS
    }
    return new NobodyHere('wrong-passphrase', 'that passphrase does not open the key; type it again', { cause: error })
  }

  #use(): Opened {
    const { now } = this.#options
    if (this.#opened === null) throw new NobodyHere('locked', 'the bench is locked; unlock it with your passphrase')
    if (this.#opened.credential.until <= now()) {
      const until = iso(this.#opened.credential.until)
      this.lock()
      throw new NobodyHere('no-credential', `your credential was good until ${until}; ask the vendor for a new one`)
    }
    this.#stayOpen()
    return this.#opened
  }

  #stayOpen(): void {
    const { later, now, idle } = this.#options
    this.#cancel()
    this.#locksAt = after(now(), idle)
    this.#cancel = later(idle, () => this.lock())
  }
}
