/** Reads mirrors when there is network: of several the newest list that verifies, and what of it is not held yet. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { fromUtf8 } from '@keyturn/evidence/bytes.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import {
  type MirrorAnswer,
  type MirrorHealth,
  newestOf,
  readList,
  readListed,
} from '@keyturn/evidence/statement/mirror.ts'
import { LIST_FILE_BYTES_MAX } from '@keyturn/evidence/statement/read-statement.ts'
import type { StatementOf } from '@keyturn/evidence/statement/statement.ts'
import type { Statements } from './statements.ts'

export type MirrorOptions = {
  readonly mirrors: readonly string[]
  readonly statements: Statements
  readonly now: () => Instant
  readonly fetch?: typeof globalThis.fetch
}

const ANSWER_WITHIN_MS = 10_000

/** Asks all mirrors, keeps what is new and holds, and says how each mirror stands. Never throws for a bad mirror. */
export async function readMirrors(
  { mirrors, statements, now, fetch = globalThis.fetch }: MirrorOptions,
  jurisdiction: string,
): Promise<{ readonly fresh: number; readonly health: readonly MirrorHealth[] }> {
  // What held when it was kept may have expired since, or been withdrawn.
  await statements.load()
  const given = { trust: statements.trust(), at: now(), jurisdiction }
  const answers = await Promise.all(
    mirrors.map(async (mirror): Promise<MirrorAnswer> => {
      const file = await textAt(`${mirror}/index.txt`, fetch)
      if (file === undefined) return { mirror, kind: 'silent', why: 'it does not answer' }
      return runSync(readList(mirror, file, given), nodeCrypto)
    }),
  )
  const { newest, health } = newestOf(answers, knownList(statements, jurisdiction))
  if (newest === null) return { fresh: 0, health }
  const held = new Set(statements.carried().map(({ sha256 }) => sha256))
  let fresh = 0
  const doubted = new Map<string, string>()
  for (const listed of newest.index.files.filter(({ sha256 }) => !held.has(sha256))) {
    for (const mirror of newest.mirrors) {
      const file = await textAt(`${mirror}/${listed.sha256}.txt`, fetch)
      if (file === undefined) continue
      const verdict = runSync(readListed(listed, file, statements.trust(), now()), nodeCrypto)
      if (verdict.kind === 'doubted') {
        doubted.set(mirror, verdict.why)
        continue
      }
      if (verdict.kind === 'holds') {
        await statements.keep(file)
        fresh += 1
      }
      break
    }
  }
  await statements.keep(newest.file)
  return { fresh, health: health.map((each) => worse(each, doubted.get(each.mirror))) }
}

const worse = (health: MirrorHealth, why: string | undefined): MirrorHealth =>
  why === undefined ? health : { ...health, state: 'lying', words: why }

function knownList(statements: Statements, jurisdiction: string): StatementOf<'index'> | null {
  const lists = statements
    .carried()
    .flatMap(({ statement }) => (statement.kind === 'index' && statement.subject === jurisdiction ? [statement] : []))
  return lists.toSorted((a, b) => b.number - a.number)[0] ?? null
}

/** The text at an address; undefined when nothing comes that could be a statement file. */
async function textAt(address: string, fetch: typeof globalThis.fetch): Promise<string | undefined> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS), redirect: 'error' })
    if (!response.ok) return undefined
    const bytes = new Uint8Array(await response.arrayBuffer())
    return bytes.length > LIST_FILE_BYTES_MAX ? undefined : fromUtf8(bytes)
  } catch {
    // Silence, a refusal and a cable that is pulled are the same to whoever asks: nothing came.
    return undefined
  }
}
