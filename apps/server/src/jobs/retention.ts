/** What nobody needs any more is removed: sessions that ended, codes that lapsed, what is left of killed jobs. */
import { before, days, type Instant } from '@keyturn/domain/units.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import { removeLapsed } from '@keyturn/store/queries/jobs/retention.ts'
import type { Daily } from './daily.ts'

/** So long after its end a session can still be looked at by whoever it belonged to. */
const AFTER_END = days(30)

export const retentionDaily = ({ pool }: { readonly pool: Pool }): Daily => ({
  name: 'retention',
  run: (now: Instant) => removeLapsed(pool, before(now, AFTER_END)),
})
