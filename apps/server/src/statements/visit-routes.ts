/** The endpoints about visits and about a participant's letters. */
import { caseId } from '@keyturn/domain/units.ts'
import { findProfile } from '@keyturn/rules/profiles.ts'
import { documentsOf } from '@keyturn/store/queries/cases/documents.ts'
import { factsOf } from '@keyturn/store/queries/cases/facts.ts'
import { organizations } from '@keyturn/store/queries/cases/organizations.ts'
import { findDevice } from '@keyturn/store/queries/find-device.ts'
import { caseStatements } from '@keyturn/store/queries/statements/case-statements.ts'
import { revocationsKnown } from '@keyturn/store/queries/statements/public-statements.ts'
import { unknownCase } from '../cases/change-case.ts'
import { devicesNamed } from '../cases/device-histories.ts'
import { look } from '../cases/look.ts'
import { ok, problem } from '../kernel/answer.ts'
import { type Route, route } from '../kernel/route.ts'
import { deviceLookedAt } from '../reading/device-in-sight.ts'
import { lettersIn } from './letters.ts'
import { takeVisit } from './take-visit.ts'
import { withdrawnBy } from './verify.ts'
import { visitsOf } from './visits.ts'

const postVisitRoute = route('post-visit', async ({ params: { deviceId }, body, actor, now, services }) => {
  const { certificate, rescue } = body
  const taken = await takeVisit(services, { device: deviceId, certificate, rescue, actor, now })
  if (taken.kind === 'problem') return taken
  const visit = (await visitsOf(services, taken.device)).find((one) => one.certificate === taken.certificate)
  if (visit === undefined) throw new Error(`the visit ${taken.certificate} was kept and is not there`)
  return ok(visit)
})

const listVisitsRoute = route('list-visits', async ({ params: { deviceId }, actor, now, services }) => {
  const device = await deviceLookedAt(services, { actor, id: deviceId, what: 'list-visits', now })
  if (device === undefined) return problem('unknown-device', `No device ${deviceId} is enrolled here.`)
  return ok({ visits: [...(await visitsOf(services, device))] })
})

const caseLettersRoute = route('case-letters', async ({ params, actor, now, services }) => {
  const id = caseId(params.caseId)
  const told = { actor, caseId: id, now, what: 'case-letters' }
  const found = await look(services.pool, told, async (client, row) => ({
    row,
    facts: await factsOf(client, id),
    statements: await caseStatements(client, id),
    documents: await documentsOf(client, id),
  }))
  if (found === undefined) return unknownCase(id)
  const visits = []
  for (const name of devicesNamed(found.facts)) {
    const device = await findDevice(services.pool, name)
    if (device?.caseId === id) visits.push(...(await visitsOf(services, device)))
  }
  const names = new Map((await organizations(services.pool, now, { kind: 'center' })).map((one) => [one.id, one.name]))
  const letters = lettersIn({
    ...found,
    visits,
    zone: findProfile(found.row.jurisdiction)?.timeZone ?? 'UTC',
    now,
    revoked: withdrawnBy(await revocationsKnown(services.pool, now)),
    centerName: (center) => names.get(center) ?? center,
  })
  return ok({ letters: [...letters] })
})

export const visitRoutes: readonly Route[] = [postVisitRoute, listVisitsRoute, caseLettersRoute]
