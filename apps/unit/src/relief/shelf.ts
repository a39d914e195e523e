/**
 * The statements a car keeps: the orders and rescues that concern it, the newest withdrawals, the newest list of a
 * mirror, its configuration. Each is a file of its own, written whole or not at all, so that the car can hand it on.
 */
import path from 'node:path'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { fromUtf8, toHex, utf8 } from '@keyturn/evidence/bytes.ts'
import { readStatementFile } from '@keyturn/evidence/statement/read-statement.ts'
import type { Statement, StatementKind, StatementOf } from '@keyturn/evidence/statement/statement.ts'
import { EVERYWHERE } from '@keyturn/evidence/statement/who-may.ts'
import type { Disk } from '@keyturn/local/disk/disk.ts'

/** Of each of these the car keeps the newest alone. */
export type Single = 'index' | 'configuration'
/** Of each of these it keeps several; of withdrawals one by the root and one by each authority it was under. */
export type Several = 'order' | 'rescue' | 'revocations'
type Keepable = Single | Several

export type Kept<K extends Keepable = Keepable> = {
  /** The statement file as it came. */
  readonly file: string
  /** Its last line: the same statement may come with another chain above it. */
  readonly jws: string
  readonly statement: StatementOf<K>
}

/** Files of one kind that are kept; beyond that the oldest makes room. */
export const KEPT_MAX: { readonly [K in Several]: number } = { order: 64, rescue: 16, revocations: 8 }

const KEEPABLE: { readonly [K in Keepable]: true } = {
  index: true,
  configuration: true,
  order: true,
  rescue: true,
  revocations: true,
}

export class Shelf {
  readonly #disk: Disk
  readonly #folder: string
  /** By the name of the file. */
  readonly #kept = new Map<string, Kept>()

  private constructor(disk: Disk, folder: string) {
    this.#disk = disk
    this.#folder = folder
  }

  /** Reads what is kept in the folder. What cannot be read any more is left alone and does not count. */
  static async open(disk: Disk, folder: string): Promise<Shelf> {
    const shelf = new Shelf(disk, folder)
    for (const name of await disk.list(folder)) {
      const bytes = await disk.read(path.join(folder, name))
      const kept = keepable(fromUtf8(bytes ?? new Uint8Array()) ?? '')
      if (kept !== undefined && nameOf(kept) === name) shelf.#kept.set(name, kept)
    }
    return shelf
  }

  /**
   * Keeps a file for good before this resolves. Nothing happens when it is kept already. @throws RangeError for a kind
   * that is not kept.
   */
  async keep(file: string): Promise<void> {
    const kept = keepable(file)
    if (kept === undefined) throw new RangeError('only statements of these kinds are kept')
    const name = nameOf(kept)
    if (this.#kept.get(name)?.jws === kept.jws) return
    await this.#disk.replace(path.join(this.#folder, name), utf8(file))
    this.#kept.set(name, kept)
    await this.#makeRoom(kept.statement.kind)
  }

  single<K extends Single>(kind: K): Kept<K> | null {
    return this.#of(kind)[0] ?? null
  }

  /** In the order in which they were issued, so that an amendment follows what it amends. */
  several<K extends Several>(kind: K): readonly Kept<K>[] {
    return this.#of(kind)
  }

  #of<K extends Keepable>(kind: K): readonly Kept<K>[] {
    const sorted = [...this.#kept.values()].sort((a, b) => a.statement.issuedAt - b.statement.issuedAt)
    return sorted.flatMap(({ file, jws, statement }) => (isOf(statement, kind) ? [{ file, jws, statement }] : []))
  }

  async #makeRoom(kind: Keepable): Promise<void> {
    if (kind === 'index' || kind === 'configuration') return
    const all = this.several(kind)
    for (const { file } of all.slice(0, Math.max(0, all.length - KEPT_MAX[kind]))) await this.#drop(file)
  }

  async #drop(file: string): Promise<void> {
    const [name] = [...this.#kept].find(([, kept]) => kept.file === file) ?? []
    if (name === undefined) return
    this.#kept.delete(name)
    await this.#disk.remove(path.join(this.#folder, name))
  }
}

function nameOf({ statement, jws }: Kept): string {
  const { kind, subject } = statement
  if (kind === 'index' || kind === 'configuration') return `${kind}.txt`
  if (kind === 'revocations') return `${kind}-${subject === EVERYWHERE ? 'everywhere' : subject}.txt`
  return `${kind}-${toHex(nodeCrypto.sha256(utf8(jws))).slice(0, 32)}.txt`
}

function keepable(file: string): Kept | undefined {
  const read = readStatementFile(file)
  const last = read.kind === 'parsed' ? read.value.at(-1) : undefined
  if (last === undefined || !isKeepable(last.statement)) return undefined
  return { file, jws: last.jws, statement: last.statement }
}

const isOf = <K extends StatementKind>(
  statement: { readonly kind: StatementKind },
  kind: K,
): statement is StatementOf<K> => statement.kind === kind

const isKeepable = (statement: Statement): statement is StatementOf<Keepable> => Object.hasOwn(KEEPABLE, statement.kind)
