/** The imports of a device as one log, judged by the law, as the contract tells it. */
import { assess } from '@keyturn/cases/assess.ts'
import { explain } from '@keyturn/cases/explain.ts'
import { recordFacts } from '@keyturn/cases/fact.ts'
import type { ImportedDevice } from '@keyturn/contract/endpoints/imports.ts'
import { type Contradiction, type DeviceImport, mergeImports } from '@keyturn/contract/imports/merge.ts'
import { type DeviceId, type Instant, iso } from '@keyturn/domain/units.ts'
import { profiles } from '@keyturn/rules/profiles.ts'

export const UNSIGNED = 'UNSIGNED: imported from a vendor’s file. No device has signed these records.'

/** @param cases those that are told by the device, as far as the caller may see them */
export function toldDevice(
  device: DeviceId,
  imports: readonly DeviceImport[],
  of: { readonly jurisdiction: string; readonly cases: readonly string[]; readonly now: Instant },
): ImportedDevice {
  const { records, contradictions, repeated } = mergeImports(device, imports)
  const law = profiles.filter(({ id }) => id === of.jurisdiction)
  const [first] = records
  const last = records.at(-1)
  return {
    device,
    signed: false,
    records: records.length,
    firstAt: first === undefined ? null : iso(first.at),
    lastAt: last === undefined ? null : iso(last.at),
    repeated,
    contradictions: contradictions.map(contradictionOf),
    cases: [...of.cases],
    explanation: `${UNSIGNED}\n${explain(assess(law, recordFacts(device, records), of.now))}`,
  }
}

const contradictionOf = ({ at, code, judged, other }: Contradiction): ImportedDevice['contradictions'][number] => {
  const side = ({ importId, line, entry }: Contradiction['judged']) => ({
    import: importId,
    line,
    words: JSON.stringify(entry),
  })
  return { at: iso(at), code, judged: side(judged), other: side(other) }
}
