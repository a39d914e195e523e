/**
 * All orders and outages this browser can get: from the server, from mirrors, and from what it kept. Files are kept as
 * they are; how each stands is worked out again from the files each time.
 */
import { type Instant, instant } from '@keyturn/domain/units.ts'
import type { MirrorHealth } from '@keyturn/evidence/statement/mirror.ts'
import { revokedBy } from '@keyturn/evidence/statement/revoked.ts'
import type { Trust } from '@keyturn/evidence/statement/statement.ts'
import { ownNow } from '../data/clock.ts'
import { readPlaces } from '../data/demo.ts'
import { askJson, Problem, Unreachable } from '../data/http.ts'
import { keep, keptAs } from '../data/keep.ts'
import { list, moment, number, object, text } from '../data/read.ts'
import { canCheck, check } from './check.ts'
import { type FromMirrors, readMirrors } from './mirrors.ts'
import { type Root, readRoot } from './root.ts'
import { type Entry, standingsOf, statementIn } from './standing.ts'

export type Shelf = {
  readonly entries: readonly Entry[]
  readonly root: Root | null
  readonly mirrors: readonly MirrorHealth[]
  /** Whether anybody could be asked just now; `nobody`: and nothing was kept either. */
  readonly from: 'now' | 'kept' | 'nobody'
  /** When somebody was last asked with success, by the clock that was judged by. */
  readonly fetchedAt: Instant | null
  /** The clock that was judged by: the server's, as it last said so. */
  readonly asOf: Instant
  /** This device's own clock, when it was asked. */
  readonly ownAt: Instant
}

const KEPT = 'orders'
/** `aheadMs`: how far the server's clock was ahead of this device's when it last answered. */
const kept = object({ files: list(text), lists: list(text), at: moment, aheadMs: number })
type Kept = ReturnType<typeof kept>

/** Files that no car accepts any more are not carried along for ever. */
const FILES_KEPT_MAX = 60

const view = object({ file: text, others: list(text) })
const orders = object({ asOf: moment, orders: list(view) })
const outages = object({ outages: list(view) })

export async function readShelf(signal: AbortSignal): Promise<Shelf> {
  const before: Kept | undefined = keptAs(KEPT, kept)
  const ownAt = ownNow()
  const [root, served, places] = await Promise.all([readRoot(signal), fromServer(signal), readPlaces(signal)])
  // Without a server its clock is carried on by this device's: a wrong one is not right because nobody answers.
  const asOf = served?.asOf ?? instant(ownAt + (before?.aheadMs ?? 0))
  const known = [...(before?.files ?? []), ...(served?.files ?? [])]
  const trust = root === null ? null : { root: root.key, revoked: await revokedIn(known, root.key, asOf) }
  const own = served === null ? [] : placesIn(served.files).map((place) => `${location.origin}/mirror/${place}`)
  const addresses = [...own, ...places.mirrors]
  const heard = await fromMirrors(addresses, before?.lists ?? [], trust, asOf, signal)
  // A server that keeps no list is no mirror, and no news.
  const mirrored = {
    ...heard,
    health: heard.health.filter(({ mirror, state }) => state !== 'silent' || !own.includes(mirror)),
  }
  const answered = served !== null || mirrored.health.some(({ state }) => state === 'fresh')
  const files = [...new Set([...(served?.files ?? []), ...mirrored.files, ...(before?.files ?? [])])]
  const full = root === null ? null : { root: root.key, revoked: await revokedIn(files, root.key, asOf) }
  const checked = await Promise.all(files.map(async (file) => ({ file, verdict: await check(file, full, asOf) })))
  const entries = standingsOf(checked, asOf)
  const fetchedAt = answered ? asOf : (before?.at ?? null)
  const news = { files: worthKeeping(files, entries), lists: mirrored.lists, at: asOf, aheadMs: asOf - ownAt }
  if (answered) keep(KEPT, news)
  return {
    entries,
    root,
    mirrors: mirrored.health,
    from: answered ? 'now' : before === undefined ? 'nobody' : 'kept',
    fetchedAt,
    asOf,
    ownAt,
  }
}

export const shelfQuery = {
  queryKey: ['orders'],
  queryFn: ({ signal }: { readonly signal: AbortSignal }) => readShelf(signal),
  refetchInterval: 30_000,
} as const

/** What the server publishes; null when it does not answer or, like a car, knows no such address. */
async function fromServer(
  signal: AbortSignal,
): Promise<{ readonly asOf: Instant; readonly files: readonly string[] } | null> {
  const ask = { whom: 'the server', signal }
  try {
    const [ordered, declared] = await Promise.all([
      askJson('/v1/orders', (body) => orders(body, 'orders'), ask),
      askJson('/v1/outages', (body) => outages(body, 'outages').outages, ask),
    ])
    const files = [...ordered.orders, ...declared].flatMap(({ file, others }) => [file, ...others])
    return { asOf: ordered.asOf, files }
  } catch (cause) {
    if (cause instanceof Unreachable || cause instanceof Problem) return null
    throw cause
  }
}

async function fromMirrors(
  addresses: readonly string[],
  lists: readonly string[],
  trust: Trust | null,
  at: Instant,
  signal: AbortSignal,
): Promise<FromMirrors> {
  if (trust === null || !canCheck()) return { files: [], lists, health: [] }
  return readMirrors(addresses, lists, { trust, at, signal })
}

/** The jurisdictions that the orders and outages are of. */
function placesIn(files: readonly string[]): readonly string[] {
  const places = files.map(statementIn).flatMap((one) => (one === null ? [] : [one.subject]))
  return [...new Set(places)].toSorted()
}

async function revokedIn(files: readonly string[], root: string, at: Instant): Promise<Trust['revoked']> {
  const nothingYet: Trust = { root, revoked: new Map() }
  const lists = files.filter((file) => statementIn(file)?.kind === 'revocations')
  const verdicts = await Promise.all(lists.map((file) => check(file, nothingYet, at)))
  return revokedBy(verdicts.flatMap((one) => (one.kind === 'unchecked' ? [] : [one])))
}

/** Orders and outages, newest first, and the lists of what was withdrawn. */
function worthKeeping(files: readonly string[], entries: readonly Entry[]): readonly string[] {
  const revocations = files.filter((file) => statementIn(file)?.kind === 'revocations')
  return [...revocations, ...entries.slice(0, FILES_KEPT_MAX).map(({ file }) => file)]
}
