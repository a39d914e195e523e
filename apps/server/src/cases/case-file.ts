/** Everything a case is judged by, read inside one transaction. */
import type { CaseFact, CaseFile } from '@keyturn/cases/program/fact.ts'
import type { CaseId, DeviceId } from '@keyturn/domain/units.ts'
import { factsOf } from '@keyturn/store/queries/cases/facts.ts'
import { deviceHistories, devicesNamed, type HistoryParts } from './device-histories.ts'

/** How far the log of each device was read. */
export type ReadUpTo = readonly { readonly device: DeviceId; readonly seq: number }[]

/** Facts and logs of a case. In the server's own name: whoever asks for an answer need not see all it rests on. */
export async function readCaseFile(parts: HistoryParts, caseId: CaseId): Promise<CaseFile> {
  return fileWith(parts, caseId, await factsOf(parts.db, caseId))
}

/** The same with facts that are at hand, such as one that is about to be recorded. */
export async function fileWith(parts: HistoryParts, caseId: CaseId, facts: readonly CaseFact[]): Promise<CaseFile> {
  return { caseId, facts, devices: await deviceHistories(parts, caseId, devicesNamed(facts)) }
}

/** What the file holds of each device: the place of its newest record; 0 for a device that was never heard. */
export const readUpTo = ({ facts, devices }: CaseFile): ReadUpTo => {
  const last = new Map(devices.map(({ device, records }) => [device, records.at(-1)?.seq ?? 0]))
  return devicesNamed(facts).map((device) => ({ device, seq: last.get(device) ?? 0 }))
}
