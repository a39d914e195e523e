import { factBody } from '@keyturn/contract/facts/body.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approval, car, conviction, newKey, opened, participant } from '../testing/case-facts.ts'
import { type SignedInClient, signedIn } from '../testing/signed-in.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'

let cluster: TestCluster
let server: TestServer
let officer: SignedInClient
const caseId = 'MA-FUZZ'
beforeAll(async () => {
  cluster = await testCluster()
  server = await testServer(await cluster.database())
  officer = await signedIn(server, 'authority-officer')
  await opened(officer, caseId)
})
afterAll(async () => {
  await server.remove()
  await cluster.close()
})

const RUNS = { numRuns: 60 }
const post = (path: string, body: string | Uint8Array, headers: Record<string, string> = {}) =>
  officer.fetch(`${server.url}/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': newKey(), ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  })
/** An address takes whole characters only. */
const wellFormed = (text: string): string => text.replaceAll(/\p{Cs}/gu, '\ufffd')
/** Answers below 500 only; a refusal says why in its own form. */
async function isPlain(response: Response): Promise<void> {
  const text = await response.text()
  expect(response.status, text).toBeLessThan(500)
  if (response.status >= 400)
    expect(JSON.parse(text)).toMatchObject({ status: response.status, code: expect.any(String) })
}

/** Well-formed facts with one thing in them replaced, at any depth. */
const SAMPLES: readonly unknown[] = [
  conviction,
  approval,
  car(),
  { kind: 'case-opened', jurisdiction: 'US-MA', participant: participant() },
  { kind: 'court-order', docket: 'D-1', from: '2026-01-01', until: null },
  { kind: 'provider-failure', vendor: 'acme', until: '2026-03-02T14:00Z', what: 'No answer.', documents: [] },
  {
    kind: 'hearing-scheduled',
    hearing: 'hearing-1',
    about: ['x@1'],
    for: 1_800_000_000_000,
    place: 'x',
    noticeOn: '2026-01-01',
  },
  {
    kind: 'hearing-decided',
    hearing: 'h',
    outcomes: [{ about: 'x@1', outcome: 'responsible' }],
    sanction: { kind: 'none' },
    participantPresent: true,
    reason: 'x',
  },
  { kind: 'credit-decided', request: 1, granted: true, reason: 'x' },
  { kind: 'fact-withdrawn', fact: 1, reason: 'x' },
]

function pathsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))]
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by
  if (Array.isArray(value)) return value.map((one, n) => (String(n) === key ? replaced(one, rest, by) : one))
  return { ...Object(value), [key]: replaced(Object(value)[key], rest, by) }
}

const wild = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '',
    '\u0000',
    '\ud800',
    '\u202e',
    'x'.repeat(5_000),
    '9'.repeat(400),
    -0,
    1e308,
    0.1,
    [],
    {},
    null,
    true,
  ),
)
const brokenFact = fc
  .constantFrom(...SAMPLES)
  .chain((sample) =>
    fc
      .record({ path: fc.constantFrom(...pathsOf(sample)), by: wild })
      .map(({ path, by }) => replaced(sample, path, by)),
  )

describe('whatever is sent', () => {
  test('as a fact is a fact or a refusal', async () => {
    await fc.assert(
      fc.asyncProperty(brokenFact, async (fact) =>
        isPlain(await post(`/cases/${caseId}/facts`, JSON.stringify({ fact }))),
      ),
      RUNS,
    )
  })

  test('as bytes of a fact is a fact or a refusal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (body) =>
        isPlain(await post(`/cases/${caseId}/facts`, body)),
      ),
      RUNS,
    )
  })

  test('as the beginning of a case opens one or is refused', async () => {
    const body = { jurisdiction: 'US-MA', participant: participant() }
    const broken = fc.record({ path: fc.constantFrom(...pathsOf(body)), by: wild })
    await fc.assert(
      fc.asyncProperty(broken, async ({ path, by }) =>
        isPlain(await post('/cases', JSON.stringify(replaced(body, path, by)))),
      ),
      RUNS,
    )
  })

  test('as a cursor, a search or a moment is an answer or a refusal', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 90 }),
      fc.base64String({ maxLength: 100 }),
      fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64url').slice(0, 200)),
      fc
        .tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }))
        .map((pair) => Buffer.from(JSON.stringify(pair)).toString('base64url')),
    )
    const paths = [
      'cases?after=',
      'cases?q=',
      `cases/${caseId}/timeline?after=`,
      `cases/${caseId}/reads?after=`,
      `cases/${caseId}/status?at=`,
      `cases/${caseId}/facts?after=`,
      `cases/${caseId}/decisions/`,
    ]
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), text, async (path, value) => {
        const rest = path.endsWith('/') ? '/replay' : ''
        await isPlain(await officer.fetch(`${server.url}/v1/${path}${encodeURIComponent(wellFormed(value))}${rest}`))
      }),
      { numRuns: 150 },
    )
  })

  test('as a key or a state is taken or refused', async () => {
    const header = fc.stringMatching(/^[\x21-\x7e]{0,220}$/)
    await fc.assert(
      fc.asyncProperty(header, header, async (key, match) =>
        isPlain(
          await post(`/cases/${caseId}/facts`, JSON.stringify({ fact: conviction }), {
            'idempotency-key': key,
            'if-match': match,
          }),
        ),
      ),
      RUNS,
    )
  })

  test('as a paper is kept or refused', async () => {
    const type = fc.constantFrom(
      'application/pdf',
      'image/png',
      'image/jpeg',
      'text/plain',
      'text/plain; charset=x',
      '*/*',
      'x',
    )
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        type,
        fc.string({ unit: 'binary', maxLength: 220 }),
        async (body, mediaType, name) =>
          isPlain(
            await post(`/cases/${caseId}/documents?name=${encodeURIComponent(wellFormed(name))}`, body, {
              'content-type': mediaType,
            }),
          ),
      ),
      RUNS,
    )
  })
})

describe('names', () => {
  const named = (name: string) =>
    factBody.safeParse({ kind: 'case-opened', jurisdiction: 'US-MA', participant: participant(name) }).success

  test.each([
    ['right to left', 'محمد بن عبد الله'],
    ['Hebrew', 'דוד בן־גוריון'],
    ['combining', 'Zo\u0308e\u0301 N\u0303un\u0303ez'],
    ['ideographs', '毛泽东'],
    ['emoji with joiners', 'Ana 👩‍👩‍👧‍👦'],
    ['apostrophes', "Seán O'Brien-D’Arcy Jr."],
    ['two hundred characters', '🐢'.repeat(200)],
    ['an ideograph outside the plane', '𠮷野家'],
  ])('in any script come back as they were written: %s', async (_, name) => {
    expect(named(name)).toBe(true)
    const response = await post('/cases', JSON.stringify({ jurisdiction: 'US-MA', participant: participant(name) }))
    expect(await response.json()).toMatchObject({ assessment: { participant: { name } } })
  })

  test.each([
    ['empty', ''],
    ['blank', ' '],
    ['a zero', 'A\u0000'],
    ['a line end', 'A\nB'],
    ['an escape', 'A\u001b[31m'],
    ['a direction override', 'A\u202eB'],
    ['half a character', 'A\ud800'],
    ['only marks and joiners', '\u0301\u200d'],
    ['two hundred and one characters', 'x'.repeat(201)],
    ['blanks around it', ' A '],
  ])('that cannot be shown safely are refused: %s', async (_, name) => {
    expect(named(name)).toBe(false)
  })
})
