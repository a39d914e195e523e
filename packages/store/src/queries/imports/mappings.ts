/** How files of other makers are read: kept, so that every import names the mapping it was read by. */
import type { Mapping } from '@keyturn/contract/imports/mapping.ts'
import type { Actor } from '@keyturn/domain/actor.ts'
import { type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

export type HeldMapping = {
  readonly id: string
  readonly name: string
  readonly mapping: Mapping
  readonly recordedAt: Instant
  readonly by: string
}

type Row = { mapping_id: string; name: string; mapping: Mapping; recorded_at: Date; recorder_name: string }

const mappingOf = (row: Row): HeldMapping => ({
  id: row.mapping_id,
  name: row.name,
  mapping: row.mapping,
  recordedAt: instant(row.recorded_at.getTime()),
  by: row.recorder_name,
})

const COLUMNS = 'select mapping_id, name, mapping, recorded_at, recorder_name from keyturn.import_mappings'

/** One mapping; undefined when there is none, or when it is not to be seen. */
export async function findMapping(db: Queryable, id: string): Promise<HeldMapping | undefined> {
  const { rows } = await db.query<Row>({ name: 'find-mapping', text: `${COLUMNS} where mapping_id = $1`, values: [id] })
  const [row] = rows
  return row === undefined ? undefined : mappingOf(row)
}

/** Those that the reader may see, newest first, at most 200. */
export async function listMappings(db: Queryable): Promise<readonly HeldMapping[]> {
  const text = `${COLUMNS} order by recorded_at desc, mapping_id limit 200`
  const { rows } = await db.query<Row>({ name: 'list-mappings', text })
  return rows.map(mappingOf)
}

const ADD = `insert into keyturn.import_mappings
    (mapping_id, vendor, jurisdiction, name, mapping, recorded_at, recorder, recorder_name)
  values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`

/** Keeps a mapping. The same one again changes nothing. In the name of whoever hands it in. */
export async function addMapping(
  client: pg.ClientBase,
  told: { readonly id: string; readonly mapping: Mapping; readonly at: Instant },
  by: Actor,
): Promise<void> {
  const { id, mapping, at } = told
  const own = [by.vendor, by.jurisdiction, mapping.name, JSON.stringify(mapping), iso(at), by.user, by.name]
  await client.query({ name: 'add-mapping', text: ADD, values: [id, ...own] })
}
