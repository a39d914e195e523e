/**
 * Fills an empty demo with a believable program: vendors and centers, people with accounts, the cases of the cars that
 * run here, and then two hundred lives, one after the other, while a visitor looks around already.
 */
import type { Actor } from '@keyturn/domain/actor.ts'
import { type CaseId, type Instant, instant } from '@keyturn/domain/units.ts'
import { serverKeys } from '@keyturn/server/keys.ts'
import { recordCache } from '@keyturn/server/reading/record-cache.ts'
import type { CaseWorld } from '@keyturn/simulator/case-scenario/case-world.ts'
import { VENDORS } from '@keyturn/simulator/case-scenario/vendors.ts'
import { demoFleet, type Unled, VENDOR_PEOPLE } from '@keyturn/simulator/fleet/fleet.ts'
import { nodeKit } from '@keyturn/simulator/scenario/kit.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import { openPool, type Pool } from '@keyturn/store/pool.ts'
import { accountByEmail, createAccount } from '@keyturn/store/queries/accounts/accounts.ts'
import { findCase } from '@keyturn/store/queries/cases/case-row.ts'
import { DEMO_ACCOUNTS, LOCKED_OUT_EMAIL } from './accounts.ts'
import { beganAt, noteFilled } from './began.ts'
import { putDemoOrganizations } from './demo-organizations.ts'
import { liveCases } from './live-cases.ts'
import { filePrices, paymentsOf } from './payments.ts'
import { reportPast } from './report-past.ts'
import { type LedCase, type Store, storeCase } from './store-case.ts'

export type Loading = {
  readonly dataDir: string
  readonly serverName: string
  readonly databaseUrl: string
  /** The world's time. */
  readonly now: Instant
  /** How many lives at most. */
  readonly casesMax: number
  /** Accounts, vendors and the cases of the running cars are there. */
  readonly onReady: () => void
  readonly onProgress: (done: number, of: number) => void
  readonly stopped: () => boolean
  /** For the log of this process. */
  readonly note: (line: string) => void
}

const SEED = 1
/** One driver in so many has not paid lately. */
const OWING_ONE_IN = 7
/** Long before any case: lists of vendors count from when they were made. */
const LISTED_AT = instant(Date.UTC(2000, 0, 1))

export async function loadProgram(told: Loading): Promise<void> {
  const { dataDir, serverName, databaseUrl, now } = told
  const pool = openPool(databaseUrl, { connectionsMax: 2 })
  try {
    const store: Store = { pool, records: recordCache(pool), keys: serverKeys(dataDir, serverName) }
    await putDemoOrganizations(pool, LISTED_AT)
    const approvals = VENDORS.flatMap(({ vendor, approvedBy }) =>
      approvedBy.map((jurisdiction) => ({ vendor, jurisdiction })),
    )
    await filePrices(pool, approvals, LISTED_AT)
    const accounts = await makeAccounts(pool, now)
    for (const led of liveCases(beganAt(dataDir, now), LISTED_AT)) {
      const live = DEMO_ACCOUNTS.find((one) => one.case === led.caseId)
      await storeLife(store, { ...led, accountOf: peopleOf(accounts, led, live?.email) }, led.world, now)
    }
    told.onReady()
    await leadAll(told, store, accounts)
  } finally {
    await pool.end()
  }
}

type Accounts = ReadonlyMap<string, string>

/** Account ids by e-mail address; whoever has one already keeps it. */
async function makeAccounts(pool: Pool, at: Instant): Promise<Accounts> {
  const ids = new Map<string, string>()
  for (const { case: own, ...account } of DEMO_ACCOUNTS) {
    const caseIds = own === null ? [] : [own]
    const made = await createAccount(pool, { ...account, caseIds, passwordHash: null, at })
    const id = made ?? (await accountByEmail(pool, account.email))?.id
    if (id !== undefined) ids.set(account.email, id)
  }
  return ids
}

/** Who works on a case, by role: the people of its program and of its vendor, and its driver where there is one. */
const peopleOf =
  (
    accounts: Accounts,
    { jurisdiction, vendor }: Pick<LedCase, 'jurisdiction' | 'vendor'>,
    driver: string | undefined,
  ) =>
  (role: string): string | undefined => {
    const works = DEMO_ACCOUNTS.find(
      (one) => one.role === role && (one.jurisdiction === jurisdiction || one.vendor === vendor),
    )
    const email = role === 'driver' ? driver : works?.email
    return email === undefined ? undefined : accounts.get(email)
  }

async function leadAll(told: Loading, store: Store, accounts: Accounts): Promise<void> {
  const { dataDir, now, casesMax, onProgress, stopped, note } = told
  const lives = demoFleet(beganAt(dataDir, now), SEED, nodeKit).slice(0, casesMax)
  for (const [i, life] of lives.entries()) {
    if (stopped()) return
    if (!(await isThere(store.pool, life.caseId))) await leadOne(store, accounts, life, { now, nth: i, note })
    onProgress(i + 1, lives.length)
  }
  const last = lives.at(-1)
  if (last !== undefined) noteFilled(dataDir, lives.length, last.caseId)
}

const isThere = async (pool: Pool, id: CaseId): Promise<boolean> =>
  (await asSystem(pool, (client) => findCase(client, id))) !== undefined

/** The first life is that of the driver who is locked out: it gets an account. */
async function leadOne(
  store: Store,
  accounts: Accounts,
  { caseId, jurisdiction, zone, participant, center, lead }: Unled,
  { now, nth, note }: { readonly now: Instant; readonly nth: number; readonly note: Loading['note'] },
): Promise<void> {
  const { world, refused } = lead()
  // On some day of some year a plan may not fit the law; the life is then what the law left of it.
  for (const one of refused) note(`refused: ${one}`)
  const lockedOut = nth === 0
  const ids = new Map(accounts)
  if (lockedOut) {
    const account = {
      name: participant.name,
      email: LOCKED_OUT_EMAIL,
      role: 'driver',
      jurisdiction: null,
      vendor: null,
    } as const
    const made = await createAccount(store.pool, { ...account, caseIds: [caseId], passwordHash: null, at: now })
    const id = made ?? (await accountByEmail(store.pool, LOCKED_OUT_EMAIL))?.id
    if (id !== undefined) ids.set(LOCKED_OUT_EMAIL, id)
  }
  const { vendor } = center
  const owing = { now, listedAt: LISTED_AT, owes: nth % OWING_ONE_IN === 3 }
  const paid = paymentsOf(world, { jurisdiction, vendor, zone }, owing)
  const led = { caseId, jurisdiction, vendor, facts: world.facts, cars: world.cars, paid }
  const accountOf = peopleOf(ids, led, lockedOut ? LOCKED_OUT_EMAIL : undefined)
  await storeLife(store, { ...led, accountOf }, world, now)
}

/** The case with what its vendor reported of it. */
async function storeLife(store: Store, led: LedCase, world: CaseWorld, now: Instant): Promise<void> {
  const { vendor, jurisdiction, accountOf } = led
  const { name: affiliation = vendor } = VENDORS.find((one) => one.vendor === vendor) ?? {}
  const reporter = VENDOR_PEOPLE[vendor]?.vendor ?? affiliation
  const actor: Actor = {
    user: accountOf('vendor-operator') ?? vendor,
    name: reporter,
    role: 'vendor-operator',
    jurisdiction: null,
    vendor,
    scopes: [],
  }
  const reporting = { world, jurisdiction, vendor, affiliation, actor }
  await storeCase(store, led, now, (client) => reportPast(client, reporting, now))
}
