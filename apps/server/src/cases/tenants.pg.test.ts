import { endpoints } from '@keyturn/contract/endpoints.ts'
import { queryOnce, type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ACCESS } from '../access.ts'
import { tokenFor } from '../testing/callers.ts'
import { conviction, newKey, opened } from '../testing/case-facts.ts'
import { signedIn } from '../testing/signed-in.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'

let cluster: TestCluster
let server: TestServer
/** Everybody who may call something about cases, and none of whom may see this one. */
let strangers: readonly {
  readonly name: string
  readonly is: string
  readonly headers: Readonly<Record<string, string>>
}[]
const THEIRS = 'MA-THEIRS'
const NOWHERE = 'MA-NOWHERE'

beforeAll(async () => {
  cluster = await testCluster()
  server = await testServer(await cluster.database())
  const officer = await signedIn(server, 'authority-officer')
  await opened(officer, THEIRS)
  const elsewhere = { jurisdiction: 'US-ME' }
  const person = async (role: Parameters<typeof signedIn>[1], as: Parameters<typeof signedIn>[2] = {}) => {
    const { headers } = await signedIn(server, role, as)
    return { name: role, is: role, headers }
  }
  const scopes = ['cases:read', 'facts:write'] as const
  strangers = [
    await person('driver', { caseIds: ['MA-ANOTHER'] }),
    await person('technician', { vendor: 'rival' }),
    await person('vendor-operator', { vendor: 'rival' }),
    await person('authority-officer', elsewhere),
    await person('authority-admin', elsewhere),
    await person('auditor', elsewhere),
    ...(await Promise.all(
      scopes.map(async (scope) => ({
        name: `a program for ${scope}`,
        is: scope,
        headers: { authorization: `Bearer ${await tokenFor(server, [scope], 'rival')}` },
      })),
    )),
  ]
})
afterAll(async () => {
  await server.remove()
  await cluster.close()
})

type Told = (typeof endpoints)[keyof typeof endpoints]
const ABOUT_A_CASE = Object.entries<Told>(endpoints).filter(([, { path }]) => path.includes(':caseId'))
const TABLE: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(ACCESS))
const SAMPLES: Readonly<Record<string, string>> = { seq: '1', documentId: '0'.repeat(64) }
/** Bodies that are well-formed; an endpoint without one here is asked with `{}` and has to hold its tongue as well. */
const BODIES: Readonly<Record<string, unknown>> = { 'record-fact': { fact: conviction } }

function ask(name: string, { method, path, body }: Told, caseId: string, headers: Readonly<Record<string, string>>) {
  const address = path.replaceAll(/:(\w+)/g, (_, part: string) =>
    part === 'caseId' ? caseId : (SAMPLES[part] ?? 'x-1'),
  )
  const type = body.kind === 'bytes' ? 'text/plain' : 'application/json'
  const sent =
    body.kind === 'none' ? {} : { body: body.kind === 'bytes' ? 'A paper.' : JSON.stringify(BODIES[name] ?? {}) }
  return fetch(`${server.url}${address}${body.kind === 'bytes' ? '?name=A%20paper' : ''}`, {
    method,
    headers: { ...(body.kind === 'none' ? {} : { 'content-type': type }), 'idempotency-key': newKey(), ...headers },
    ...sent,
  })
}

const everything = async () => {
  const tables = ['case_facts', 'case_reads', 'documents', 'case_accounts']
  const counts = await Promise.all(
    tables.map((table) => queryOnce<{ n: string }>(server.db.ownerUrl, `select count(*) as n from keyturn.${table}`)),
  )
  return counts.map(([row]) => row?.n)
}

describe('a case of somebody else', () => {
  test('has endpoints to be asked about', () => {
    expect(ABOUT_A_CASE.length).toBeGreaterThan(10)
    expect(ABOUT_A_CASE.map(([name]) => name)).toEqual(
      expect.arrayContaining(['get-case', 'record-fact', 'get-document']),
    )
  })

  test.each(ABOUT_A_CASE)('%s answers as if it were not there, and the refusal is kept', async (name, told) => {
    const may = strangers.filter(({ is }) => TABLE.get(name)?.includes(is))
    const before = await everything()
    for (const { headers, name: who } of may) {
      const refusals = await refusalsOf()
      const [theirs, nowhere] = await Promise.all(
        [THEIRS, NOWHERE].map(async (caseId) => {
          const response = await ask(name, told, caseId, headers)
          const text = (await response.text()).replaceAll(caseId, 'ID')
          return { status: response.status, text, type: response.headers.get('content-type') }
        }),
      )
      // Whether there is such a case cannot be told from the answer, byte for byte.
      expect(theirs, who).toEqual(nowhere)
      const isFormRefused = BODIES[name] === undefined && theirs?.status === 400
      if (!isFormRefused) {
        expect(theirs?.status, `${who} ${theirs?.text}`).toBe(404)
        expect(JSON.parse(theirs?.text ?? '{}'), who).toMatchObject({ code: 'unknown-case' })
        expect(await refusalsOf(), who).toBe(refusals + 2)
      }
    }
    expect(await everything()).toEqual(before)
  })
})

async function refusalsOf(): Promise<number> {
  const [row] = await queryOnce<{ n: string }>(server.db.ownerUrl, 'select count(*) as n from keyturn.access_refusals')
  return Number(row?.n)
}
