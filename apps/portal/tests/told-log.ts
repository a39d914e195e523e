/** A told case as a device's signed log: the same records that the case engine's own tests tell. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import type { Record } from '@keyturn/domain/record.ts'
import type { DeviceId } from '@keyturn/domain/units.ts'
import type { Signer } from '@keyturn/evidence/note.ts'
import { GENESIS } from '@keyturn/evidence/segment.ts'
import { appendRecord, closeSegment, openSegment } from '@keyturn/evidence/write.ts'

type Told = {
  readonly device: DeviceId
  readonly signer: Signer
  readonly profile: string
  readonly records: readonly Record[]
}

/** One closed segment with the records of the story. */
export function toldLog({ device, signer, profile, records }: Told): Uint8Array {
  const [first] = records
  if (first === undefined) throw new Error('a story has a record at least')
  let open = openSegment(GENESIS, { device, openedAt: first.at, profile, firmware: 'keyturn-unit 0.1.0' })
  for (const record of records) open = appendRecord(open, record).open
  return closeSegment(open, signer, nodeCrypto).bytes
}
