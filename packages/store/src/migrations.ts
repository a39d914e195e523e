/** The numbered migrations in `sql/`, read from disk. */
import { readdirSync, readFileSync } from 'node:fs'

export type Migration = {
  readonly id: number
  /** Older code cannot work with the schema that this migration leaves. */
  readonly breaking: boolean
  /** One SQL statement each: a distributed database refuses several in one query. */
  readonly statements: readonly string[]
}

const FOLDER = new URL('../sql/', import.meta.url)
const NAME = /^(\d{6})\.sql$/

/** All migrations in order. @throws Error when a file has an unknown name or the numbers leave a gap */
export function allMigrations(folder = FOLDER): readonly Migration[] {
  const names = readdirSync(folder).sort()
  return names.map((name, index) => {
    const id = Number(NAME.exec(name)?.[1])
    if (id !== index + 1) throw new Error(`migration ${name} is out of order: expected number ${index + 1}`)
    return parseMigration(id, readFileSync(new URL(name, folder), 'utf8'))
  })
}

/** Statements end with a semicolon at the end of a line. @throws Error on a `$$` body, which could hold such a line */
export function parseMigration(id: number, text: string): Migration {
  if (text.includes('$$')) throw new Error(`migration ${id} has a $$ body: statements are told apart by line ends`)
  const statements = text
    .split(/;\s*$/m)
    .map((part) => part.replaceAll(/^--.*$/gm, '').trim())
    .filter((part) => part !== '')
  return { id, breaking: /^--! breaking$/m.test(text), statements }
}
