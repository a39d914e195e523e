/** What is wrong with a log, and where: the narrowest place that the bytes allow to be named. */

export type FaultCode =
  /** The bytes do not have the shape of a log. */
  | 'malformed-header'
  | 'malformed-line'
  | 'malformed-checkpoint'
  | 'record-count'
  | 'too-long'
  | 'truncated'
  | 'empty'
  /** It is the log of another device, or signed in another's name. */
  | 'wrong-device'
  /** Whole, but not what was signed, or not signed by this device's key. */
  | 'broken-chain'
  | 'wrong-digest'
  | 'unknown-key'
  | 'bad-signature'

export type Fault = {
  readonly code: FaultCode
  /** Line of the log as given, from 1. */
  readonly line: number
  /** The place of the segment in the log: the number its header should carry. Null when not even that is known. */
  readonly segment: number | null
  /** The records among which the fault lies: one if it can be told, else those of the segment. Null outside records. */
  readonly records: { readonly from: number; readonly to: number } | null
  /** One sentence for people. */
  readonly what: string
}

/** `line 7 (segment 2, records 41 to 43): …` */
export const explainFault = (fault: Fault): string => {
  const parts: string[] = []
  if (fault.segment !== null) parts.push(`segment ${fault.segment}`)
  if (fault.records !== null) {
    const { from, to } = fault.records
    parts.push(from === to ? `record ${from}` : `records ${from} to ${to}`)
  }
  const place = parts.length > 0 ? ` (${parts.join(', ')})` : ''
  return `line ${fault.line}${place}: ${fault.what}`
}
