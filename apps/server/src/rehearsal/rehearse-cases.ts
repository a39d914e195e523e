/**
 * Every night: runs each car's controller forward from its log, with nobody serving it, and keeps when it would stop
 * and who could help. What the law allows is really done by every path, once for each law.
 */
import type { DeviceHistory } from '@keyturn/cases/program/fact.ts'
import type { MatrixField, Stop } from '@keyturn/contract/endpoints/rehearsal.ts'
import type { CaseId, Instant } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { findProfile } from '@keyturn/rules/profiles.ts'
import type { Provider } from '@keyturn/simulator/rehearsal/helps.ts'
import { type RehearsedDevice, Rehearser } from '@keyturn/simulator/rehearsal/rehearse.ts'
import { nodeKit } from '@keyturn/simulator/scenario/kit.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import { caseIdsAfter } from '@keyturn/store/queries/cases/case-ids.ts'
import { findCase } from '@keyturn/store/queries/cases/case-row.ts'
import { storeMatrix, storeStops } from '@keyturn/store/queries/rehearsal/rehearsals.ts'
import type pg from 'pg'
import { readCaseFile } from '../cases/case-file.ts'
import type { CaseParts } from '../cases/case-parts.ts'
import { vendorOf } from '../cases/store-judged.ts'
import type { Daily } from '../jobs/daily.ts'
import { providersAt } from './providers.ts'

export type RehearsalDone = {
  readonly devices: number
  /** Cars that would stop within the horizon, or have. */
  readonly stopping: number
  /** Of these: those whose drivers nobody could lawfully help without their vendor. */
  readonly withoutPath: number
}

const AT_ONCE = 200

/** Looks at all cases, one after the other: other work goes on between them. */
export async function rehearseCases(parts: CaseParts, at: Instant): Promise<RehearsalDone> {
  const rehearser = new Rehearser({ at, kit: nodeKit })
  const providers = await asSystem(parts.pool, (client) => providersAt(client, at))
  const stops: Stop[] = []
  for (let after = ''; ; ) {
    const ids = await asSystem(parts.pool, (client) => caseIdsAfter(client, after, AT_ONCE))
    for (const caseId of ids) {
      const found = await asSystem(parts.pool, (client) =>
        rehearseCase(parts, client, { caseId, at, rehearser, providers }),
      )
      stops.push(...found)
    }
    const last = ids.at(-1)
    if (last === undefined) break
    after = last
  }
  await keepMatrices(parts, rehearser.matrix(), at)
  const stopping = stops.filter(({ isStopped, stopsAt }) => isStopped || stopsAt !== null)
  const withoutPath = stopping.filter(({ helps }) => !helps.some(({ whenVendorGone }) => whenVendorGone)).length
  return { devices: stops.length, stopping: stopping.length, withoutPath }
}

type Rehearsing = {
  readonly caseId: CaseId
  readonly at: Instant
  readonly rehearser: Rehearser
  readonly providers: readonly Provider[]
}

async function rehearseCase(
  { records }: Pick<CaseParts, 'records'>,
  client: pg.ClientBase,
  { caseId, at, rehearser, providers }: Rehearsing,
): Promise<readonly Stop[]> {
  const row = await findCase(client, caseId)
  const law = findProfile(row?.jurisdiction ?? '')
  if (row === undefined || law === undefined) return []
  const file = await readCaseFile({ db: client, records }, caseId)
  const vendor = vendorOf(file)
  const stops = file.devices.flatMap((history) => {
    const device = rehearsedDevice(history, { caseId, law, vendor: vendor ?? '' })
    return rehearser.stopFor(device, providers) ?? []
  })
  await storeStops(client, { caseId, jurisdiction: row.jurisdiction, vendor, at }, stops)
  return stops
}

type Around = { readonly caseId: CaseId; readonly law: Profile; readonly vendor: string }

/** What is known of a device: by its signed configuration and its log; of the vendor also by its case. */
function rehearsedDevice(history: DeviceHistory, { caseId, law, vendor }: Around): RehearsedDevice {
  const { records, device, identities = [] } = history
  const identity = identities.at(-1)?.identity
  const installed = records.findLast((record) => record.kind === 'installed')
  const opened = records.findLast((record) => record.kind === 'service-opened')
  const own = installed?.kind === 'installed' ? findProfile(installed.profile) : undefined
  return {
    caseId,
    device,
    // A device goes by the law that it was installed under; one of another maker by its jurisdiction's.
    profile: own?.id === law.id ? own : law,
    vendor: identity?.vendor || vendor,
    model: identity?.model ?? '',
    firmware: identity?.firmware ?? '',
    region: identity?.region ?? '',
    center: opened?.kind === 'service-opened' ? opened.center : '',
    entries: records,
    // A code that was accepted once shows that its secrets are where they have to be; else nobody told.
    hasSecrets: records.some(({ kind }) => kind === 'keypad-accepted') ? true : null,
  }
}

async function keepMatrices(
  { pool }: Pick<CaseParts, 'pool'>,
  matrix: readonly MatrixField[],
  at: Instant,
): Promise<void> {
  const jurisdictions = [...new Set(matrix.map(({ jurisdiction }) => jurisdiction))]
  await asSystem(pool, async (client) => {
    for (const jurisdiction of jurisdictions) {
      const fields = matrix.filter((field) => field.jurisdiction === jurisdiction)
      await storeMatrix(client, { jurisdiction, at }, fields)
    }
  })
}

export type RehearsalOptions = {
  readonly logger: { readonly warn: (about: object, words: string) => void }
}

/** Once a day; loud when a driver would be left without a lawful path. */
export const rehearsalDaily = (parts: CaseParts, { logger }: RehearsalOptions): Daily => ({
  name: 'rehearsal',
  run: async (now) => {
    const done = await rehearseCases(parts, now)
    if (done.withoutPath > 0)
      logger.warn({ ...done }, 'some drivers would have no lawful path if their vendor were gone: GET /v1/rehearsal')
    return done
  },
})
