/** The world of a walk: a real server on a clock that is set by hand, a vendor with a center, five people, two cars. */
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { caseUnder } from '@keyturn/cases/case-under.ts'
import { client } from '@keyturn/contract/client.ts'
import { nodeCrypto, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import type { AccountRole } from '@keyturn/contract/endpoints/accounts.ts'
import { enrollDevice } from '@keyturn/contract/endpoints/devices.ts'
import { appendLog } from '@keyturn/contract/endpoints/log.ts'
import { addDays, civilDateOf } from '@keyturn/domain/civil.ts'
import type { Record } from '@keyturn/domain/record.ts'
import { deviceId, instant, parseInstant } from '@keyturn/domain/units.ts'
import { toBase64 } from '@keyturn/evidence/bytes.ts'
import { deviceOrigin } from '@keyturn/evidence/names.ts'
import { GENESIS, type Head } from '@keyturn/evidence/segment.ts'
import { appendRecord, closeSegment, openSegment } from '@keyturn/evidence/write.ts'
import { profileName } from '@keyturn/rules/profile.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { openPool } from '@keyturn/store/pool.ts'
import { createAccount } from '@keyturn/store/queries/accounts/accounts.ts'
import { putOrganization } from '@keyturn/store/queries/cases/organizations.ts'

export const PEOPLE = {
  officer: { name: 'Hanna Okafor', role: 'authority-officer' },
  driver: { name: 'Dana Whitfield', role: 'driver' },
  vendor: { name: 'Vera Northrop', role: 'vendor-operator' },
  technician: { name: 'Rafael Alden', role: 'technician' },
  auditor: { name: 'Amal Brandt', role: 'auditor' },
  stranger: { name: 'Sam Rivera', role: 'driver' },
} as const satisfies { readonly [who: string]: { readonly name: string; readonly role: AccountRole } }

export const emailOf = (name: string): string => `${name.toLowerCase().replaceAll(' ', '.')}@example.org`

/** Reads `2020-09-08T13:00Z`. */
export const momentOf = (text: string) => {
  const at = parseInstant(text)
  if (at === undefined) throw new Error(`${text} is no moment`)
  return at
}

/** As much of a server as a walk needs. */
type Started = {
  readonly url: string
  readonly operatorToken: string
  readonly clock: { readonly setOffset: (ms: number) => void }
  readonly close: () => Promise<void>
}
type Start = (options: {
  readonly dataDir: string
  readonly port: 0
  readonly publicDemo: true
  readonly demoAccounts: readonly string[]
  readonly requestsPerMinute: number
}) => Promise<Started>

export type WalkWorld = Awaited<ReturnType<typeof walkWorld>>

/** Starts everything at the moment. */
export async function walkWorld(startServer: Start, appUrl: string, startsAt: string) {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'keyturn-walk-'))
  const start = momentOf(startsAt)
  const server = await startServer({
    dataDir,
    port: 0,
    publicDemo: true,
    demoAccounts: Object.values(PEOPLE).map(({ name }) => emailOf(name)),
    requestsPerMinute: 1_000_000,
  })
  const pool = openPool(appUrl, { connectionsMax: 1 })
  const plain = {
    jurisdictions: ['US-MA'],
    states: ['MA', 'NH'],
    address: null,
    telephone: null,
    website: null,
    at: start,
  }
  await putOrganization(pool, {
    id: 'northgate',
    kind: 'vendor',
    parent: 'northgate',
    name: 'Northgate Interlock',
    ...plain,
  })
  const center = {
    id: 'northgate-worcester',
    kind: 'center',
    parent: 'northgate',
    name: 'Northgate Worcester',
  } as const
  await putOrganization(pool, { ...center, ...plain })
  for (const { name, role } of Object.values(PEOPLE)) {
    await createAccount(pool, {
      name,
      email: emailOf(name),
      role,
      jurisdiction: role === 'authority-officer' || role === 'auditor' ? 'US-MA' : null,
      vendor: role === 'vendor-operator' || role === 'technician' ? 'northgate' : null,
      caseIds: [],
      passwordHash: null,
      at: start,
    })
  }
  await pool.end()
  return {
    ...server,
    /** Sets the clock of the server. */
    now: (text: string) => server.clock.setOffset(momentOf(text) - start),
    close: async () => {
      await server.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** A car whose log grows by what its story tells, and is sent segment by segment. */
export async function walkCar(world: WalkWorld, id: string, caseId: string) {
  const device = deviceId(id)
  const signer = signerFromSeed(deviceOrigin(device), new Uint8Array(32).fill(id.length + id.charCodeAt(id.length - 1)))
  const profile = profileName(massachusetts)
  const body = { id: device, publicKey: toBase64(signer.key.publicKey), profile, case: caseId }
  const enrolled = await client({ baseUrl: world.url, token: world.operatorToken })(enrollDevice, { params: {}, body })
  if (!enrolled.ok) throw new Error(enrolled.problem.detail)
  let head: Head = GENESIS
  return {
    device: id,
    /** Sends the records of the story that were not sent before. */
    send: async (records: readonly Record[]) => {
      const fresh = records.slice(head.lastSeq)
      let open = openSegment(head, {
        device,
        openedAt: fresh[0]?.at ?? instant(0),
        profile,
        firmware: 'keyturn-unit 0.1.0',
      })
      for (const record of fresh) open = appendRecord(open, record).open
      const closed = closeSegment(open, signer, nodeCrypto)
      head = closed.head
      const answer = await client({ baseUrl: world.url })(appendLog, {
        params: { deviceId: device },
        body: closed.bytes,
      })
      if (!answer.ok) throw new Error(answer.problem.detail)
    },
  }
}

/** What a car's log tells between the scenes: a service visit every 28 days, from the one day to the other. */
export function visits(log: ReturnType<typeof caseUnder>, from: string, until: string): void {
  const zone = massachusetts.timeZone
  for (let day = civilDateOf(momentOf(`${from}T12:00Z`), zone); day <= until; day = addDays(day, 28)) {
    log.serviceVisit(`${day}T21:00Z`)
  }
}
