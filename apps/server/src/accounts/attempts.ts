/** How often something that could be guessed may be tried, counted for all servers together. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import { countAttempt, forgetAttempts } from '@keyturn/store/queries/accounts/attempts.ts'

const WINDOW_MS = 15 * 60_000

/** What is counted: the words name it, `of` tells one from another and is kept as a digest alone. */
export type Counter = { readonly what: string; readonly of: string; readonly max: number }

/** Undefined when it may be tried; otherwise how many seconds to wait. Counts before anything is checked. */
export async function attemptsLeft(
  pool: Pool,
  counters: readonly Counter[],
  now: Instant,
): Promise<{ readonly waitSeconds: number } | undefined> {
  for (const counter of counters) {
    const { count, since } = await countAttempt(pool, { key: keyOf(counter), at: now, windowMs: WINDOW_MS })
    if (count > counter.max) return { waitSeconds: Math.max(1, Math.ceil((since + WINDOW_MS - now) / 1_000)) }
  }
  return undefined
}

/** After it succeeded. */
export async function attemptsOver(pool: Pool, counters: readonly Counter[]): Promise<void> {
  for (const counter of counters) await forgetAttempts(pool, keyOf(counter))
}

const keyOf = ({ what, of }: Counter): string =>
  `${what} ${Buffer.from(nodeCrypto.sha256(Buffer.from(of))).toString('base64url')}`
