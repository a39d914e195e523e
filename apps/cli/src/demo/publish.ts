/**
 * What the demo's authorities publish at every start, as their offline machines would: who may sign, and the list by
 * which cars and phones find orders at a mirror.
 */
import { client } from '@keyturn/contract/client.ts'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { listOrders, listOutages } from '@keyturn/contract/endpoints/orders.ts'
import { postStatement } from '@keyturn/contract/endpoints/statements.ts'
import { after, days, type Instant } from '@keyturn/domain/units.ts'
import { toHex, utf8 } from '@keyturn/evidence/bytes.ts'
import { readStatementFile } from '@keyturn/evidence/statement/read-statement.ts'
import type { Statement } from '@keyturn/evidence/statement/statement.ts'
import type { MadeUpAuthority } from '@keyturn/simulator/authority/authority.ts'
import { VENDORS } from '@keyturn/simulator/case-scenario/vendors.ts'
import { environment } from '../exit.ts'

/** A list that ends sooner than this is made anew. */
const ENDS_SOON = days(7)

/** States of an order or outage that nobody needs to find any more, or that does not count. */
const GONE: readonly string[] = ['over', 'conflicting', 'revoked']

export type Publishing = {
  readonly server: string
  readonly token: string
  readonly authority: MadeUpAuthority
  readonly at: Instant
}

/** Publishes for both states. @throws Refusal when the server does not take it */
export async function publish(parts: Publishing): Promise<void> {
  for (const jurisdiction of ['US-MA', 'US-ME']) await publishFor(jurisdiction, parts)
}

async function publishFor(jurisdiction: string, parts: Publishing): Promise<void> {
  const { server, token, authority, at } = parts
  const call = client({ baseUrl: server, token })
  const post = async (file: string) => {
    const answer = await call(postStatement, { params: {}, body: { file } })
    if (!answer.ok)
      throw environment(`the server does not take what ${jurisdiction} publishes: ${answer.problem.detail}`)
  }
  const key = authority.authority(jurisdiction)
  const vendors = VENDORS.filter(({ approvedBy }) => approvedBy.includes(jurisdiction)).map(({ vendor }) =>
    authority.vendor(vendor, { jurisdiction }).credential(at),
  )
  const credentials = [key.credential(at), ...vendors]
  for (const file of credentials) await post(file)
  const newest = await newestList(`${server}/mirror/${jurisdiction}/index.txt`)
  const files = [...credentials, ...(await ordersOf(jurisdiction, call))].flatMap(listed)
  const known = newest?.files.map(({ sha256 }) => sha256) ?? []
  const lasting = newest !== undefined && newest.expiresAt > after(at, ENDS_SOON)
  if (lasting && files.every(({ sha256 }) => known.includes(sha256))) return
  await post(key.sign({ kind: 'index', number: (newest?.number ?? 0) + 1, files }, { at }))
}

async function ordersOf(jurisdiction: string, call: ReturnType<typeof client>): Promise<readonly string[]> {
  const orders = await call(listOrders, { params: {}, query: { jurisdiction } })
  const outages = await call(listOutages, { params: {}, query: { jurisdiction } })
  if (!orders.ok || !outages.ok) throw environment('the server does not tell which orders it holds')
  return [
    ...orders.value.orders.filter(({ state }) => !GONE.includes(state)),
    ...outages.value.outages.filter(({ state }) => !GONE.includes(state)),
  ].map(({ file }) => file)
}

type List = Extract<Statement, { readonly kind: 'index' }>

/** The list that is published now; undefined when there is none that counts. */
async function newestList(address: string): Promise<List | undefined> {
  const answer = await fetch(address)
  if (answer.status === 404) return undefined
  const statement = statementIn(await answer.text())
  return statement?.kind === 'index' ? statement : undefined
}

function statementIn(file: string): Statement | undefined {
  const read = readStatementFile(file)
  return read.kind === 'malformed' ? undefined : read.value.at(-1)?.statement
}

function listed(file: string): readonly List['files'][number][] {
  const statement = statementIn(file)
  if (statement === undefined) return []
  return [{ id: statement.id, kind: statement.kind, sha256: toHex(nodeCrypto.sha256(utf8(file))) }]
}
