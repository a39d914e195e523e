/** For the server's jobs: which reports are late, and which will be soon. */
import { type Instant, instant } from '@keyturn/domain/units.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import { type ListedReport, listDueReports, overdueReports } from '@keyturn/store/queries/reports/due-reports.ts'

const EARLIEST = instant(Date.UTC(1900, 0, 1))

/** Reports not delivered that are due before `until`, soonest due first; late ones are those due before now. */
export const dueReports = (pool: Pool, until: Instant, limit = 500): Promise<readonly ListedReport[]> =>
  asSystem(pool, (client) =>
    listDueReports(client, {
      which: 'open',
      dueBefore: until,
      jurisdiction: null,
      vendor: null,
      after: { dueAt: EARLIEST, caseId: '', id: '' },
      limit,
    }),
  )

/** How many are late by now, and since when the oldest is. */
export const lateReports = (pool: Pool, now: Instant) => asSystem(pool, (client) => overdueReports(client, now))
