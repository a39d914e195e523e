/** Taking in a file of another maker's log: read whole, kept whole, judged at once in the cases it is about. */
import { createHash } from 'node:crypto'
import type { ImportResult } from '@keyturn/contract/endpoints/imports.ts'
import { type ReadImport, readImport } from '@keyturn/contract/imports/read-import.ts'
import type { Actor } from '@keyturn/domain/actor.ts'
import { type CaseId, type DeviceId, iso } from '@keyturn/domain/units.ts'
import { asActor, asSystem } from '@keyturn/store/as-actor.ts'
import { findCase } from '@keyturn/store/queries/cases/case-row.ts'
import {
  addImport,
  type Claim,
  claimsOn,
  importsOfDevice,
  type NewImport,
} from '@keyturn/store/queries/imports/imports.ts'
import { findMapping } from '@keyturn/store/queries/imports/mappings.ts'
import { wakeCase } from '@keyturn/store/queries/jobs/wake-case.ts'
import { reassessWithin } from '../../cases/reassess-case.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'
import type { Services } from '../../services.ts'
import { otherJurisdiction } from './mappings.ts'
import { toldDevice } from './told-device.ts'

type Read = Extract<ReadImport, { readonly kind: 'read' }>

export const importLogRoute = route('import-log', async ({ query, body, headers, actor, now, services }) => {
  if (headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== 'text/csv') {
    return problem('unsupported-media-type', 'Send the file as text/csv.')
  }
  const held = await asActor(services.pool, actor, (client) => findMapping(client, query.mapping))
  if (held === undefined) return problem('unknown-mapping', 'There is no such mapping, or it is not yours.')
  const refused = otherJurisdiction(held.mapping, actor)
  if (refused !== null) return refused
  const text = textOf(body)
  if (text === undefined) return problem('import-refused', 'This is not a text in UTF-8.')
  const read = readImport(text, held.mapping)
  if (read.kind === 'refused') {
    const { why, badRows, badRowsTotal } = read
    return problem('import-refused', why, { badRows: [...badRows], badRowsTotal })
  }
  const [jurisdiction = ''] = held.mapping.profile.split('@')
  const claims = await asSystem(services.pool, (client) => claimsOn(client, devicesIn(read)))
  const claimed = notYours(claims, { actor, jurisdiction })
  if (claimed !== null) return claimed
  const told: NewImport = {
    id: createHash('sha256').update(body).update(held.id).digest('hex'),
    jurisdiction,
    name: query.name,
    digest: createHash('sha256').update(body).digest(),
    body,
    mapping: held.mapping,
    rows: read.rows,
    unknownCodes: read.unknownCodes,
    skippedCodes: read.skippedCodes,
    receivedAt: now,
  }
  const kept = query.check === 'false'
  const isNew = kept && (await asActor(services.pool, actor, (client) => addImport(client, told, actor)))
  if (isNew) await reassess(services, claims)
  return ok(await resultOf(services, actor, { told, claims, kept, isNew }))
})

const devicesIn = ({ rows }: Read): readonly DeviceId[] => [...new Set(rows.map(({ device }) => device))].toSorted()

/** A device that signs its own log is not told by others, and nobody tells of another vendor's. */
function notYours(claims: readonly Claim[], { actor, jurisdiction }: { actor: Actor; jurisdiction: string }) {
  const ours = claims.find(({ enrolled }) => enrolled)
  if (ours !== undefined) {
    return problem('import-refused', `${ours.device} is enrolled here and signs its own log. Nothing was taken.`)
  }
  const other = claims.find(
    ({ caseId, vendor, jurisdiction: of }) =>
      caseId !== null && (of !== jurisdiction || (actor.vendor !== null && vendor !== actor.vendor)),
  )
  return other === undefined
    ? null
    : problem('forbidden', `${other.device} belongs to somebody else’s customer. Nothing was taken.`)
}

/** Each case in a transaction of its own; whoever is stopped in between sends the file again, or the jobs look. */
async function reassess(services: Services, claims: readonly Claim[]): Promise<void> {
  const cases = new Set(claims.flatMap(({ caseId }) => (caseId === null ? [] : [caseId])))
  for (const caseId of cases) await reassessOne(services, caseId)
}

const reassessOne = (services: Services, caseId: CaseId): Promise<void> =>
  asSystem(services.pool, async (client) => {
    const at = services.clock.now()
    await reassessWithin(services, client, caseId, at)
    await wakeCase(client, { caseId, at, events: [] })
  })

type Came = {
  readonly told: NewImport
  readonly claims: readonly Claim[]
  readonly kept: boolean
  readonly isNew: boolean
}

async function resultOf({ pool }: Services, actor: Actor, { told, claims, kept, isNew }: Came): Promise<ImportResult> {
  const { id, name, jurisdiction, rows, unknownCodes, skippedCodes, receivedAt } = told
  const devices: ImportResult['devices'] = []
  for (const device of new Set(rows.map((row) => row.device))) {
    const found = await asActor(pool, actor, async (client) => ({
      held: await importsOfDevice(client, device),
      cases: await seenAmong(client, claims, device),
    }))
    // A file that is only checked is judged together with what is held.
    const own = { id, receivedAt, rows: rows.filter((row) => row.device === device) }
    const imports = kept ? found.held : [...found.held, own]
    devices.push(toldDevice(device, imports, { jurisdiction, cases: found.cases, now: receivedAt }))
  }
  return {
    import: id,
    name,
    vendor: actor.vendor,
    jurisdiction,
    rows: rows.length,
    unknownCodes: [...unknownCodes],
    skippedCodes: [...skippedCodes],
    receivedAt: iso(receivedAt),
    by: actor.name,
    new: isNew,
    kept,
    devices,
  }
}

/** The cases told by the device, as far as the caller may see them. */
export async function seenAmong(
  client: Parameters<typeof findCase>[0],
  claims: readonly Claim[],
  device: DeviceId,
): Promise<readonly CaseId[]> {
  const cases = new Set(claims.flatMap((one) => (one.device === device && one.caseId !== null ? [one.caseId] : [])))
  const seen: CaseId[] = []
  for (const caseId of cases) if ((await findCase(client, caseId)) !== undefined) seen.push(caseId)
  return seen
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // Not UTF-8: the caller says so.
    return undefined
  }
}
