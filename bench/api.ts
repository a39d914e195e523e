/** The API with as many cases as a large state has, asked 500 times a second, beside requests that need no database. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { endOf, serverProcess } from '@keyturn/server/testing/server-process.ts'
import { standingClock, testServer } from '@keyturn/server/testing/test-server.ts'
import { migrate } from '@keyturn/store/migrate.ts'
import { openDatabase } from '@keyturn/store/open-database.ts'
import autocannon from 'autocannon'
import { BEGAN, BENCH_NOW, benchCaseId, copyCases, tellCases } from './api-cases.ts'
import type { Row } from './row.ts'

const CASES = 150_000
const PER_SECOND = 500
const SECONDS = 20
const CONNECTIONS = 24
/** Requests are drawn once and sent in turn, each connection beginning elsewhere. */
const DRAWN = 4_000
const P99_MS = 50

export async function benchApi(): Promise<Row[]> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'keyturn-bench-api-'))
  const database = await openDatabase({ dataDir })
  try {
    await migrate(database.ownerUrl)
    const headers = await told(dataDir, database.appUrl)
    await copyCases(database.ownerUrl, CASES)
    const { child, url } = await serverProcess({
      KEYTURN_DATA: dataDir,
      DATABASE_URL: database.appUrl,
      // Copies have no agenda yet: 150,000 of them would be worked out for the first time while we measure.
      KEYTURN_JOBS: 'off',
      // Only a demo's clock can be set ahead.
      KEYTURN_PUBLIC_DEMO: '1',
      KEYTURN_CLOCK_OFFSET_MS: String(BENCH_NOW - Date.now()),
    })
    try {
      await load(url, headers, drawn(), 5)
      const cases = await load(url, headers, drawn(), SECONDS)
      const bare = await load(url, headers, [{ method: 'GET', path: '/v1/keys' }], SECONDS / 2)
      return [row(cases, bare)]
    } finally {
      child.kill('SIGTERM')
      await endOf(child)
    }
  } finally {
    await database.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** A server in this process, whose clock can be set, takes in the cases to be copied. */
async function told(dataDir: string, appUrl: string): Promise<Readonly<Record<string, string>>> {
  const clock = standingClock(BEGAN)
  const server = await testServer({ name: 'bench', appUrl, ownerUrl: appUrl }, { dataDir, clock, jobs: 'off' })
  try {
    return await tellCases(server, clock)
  } finally {
    await server.close()
  }
}

type Asked = { readonly method: 'GET'; readonly path: string }

/** What an officer's day looks like: lists and searches, cases opened, their stories and explanations. */
function drawn(): Asked[] {
  const get = (at: string): Asked => ({ method: 'GET', path: at })
  return Array.from({ length: DRAWN }, (_, n) => {
    // Spread over all cases by a step that shares no factor with their number.
    const id = benchCaseId((n * 104_729) % CASES)
    switch (n % 20) {
      case 0:
      case 1:
      case 2:
        return get('/v1/cases?limit=50&stage=restricted')
      case 3:
      case 4:
        return get(`/v1/cases?limit=50&q=S${(n * 104_729) % CASES}`)
      case 5:
        return get(`/v1/cases/${id}/facts`)
      case 6:
        return get(`/v1/cases/${id}/reads`)
      default:
        return get(`/v1/cases/${id}`)
    }
  })
}

async function load(
  url: string,
  headers: Readonly<Record<string, string>>,
  requests: readonly Asked[],
  seconds: number,
): Promise<autocannon.Result> {
  const result = await autocannon({
    url,
    headers: { ...headers },
    requests: requests.map((one) => ({ ...one })),
    connections: CONNECTIONS,
    overallRate: PER_SECOND,
    duration: seconds,
  })
  if (result.non2xx > 0 || result.errors > 0 || result.timeouts > 0)
    throw new Error(`${result.non2xx} refused, ${result.errors} failed, ${result.timeouts} timed out`)
  return result
}

function row(cases: autocannon.Result, bare: autocannon.Result): Row {
  const { p99, p50 } = cases.latency
  return {
    what: `API p99, ${CASES / 1_000} k cases, ${Math.round(cases.requests.average)} requests/s`,
    figure: `${p99} ms (median ${p50} ms)`,
    beside: `the same rate without a database ${bare.latency.p99} ms`,
    ratio: `${(p99 / Math.max(1, bare.latency.p99)).toFixed(1)} x`,
    budget: `< ${P99_MS} ms`,
  }
}
