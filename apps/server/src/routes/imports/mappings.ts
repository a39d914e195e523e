/** Mappings: handing one in, listing one's own. */
import { createHash } from 'node:crypto'
import type { MappingView } from '@keyturn/contract/endpoints/imports.ts'
import type { Mapping } from '@keyturn/contract/imports/mapping.ts'
import type { Actor } from '@keyturn/domain/actor.ts'
import { iso } from '@keyturn/domain/units.ts'
import { asActor } from '@keyturn/store/as-actor.ts'
import { addMapping, findMapping, type HeldMapping, listMappings } from '@keyturn/store/queries/imports/mappings.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'

export const addImportMappingRoute = route('add-import-mapping', async ({ body, actor, now, services }) => {
  const refused = otherJurisdiction(body, actor)
  if (refused !== null) return refused
  const id = mappingId(body, actor)
  const kept = await asActor(services.pool, actor, async (client) => {
    await addMapping(client, { id, mapping: body, at: now }, actor)
    return findMapping(client, id)
  })
  if (kept === undefined) throw new Error('a mapping that was just kept is not there')
  return ok(viewOf(kept))
})

export const listImportMappingsRoute = route('list-import-mappings', async ({ actor, services }) => {
  const mappings = await asActor(services.pool, actor, listMappings)
  return ok({ mappings: mappings.map(viewOf) })
})

const viewOf = ({ id, name, mapping, recordedAt, by }: HeldMapping): MappingView => ({
  mapping: id,
  name,
  profile: mapping.profile,
  recordedAt: iso(recordedAt),
  by,
})

/** An authority takes in logs under its own law. */
export function otherJurisdiction({ profile }: Pick<Mapping, 'profile'>, { jurisdiction }: Actor) {
  return jurisdiction === null || profile.startsWith(`${jurisdiction}@`)
    ? null
    : problem('forbidden', `You work for ${jurisdiction}; this mapping is for ${profile}.`)
}

/** The same mapping of the same owner is the same one. */
const mappingId = (mapping: Mapping, { vendor, jurisdiction }: Actor): string =>
  createHash('sha256')
    .update(JSON.stringify([vendor, jurisdiction, mapping]))
    .digest('hex')
