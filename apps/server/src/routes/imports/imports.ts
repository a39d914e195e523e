/** Looking at imports, and at the devices they are about. */
import type { ImportView } from '@keyturn/contract/endpoints/imports.ts'
import { iso, parseInstant } from '@keyturn/domain/units.ts'
import { asActor, asSystem } from '@keyturn/store/as-actor.ts'
import {
  claimsOn,
  devicesOfImport,
  findImport,
  type HeldImport,
  importsOfDevice,
  listImports,
} from '@keyturn/store/queries/imports/imports.ts'
import { cursorOf, placeIn } from '../../cases/cursor.ts'
import { noteListed } from '../../cases/look.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'
import { seenAmong } from './import-log.ts'
import { toldDevice } from './told-device.ts'

const LAST = ['9999-01-01T00:00:00.000Z', '']

export const listImportsRoute = route('list-imports', async ({ query, actor, services: { pool } }) => {
  const place = query.after === undefined ? LAST : placeIn(query.after, 2)
  const at = parseInstant(place?.[0] ?? '')
  if (place === undefined || at === undefined) {
    return problem('bad-request', 'query.after: a cursor is taken from an answer as it is')
  }
  const page = { before: { at, id: place[1] ?? '' }, limit: query.limit + 1 }
  const found = await asActor(pool, actor, (client) => listImports(client, page))
  const shown = found.slice(0, query.limit)
  const last = shown.at(-1)
  const next = found.length > query.limit && last !== undefined ? cursorOf(iso(last.receivedAt), last.id) : null
  return ok({ imports: shown.map(viewOf), next })
})

export const getImportRoute = route('get-import', async ({ params: { importId }, actor, services: { pool } }) => {
  const found = await asActor(pool, actor, async (client) => {
    const held = await findImport(client, importId)
    return held === undefined ? undefined : { held, devices: await devicesOfImport(client, importId) }
  })
  if (found === undefined) return problem('unknown-import', 'There is no such import, or it is not yours.')
  return ok({ ...viewOf(found.held), devices: [...found.devices] })
})

export const importedDeviceRoute = route('imported-device', async ({ params, actor, now, services: { pool } }) => {
  const { deviceId: device } = params
  const imports = await asActor(pool, actor, (client) => importsOfDevice(client, device))
  const [first] = imports
  if (first === undefined) return problem('unknown-device', `Nothing of ${device} was imported here.`)
  const claims = await asSystem(pool, (client) => claimsOn(client, [device]))
  const cases = await asActor(pool, actor, (client) => seenAmong(client, claims, device))
  await noteListed(pool, { actor, now, caseIds: cases })
  return ok(toldDevice(device, imports, { jurisdiction: first.jurisdiction, cases, now }))
})

const viewOf = (held: HeldImport): ImportView => ({
  import: held.id,
  name: held.name,
  vendor: held.vendor,
  jurisdiction: held.jurisdiction,
  rows: held.rows,
  unknownCodes: [...held.unknownCodes],
  skippedCodes: [...held.skippedCodes],
  receivedAt: iso(held.receivedAt),
  by: held.by,
})
