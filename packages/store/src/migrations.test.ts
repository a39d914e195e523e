import { expect, test } from 'vitest'
import { allMigrations, parseMigration } from './migrations.ts'

test('statements are told apart by semicolons at line ends', () => {
  const { statements } = parseMigration(
    1,
    "-- why\ncreate table a (b text default ';');\n\ninsert into a\n  values (1);\n",
  )
  expect(statements).toEqual(["create table a (b text default ';')", 'insert into a\n  values (1)'])
})

test('a breaking migration says so in a line of its own', () => {
  expect(parseMigration(1, '--! breaking\nselect 1;').breaking).toBe(true)
  expect(parseMigration(1, 'select 1; -- no --! breaking here').breaking).toBe(false)
})

test('a function body is refused, since its lines cannot be told from statements', () => {
  expect(() => parseMigration(1, 'do $$ begin null; end $$;')).toThrow('$$')
})

test('the migrations are numbered without a gap', () => {
  expect(allMigrations().map(({ id }) => id)).toEqual(allMigrations().map((_, index) => index + 1))
})
