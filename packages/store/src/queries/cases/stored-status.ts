/** The stored answer of a case: what an assessment from zero came to, and from what it was made. */
import { type CaseId, type DeviceId, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

export type StoredStatus = {
  readonly factsSeq: number
  readonly devices: readonly { readonly device: DeviceId; readonly seq: number }[]
  readonly asOf: Instant
  /** From here on the answer may be another one though nobody records anything. */
  readonly nextChangeAt: Instant | null
  readonly stage: string
  readonly standing: string
  readonly name: string
  readonly jurisdiction: string
  readonly vendor: string | null
  /** The assessment as JSON text. */
  readonly assessment: string
  /** SHA-256 of that text, 64 hex digits. */
  readonly digest: string
}
/** With what tells whether it still holds. */
export type HeldStatus = StoredStatus & {
  /** Whether the log of a device has grown since. */
  readonly grown: boolean
  /** Whether the list of organizations, or of orders and outages, has changed since. */
  readonly relisted: boolean
}

type Row = {
  readonly facts_seq: number
  readonly devices: StoredStatus['devices']
  readonly as_of: Date
  readonly next_change_at: Date | null
  readonly stage: string
  readonly standing: string
  readonly name: string
  readonly jurisdiction: string
  readonly vendor: string | null
  readonly assessment: string
  readonly digest: string
  readonly grown: boolean
  readonly relisted: boolean
}

// As text, since its bytes count and most readers pass it on unread.
const SQL = `select facts_seq, devices, as_of, next_change_at, stage, standing, name, jurisdiction, vendor,
    assessment::text, digest,
    exists (select from keyturn.case_devices c
      join keyturn.devices d on d.device_id = c.device_id and d.case_id = c.case_id
      join keyturn.heads h on h.device_id = d.device_id
      where c.case_id = $1 and h.last_seq > c.read_seq) as grown,
    (exists (select from keyturn.organizations o where o.added_at > s.as_of)
      or exists (select from keyturn.statements o where o.jurisdiction in (s.jurisdiction, '*')
        and o.received_at >= s.as_of and o.kind in ('order', 'outage', 'revocations'))) as relisted
  from keyturn.case_status s where case_id = $1`

/** Undefined before the first fact, and for whoever may not see the case. */
export async function storedStatus(db: Queryable, caseId: CaseId): Promise<HeldStatus | undefined> {
  const { rows } = await db.query<Row>({ name: 'stored-status', text: SQL, values: [caseId] })
  const [row] = rows
  if (row === undefined) return undefined
  return {
    factsSeq: row.facts_seq,
    devices: row.devices,
    asOf: instant(row.as_of.getTime()),
    nextChangeAt: row.next_change_at === null ? null : instant(row.next_change_at.getTime()),
    stage: row.stage,
    standing: row.standing,
    name: row.name,
    jurisdiction: row.jurisdiction,
    vendor: row.vendor,
    assessment: row.assessment,
    digest: row.digest,
    grown: row.grown,
    relisted: row.relisted,
  }
}

const STORE = `insert into keyturn.case_status
    (case_id, facts_seq, devices, as_of, next_change_at, stage, standing, name, jurisdiction, vendor, assessment, digest)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  on conflict (case_id) do update set facts_seq = $2, devices = $3, as_of = $4, next_change_at = $5, stage = $6,
    standing = $7, name = $8, jurisdiction = $9, vendor = $10, assessment = $11, digest = $12`

/** Puts the new answer in the place of the old one. In the server's own name, while the case is locked. */
export async function storeStatus(client: pg.ClientBase, caseId: CaseId, status: StoredStatus): Promise<void> {
  await client.query({
    name: 'store-status',
    text: STORE,
    values: [
      caseId,
      status.factsSeq,
      JSON.stringify(status.devices),
      iso(status.asOf),
      status.nextChangeAt === null ? null : iso(status.nextChangeAt),
      status.stage,
      status.standing,
      status.name,
      status.jurisdiction,
      status.vendor,
      status.assessment,
      status.digest,
    ],
  })
}
