/**
 * Stores a life that was led elsewhere, as if it had happened here: each fact in the name of who told it, under the
 * same rules of the database, each log in the bytes it was uploaded in, each with a receipt of this server. One case is
 * one transaction; a case that is there already is left alone.
 */
import type { CaseFact } from '@keyturn/cases/program/fact.ts'
import type { Actor } from '@keyturn/domain/actor.ts'
import { actorOf } from '@keyturn/domain/actor.ts'
import { type CaseId, type Instant, iso } from '@keyturn/domain/units.ts'
import { signReceipt } from '@keyturn/evidence/receipt.ts'
import { type Profile, profileName } from '@keyturn/rules/profile.ts'
import { reassessWithin } from '@keyturn/server/cases/reassess-case.ts'
import { packWhole } from '@keyturn/server/ingest/pack.ts'
import type { RecordCache } from '@keyturn/server/reading/record-cache.ts'
import type { ServerSigners } from '@keyturn/server/services.ts'
import type { CaseCar } from '@keyturn/simulator/case-scenario/case-car.ts'
import { actAs, asSystem } from '@keyturn/store/as-actor.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import { insertUpload } from '@keyturn/store/queries/add-upload.ts'
import { addCase, findCase, moveCase } from '@keyturn/store/queries/cases/case-row.ts'
import { addFact } from '@keyturn/store/queries/cases/facts.ts'
import { enroll } from '@keyturn/store/queries/enroll-device.ts'
import { addMoneyFact, type SettledFact } from '@keyturn/store/queries/money/money-facts.ts'

export type Store = { readonly pool: Pool; readonly records: RecordCache; readonly keys: ServerSigners }

/** One connection, inside a transaction. */
export type Client = Parameters<Parameters<typeof asSystem>[1]>[0]

export type LedCase = {
  readonly caseId: CaseId
  readonly jurisdiction: string
  readonly vendor: string
  readonly facts: readonly CaseFact[]
  readonly cars: readonly CaseCar[]
  /** What the driver has paid, as the vendor wrote it down. */
  readonly paid: readonly SettledFact[]
  /** The account of each person of the case; people without one are named by their role and the case. */
  readonly accountOf: (role: string) => string | undefined
}

/** Whether it was not there yet. `also` is done in the same transaction, in the server's own name. */
export async function storeCase(
  store: Store,
  led: LedCase,
  now: Instant,
  also?: (client: Client) => Promise<void>,
): Promise<boolean> {
  const { caseId, jurisdiction, vendor, facts, cars, paid } = led
  const [opened] = facts
  if (opened === undefined) throw new Error(`nothing is told of ${caseId}`)
  const there = await asSystem(store.pool, (client) => findCase(client, caseId))
  if (there !== undefined) return false
  for (const car of cars) await enrollCar(store, led, car)
  return asSystem(store.pool, async (client) => {
    if (!(await addCase(client, { caseId, jurisdiction, at: opened.at }))) return false
    await moveCase(client, { caseId, lastSeq: 0, vendor })
    await client.query(ACCOUNT, [caseId, userOf(led, 'driver'), iso(opened.recordedAt)])
    for (const fact of facts) {
      const by = { ...fact.by, user: userOf(led, fact.by.role) }
      await actAs(client, actorFor(by, led))
      await addFact(client, caseId, { ...fact, by })
    }
    const cashier = { user: userOf(led, 'vendor-operator'), name: 'Front desk', role: 'vendor-operator' } as const
    await actAs(client, actorFor(cashier, led))
    for (const fact of paid) await addMoneyFact(client, caseId, fact, actorFor(cashier, led))
    await actAs(client, actorOf('system'))
    for (const car of cars) await storeLog(store, client, car)
    await reassessWithin(store, client, caseId, now)
    await also?.(client)
    return true
  })
}

const ACCOUNT =
  'insert into keyturn.case_accounts (case_id, user_id, added_at) values ($1, $2, $3) on conflict do nothing'

const userOf = ({ caseId, accountOf }: LedCase, role: string): string => accountOf(role) ?? `${role}-of-${caseId}`

const actorFor = ({ user, name, role }: CaseFact['by'], { jurisdiction, vendor }: LedCase): Actor => ({
  user,
  name,
  role,
  jurisdiction: role.startsWith('authority') ? jurisdiction : null,
  vendor: role === 'technician' || role === 'vendor-operator' ? vendor : null,
  scopes: [],
})

async function enrollCar({ pool }: Store, { caseId }: LedCase, { device, world }: CaseCar): Promise<void> {
  const profile: Profile = world.profile
  const [first] = world.log.records
  const told = {
    id: device,
    caseId,
    publicKey: world.key.publicKey,
    profile: profileName(profile),
    at: first?.at ?? world.at,
  }
  if ((await enroll(pool, told)) === undefined) throw new Error(`there is another device ${device} already`)
}

async function storeLog({ keys }: Store, client: Client, { device, world }: CaseCar): Promise<void> {
  for (const { at, bytes, follows, head } of world.taken) {
    const { lastSeq, digest } = head
    const receipt = signReceipt(
      { origin: keys.receipt.key.name, device, lastSeq, digest, receivedAt: at },
      keys.receipt,
    )
    const packed = await packWhole({ body: bytes, codec: 'identity', raw: bytes })
    const stored = await insertUpload(client, {
      device,
      follows,
      head,
      firstSeq: follows.lastSeq + 1,
      firstSegment: follows.lastSegment + 1,
      ...packed,
      receivedAt: at,
      clockOffMs: null,
      receipt,
    })
    if (!stored) throw new Error(`the log of ${device} does not continue what is held`)
  }
}
