import { ledgerOf } from '@keyturn/cases/fees/of-case.ts'
import {
  caseStatement,
  caseStatementFile,
  filePrices,
  listPrices,
  recordMoney,
  recordRemittance,
  remittanceFile,
  remittanceStatement,
} from '@keyturn/contract/endpoints/fees.ts'
import { caseId as caseIdOf, parseInstant } from '@keyturn/domain/units.ts'
import { feeLawsOf } from '@keyturn/rules/fees-for.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import { openPool, type Pool } from '@keyturn/store/pool.ts'
import { moneyFactsOf } from '@keyturn/store/queries/money/money-facts.ts'
import { postingsOfCase } from '@keyturn/store/queries/money/postings.ts'
import { priceListsOf } from '@keyturn/store/queries/money/price-lists.ts'
import { queryOnce, type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCaseFile } from '../../cases/case-file.ts'
import { recordCache } from '../../reading/record-cache.ts'
import { newKey } from '../../testing/case-facts.ts'
import { caseWithDevice, clockAt, told, type Under, visitKept } from '../../testing/program-case.ts'
import { type SignedInClient, signedIn } from '../../testing/signed-in.ts'
import { standingClock, type TestServer, testServer } from '../../testing/test-server.ts'

const BASE = parseInstant('2026-01-01T00:00Z') ?? expect.fail('no moment')
let cluster: TestCluster
let server: TestServer
let pool: Pool
let officer: SignedInClient
let provider: SignedInClient
let under: Under
beforeAll(async () => {
  cluster = await testCluster()
  server = await testServer(await cluster.database(), { clock: standingClock(BASE) })
  pool = openPool(server.db.appUrl, { connectionsMax: 2 })
  officer = await signedIn(server, 'authority-officer')
  provider = await signedIn(server, 'vendor-operator')
  under = { officer, provider, at: clockAt(server.clock, BASE) }
  const prices = { 'service-visit': 1_500, 'lease-month': 7_500, 'lockout-reset': 5_000 }
  const filed = await provider(filePrices, {
    params: { vendor: 'acme', jurisdiction: 'US-MA' },
    body: { effectiveOn: '2026-01-01', prices },
  })
  expect(filed.ok).toBe(true)
})
afterAll(async () => {
  await pool.end()
  await server.remove()
  await cluster.close()
})

const statement = async (call: SignedInClient, id: string) => {
  const answer = await call(caseStatement, { params: { caseId: id } })
  return answer.ok ? answer.value : expect.fail(answer.problem.detail)
}
const kinds = (told: { readonly lines: readonly { readonly kind: string; readonly amount: number }[] }) =>
  told.lines.map(({ kind, amount }) => `${kind} ${amount}`)

describe('a statement', () => {
  test('charges the fee at each service visit and not at installation [MA-FEE-1] [MA-OPR-4]', async () => {
    const id = await caseWithDevice('MA-FEE-0001', under)
    expect(kinds(await statement(officer, id))).toEqual(['lease-month 7500'])
    await visitKept(under, id, '2026-03-30T15:00:00Z')
    await visitKept(under, id, '2026-04-28T15:00:00Z')
    const driver = await signedIn(server, 'driver', { caseIds: [id] })
    const mine = await statement(driver, id)
    expect(kinds(mine)).toEqual([
      'lease-month 7500',
      'administration-fee 3000',
      'service-visit 1500',
      'lease-month 7500',
      'administration-fee 3000',
      'service-visit 1500',
    ])
    expect(mine.owed).toBe(24_000)
    expect(mine.lines[1]?.law).toContain('$30 monthly program administration fee')
    expect(mine.lines[2]?.law).toContain('You must pay the vendor/service provider')
  })

  test('a visit recorded twice is charged once, a withdrawn one is taken back', async () => {
    const id = await caseWithDevice('MA-FEE-0002', { ...under, device: 'ACME-0002' })
    const first = await visitKept({ ...under, device: 'ACME-0002' }, id, '2026-03-30T15:00:00Z')
    const again = await visitKept({ ...under, device: 'ACME-0002' }, id, '2026-03-30T17:00:00Z')
    const before = await statement(officer, id)
    expect(before.owed).toBe(7_500 + 3_000 + 1_500)
    for (const fact of [first, again]) await told(officer, id, { kind: 'fact-withdrawn', fact, reason: 'another car' })
    const after = await statement(officer, id)
    expect(after.lines.slice(0, before.lines.length)).toEqual(before.lines)
    expect(kinds(after).slice(3)).toEqual(['administration-fee -3000', 'service-visit -1500'])
  })

  test('takes payments, charges and failures of the provider, each request once', async () => {
    const device = 'ACME-0003'
    const id = await caseWithDevice('MA-FEE-0003', { ...under, device })
    const visit = await visitKept({ ...under, device }, id, '2026-03-30T15:00:00Z', 'lockout')
    const key = newKey()
    const pay = { entry: { kind: 'paid', vendor: 'acme', amount: 17_000, reference: 'receipt 17' } } as const
    const once = await provider(recordMoney, { params: { caseId: id }, idempotencyKey: key, body: pay })
    const twice = await provider(recordMoney, { params: { caseId: id }, idempotencyKey: key, body: pay })
    expect(once.ok && once.value.statement.owed).toBe(0)
    expect(twice).toEqual(once)
    const other = { entry: { ...pay.entry, amount: 1 } }
    const reused = await provider(recordMoney, { params: { caseId: id }, idempotencyKey: key, body: other })
    expect(reused).toMatchObject({ ok: false, code: 'idempotency-key-reused' })
    const failure = await officer(recordMoney, {
      params: { caseId: id },
      idempotencyKey: newKey(),
      body: { entry: { kind: 'provider-caused', of: [visit], reason: 'the outage of 28 March' } },
    })
    expect(failure.ok && failure.value.statement.owed).toBe(-9_500)
  })

  test('is nobody’s who may not see the case, and a vendor speaks for itself alone', async () => {
    const id = await caseWithDevice('MA-FEE-0004', { ...under, device: 'ACME-0004' })
    const stranger = await signedIn(server, 'driver', { caseIds: ['MA-OTHER'] })
    const rival = await signedIn(server, 'vendor-operator', { vendor: 'rival' })
    for (const call of [stranger, rival])
      expect(await call(caseStatement, { params: { caseId: id } })).toMatchObject({ ok: false, code: 'unknown-case' })
    const forged = { entry: { kind: 'charged', vendor: 'rival', charge: 'tow', amount: 100 } } as const
    expect(
      await provider(recordMoney, { params: { caseId: id }, idempotencyKey: newKey(), body: forged }),
    ).toMatchObject({
      ok: false,
      code: 'forbidden',
    })
    expect(await rival(recordMoney, { params: { caseId: id }, idempotencyKey: newKey(), body: forged })).toMatchObject({
      ok: false,
      code: 'unknown-case',
    })
  })

  test('can be had as a table and as text', async () => {
    under.at('2026-05-01T12:00:00Z')
    const read = async (format: 'csv' | 'text') => {
      const answer = await officer(caseStatementFile, { params: { caseId: 'MA-FEE-0001' }, query: { format } })
      return answer.ok ? new TextDecoder().decode(answer.value) : expect.fail(answer.problem.detail)
    }
    expect(await read('csv')).toContain(
      'MA-FEE-0001,2026-03-30T15:00:00.000Z,2026-03-30T15:00:00.000Z,acme,Program administration fee',
    )
    expect(await read('text')).toMatch(/YOU OWE +\$240\.00/)
  })
})

describe('a remittance', () => {
  const march = { vendor: 'acme', jurisdiction: 'US-MA', month: '2026-03' }

  test('adds up what a vendor collected for the RMV in a month [MA-FEE-1]', async () => {
    under.at('2026-05-15T12:00:00Z')
    const answer = await provider(remittanceStatement, { params: march })
    if (!answer.ok) expect.fail(answer.problem.detail)
    const { lines, fees, takenBack, due, final } = answer.value
    expect(lines.map(({ case: caseId, on, amount }) => [caseId, on, amount])).toEqual([
      ['MA-FEE-0001', '2026-03-30', 3_000],
      ['MA-FEE-0002', '2026-03-30', 3_000],
      ['MA-FEE-0003', '2026-03-30', 3_000],
      ['MA-FEE-0002', '2026-03-30', -3_000],
    ])
    expect({ fees, takenBack, due, final }).toEqual({ fees: 9_000, takenBack: -3_000, due: 6_000, final: true })
  })

  test('counts what the authority has received, once', async () => {
    const body = { id: 'wire-1', paidAt: '2026-04-05T12:00Z', amount: 5_000, reference: 'wire 1' }
    const params = { vendor: 'acme', jurisdiction: 'US-MA' }
    expect(await officer(recordRemittance, { params, body })).toMatchObject({ ok: true, value: { recorded: true } })
    expect(await officer(recordRemittance, { params, body })).toMatchObject({ ok: true, value: { recorded: false } })
    const april = await officer(remittanceStatement, { params: { ...march, month: '2026-04' } })
    expect(april).toMatchObject({ ok: true, value: { opening: 6_000, fees: 3_000, remitted: 5_000, due: 4_000 } })
    expect(await provider(recordRemittance, { params, body })).toMatchObject({ ok: false, code: 'forbidden' })
  })

  test('is told as a table and as text', async () => {
    for (const [format, words] of [
      ['csv', '2026-03,acme,US-MA,total,"","",due,60.00,""'],
      ['text', 'DUE'],
    ] as const) {
      const answer = await officer(remittanceFile, { params: march, query: { format } })
      expect(answer.ok && new TextDecoder().decode(answer.value)).toContain(words)
    }
  })

  test('of another vendor or another state is refused', async () => {
    const rival = await signedIn(server, 'vendor-operator', { vendor: 'rival' })
    const mainer = await signedIn(server, 'authority-officer', { jurisdiction: 'US-ME' })
    for (const call of [rival, mainer])
      expect(await call(remittanceStatement, { params: march })).toMatchObject({ ok: false, code: 'forbidden' })
    const params = { vendor: 'acme', jurisdiction: 'US-MA' }
    expect(await rival(listPrices, { params })).toMatchObject({ ok: false, code: 'forbidden' })
    expect(await officer(listPrices, { params })).toMatchObject({
      ok: true,
      value: { lists: [{ effectiveOn: '2026-01-01' }] },
    })
  })
})

describe('fees', () => {
  test('a hardship finding lifts what the device costs, and not a lockout or the fee', async () => {
    const device = 'ACME-0005'
    const id = await caseWithDevice('MA-FEE-0005', { ...under, device })
    const from = '2026-03-15'
    await told(officer, id, { kind: 'hardship-finding', from, until: null, reason: 'no income since January' })
    await visitKept({ ...under, device }, id, '2026-03-30T15:00:00Z', 'lockout')
    expect(kinds(await statement(officer, id))).toEqual([
      'lease-month 7500',
      'administration-fee 3000',
      'service-visit 1500',
      'lockout-reset 5000',
      'relief-granted -1500',
    ])
  })

  test('two who record one visit at the same moment charge it once', async () => {
    const device = 'ACME-0006'
    const id = await caseWithDevice('MA-FEE-0006', { ...under, device })
    under.at('2026-03-30T15:00:00Z')
    const colleague = await signedIn(server, 'technician')
    const both = await Promise.allSettled(
      [provider, colleague].map((call) => visitKept({ ...under, device, provider: call }, id, '2026-03-30T15:00:00Z')),
    )
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect((await statement(officer, id)).owed).toBe(7_500 + 3_000 + 1_500)
  })
})

describe('the stored ledger', () => {
  test('equals the one made from zero', async () => {
    const ids = await queryOnce<{ case_id: string }>(
      server.db.ownerUrl,
      'select distinct case_id from keyturn.postings',
    )
    expect(ids.length).toBeGreaterThan(2)
    for (const { case_id } of ids) {
      const id = caseIdOf(case_id)
      await asSystem(pool, async (client) => {
        const held = await postingsOfCase(client, id)
        const file = await readCaseFile({ db: client, records: recordCache(pool) }, id)
        const rules = { laws: feeLawsOf('US-MA'), prices: await priceListsOf(client, 'US-MA') }
        const settled = await moneyFactsOf(client, id)
        const asOf = held.at(-1)?.enteredAt ?? expect.fail('no posting')
        expect(ledgerOf({ rules, file, settled }, asOf)).toEqual(held)
      })
    }
  })

  test('takes no posting that is out of balance, and lets none be changed', async () => {
    const insert = (debit: string, credit: string, cents: number) =>
      queryOnce(
        server.db.ownerUrl,
        `insert into keyturn.postings values ('X', 'p', 1, 'US-MA', 'acme', 'tow', now(), now(), $1, $2, $3, 's', null, 'w', '{}')`,
        [debit, credit, cents],
      )
    await expect(insert('driver-owes', 'driver-owes', 1)).rejects.toThrow('check constraint')
    await expect(insert('driver-owes', 'vendor-revenue', 0)).rejects.toThrow('check constraint')
    await expect(insert('driver-owes', 'vendor-revenue', -5)).rejects.toThrow('check constraint')
    await expect(insert('petty-cash', 'vendor-revenue', 5)).rejects.toThrow('check constraint')
    for (const sql of ['update keyturn.postings set amount_cents = 1', 'delete from keyturn.postings'])
      await expect(queryOnce(server.db.appUrl, sql)).rejects.toThrow('permission denied')
  })

  test('shows nothing without somebody’s name', async () => {
    expect(await queryOnce(server.db.appUrl, 'select 1 from keyturn.postings')).toEqual([])
    expect(await queryOnce(server.db.appUrl, 'select 1 from keyturn.money_facts')).toEqual([])
  })
})
