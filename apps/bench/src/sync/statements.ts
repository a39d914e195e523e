/** Statement files that the bench carries: picked from mirrors, from devices or from a file; kept by what they say. */
import path from 'node:path'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { fromUtf8, toHex, utf8 } from '@keyturn/evidence/bytes.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { revokedBy } from '@keyturn/evidence/statement/revoked.ts'
import type { Statement, StatementVerdict, Trust } from '@keyturn/evidence/statement/statement.ts'
import { verifyStatementFile } from '@keyturn/evidence/statement/verify-statement.ts'
import type { Disk } from '@keyturn/local/disk/disk.ts'

export type Carried = {
  /** SHA-256 of the file: its name here and at mirrors. */
  readonly sha256: string
  readonly file: string
  readonly statement: Statement
}

/** The file is no statement that holds; the message is one sentence. */
export class StatementUnfit extends Error {
  override readonly name = 'StatementUnfit' as const
}

/** More than this is no longer what a technician carries around. */
const FILES_MAX = 500

export class Statements {
  readonly #disk: Disk
  readonly #folder: string
  readonly #root: string
  readonly #now: () => Instant
  #trust: Trust
  #carried: readonly Carried[] = []

  constructor({ disk, folder, root, now }: { disk: Disk; folder: string; root: string; now: () => Instant }) {
    this.#disk = disk
    this.#folder = path.join(folder, 'statements')
    this.#root = root
    this.#now = now
    this.#trust = { root, revoked: new Map() }
  }

  /** The pinned root, and what is known to be withdrawn. */
  trust(): Trust {
    return this.#trust
  }

  /** What holds now, newest first. */
  carried(): readonly Carried[] {
    return this.#carried
  }

  /** Reads the folder. What no longer holds stays on the disk and is not offered. */
  async load(): Promise<void> {
    const files: string[] = []
    for (const name of (await this.#disk.list(this.#folder)).slice(-FILES_MAX)) {
      const bytes = await this.#disk.read(path.join(this.#folder, name))
      const text = bytes === undefined ? undefined : fromUtf8(bytes)
      if (text !== undefined) files.push(text)
    }
    this.#judge(files)
  }

  /** Keeps a file that holds. @throws StatementUnfit. */
  async keep(file: string): Promise<Carried> {
    const verdict = this.#verify(file, this.#trust)
    if (verdict.kind === 'refused') throw new StatementUnfit(verdict.why)
    const sha256 = toHex(nodeCrypto.sha256(utf8(file)))
    await this.#disk.replace(path.join(this.#folder, `${sha256}.txt`), utf8(file))
    await this.load()
    return { sha256, file, statement: verdict.statement }
  }

  #judge(files: readonly string[]): void {
    const bare: Trust = { root: this.#root, revoked: new Map() }
    this.#trust = { root: this.#root, revoked: revokedBy(files.map((file) => this.#verify(file, bare))) }
    this.#carried = files
      .flatMap((file) => {
        const verdict = this.#verify(file, this.#trust)
        if (verdict.kind === 'refused') return []
        return [{ sha256: toHex(nodeCrypto.sha256(utf8(file))), file, statement: verdict.statement }]
      })
      .toSorted((a, b) => b.statement.issuedAt - a.statement.issuedAt)
  }

  #verify(file: string, trust: Trust): StatementVerdict {
    return runSync(verifyStatementFile(file, trust, this.#now()), nodeCrypto)
  }
}
