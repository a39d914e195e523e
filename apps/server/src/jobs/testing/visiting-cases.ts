/** For tests: cases of service visits alone that follow from their names. Each number misses visits of its own. */
import { visitingCase, ZONE } from '@keyturn/cases/notices/testing/visiting-case.ts'
import { addDays, civilDateOf, startOfDay } from '@keyturn/domain/civil.ts'
import { after, type CaseId, caseId, hours, type Instant, iso } from '@keyturn/domain/units.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import { wakeCase } from '@keyturn/store/queries/jobs/wake-case.ts'
import type { CaseEngine } from '../case-engine.ts'

/** Visits of a case by its number: every 28 days, some of them nine days late. */
export function visitsOf(number: number, began: Instant, ends: Instant): readonly Instant[] {
  const visits: Instant[] = []
  for (let day = civilDateOf(began, ZONE), n = 0; ; n += 1) {
    const isLate = (n + number) % 7 === 6
    const at = after(startOfDay(isLate ? addDays(day, 9) : day, ZONE), hours(9 + (number % 8)))
    if (at > ends) return visits
    visits.push(at)
    day = addDays(day, isLate ? 37 : 28)
  }
}

export const visitingCaseId = (number: number): CaseId => caseId(`V-${number}-case`)

/** The engine over such cases: it locks the row, as the real one does, and concludes from the number alone. */
export const visitingCases = (began: Instant, ends: Instant, email: string | null = null): CaseEngine => ({
  take: async (client, id) => {
    const { rowCount } = await client.query('select from keyturn.cases where case_id = $1 for update', [id])
    if (rowCount !== 1) return undefined
    const assess = visitingCase(visitsOf(Number(id.split('-')[1]), began, ends))
    const participant = {
      name: 'Robin Doe',
      bornOn: civilDateOf(began, ZONE),
      license: { state: 'US-MA', number: 'S1' },
      address: { street: '1 Elm St', city: 'Lowell', state: 'MA', postalCode: '01850' },
      email,
      telephone: null,
    }
    return {
      facts: [],
      assessAt: (asOf) => ({ ...assess(asOf), caseId: id, participant }),
      store: async () => [],
    }
  },
})

/** Opens such cases at a moment. */
export async function openVisitingCases(
  pool: Pool,
  told: { readonly count: number; readonly at: Instant; readonly vendor?: string },
): Promise<void> {
  for (let number = 0; number < told.count; number += 1) {
    const id = visitingCaseId(number)
    await asSystem(pool, async (client) => {
      await client.query(
        'insert into keyturn.cases (case_id, jurisdiction, vendor, opened_at) values ($1, $2, $3, $4)',
        [id, 'US-MA', told.vendor ?? 'acme', iso(told.at)],
      )
      await wakeCase(client, {
        caseId: id,
        at: told.at,
        events: [{ kind: 'fact-recorded', subject: 'fact/1', at: told.at }],
      })
    })
  }
}
