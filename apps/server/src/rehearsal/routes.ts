/** The rehearsal as whoever asks may see it: of the cars in their cases, with the gaps among these. */
import { instant } from '@keyturn/domain/units.ts'
import { rehearsalOf } from '@keyturn/simulator/rehearsal/rehearse.ts'
import { asActor } from '@keyturn/store/as-actor.ts'
import { newestMatrices, stopsSeen } from '@keyturn/store/queries/rehearsal/rehearsals.ts'
import { ok } from '../kernel/answer.ts'
import { type Route, route } from '../kernel/route.ts'
import { rehearseCases } from './rehearse-cases.ts'

/** More than one authority has drivers. */
const STOPS_READ_MAX = 20_000

const rehearsalRoute = route('rehearsal', async ({ query, actor, services: { pool } }) => {
  const jurisdiction = query.jurisdiction ?? actor.jurisdiction ?? undefined
  const { kept, stops } = await asActor(pool, actor, async (client) => ({
    kept: await newestMatrices(client, jurisdiction),
    stops: await stopsSeen(client, { jurisdiction, limit: STOPS_READ_MAX }),
  }))
  const fields = kept.flatMap(({ matrix }) => matrix)
  // A vendor sees what concerns its own devices; what others have is not its to know.
  const seen =
    actor.vendor === null
      ? fields
      : fields.filter(({ jurisdiction: where, model, firmware }) =>
          stops.some((stop) => stop.jurisdiction === where && stop.model === model && stop.firmware === firmware),
        )
  const newest = kept.map(({ rehearsedAt }) => rehearsedAt.getTime())
  const at = newest.length === 0 ? null : instant(Math.max(...newest))
  return ok(rehearsalOf({ at, stops, matrix: seen }))
})

const rehearseNowRoute = route('rehearse-now', async ({ now, services }) => ok(await rehearseCases(services, now)))

export const rehearsalRoutes: readonly Route[] = [rehearsalRoute, rehearseNowRoute]
