/** The preview of an order, in the name of whoever asks: only devices in cases that they see are counted. */
import { groundOf, lawWords } from '@keyturn/cases/law.ts'
import type { OrderPreview } from '@keyturn/contract/endpoints/orders.ts'
import type { OrderTermsGiven } from '@keyturn/contract/statement-terms.ts'
import type { Actor } from '@keyturn/domain/actor.ts'
import { type Instant, iso } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { findProfile } from '@keyturn/rules/profiles.ts'
import { asActor } from '@keyturn/store/as-actor.ts'
import { devicesKnown, dueWithin, standingLoad } from '@keyturn/store/queries/statements/case-due.ts'
import { ok, problem } from '../kernel/answer.ts'
import { type Route, route } from '../kernel/route.ts'
import type { Services } from '../services.ts'
import { daysTouched, loadOf, movingByKind, movingDates, namedDates } from './preview.ts'
import { warningsFor } from './preview-warnings.ts'
import { reliefKnown } from './relief-known.ts'
import { lookingAt } from './routes.ts'

const previewOrderRoute = route('preview-order', async ({ body: { terms, id }, actor, now, services }) => {
  const { jurisdiction } = terms.scope
  const profile = findProfile(jurisdiction)
  if (profile === undefined) return problem('unknown-jurisdiction', `No law of ${jurisdiction} is known here.`)
  if (actor.jurisdiction !== null && actor.jurisdiction !== jurisdiction) {
    return problem('forbidden', `You act for ${actor.jurisdiction}, and the order is for ${jurisdiction}.`)
  }
  return ok(await previewOf(services, { terms, id, actor, now, profile }))
})

type Asked = {
  readonly terms: OrderTermsGiven
  readonly id: string
  readonly actor: Actor
  readonly now: Instant
  readonly profile: Profile
}

async function previewOf({ pool }: Pick<Services, 'pool'>, asked: Asked): Promise<OrderPreview> {
  const { terms, id, actor, now, profile } = asked
  const { jurisdiction } = terms.scope
  const { reason: _, ...rest } = terms
  const order = { ...rest, id }
  const { toll } = profile.relief
  const { daysMax } = toll.value
  const counted = await asActor(pool, actor, async (client) => {
    const dues = await dueWithin(client, jurisdiction, order.due, order.scope.functions)
    const moving = movingDates(order, dues, { daysMax })
    const touched = daysTouched(moving)
    const standing = touched === null ? [] : await standingLoad(client, jurisdiction, touched)
    return { moving, load: [...loadOf(standing, moving)], known: await devicesKnown(client, jurisdiction) }
  })
  const { moving, load, known } = counted
  const relief = (await reliefKnown(pool, jurisdiction, now)) ?? { orders: [], outages: [] }
  const { vendorName } = await lookingAt(pool, now)
  const by = actor.vendor === null ? 'authority' : 'vendor'
  const lists = { vendor: 'vendors', model: 'models', firmware: 'firmwares', region: 'regions' } as const
  const whats = ['vendor', 'model', 'firmware', 'region'] as const
  return {
    asOf: iso(now),
    jurisdiction,
    law: { may: toll.value.by.includes(by), daysMax, words: lawWords(groundOf(toll)) },
    devices: known.devices,
    concerned: new Set(moving.map(({ due }) => due.device)).size,
    cases: new Set(moving.map(({ due }) => due.caseId)).size,
    moving: movingByKind(moving),
    dates: namedDates(moving),
    load,
    notKnown: whats
      .filter((what) => order.scope[lists[what]] !== null && known.unknown[what] > 0)
      .map((what) => ({ what, devices: known.unknown[what] })),
    warnings: [...warningsFor({ order, by, profile, now, relief, known, moving, load, vendorName })],
  }
}

export const previewRoutes: readonly Route[] = [previewOrderRoute]
