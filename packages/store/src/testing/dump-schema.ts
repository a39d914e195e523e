/** The schema as text that a reviewer can read: the same on every version of PostgreSQL. */
import { queryOnce } from './test-cluster.ts'

const COLUMNS = `select c.relname as owner, '  ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || case when a.attnotnull then ' not null' else '' end
    || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as line
  from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'keyturn'
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relkind = 'r' order by c.relname, a.attnum`

// Since PostgreSQL 18 "not null" is a constraint as well; it stands with its column already.
const CONSTRAINTS = `select c.relname as owner, '  ' || pg_get_constraintdef(k.oid) as line
  from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'keyturn' and k.contype <> 'n' order by c.relname, k.contype desc, k.conname`

const INDEXES = `select c.relname as owner, pg_get_indexdef(i.indexrelid) as line
  from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'keyturn' and not i.indisprimary order by c.relname, 2`

const GRANTS = `select table_name as owner,
    'grant ' || lower(string_agg(privilege_type, ', ' order by privilege_type)) || ' to ' || grantee as line
  from information_schema.role_table_grants
  where table_schema = 'keyturn' and grantee = 'keyturn_app' group by table_name, grantee order by table_name`

const POLICIES = `select c.relname as owner, 'policy ' || p.polname || ' for '
    || case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete'
      else 'all' end
    || regexp_replace(coalesce(' using ' || pg_get_expr(p.polqual, p.polrelid), '')
    || coalesce(' with check ' || pg_get_expr(p.polwithcheck, p.polrelid), ''), '\\s+', ' ', 'g') as line
  from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'keyturn'
  union all select c.relname, case when c.relforcerowsecurity then 'row level security, forced' else
    'row level security, not for the owner' end
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'keyturn' and c.relkind = 'r' and c.relrowsecurity order by 1, 2 desc`

type Line = { readonly owner: string; readonly line: string }

/** @param ownerUrl of the schema's owner */
export async function dumpSchema(ownerUrl: string): Promise<string> {
  const read = async (sql: string) => queryOnce<Line>(ownerUrl, sql)
  const [columns, constraints, indexes, grants, policies] = [
    await read(COLUMNS),
    await read(CONSTRAINTS),
    await read(INDEXES),
    await read(GRANTS),
    await read(POLICIES),
  ]
  const linesOf = (lines: readonly Line[], table: string) =>
    lines.filter(({ owner }) => owner === table).map(({ line }) => line)
  const tables = [...new Set(columns.map(({ owner }) => owner))]
  const texts = tables.map((table) => {
    const body = [...linesOf(columns, table), ...linesOf(constraints, table)].join(',\n')
    const after = [...linesOf(indexes, table), ...linesOf(grants, table), ...linesOf(policies, table)]
      .map((line) => `${line};\n`)
      .join('')
    return `create table keyturn.${table} (\n${body}\n);\n${after}`
  })
  return `-- Written by the tests from a migrated database: what all migrations together make. Do not edit.\n\n${texts.join('\n')}`
}
