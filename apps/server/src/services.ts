/** What handlers work with, made once at start. */

import type { Signer } from '@keyturn/evidence/note.ts'
import type { PublicKeyText } from '@keyturn/evidence/statement/statement.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import type { SessionCookie } from './accounts/session-cookie.ts'
import type { Site } from './accounts/site.ts'
import type { Clock } from './clock.ts'
import type { Ingest } from './ingest/ingest.ts'
import type { Mailer } from './mail/mailer.ts'
import type { RecordCache } from './reading/record-cache.ts'
import type { Tree } from './tree/tree.ts'
import type { Seal } from './webhooks/seal.ts'
import type { SendOptions } from './webhooks/send.ts'

export type Services = {
  readonly pool: Pool
  readonly clock: Clock
  readonly keys: ServerSigners
  readonly ingest: Ingest
  readonly records: RecordCache
  readonly tree: Tree
  readonly mailer: Mailer
  readonly cookie: SessionCookie
  readonly site: Site
  /** The root of authority from which statements are verified; undefined: none is pinned, and none is taken. */
  readonly rootKey: PublicKeyText | undefined
  readonly webhooks: SendOptions & { readonly seal: Seal }
}

export type ServerSigners = {
  /** The server's name in everything it signs. */
  readonly name: string
  readonly receipt: Signer
  readonly tree: Signer
}
