/** What rehearsals found: stored by the nightly job, read by whoever may see the cases. */
import type { MatrixField, Stop } from '@keyturn/contract/endpoints/rehearsal.ts'
import { type CaseId, type Instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

const CLEAR = 'delete from keyturn.rehearsed_stops where case_id = $1'
const ADD = `insert into keyturn.rehearsed_stops
    (case_id, device_id, jurisdiction, vendor, rehearsed_at, stops_at, stop)
  select $1, d.device_id, $2, $3, $4, d.stops_at, d.stop
  from unnest($5::text[], $6::timestamptz[], $7::jsonb[]) as d (device_id, stops_at, stop)`

/** Puts what was found about a case's devices in the place of what stood there. In the server's own name. */
export async function storeStops(
  client: pg.ClientBase,
  of: { readonly caseId: CaseId; readonly jurisdiction: string; readonly vendor: string | null; readonly at: Instant },
  stops: readonly Stop[],
): Promise<void> {
  await client.query({ name: 'clear-stops', text: CLEAR, values: [of.caseId] })
  if (stops.length === 0) return
  const values = [
    of.caseId,
    of.jurisdiction,
    of.vendor,
    iso(of.at),
    stops.map(({ device }) => device),
    stops.map(({ stopsAt }) => stopsAt),
    stops.map((stop) => JSON.stringify(stop)),
  ]
  await client.query({ name: 'add-stops', text: ADD, values })
}

const SOONEST = `select stop from keyturn.rehearsed_stops where $1::text is null or jurisdiction = $1
  order by stops_at nulls last, device_id limit $2`

/** What whoever asks may see, whose cars stop soonest first. */
export async function stopsSeen(
  db: Queryable,
  { jurisdiction, limit }: { readonly jurisdiction: string | undefined; readonly limit: number },
): Promise<readonly Stop[]> {
  const { rows } = await db.query<{ stop: Stop }>({
    name: 'stops-seen',
    text: SOONEST,
    values: [jurisdiction ?? null, limit],
  })
  return rows.map(({ stop }) => stop)
}

const KEEP = `insert into keyturn.rehearsals (jurisdiction, rehearsed_at, matrix) values ($1, $2, $3)
  on conflict do nothing`

/** Keeps what was done for a jurisdiction. */
export async function storeMatrix(
  client: pg.ClientBase,
  { jurisdiction, at }: { readonly jurisdiction: string; readonly at: Instant },
  matrix: readonly MatrixField[],
): Promise<void> {
  await client.query({ name: 'add-rehearsal', text: KEEP, values: [jurisdiction, iso(at), JSON.stringify(matrix)] })
}

const NEWEST = `select distinct on (jurisdiction) jurisdiction, rehearsed_at, matrix from keyturn.rehearsals
  where $1::text is null or jurisdiction = $1 order by jurisdiction, rehearsed_at desc`

export type KeptMatrix = { readonly rehearsedAt: Date; readonly matrix: readonly MatrixField[] }

/** The newest of each jurisdiction, or of one. */
export async function newestMatrices(db: Queryable, jurisdiction: string | undefined): Promise<readonly KeptMatrix[]> {
  const { rows } = await db.query<{ rehearsed_at: Date; matrix: readonly MatrixField[] }>({
    name: 'newest-rehearsals',
    text: NEWEST,
    values: [jurisdiction ?? null],
  })
  return rows.map(({ rehearsed_at: rehearsedAt, matrix }) => ({ rehearsedAt, matrix }))
}
