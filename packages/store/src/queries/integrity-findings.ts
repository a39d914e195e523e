import { type DeviceId, type Instant, instant } from '@keyturn/domain/units.ts'
import type { Queryable } from '../pool.ts'

export type IntegrityFinding = {
  readonly kind: string
  readonly reference: string
  readonly foundAt: Instant
  readonly words: string
}

const SQL = `select kind, reference, found_at, words from keyturn.integrity_findings where device_id = $1
  order by found_at, kind, reference`

/** What was found to be wrong with a device's log, oldest first. */
export async function integrityFindings(db: Queryable, device: DeviceId): Promise<readonly IntegrityFinding[]> {
  const { rows } = await db.query<{ kind: string; reference: string; found_at: Date; words: string }>({
    name: 'integrity-findings',
    text: SQL,
    values: [device],
  })
  return rows.map((row) => ({
    kind: row.kind,
    reference: row.reference,
    foundAt: instant(row.found_at.getTime()),
    words: row.words,
  }))
}
