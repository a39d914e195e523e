/** Logs that vendors hand in, as a source of what a case is told by. Nothing in them is signed; the case says so. */
import { mergeImports } from '@keyturn/contract/imports/merge.ts'
import { claimsOn, type HeldRows, importsOfDevice } from '@keyturn/store/queries/imports/imports.ts'
import type { HistorySource } from '../../cases/device-histories.ts'

/** A vendor tells of the devices it fitted in the case, and its authority of any. */
export const importedLogs: HistorySource = async ({ db }, caseId, devices) => {
  if (devices.length === 0) return []
  const claims = (await claimsOn(db, devices)).filter((one) => one.caseId === caseId)
  const histories = []
  for (const device of devices) {
    const own = claims.filter((one) => one.device === device)
    const mayTell = ({ vendor, jurisdiction }: HeldRows) =>
      own.some((one) => one.jurisdiction === jurisdiction && (vendor === null || vendor === one.vendor))
    const imports = (await importsOfDevice(db, device)).filter(mayTell)
    if (imports.length === 0) continue
    const { records, received } = mergeImports(device, imports)
    histories.push({ device, source: 'import' as const, records, received })
  }
  return histories
}
