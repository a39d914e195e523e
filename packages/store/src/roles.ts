/** The role that the server works as: evidence can be added and read, never changed or removed. */
import type pg from 'pg'
import { APP } from './embedded/initialize.ts'
import { codeOf, StoreFailure } from './failure.ts'

/** An identifier of ours as SQL wants it quoted. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/**
 * Makes the role if the database server has none yet, and lets the current user work as it. Roles belong to the whole
 * server, so several databases may ask for it at the same moment.
 *
 * @throws StoreFailure `unreachable` when the user may not create roles and nobody has created it
 */
export async function ensureAppRole(client: pg.ClientBase): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [APP])
  if (rowCount === 0) {
    try {
      await client.query(`create role ${APP} nologin`)
      // Since PostgreSQL 16 the maker of a role is its administrator, and may work as it only when told so.
      await client.query(`grant ${APP} to current_user`)
    } catch (error) {
      const code = codeOf(error)
      if (code === '42501') {
        throw new StoreFailure(
          `This database user may not create roles. Let an administrator run: create role ${APP}; grant ${APP} to the user in DATABASE_URL.`,
          { code: 'unreachable', cause: error },
        )
      }
      // 42710 and 23505: another migration made it at this moment.
      if (code !== '42710' && code !== '23505') throw error
    }
  }
  const member = await client.query(`select pg_has_role(current_user, $1, 'MEMBER') as member`, [APP])
  if (member.rows[0]?.member !== true) await client.query(`grant ${APP} to current_user`)
}
