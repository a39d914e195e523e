/** What was answered to a request with an `Idempotency-Key`, so that it is carried out once and answered alike. */
import { type CaseId, type Instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

export type KeptAnswer = {
  /** SHA-256 of the request, 64 hex digits. */
  readonly requestDigest: string
  /** The answer as JSON text. */
  readonly answer: string
}

export type AnswerKey = { readonly caseId: CaseId; readonly user: string; readonly key: string }

const SQL = `select request_digest, answer::text from keyturn.idempotency_keys
  where case_id = $1 and user_id = $2 and key = $3`

/** Undefined when this key was not used by this account for this case. */
export async function keptAnswer(db: Queryable, { caseId, user, key }: AnswerKey): Promise<KeptAnswer | undefined> {
  const { rows } = await db.query<{ request_digest: string; answer: string }>({
    name: 'kept-answer',
    text: SQL,
    values: [caseId, user, key],
  })
  const [row] = rows
  return row === undefined ? undefined : { requestDigest: row.request_digest, answer: row.answer }
}

const KEEP = `insert into keyturn.idempotency_keys (case_id, user_id, key, request_digest, answer, at)
  values ($1, $2, $3, $4, $5, $6)`

/** In the name of whoever asked, in the transaction that carries the request out. */
export async function keepAnswer(
  client: pg.ClientBase,
  { caseId, user, key }: AnswerKey,
  kept: KeptAnswer & { readonly at: Instant },
): Promise<void> {
  await client.query(KEEP, [caseId, user, key, kept.requestDigest, kept.answer, iso(kept.at)])
}
