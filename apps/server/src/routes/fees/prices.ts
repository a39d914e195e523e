/** What vendors charge: filed by the vendor, seen by the authority. */

import { parseCivilDate } from '@keyturn/domain/civil.ts'
import { iso } from '@keyturn/domain/units.ts'
import { isCharge } from '@keyturn/rules/fees.ts'
import { asActor } from '@keyturn/store/as-actor.ts'
import { addPriceList, priceListsOf } from '@keyturn/store/queries/money/price-lists.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'
import { notYours } from './remittances.ts'

export const filePricesRoute = route('file-prices', async ({ params, body, actor, now, services }) => {
  const refused = notYours(params, actor)
  if (refused !== null) return refused
  const effectiveOn = parseCivilDate(body.effectiveOn)
  if (effectiveOn === undefined) return problem('bad-request', 'body.effectiveOn: a date is written 2026-03-02')
  const prices = Object.fromEntries(Object.entries(body.prices).filter(([name]) => isCharge(name)))
  await asActor(services.pool, actor, (client) =>
    addPriceList(client, { ...params, effectiveOn, prices, at: now, recorder: actor.user }),
  )
  return ok({ recordedAt: iso(now) })
})

export const listPricesRoute = route('list-prices', async ({ params, actor, services }) => {
  const refused = notYours(params, actor)
  if (refused?.code === 'forbidden') return refused
  const lists = await asActor(services.pool, actor, (client) => priceListsOf(client, params.jurisdiction))
  return ok({
    lists: lists
      .filter(({ vendor }) => vendor === params.vendor)
      .map(({ effectiveOn, recordedAt, prices }) => ({
        effectiveOn,
        recordedAt: iso(recordedAt),
        prices: { ...prices },
      })),
  })
})
