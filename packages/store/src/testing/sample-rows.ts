/** A row for any table, made from what the database says about its columns: tests of tables that do not exist yet. */
import type pg from 'pg'
import { queryOnce } from './test-cluster.ts'

export type Column = {
  readonly table: string
  readonly column: string
  readonly type: string
  /** The first value that a check of this one column names; null where none does. */
  readonly allowed: string | null
}

const COLUMNS = `select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type,
    (select (regexp_match(pg_get_constraintdef(k.oid), '''([^'']*)''::text'))[1] from pg_constraint k
     where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] order by k.conname limit 1) as allowed
  from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'keyturn'
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relkind = 'r' and a.attgenerated = '' order by c.relname, a.attnum`

/** The columns of every table. @param ownerUrl of a user whom no policy holds */
export async function columnsOf(ownerUrl: string): Promise<ReadonlyMap<string, readonly Column[]>> {
  const tables = new Map<string, Column[]>()
  for (const column of await queryOnce<Column>(ownerUrl, COLUMNS)) {
    tables.set(column.table, [...(tables.get(column.table) ?? []), column])
  }
  return tables
}

/** What lets such rows in: in this database no row has to make sense or to be the only one. */
export async function admitSamples(owner: pg.Client): Promise<void> {
  // Rows of any table are made without the rows they refer to.
  await owner.query('set session_replication_role = replica')
  const { rows } = await owner.query<{ drop: string }>(
    `select format('alter table %s drop constraint %I cascade', conrelid::regclass, conname) as drop from pg_constraint
     where contype in ('c', 'p', 'u') and connamespace = 'keyturn'::regnamespace
     union all select format('drop index if exists %s', indexrelid::regclass) from pg_index
     join pg_class on pg_class.oid = indexrelid
     where indisunique and relnamespace = 'keyturn'::regnamespace and not exists (
       select from pg_constraint where conindid = indexrelid)`,
  )
  for (const { drop } of rows) await owner.query(drop)
}

const SAMPLES: Readonly<Record<string, string>> = {
  text: `'sample'`,
  boolean: 'false',
  smallint: '1',
  integer: '1',
  bigint: '1',
  numeric: '1',
  'timestamp with time zone': `'2026-03-02T14:00Z'`,
  date: `'2026-03-02'`,
  uuid: `'00000000-0000-4000-8000-000000000001'`,
  bytea: `decode(repeat('00', 32), 'hex')`,
  json: `'{}'`,
  jsonb: `'{}'`,
  'text[]': `'{}'`,
}

/** Inserts one row with these values, and what fits everywhere else. @throws Error for a type unknown here */
export function insertSample(
  table: string,
  columns: readonly Column[],
  given: Readonly<Record<string, string | undefined>>,
): string {
  const values = columns.map(({ column, type, allowed }) => {
    const told = given[column]
    if (told !== undefined) return `'${told}'`
    if (allowed !== null) return `'${allowed}'`
    const sample = SAMPLES[type]
    if (sample === undefined) throw new Error(`no sample of ${type} for ${table}.${column}: add one`)
    return sample
  })
  return `insert into keyturn.${table} (${columns.map(({ column }) => column).join(', ')}) values (${values.join(', ')})`
}
