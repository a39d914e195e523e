/** Everything this page can prove about a file. Runs in the browser, without network. */
import { jurisdictionOf } from '@keyturn/contract/jurisdiction.ts'
import { type AsyncCrypto, runAsync } from '@keyturn/evidence/crypto.ts'
import type { Fault } from '@keyturn/evidence/fault.ts'
import { deviceOrigin } from '@keyturn/evidence/names.ts'
import { type NoteKey, noteKey } from '@keyturn/evidence/note.ts'
import type { Line } from '@keyturn/evidence/read.ts'
import type { Segment } from '@keyturn/evidence/segment.ts'
import { splitSegments } from '@keyturn/evidence/split.ts'
import { type LogVerdict, type VerifyOptions, verifyLog } from '@keyturn/evidence/verify.ts'
import { linesOf } from '../../data/log-lines.ts'
import { type Check, checksOf } from './checks.ts'

export type Report = {
  /** `intact`: nothing was changed since it was written, but without the key nobody can say by whom. */
  readonly verdict: 'verified' | 'intact' | 'broken'
  readonly device: string | null
  readonly place: string | null
  readonly timeZone: string
  readonly segments: number
  readonly fault: Fault | null
  readonly checks: readonly Check[]
  readonly lines: readonly Line[]
}

/**
 * Checks a log, whole or a later part, as a server or a car gives it out. `publicKey` is the 32 bytes of the device's
 * key; without it everything but the signatures is checked.
 */
export async function checkLog(log: Uint8Array, publicKey: Uint8Array | null, crypto: AsyncCrypto): Promise<Report> {
  const { segments } = splitSegments(log)
  const [first] = segments
  const verdict =
    publicKey === null || first === undefined
      ? await checkUnsigned(log, first, crypto)
      : await checkSigned(log, first, publicKey, crypto)
  const place = first === undefined ? undefined : jurisdictionOf(first.header.profile)
  const fault = verdict.kind === 'refused' ? verdict.fault : null
  return {
    verdict: fault !== null ? 'broken' : publicKey === null ? 'intact' : 'verified',
    device: first?.header.device ?? null,
    place: place?.name ?? null,
    timeZone: place?.timeZone ?? 'UTC',
    segments: segments.length,
    fault,
    checks: checksOf(verdict, publicKey !== null),
    lines: linesOf(log),
  }
}

const options: VerifyOptions = { from: 'anywhere', openEnd: 'report' }

async function checkSigned(
  log: Uint8Array,
  first: Segment,
  publicKey: Uint8Array,
  crypto: AsyncCrypto,
): Promise<LogVerdict> {
  const key = await runAsync(noteKey(deviceOrigin(first.header.device), publicKey), crypto)
  return runAsync(verifyLog(log, key, options), crypto)
}

/** Checks all but the signatures: each is taken as if the key that it names had made it, and the report says so. */
function checkUnsigned(log: Uint8Array, first: Segment | undefined, crypto: AsyncCrypto): Promise<LogVerdict> {
  const named: NoteKey = {
    name: first === undefined ? '' : deviceOrigin(first.header.device),
    id: first?.checkpoint.keyId ?? '',
    publicKey: new Uint8Array(32),
  }
  return runAsync(verifyLog(log, named, options), { ...crypto, verify: async () => true })
}
