/** Where this unit's log stands at a record, as challenges and certificates name it. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { logHeadAt } from '@keyturn/evidence/log-head.ts'
import type { Recorder } from './recorder.ts'

/** Reads one segment alone. Null when the log has no such record. */
export async function headAt(recorder: Recorder, seq: number): Promise<string | null> {
  const closed = recorder.segments()
  const holds = closed.find(({ firstSeq, lastSeq }) => firstSeq <= seq && seq <= lastSeq)
  const open = (closed.at(-1)?.number ?? 0) + 1
  const bytes = holds === undefined ? recorder.bytes(open) : recorder.read(holds.number)
  return runSync(logHeadAt(await bytes, seq), nodeCrypto)
}
