/** Logs as test vectors: valid ones, and one for each way to be wrong. Expectations are stated, not computed. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import type { Entry } from '@keyturn/domain/record.ts'
import { deviceId, duration, instant, mgPer210L } from '@keyturn/domain/units.ts'
import { concat, toBase64, toHex, utf8 } from '../src/bytes.ts'
import type { FaultCode } from '../src/fault.ts'
import { encodeHeader, type Header } from '../src/header.ts'
import { type Signer, signNote } from '../src/note.ts'
import { SAMPLE_START, sampleEntries, sampleLog, sampleSegment } from '../src/sample.ts'
import { GENESIS } from '../src/segment.ts'
import { openSegment } from '../src/write.ts'
import { decode, edit, signatureLineOf, swapped, textUpToBlank, twice, without } from './bytes.ts'
import { DEVICE, deviceSigner, impostor, otherDevice } from './keys.ts'

export type LogVector = {
  readonly name: string
  readonly comment: string
  readonly bytes: Uint8Array
  readonly expect:
    | {
        readonly verdict: 'verified'
        readonly segments: number
        readonly lastSeq: number
        readonly anomalies: readonly number[]
      }
    | { readonly verdict: 'refused'; readonly code: FaultCode; readonly line: number }
}

/** Three segments of the same drive: 3, 4 and 5 records. Lines 1 to 10, 11 to 21 and 22 to 33. */
const three = sampleLog([3, 4, 5], deviceSigner, nodeCrypto)
const [one, two, last] = three.segments.map((segment) => segment.bytes)
if (one === undefined || two === undefined || last === undefined) throw new Error('three segments were written')

const HEADER: Header = openSegment(GENESIS, {
  device: deviceId(DEVICE),
  openedAt: SAMPLE_START,
  profile: 'US-MA@2026-11-01',
  firmware: 'keyturn-unit 0.1.0',
}).header
const LINES = sampleEntries(3).map((_, i) => lineOf(i))

export const logVectors: readonly LogVector[] = [
  verified('one-segment', 'The smallest whole log: one segment of three records.', one, 1, 3),
  verified('three-segments', 'Each header carries the digest of the whole segment before.', three.bytes, 3, 12),
  verified(
    'plain-texts',
    'Texts with quotes, line ends and letters beyond ASCII: JSON escapes, then UTF-8.',
    plainTexts(),
    1,
    3,
  ),
  verified(
    'clock-at-1970',
    'A device whose clock lost its time still numbers and chains its records.',
    clockAt1970(),
    1,
    2,
  ),
  verified(
    'signed-anomalies',
    'Lines the device signed that are no records: an unknown kind, a number out of place, no JSON, no UTF-8. They are kept, and named by their place.',
    raw(HEADER, [
      '{"seq":1,"kind":"flux-capacitor"}',
      LINES[0] ?? '',
      '{not json',
      concat(utf8('{"'), Uint8Array.of(0xff), utf8('"}')),
    ]),
    1,
    4,
    [1, 2, 3, 4],
  ),
  verified(
    'inner-checkpoint-vouched-for',
    'The first checkpoint is signed by another key, but the second header carries the digest of these very bytes and the second checkpoint holds.',
    vouched(),
    2,
    7,
    [3],
  ),

  refused('empty', 'No bytes are no log.', new Uint8Array(), 'empty', 1),
  refused('no-final-newline', 'The last byte is missing.', three.bytes.slice(0, -1), 'truncated', 33),
  refused('torn-record', 'The log stops in the middle of a record.', one.slice(0, 400), 'truncated', 3),
  refused(
    'unsigned-end',
    'The last segment has no checkpoint.',
    concat(one, utf8(textUpToBlank(two))),
    'truncated',
    16,
  ),
  refused(
    'value-changed',
    'A breath of .003 was made .004. Any record of the segment may be the one.',
    edit(three.bytes, '"brac":3', '"brac":4'),
    'wrong-digest',
    11,
  ),
  refused(
    'kind-misspelled',
    'A changed line that is no record any more names itself.',
    edit(three.bytes, '"engine-started"', '"engine-xtarted"'),
    'wrong-digest',
    15,
  ),
  refused('record-removed', 'A line was taken out.', without(three.bytes, 12), 'record-count', 17),
  refused('record-added', 'A line was put in twice.', twice(three.bytes, 12), 'record-count', 19),
  refused(
    'records-swapped',
    'Two lines changed places; the first that is out of place is named.',
    swapped(three.bytes, 12),
    'wrong-digest',
    12,
  ),
  refused('segment-removed', 'The second of three segments is missing.', concat(one, last), 'broken-chain', 11),
  refused('segments-swapped', 'The second segment comes before the first.', concat(two, one, last), 'broken-chain', 1),
  refused('first-segment-missing', 'A whole log begins with segment 1.', concat(two, last), 'broken-chain', 1),
  refused(
    'history-replaced',
    'Segment 1 was rewritten and signed by the same key; segment 2 still carries the digest of the old one.',
    concat(otherFirst(), two, last),
    'broken-chain',
    11,
  ),
  refused(
    'record-numbers-skip',
    'Correctly signed and chained, but the second segment begins one record too late.',
    skipping(),
    'broken-chain',
    11,
  ),
  refused(
    'prev-changed',
    'The digest that the second header carries is another.',
    edit(three.bytes, `"prev":"${digest(one).slice(0, 8)}`, '"prev":"00000000'),
    'broken-chain',
    11,
  ),
  refused(
    'other-device',
    'The log of another device, correctly signed by that device.',
    sampleLog([3], otherDevice, nodeCrypto).bytes,
    'wrong-device',
    1,
  ),
  refused(
    'other-key',
    'Signed in the name of this device with another key.',
    sampleLog([3], impostor, nodeCrypto).bytes,
    'unknown-key',
    10,
  ),
  refused(
    'origin-of-other-device',
    'The checkpoint speaks for another device than the header.',
    edit(one, '\nkeyturn.org/device/KT-MA-0001\n3', '\nkeyturn.org/device/KT-MA-0002\n3'),
    'wrong-device',
    6,
  ),
  refused('signature-changed', 'One letter of the signature is another.', changedSignature(one), 'bad-signature', 10),
  refused(
    'base64-slack',
    'The spare bits of the last letter before the padding are not zero: the same bytes, spelled a second way.',
    slackened(one),
    'malformed-checkpoint',
    10,
  ),
  refused(
    'signature-too-short',
    'An Ed25519 signature has 64 bytes; this one has 62.',
    utf8(`${decode(one).slice(0, -5)}\n`),
    'malformed-checkpoint',
    10,
  ),
  refused(
    'word-for-blank-line',
    'A word stands where the blank line before the signature belongs; text and signature are untouched.',
    edit(one, '=\n\n— ', '=\nword\n— '),
    'malformed-checkpoint',
    9,
  ),
  refused(
    'two-signatures',
    'A checkpoint in a log has exactly one signature.',
    concat(one, utf8(`${signatureLineOf(one)}\n`)),
    'malformed-header',
    11,
  ),
  refused(
    'crlf',
    'Lines end with one newline, never with a carriage return.',
    utf8(decode(one).replaceAll('\n', '\r\n')),
    'malformed-header',
    1,
  ),
  refused(
    'blank-line-doubled',
    'One blank line stands before the checkpoint, not two.',
    edit(one, '}\n\nkeyturn', '}\n\n\nkeyturn'),
    'wrong-device',
    6,
  ),
  refused('no-records', 'A segment has at least one record.', raw(HEADER, []), 'record-count', 2),
  refused(
    'too-many-records',
    'A segment has 500 records at most.',
    raw(
      HEADER,
      Array.from({ length: 501 }, (_, i) => lineOf(i)),
    ),
    'too-long',
    502,
  ),
  refused('count-differs', 'The checkpoint says 4, the lines are 3.', miscounted(), 'record-count', 7),
  refused(
    'header-version-2',
    'A version this format does not know.',
    edit(one, '{"v":1,', '{"v":2,'),
    'malformed-header',
    1,
  ),
  refused(
    'header-extra-key',
    'A header has these keys and no others.',
    edit(one, '"firmware":', '"color":"red","firmware":'),
    'malformed-header',
    1,
  ),
  refused(
    'header-key-order',
    'A header has its keys in one order.',
    edit(one, '"v":1,"device":"KT-MA-0001"', '"device":"KT-MA-0001","v":1'),
    'malformed-header',
    1,
  ),
  refused(
    'header-space',
    'A header has no space between its keys.',
    edit(one, '{"v":1,', '{"v": 1,'),
    'malformed-header',
    1,
  ),
  refused(
    'header-impossible-day',
    'There is no 31st of February.',
    edit(one, '"openedAt":"2026-03-02', '"openedAt":"2026-02-31'),
    'malformed-header',
    1,
  ),
  refused(
    'first-segment-with-prev',
    'Segment 1 follows nothing.',
    edit(one, '"prev":"00', '"prev":"01'),
    'malformed-header',
    1,
  ),
  refused('not-a-log', 'Any other file.', utf8('To be, or not to be\n'), 'malformed-header', 1),
]

function verified(
  name: string,
  comment: string,
  bytes: Uint8Array,
  segments: number,
  lastSeq: number,
  anomalies: readonly number[] = [],
): LogVector {
  return { name, comment, bytes, expect: { verdict: 'verified', segments, lastSeq, anomalies } }
}

function refused(name: string, comment: string, bytes: Uint8Array, code: FaultCode, line: number): LogVector {
  return { name, comment, bytes, expect: { verdict: 'refused', code, line } }
}

/** A segment of any lines at all, correctly sealed. */
export function raw(
  header: Header,
  lines: readonly (string | Uint8Array)[],
  signer: Signer = deviceSigner,
): Uint8Array {
  const parts = [utf8(`${encodeHeader(header)}\n`)]
  for (const line of lines) parts.push(typeof line === 'string' ? utf8(line) : line, utf8('\n'))
  const content = concat(...parts)
  const lastSeq = header.firstSeq + lines.length - 1
  const text = `${signer.key.name}\n${lastSeq}\n${toBase64(nodeCrypto.sha256(content))}\n`
  return concat(content, utf8(`\n${signNote(text, signer)}`))
}

function plainTexts(): Uint8Array {
  const place = { at: SAMPLE_START, up: duration(0) }
  const entries: readonly Entry[] = [
    {
      ...place,
      kind: 'service-opened',
      cause: 'provider',
      technician: 'Zoë O\u2019Neil',
      center: 'Bangor \u2014 North',
    },
    {
      ...place,
      kind: 'service-inspected',
      cause: 'provider',
      sound: true,
      notes: 'says "fine"\nback\\slash\ttab \u{1f697}',
    },
    {
      ...place,
      kind: 'service-as-found',
      cause: 'provider',
      reference: mgPer210L(80),
      measured: mgPer210L(82),
      within: true,
    },
  ]
  return sampleSegment(GENESIS, entries, deviceSigner, nodeCrypto).bytes
}

function clockAt1970(): Uint8Array {
  const entries: readonly Entry[] = [
    { at: instant(0), up: duration(900), kind: 'device-restarted', cause: 'unknown', afterMs: 0 },
    { at: SAMPLE_START, up: duration(1_500), kind: 'clock-jump', cause: 'device', byMs: SAMPLE_START - 600 },
  ]
  return sampleSegment(GENESIS, entries, deviceSigner, nodeCrypto).bytes
}

function vouched(): Uint8Array {
  const first = sampleSegment(GENESIS, sampleEntries(3), impostor, nodeCrypto)
  const second = sampleSegment(first.head, sampleEntries(4, 3), deviceSigner, nodeCrypto)
  return concat(first.bytes, second.bytes)
}

function skipping(): Uint8Array {
  const first = sampleSegment(GENESIS, sampleEntries(3), deviceSigner, nodeCrypto)
  const head = { ...first.head, lastSeq: first.head.lastSeq + 1 }
  return concat(first.bytes, sampleSegment(head, sampleEntries(2, 4), deviceSigner, nodeCrypto).bytes)
}

function otherFirst(): Uint8Array {
  return sampleSegment(GENESIS, sampleEntries(3, 12), deviceSigner, nodeCrypto).bytes
}

function miscounted(): Uint8Array {
  return utf8(decode(raw(HEADER, LINES)).replace('\n3\n', '\n4\n'))
}

function changedSignature(segment: Uint8Array): Uint8Array {
  const at = segment.length - 40
  const changed = segment.slice()
  changed[at] = changed[at] === 0x41 ? 0x42 : 0x41
  return changed
}

/** The last letter before the padding carries two spare bits, so the letter after it spells the same bytes. */
function slackened(segment: Uint8Array): Uint8Array {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const text = decode(segment)
  const at = text.length - 3
  return utf8(text.slice(0, at) + alphabet.charAt(alphabet.indexOf(text.charAt(at)) + 1) + text.slice(at + 1))
}

function digest(segment: Uint8Array): string {
  return toHex(nodeCrypto.sha256(segment))
}

function lineOf(i: number): string {
  const [entry] = sampleEntries(1, i)
  if (entry === undefined) throw new Error('one entry was asked for')
  return `{"seq":${i + 1},"at":"${new Date(entry.at).toISOString()}","up":${entry.up},"kind":"ignition-on","cause":"operator"}`
}
