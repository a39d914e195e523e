/**
 * The logs that a case is told by, from wherever they come: devices enrolled here send theirs signed, others are
 * imported. Call it in the server's own name, inside the transaction that judges the case.
 */
import type { CaseFact, DeviceHistory } from '@keyturn/cases/program/fact.ts'
import type { CaseId, DeviceId } from '@keyturn/domain/units.ts'
import type { Queryable } from '@keyturn/store/pool.ts'
import { receivedUploads } from '@keyturn/store/queries/cases/received-uploads.ts'
import { findDevice } from '@keyturn/store/queries/find-device.ts'
import type { RecordCache } from '../reading/record-cache.ts'
import { importedLogs } from '../routes/imports/imported-logs.ts'
import { identitiesOf } from '../statements/identities.ts'

export type HistoryParts = { readonly db: Queryable; readonly records: RecordCache }

/** Answers the histories it has of these devices of a case. */
export type HistorySource = (
  parts: HistoryParts,
  caseId: CaseId,
  devices: readonly DeviceId[],
) => Promise<readonly DeviceHistory[]>

/** The devices that facts name, by id. */
export const devicesNamed = (facts: readonly CaseFact[]): readonly DeviceId[] =>
  [...new Set(facts.flatMap((fact) => ('device' in fact && fact.device !== null ? [fact.device] : [])))].toSorted()

/** Logs signed by their devices. A device enrolled for another case tells nothing here. */
export const signedLogs: HistorySource = async ({ db, records }, caseId, devices) => {
  const histories: DeviceHistory[] = []
  for (const id of devices) {
    const device = await findDevice(db, id)
    if (device === undefined || device.caseId !== caseId) continue
    const held = await records.of(device, db)
    // A device that never wrote tells nothing, as if it were not enrolled.
    if (held.records.length === 0) continue
    // An upload may have come since the records were read.
    const received = (await receivedUploads(db, id)).filter(({ seq }) => seq <= held.upTo)
    const identities = await identitiesOf(db, device, { firmwares: held.firmwares, received })
    histories.push({ device: id, source: 'signed-log', records: held.records, received, identities })
  }
  return histories
}

/** In the order of trust: what a device signed itself is not told otherwise by an import. */
const SOURCES: readonly HistorySource[] = [signedLogs, importedLogs]

/** Everything that is held of these devices, one history a device, by id. */
export async function deviceHistories(
  parts: HistoryParts,
  caseId: CaseId,
  devices: readonly DeviceId[],
): Promise<readonly DeviceHistory[]> {
  const found = new Map<DeviceId, DeviceHistory>()
  for (const source of SOURCES) {
    const wanted = devices.filter((id) => !found.has(id))
    for (const history of await source(parts, caseId, wanted)) found.set(history.device, history)
  }
  return [...found.values()].toSorted((a, b) => (a.device < b.device ? -1 : 1))
}
