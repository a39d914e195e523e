/** The checks that a verification goes through, each told with what it found. */
import { explainFault, type FaultCode } from '@keyturn/evidence/fault.ts'
import type { LogVerdict } from '@keyturn/evidence/verify.ts'

export type Check = {
  readonly name: string
  readonly result: 'holds' | 'broken' | 'not-checked'
  readonly words: string
}

type Kind = 'form' | 'contents' | 'chain' | 'signature'

/** Which check a fault belongs to. */
const kinds: { readonly [C in FaultCode]: Kind } = {
  'malformed-header': 'form',
  'malformed-line': 'form',
  'malformed-checkpoint': 'form',
  'record-count': 'form',
  'too-long': 'form',
  truncated: 'form',
  empty: 'form',
  'wrong-digest': 'contents',
  'broken-chain': 'chain',
  'wrong-device': 'signature',
  'unknown-key': 'signature',
  'bad-signature': 'signature',
}

const told: readonly { readonly kind: Kind; readonly name: string; readonly holds: string }[] = [
  {
    kind: 'form',
    name: 'The file has the form of a log',
    holds: 'Every segment has its header, its records and its checkpoint.',
  },
  {
    kind: 'contents',
    name: 'No record was changed, added or taken out',
    holds: 'Every segment has the fingerprint (SHA-256) that its checkpoint states.',
  },
  {
    kind: 'chain',
    name: 'No segment is missing or out of order',
    holds: 'Every segment names the fingerprint of the one before it.',
  },
  { kind: 'signature', name: 'The device signed it', holds: 'The signatures hold under the key you gave (Ed25519).' },
]

/** The list for people. Without a key the signatures stay unchecked, and the list says so. */
export function checksOf(verdict: LogVerdict, hasKey: boolean): readonly Check[] {
  const fault = verdict.kind === 'refused' ? verdict.fault : null
  const checks = told.map(({ kind, name, holds }): Check => {
    if (fault !== null && kinds[fault.code] === kind)
      return { name, result: 'broken', words: sentence(explainFault(fault)) }
    if (fault !== null) {
      return { name, result: 'not-checked', words: 'Not answered for the part from the broken place on.' }
    }
    if (kind === 'signature' && !hasKey) {
      return { name, result: 'not-checked', words: 'Give the device’s public key to check who wrote this log.' }
    }
    return { name, result: 'holds', words: holds }
  })
  return [...checks, ...remarks(verdict)]
}

/** What is true of a log without making it wrong. */
function remarks(verdict: LogVerdict): readonly Check[] {
  if (verdict.kind === 'refused') return []
  const found: Check[] = []
  if (verdict.unsigned !== null) {
    const { from, records } = verdict.unsigned
    found.push({
      name: 'The newest records are not signed yet',
      result: 'not-checked',
      words: `${records} from record ${from} on: the device signs them when it closes the segment.`,
    })
  }
  for (const { line, what } of verdict.anomalies) {
    found.push({ name: 'A signed line is no record', result: 'not-checked', words: sentence(`Line ${line}: ${what}`) })
  }
  return found
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`
