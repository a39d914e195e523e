/** Logs that vendors hand in, as a source of what a case is told by. Nothing in them is signed; the case says so. */
import type { DeviceHistory } from '@keyturn/cases/program/fact.ts'
import { type DeviceImport, type MergedLog, mergeImports } from '@keyturn/contract/imports/merge.ts'
import type { DeviceId } from '@keyturn/domain/units.ts'
import type { Queryable } from '@keyturn/store/pool.ts'
import { claimsOn, importIdsOfDevice, importsOfDevice } from '@keyturn/store/queries/imports/imports.ts'
import type { HistorySource } from '../../cases/device-histories.ts'

/** A vendor tells of the devices it fitted in the case, and its authority of any. */
export const importedLogs: HistorySource = async ({ db }, caseId, devices) => {
  if (devices.length === 0) return []
  const histories: DeviceHistory[] = []
  const claims = (await claimsOn(db, devices)).filter((one) => one.caseId === caseId)
  for (const device of devices) {
    const own = claims.filter((one) => one.device === device)
    const told = (await importIdsOfDevice(db, device)).filter(({ vendor, jurisdiction }) =>
      own.some((one) => one.jurisdiction === jurisdiction && (vendor === null || vendor === one.vendor)),
    )
    if (told.length === 0) continue
    const { records, received } = await mergedLog(db, device, told)
    histories.push({ device, source: 'import', records, received })
  }
  return histories
}

/** A hundred devices of a program that is being worked on; a merged log is a few megabytes. */
const KEPT_MAX = 100
const kept = new Map<string, MergedLog>()

/** The same imports are the same log: an import is never changed. */
async function mergedLog(db: Queryable, device: DeviceId, told: readonly Told[]): Promise<MergedLog> {
  const key = [device, ...told.map(({ id, receivedAt }) => `${id}@${receivedAt}`)].join(' ')
  const known = kept.get(key)
  if (known !== undefined) return known
  const imports = (await importsOfDevice(db, device)).filter((one) => told.some(({ id }) => id === one.id))
  const merged = mergeImports(device, imports)
  const [oldest] = kept.keys()
  if (kept.size >= KEPT_MAX && oldest !== undefined) kept.delete(oldest)
  kept.set(key, merged)
  return merged
}

type Told = Pick<DeviceImport, 'id' | 'receivedAt'>
