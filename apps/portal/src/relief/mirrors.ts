/** Reads mirrors as a car does: the newest list that verifies counts, whoever serves it. */
import { webCrypto } from '@keyturn/contract/crypto/web.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { runAsync } from '@keyturn/evidence/crypto.ts'
import {
  type MirrorAnswer,
  type MirrorHealth,
  type Newest,
  newestOf,
  readList,
  readListed,
} from '@keyturn/evidence/statement/mirror.ts'
import type { StatementOf, Trust } from '@keyturn/evidence/statement/statement.ts'
import { askText, Problem, Unreachable } from '../data/http.ts'
import { statementIn } from './standing.ts'

/** Kinds of statements that concern everybody; the rest of a list is for cars and servers. */
const WANTED: readonly string[] = ['order', 'outage', 'revocations']

export type Ask = { readonly trust: Trust; readonly at: Instant; readonly signal: AbortSignal }
export type FromMirrors = {
  /** What the newest lists name, as far as it could be had. */
  readonly files: readonly string[]
  /** The newest lists themselves, one for each jurisdiction. */
  readonly lists: readonly string[]
  readonly health: readonly MirrorHealth[]
}

/** @param known the newest lists that were seen before: an older one is stale, whoever serves it */
export async function readMirrors(
  addresses: readonly string[],
  known: readonly string[],
  ask: Ask,
): Promise<FromMirrors> {
  const answers = await Promise.all(addresses.map((address) => listOf(address, ask)))
  const before = known.map(indexIn).filter((index) => index !== null)
  const places = new Set([...answers.flatMap(({ place }) => place ?? []), ...before.map(({ subject }) => subject)])
  const files: string[] = []
  const lists: string[] = []
  const health: MirrorHealth[] = answers.flatMap(({ place, answer }) =>
    place === null ? newestOf([answer], null).health : [],
  )
  for (const place of places) {
    const own = answers.filter((one) => one.place === place).map(({ answer }) => answer)
    const last = before.find(({ subject }) => subject === place) ?? null
    const { newest, health: judged } = newestOf(own, last)
    const got = newest === null ? { files: [], lying: new Map<string, string>() } : await filesOf(newest, ask)
    files.push(...got.files)
    lists.push(...(newest === null ? known.filter((file) => indexIn(file)?.subject === place) : [newest.file]))
    health.push(
      ...judged.map((one) => {
        const words = got.lying.get(one.mirror)
        return words === undefined ? one : { ...one, state: 'lying' as const, words }
      }),
    )
  }
  return { files, lists, health }
}

type Heard = { readonly place: string | null; readonly answer: MirrorAnswer }

async function listOf(mirror: string, { trust, at, signal }: Ask): Promise<Heard> {
  try {
    const file = await askText(`${mirror}/index.txt`, { whom: mirror, signal })
    const place = indexIn(file)?.subject ?? null
    const given = { trust, at, jurisdiction: place ?? '' }
    return { place, answer: await runAsync(readList(mirror, file, given), webCrypto(crypto.subtle)) }
  } catch (cause) {
    if (!(cause instanceof Unreachable || cause instanceof Problem)) throw cause
    const why = cause instanceof Problem ? `it refuses: ${cause.title}` : 'it does not answer'
    return { place: null, answer: { mirror, kind: 'silent', why } }
  }
}

/** Each file of the list from the first mirror whose bytes are as listed. */
async function filesOf({ index, mirrors }: Newest, { trust, at, signal }: Ask) {
  const files: string[] = []
  const lying = new Map<string, string>()
  for (const listed of index.files.filter(({ kind }) => WANTED.includes(kind))) {
    for (const mirror of mirrors) {
      const file = await askText(`${mirror}/${listed.sha256}.txt`, { whom: mirror, signal }).catch(() => null)
      if (file === null) continue
      const verdict = await runAsync(readListed(listed, file, trust, at), webCrypto(crypto.subtle))
      if (verdict.kind === 'doubted') {
        lying.set(mirror, verdict.why)
        continue
      }
      files.push(file)
      break
    }
  }
  return { files, lying }
}

function indexIn(file: string): StatementOf<'index'> | null {
  const statement = statementIn(file)
  return statement?.kind === 'index' ? statement : null
}
