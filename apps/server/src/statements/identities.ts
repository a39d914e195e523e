/** What a device was, by when that was known: its signed configuration, and the firmware that its log names. */
import type { KnownIdentity } from '@keyturn/cases/relief.ts'
import type { DeviceIdentity } from '@keyturn/domain/relief.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import type { Queryable } from '@keyturn/store/pool.ts'
import type { EnrolledDevice } from '@keyturn/store/queries/devices.ts'
import { deviceStatements } from '@keyturn/store/queries/statements/device-statements.ts'
import { statementIn } from './verify.ts'
import { claimsIn } from './withdrawn.ts'

export type FromLog = {
  readonly firmwares: readonly { readonly seq: number; readonly firmware: string }[]
  /** When the records up to `seq` were learned, ascending. */
  readonly received: readonly { readonly seq: number; readonly at: Instant }[]
}

type News = { readonly at: Instant; readonly change: Partial<DeviceIdentity> }

/** Oldest first; empty while neither configuration nor log is here. In the server's own name. */
export async function identitiesOf(
  db: Queryable,
  { id, profile }: EnrolledDevice,
  log: FromLog,
): Promise<readonly KnownIdentity[]> {
  const configured = claimsIn(await deviceStatements(db, id, ['configuration'])).flatMap((claim): News[] => {
    const statement = statementIn(claim[0].file)
    // Two that contradict each other say nothing.
    if (statement.kind !== 'configuration' || claim.length > 1) return []
    const { vendor, model, region } = statement
    return [{ at: claim[0].receivedAt, change: { vendor, model, region } }]
  })
  return identitiesFrom(
    { device: id, jurisdiction: profile.split('@')[0] ?? '', vendor: '', model: '', firmware: '', region: '' },
    [...configured, ...firmwareNews(log)],
  )
}

/** When each firmware became known: with the upload that first names it. */
const firmwareNews = ({ firmwares, received }: FromLog): readonly News[] =>
  firmwares.flatMap(({ seq, firmware }) => {
    const upload = received.find((one) => one.seq >= seq)
    return upload === undefined ? [] : [{ at: upload.at, change: { firmware } }]
  })

/** What was known after each piece of news. */
export function identitiesFrom(unknown: DeviceIdentity, news: readonly News[]): readonly KnownIdentity[] {
  const known: KnownIdentity[] = []
  for (const { at, change } of news.toSorted((a, b) => a.at - b.at)) {
    known.push({ knownAt: at, identity: { ...(known.at(-1)?.identity ?? unknown), ...change } })
  }
  return known
}
