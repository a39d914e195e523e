import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type Client, client } from '@keyturn/contract/client.ts'
import { explainCaseEndpoint, openCase, recordFact } from '@keyturn/contract/endpoints/cases.ts'
import { enrollDevice } from '@keyturn/contract/endpoints/devices.ts'
import { appendLog } from '@keyturn/contract/endpoints/log.ts'
import { assert, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import { toBase64 } from '@keyturn/evidence/bytes.ts'
import { profileName } from '@keyturn/rules/profile.ts'
import { findProfile } from '@keyturn/rules/profiles.ts'
import { signedIn } from '@keyturn/server/testing/signed-in.ts'
import { TEST_NOW, type TestServer, testServer } from '@keyturn/server/testing/test-server.ts'
import { type CaseScenario, PEOPLE, type Person } from '@keyturn/simulator/case-scenario/case-scenario.ts'
import type { Happening } from '@keyturn/simulator/case-scenario/case-world.ts'
import { parseCases } from '@keyturn/simulator/case-scenario/parse-case.ts'
import { runCase } from '@keyturn/simulator/case-scenario/run-case.ts'
import { CENTERS, VENDORS } from '@keyturn/simulator/case-scenario/vendors.ts'
import { nodeKit } from '@keyturn/simulator/scenario/kit.ts'
import { openPool } from '@keyturn/store/pool.ts'
import { putOrganization } from '@keyturn/store/queries/cases/organizations.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const LETTER_KINDS: readonly string[] = ['confirmation-received', 'exception-granted']
const folder = path.join(import.meta.dirname, '..', '..', '..', 'conformance', 'cases')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .sort()
const scenarios = files.flatMap((file) => {
  const parsed = parseCases(readFileSync(path.join(folder, file), 'utf8'))
  assert(parsed.kind === 'parsed', `${file} can be read`)
  return parsed.cases.filter((one) => !speaksForAll(one)).map((one) => [file, one.title, one] as const)
})

/**
 * An order is for everybody in the state: on the one server of these tests it would reach the other cases too. A letter
 * is recorded by the server itself from its signed statement, and by no person.
 */
function speaksForAll({ lines }: CaseScenario): boolean {
  return lines.some(
    ({ act }) => act.do === 'publish' || (act.do === 'tell' && LETTER_KINDS.includes(act.fact.body.kind)),
  )
}

let cluster: TestCluster
let server: TestServer
beforeAll(async () => {
  cluster = await testCluster()
  server = await testServer(await cluster.database())
  await listVendors()
})
afterAll(async () => {
  await server?.remove()
  await cluster?.close()
})

/** The list of vendors as the authorities have kept it since before any case. */
async function listVendors(): Promise<void> {
  const pool = openPool(server.db.appUrl, { connectionsMax: 1 })
  const at = instant(Date.UTC(2000, 0, 1))
  const unknown = { address: null, telephone: null, website: null }
  for (const { vendor, name, approvedBy, states } of VENDORS) {
    const jurisdictions = [...approvedBy]
    await putOrganization(pool, {
      id: vendor,
      kind: 'vendor',
      parent: vendor,
      name,
      jurisdictions,
      states: [...states],
      at,
      ...unknown,
    })
  }
  for (const { center, vendor, name, state } of CENTERS) {
    await putOrganization(pool, {
      id: center,
      kind: 'center',
      parent: vendor,
      name,
      jurisdictions: [],
      states: [state],
      at,
      ...unknown,
    })
  }
  await pool.end()
}

/** Leads a case through the server: signed-in people at the moment of each line, devices with their own uploads. */
class Led {
  readonly #scenario: CaseScenario
  readonly #sessions = new Map<string, { readonly at: Instant; readonly call: Client }>()
  #vendor = 'northgate'
  #keys = 0

  constructor(scenario: CaseScenario) {
    this.#scenario = scenario
  }

  async live(one: Happening): Promise<void> {
    server.clock.setOffset(one.at - TEST_NOW)
    switch (one.is) {
      case 'fact':
        return this.#tell(one)
      case 'enrolled':
        return this.#enroll(one)
      case 'upload': {
        const sent = await server.stranger(appendLog, { params: { deviceId: one.device }, body: one.bytes })
        expect(sent, `upload of ${one.device} at ${iso(one.at)}`).toMatchObject({ ok: true })
        return
      }
      case 'asked': {
        const officer = await this.#as('officer', one.at)
        const params = { caseId: this.#scenario.caseId }
        const told = await officer(explainCaseEndpoint, { params, query: { at: iso(one.asOf) } })
        expect(told.ok ? told.value : told.problem).toEqual(one.explanation)
      }
    }
  }

  async #tell({ at, who, happenedAt, body, answer }: Extract<Happening, { is: 'fact' }>): Promise<void> {
    if (body.kind === 'device-installed' || body.kind === 'provider-failure') this.#vendor = body.vendor
    const call = await this.#as(who, at)
    const { caseId, jurisdiction } = this.#scenario
    this.#keys += 1
    const key = { idempotencyKey: `${caseId}-${this.#keys}` }
    const late = happenedAt === at ? {} : { at: iso(happenedAt) }
    const told =
      body.kind === 'case-opened'
        ? await call(openCase, {
            params: {},
            ...key,
            body: { caseId, jurisdiction, participant: body.participant, ...late },
          })
        : // What a body is for the engine it is for the wire: `factBody` is checked against the same type.
          await call(recordFact, {
            params: { caseId },
            ...key,
            body: { fact: JSON.parse(JSON.stringify(body)), ...late },
          })
    const said = told.ok ? { allowed: true } : { allowed: false, code: told.code, because: told.problem.detail }
    const wanted = answer.allowed
      ? { allowed: true }
      : { allowed: false, code: 'not-allowed-now', because: answer.because }
    expect(said, `${who} tells ${body.kind} at ${iso(at)}`).toEqual(wanted)
    if (body.kind === 'vendor-chosen' && answer.allowed) this.#vendor = body.vendor
  }

  async #enroll({ device, publicKey }: Extract<Happening, { is: 'enrolled' }>): Promise<void> {
    const profile = findProfile(this.#scenario.jurisdiction)
    assert(profile !== undefined, 'a case has a profile')
    const operator = client({ baseUrl: server.url, token: server.operatorToken })
    const body = {
      id: device,
      case: this.#scenario.caseId,
      profile: profileName(profile),
      publicKey: toBase64(publicKey),
    }
    expect(await operator(enrollDevice, { params: {}, body })).toMatchObject({ ok: true })
  }

  /** Somebody of that role, signed in lately. A technician works for the vendor that the participant has chosen. */
  async #as(who: Person, at: Instant): Promise<Client> {
    const { people, jurisdiction, caseId } = this.#scenario
    const name = `${who} ${who === 'technician' || who === 'vendor' ? this.#vendor : ''}`
    const known = this.#sessions.get(name)
    if (known !== undefined && at - known.at < 600_000) return known.call
    const as = { name: people[who], jurisdiction, vendor: this.#vendor, caseIds: [caseId] }
    const call = await signedIn(server, PEOPLE[who], as)
    this.#sessions.set(name, { at, call })
    return call
  }
}

describe('every case file through the API, by signed-in people', () => {
  test.each(scenarios)('%s: %s', async (file, _title, scenario) => {
    const { result, happenings } = runCase(scenario, file, nodeKit)
    expect(result.mismatches).toEqual([])
    const led = new Led(scenario)
    for (const one of happenings) await led.live(one)
  })
})
