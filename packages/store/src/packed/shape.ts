/**
 * The packed form of a log (`docs/formats/packed.md`): each line is the number of its shape and the numbers in it. A
 * shape is the line's text with marks where a number stood; what follows from the lines before is not written at all.
 */
import { hash } from 'node:crypto'

/** Marks that cannot stand in a line of a log: lines with control characters are kept as they are. */
export const MOMENT = '\x01'
export const NUMBER = '\x02'

/** The first letter of a shape says what kind of line it makes. */
export const RECORD = 'R'
export const HEADER = 'H'
export const CLOSING = 'C'
/** The first header stands in full, and everything after it is told from it. */
export const FIRST = 'F'
export const LITERAL = 'L'

/** What both sides know after each line. */
export type Place = {
  at: number
  up: number
  seq: number
  segment: number
  /** SHA-256 of the segment before, in hex. */
  before: string
  /** Where the current segment begins in the text. */
  start: number
}

/** What is known before the first line. */
export const beginning = (): Place => ({ at: 0, up: 0, seq: 0, segment: 0, before: '', start: 0 })

/** What a signature line begins with, in the one-byte text that packing works on. */
export const DASH = Buffer.from('— ', 'utf8').toString('latin1')

/** How much of the log's SHA-256 a packed form carries, so that damage is found. */
export const CHECK_BYTES = 8

/** The check that a packed form carries. */
export const checkOf = (log: Uint8Array): Uint8Array => hash('sha256', log, 'buffer').subarray(0, CHECK_BYTES)

const digestOf = (text: string, encoding: 'hex' | 'base64'): string =>
  hash('sha256', Buffer.from(text, 'latin1'), encoding)

/** A checkpoint but for its signature: empty line, three signed lines, empty line, and what is before the key id. */
export const closingText = (origin: string, seq: number, content: string): string =>
  `\n${origin}\n${seq}\n${digestOf(content, 'base64')}\n\n${DASH}${origin} `

/** Goes on to the next segment. */
export function closeSegment(place: Place, segment: string, end: number): void {
  place.before = digestOf(segment, 'hex')
  place.start = end
}

/** Shapes that every log has and that need not be written into each. Frozen: a change would be another codec. */
export const KNOWN_SHAPES: readonly string[] = [
  'R"kind":"ignition-on","cause":"operator"}',
  'R"kind":"ignition-off","cause":"operator"}',
  'R"kind":"ready","cause":"device","test":"start"}',
  'R"kind":"ready","cause":"device","test":"retest"}',
  'R"kind":"sample","cause":"operator","test":"start","result":"pass","brac":\x02,"volumeMl":\x02}',
  'R"kind":"sample","cause":"operator","test":"start","result":"fail","brac":\x02,"volumeMl":\x02}',
  'R"kind":"sample","cause":"operator","test":"retest","result":"pass","brac":\x02,"volumeMl":\x02}',
  'R"kind":"sample","cause":"operator","test":"retest","result":"fail","brac":\x02,"volumeMl":\x02}',
  'R"kind":"sample-rejected","cause":"operator","test":"start","reason":"blow-longer","volumeMl":\x02}',
  'R"kind":"sample-rejected","cause":"operator","test":"start","reason":"blow-harder","volumeMl":\x02}',
  'R"kind":"sample-rejected","cause":"operator","test":"retest","reason":"blow-longer","volumeMl":\x02}',
  'R"kind":"start-permitted","cause":"device","basis":"passed-test","until":"\x01"}',
  'R"kind":"start-attempted","cause":"operator","allowed":true,"why":"passed-test"}',
  'R"kind":"start-attempted","cause":"operator","allowed":false,"why":"test-required"}',
  'R"kind":"start-permit-lapsed","cause":"operator"}',
  'R"kind":"engine-started","cause":"operator","basis":"passed-test"}',
  'R"kind":"engine-started","cause":"operator","basis":"free-restart"}',
  'R"kind":"engine-stopped","cause":"operator"}',
  'R"kind":"engine-stalled","cause":"vehicle"}',
  'R"kind":"retest-requested","cause":"device","number":\x02,"answerBy":"\x01"}',
]
