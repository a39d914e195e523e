/** The list of everything that is published: cars and phones find at mirrors what it names, and nothing else. */
import { webCrypto } from '@keyturn/contract/crypto/web.ts'
import { toHex, utf8 } from '@keyturn/evidence/bytes.ts'
import type { Statement, StatementOf } from '@keyturn/evidence/statement/statement.ts'
import { askJson, askText, Problem } from '../../data/http.ts'
import { list, object, text } from '../../data/read.ts'
import { statementIn } from '../../relief/standing.ts'
import { type Draft, freshId } from './draft.ts'

type Listed = StatementOf<'index'>['files'][number]

/** A list is good for so long; the next one replaces it. */
const LASTS_DAYS = 30

const view = object({ id: text, state: text, sha256: text })
const orders = object({ orders: list(view) })
const outages = object({ outages: list(view) })
const GONE: readonly string[] = ['over', 'revoked', 'conflicting']

/**
 * The next list of the jurisdiction, with what has just been signed. It names what the newest list names and what the
 * server publishes, as far as that still counts.
 */
export async function nextList(signed: Statement, file: string): Promise<Draft> {
  const place = signed.subject
  const ask = { whom: 'the server' }
  const query = `?jurisdiction=${encodeURIComponent(place)}`
  const [before, ordered, declared] = await Promise.all([
    newestList(place),
    askJson(`/v1/orders${query}`, (body) => orders(body, 'orders').orders, ask),
    askJson(`/v1/outages${query}`, (body) => outages(body, 'outages').outages, ask),
  ])
  const told = [
    ...ordered.map((one) => ({ ...one, kind: 'order' })),
    ...declared.map((one) => ({ ...one, kind: 'outage' })),
  ]
  const gone = new Set(told.filter(({ state }) => GONE.includes(state)).map(({ id }) => id))
  const files = new Map<string, Listed>()
  for (const one of before?.files ?? []) files.set(one.id, one)
  for (const { id, kind, sha256 } of told) files.set(id, { id, kind, sha256 })
  for (const id of gone) files.delete(id)
  // One list of withdrawals counts, the newest; and what is withdrawn is not published any more.
  if (signed.kind === 'revocations') {
    for (const { id, kind } of [...files.values()]) if (kind === 'revocations') files.delete(id)
    for (const { id } of signed.revoked) files.delete(id)
  }
  const sha256 = toHex(await webCrypto(crypto.subtle).sha256(utf8(file)))
  files.set(signed.id, { id: signed.id, kind: signed.kind, sha256 })
  const number = (before?.number ?? 0) + 1
  return {
    id: freshId('list', place, String(number)),
    subject: place,
    cites: [],
    lastsDays: LASTS_DAYS,
    body: { kind: 'index', number, files: [...files.values()] },
  }
}

/** What is withdrawn already, by the newest list; null when nothing is. */
export async function newestWithdrawals(place: string): Promise<StatementOf<'revocations'> | null> {
  const named = (await newestList(place))?.files.find(({ kind }) => kind === 'revocations')
  if (named === undefined) return null
  const statement = statementIn(await askText(`/mirror/${place}/${named.sha256}.txt`, { whom: 'the server' }))
  return statement?.kind === 'revocations' ? statement : null
}

/** The newest list that the server carries; null when there is none yet. */
async function newestList(place: string): Promise<StatementOf<'index'> | null> {
  try {
    const statement = statementIn(await askText(`/mirror/${place}/index.txt`, { whom: 'the server' }))
    return statement?.kind === 'index' ? statement : null
  } catch (cause) {
    if (cause instanceof Problem && cause.status === 404) return null
    throw cause
  }
}
