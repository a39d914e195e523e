/** Every reader, given anything at all, answers; what it takes it would write the same way. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deviceSigner } from '../vectors/keys.ts'
import { receiptVectors, treeVectors } from '../vectors/proofs.ts'
import { recordVectors } from '../vectors/records.ts'
import { fromUtf8, utf8 } from './bytes.ts'
import { runSync } from './crypto.ts'
import { TEXT_MAX } from './fields.ts'
import { encodeHeader, HEADER_BYTES_MAX, parseHeader } from './header.ts'
import { KINDS } from './kinds.ts'
import { parseKey, parseNote, parseSignatureLine } from './note.ts'
import { parseReceipt, receiptText } from './receipt.ts'
import { encodeRecord, parseRecordLine, RECORD_BYTES_MAX } from './record.ts'
import { sampleLog } from './sample.ts'
import { parseTreeHead } from './tree-checkpoint.ts'
import { resumeSegment } from './write.ts'

const headerLine = fromUtf8(sampleLog([1], deviceSigner, nodeCrypto).bytes)?.split('\n')[0] ?? ''
const seeds = [
  headerLine,
  ...recordVectors.map(({ line }) => line),
  ...receiptVectors.map(({ receipt }) => receipt),
  ...treeVectors.map(({ checkpoint }) => checkpoint),
]

/** Texts of ours with a few bytes changed, texts of any kind, and bytes that are no text. */
const edited = fc
  .tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }))
  .map(([seed, edits]) => {
    const bytes = utf8(seed)
    for (const [at, byte] of edits) if (bytes.length > 0) bytes[at % bytes.length] = byte
    return bytes
  })
const anything = fc.oneof(
  edited,
  fc.uint8Array({ maxLength: 400 }),
  fc.json().map(utf8),
  fc.string().map((text) => utf8(text)),
)
const runs = { numRuns: 5_000 }

describe('given anything', () => {
  test('the reader of records takes only what it would write', () => {
    fc.assert(
      fc.property(anything, (bytes) => {
        const record = parseRecordLine(bytes)
        if (record.kind === 'parsed') expect(encodeRecord(record.value)).toBe(fromUtf8(bytes))
        else expect(record.what).not.toBe('')
      }),
      runs,
    )
  })

  test('the reader of headers takes only what it would write', () => {
    fc.assert(
      fc.property(anything, (bytes) => {
        const header = parseHeader(bytes)
        if (header.kind === 'parsed') expect(encodeHeader(header.value)).toBe(fromUtf8(bytes))
      }),
      runs,
    )
  })

  test('the reader of receipts takes only what it would write', () => {
    fc.assert(
      fc.property(anything, (bytes) => {
        const receipt = parseReceipt(bytes)
        if (receipt.kind === 'parsed')
          expect(fromUtf8(bytes)?.startsWith(`${receiptText(receipt.value)}\n— `)).toBe(true)
      }),
      runs,
    )
  })

  test('the other readers answer', () => {
    fc.assert(
      fc.property(anything, (bytes) => {
        const text = fromUtf8(bytes) ?? ''
        for (const { kind } of [
          parseNote(bytes),
          parseTreeHead(bytes),
          parseSignatureLine(text),
          resumeSegment(bytes),
        ]) {
          expect(['parsed', 'malformed']).toContain(kind)
        }
        expect(['parsed', 'malformed']).toContain(runSync(parseKey(text), nodeCrypto).kind)
      }),
      runs,
    )
  })

  test('nesting and length are refused before they cost anything', () => {
    const deep = utf8('['.repeat(5_000_000))
    const long = utf8(`{"seq":1,"x":"${'y'.repeat(5_000_000)}"}`)
    for (const bytes of [deep, long]) {
      expect(parseRecordLine(bytes)).toMatchObject({ kind: 'malformed', where: 'line' })
      expect(parseHeader(bytes)).toMatchObject({ kind: 'malformed', where: 'header' })
      expect(parseNote(bytes)).toMatchObject({ kind: 'malformed', where: 'note' })
    }
  })
})

test('whatever a record can hold fits on a line', () => {
  const texts = Object.values(KINDS).map(
    (fields) => Object.values(fields).filter(({ says }) => says.startsWith('text')).length,
  )
  // The longest spelling of one UTF-16 unit is six bytes, \uXXXX; the rest of a record is far below 1,000.
  expect(Math.max(...texts) * TEXT_MAX * 6 + 1_000).toBeLessThan(RECORD_BYTES_MAX)
  expect(2 * TEXT_MAX * 6 + 1_000).toBeLessThan(HEADER_BYTES_MAX)
})

test('values that the format cannot carry are our own bug', () => {
  const [vector] = recordVectors
  const record = parseRecordLine(vector?.line ?? '')
  if (record.kind === 'malformed') return expect.fail(record.what)
  expect(() => encodeRecord({ ...record.value, seq: 0 })).toThrow('seq wants a whole number, 1 or more; got 0')
  expect(() => encodeRecord({ ...record.value, seq: Number.NaN })).toThrow(RangeError)
})
