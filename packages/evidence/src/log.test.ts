import { nodeCrypto, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { raw } from '../vectors/logs.ts'
import { concat, equalBytes, fromUtf8, toHex, utf8 } from './bytes.ts'
import { type Crypto, runSync } from './crypto.ts'
import { explainFault } from './fault.ts'
import { sampleEntries, sampleLog, sampleSegment } from './sample.ts'
import { GENESIS, SEGMENT_RECORDS_MAX } from './segment.ts'
import { splitSegments } from './split.ts'
import { checkUpload, judgeUpload } from './upload.ts'
import { type VerifyOptions, verifyLog } from './verify.ts'
import { appendRecord, closeSegment, openSegment, resumeSegment } from './write.ts'

const signer = signerFromSeed('keyturn.org/device/KT-MA-0001', new Uint8Array(32).fill(7))
/** Remembers what it verified: thousands of logs below share most of their signatures. */
const remembering: Crypto = {
  sha256: nodeCrypto.sha256,
  verify(publicKey, message, signature) {
    const question = [publicKey, message, signature].map(toHex).join()
    const answer = answers.get(question) ?? nodeCrypto.verify(publicKey, message, signature)
    answers.set(question, answer)
    return answer
  },
}
const answers = new Map<string, boolean>()
const verify = (log: Uint8Array, options?: VerifyOptions) => runSync(verifyLog(log, signer.key, options), remembering)
const log = sampleLog([3, 2, 4], signer, nodeCrypto)
const [first, second, third] = log.segments.map((segment) => segment.bytes)
if (first === undefined || second === undefined || third === undefined) throw new Error('three segments were written')

describe('every byte of a log', () => {
  // Each segment's own lines: 3, 2 and 4 records and seven lines around them.
  const places = [
    { segment: 1, from: 1, to: 10, end: first.length },
    { segment: 2, from: 11, to: 19, end: first.length + second.length },
    { segment: 3, from: 20, to: 30, end: log.bytes.length },
  ]
  const changes: readonly (readonly [string, (byte: number) => number])[] = [
    ['its lowest bit flipped', (byte) => byte ^ 1],
    ['its highest bit flipped', (byte) => byte ^ 0x80],
    ['the case bit flipped', (byte) => byte ^ 0x20],
    ['a newline in its place', (byte) => (byte === 10 ? 0 : 10)],
    ['a brace in its place', (byte) => (byte === 0x7b ? 0x7d : 0x7b)],
  ]

  test.each(changes)('is refused with %s, and its segment is named', (_, change) => {
    for (let at = 0; at < log.bytes.length; at++) {
      const changed = log.bytes.slice()
      changed[at] = change(changed[at] ?? 0)
      const verdict = verify(changed)
      const place = places.find(({ end }) => at < end)
      if (verdict.kind === 'verified' || place === undefined) return expect.fail(`byte ${at} changed, and it verified`)
      const { fault } = verdict
      expect(fault.line, `byte ${at}: ${explainFault(fault)}`).toBeGreaterThanOrEqual(place.from)
      // A newline that is lost or gained at the very end of a segment shows in the line after it.
      expect(fault.line, `byte ${at}: ${explainFault(fault)}`).toBeLessThanOrEqual(place.to + 1)
      if (fault.segment !== null && fault.line <= place.to) expect(fault.segment).toBe(place.segment)
      expect(verdict.upTo.lastSegment).toBeLessThan(place.segment + (fault.line > place.to ? 1 : 0))
      const upload = checkUpload(changed, signer.key, remembering)
      expect(upload.kind, `byte ${at} changed, and the upload passed`).toBe('refused')
    }
  })

  test('a deleted or a doubled byte is refused', () => {
    for (let at = 0; at < log.bytes.length; at++) {
      const deleted = concat(log.bytes.subarray(0, at), log.bytes.subarray(at + 1))
      const doubled = concat(log.bytes.subarray(0, at + 1), log.bytes.subarray(at))
      expect(verify(deleted).kind).toBe('refused')
      expect(verify(doubled).kind).toBe('refused')
      expect(checkUpload(deleted, signer.key, remembering).kind).toBe('refused')
      expect(checkUpload(doubled, signer.key, remembering).kind).toBe('refused')
    }
  })

  test('a log cut anywhere is refused, except between segments', () => {
    const whole = new Set([first.length, first.length + second.length, log.bytes.length])
    for (let end = 0; end <= log.bytes.length; end++) {
      expect(verify(log.bytes.subarray(0, end)).kind, `cut at ${end}`).toBe(whole.has(end) ? 'verified' : 'refused')
    }
  })
})

describe('writing', () => {
  const opening = {
    device: openingDevice(),
    openedAt: sampleEntries(1)[0]!.at,
    profile: 'US-MA@2026-11-01',
    firmware: 'f',
  }

  function openingDevice() {
    const device = splitSegments(first ?? new Uint8Array()).segments[0]?.header.device
    if (device === undefined) throw new Error('the first segment has a header')
    return device
  }

  test('any sizes of segments verify, and split where they were joined', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }), (sizes) => {
        const made = sampleLog(sizes, signer, nodeCrypto)
        const verdict = verify(made.bytes)
        expect(verdict.kind).toBe('verified')
        if (verdict.kind === 'verified') {
          expect(verdict.segments.map((each) => each.records)).toEqual(sizes)
          expect(verdict.head).toEqual(made.segments.at(-1)?.head)
          expect(verdict.anomalies).toEqual([])
        }
      }),
      { numRuns: 50 },
    )
  })

  test('a full segment verifies and takes no further record', () => {
    const full = sampleSegment(GENESIS, sampleEntries(SEGMENT_RECORDS_MAX), signer, nodeCrypto)
    expect(verify(full.bytes).kind).toBe('verified')
    expect(() => sampleSegment(GENESIS, sampleEntries(SEGMENT_RECORDS_MAX + 1), signer, nodeCrypto)).toThrow('is full')
  })

  test('a record that does not follow is our own bug', () => {
    const [entry] = sampleEntries(1)
    expect(() => appendRecord(openSegment(GENESIS, opening), { ...entry!, seq: 2 })).toThrow('does not follow')
  })

  test('a segment without records is not closed', () => {
    expect(() => closeSegment(openSegment(GENESIS, opening), signer, nodeCrypto)).toThrow('no record')
  })

  test('a key of another device does not close the segment', () => {
    const other = signerFromSeed('keyturn.org/device/KT-ME-0001', new Uint8Array(32))
    const [entry] = sampleEntries(1)
    const { open } = appendRecord(openSegment(GENESIS, opening), { ...entry!, seq: 1 })
    expect(() => closeSegment(open, other, nodeCrypto)).toThrow('does not sign for')
  })

  test('the open segment survives JSON', () => {
    let open = openSegment(GENESIS, opening)
    for (const [i, entry] of sampleEntries(5).entries()) {
      open = appendRecord(JSON.parse(JSON.stringify(open)), { ...entry, seq: i + 1 }).open
    }
    expect(verify(closeSegment(open, signer, nodeCrypto).bytes).kind).toBe('verified')
  })

  test('lines and tail appended to a file are the segment', () => {
    let open = openSegment(GENESIS, opening)
    let file = open.text
    for (const [i, entry] of sampleEntries(5).entries()) {
      const appended = appendRecord(open, { ...entry, seq: i + 1 })
      file += appended.line
      open = appended.open
    }
    const closed = closeSegment(open, signer, nodeCrypto)
    expect(utf8(file + closed.tail)).toEqual(closed.bytes)
  })
})

describe('resuming after a crash', () => {
  test('a file cut at any byte keeps its whole records', () => {
    const header = first.indexOf(10) + 1
    const blank = fromUtf8(first)!.indexOf('\n\n') + 1
    for (let end = 0; end <= first.length; end++) {
      const resumed = resumeSegment(first.subarray(0, end))
      if (end < header) {
        expect(resumed.kind).toBe('malformed')
        continue
      }
      if (resumed.kind === 'malformed') return expect.fail(`cut at ${end}: ${resumed.what}`)
      const whole = fromUtf8(first.subarray(header, Math.min(end, blank)))!.split('\n').length - 1
      expect(resumed.value.open.lastSeq).toBe(whole)
      expect(utf8(resumed.value.open.text)).toEqual(first.slice(0, resumed.value.keptBytes))
      expect(resumed.value.keptBytes + resumed.value.cutBytes).toBe(end)
    }
  })

  test('a record out of its place is cut, and what follows it', () => {
    const lines = fromUtf8(first)!.split('\n')
    const torn = utf8(`${[lines[0], lines[1], lines[3], lines[2]].join('\n')}\n`)
    const resumed = resumeSegment(torn)
    if (resumed.kind === 'malformed') return expect.fail(resumed.what)
    expect(resumed.value.open.lastSeq).toBe(1)
    expect(resumed.value.keptBytes).toBe(`${lines[0]}\n${lines[1]}\n`.length)
  })

  test('a torn checkpoint is signed again to the same bytes', () => {
    const resumed = resumeSegment(first.subarray(0, first.length - 30))
    if (resumed.kind === 'malformed') return expect.fail(resumed.what)
    expect(closeSegment(resumed.value.open, signer, nodeCrypto).bytes).toEqual(first)
  })
})

describe('a part of a log', () => {
  test('verifies after the head before it', () => {
    const verdict = verify(concat(second, third), { from: log.segments[0]!.head, openEnd: 'refuse' })
    expect(verdict).toMatchObject({ kind: 'verified', firstSeq: 4, records: 6 })
  })

  test('verifies on its own when asked to', () => {
    const verdict = verify(third, { from: 'anywhere', openEnd: 'refuse' })
    expect(verdict).toMatchObject({ kind: 'verified', firstSeq: 6, records: 4, head: log.segments[2]!.head })
  })

  test('is refused after another head', () => {
    const other = { ...log.segments[0]!.head, digest: 'f'.repeat(64) }
    expect(verify(second, { from: other, openEnd: 'refuse' })).toMatchObject({
      kind: 'refused',
      fault: { code: 'broken-chain' },
    })
  })
})

describe('an open end', () => {
  const open = second.slice(0, fromUtf8(second)!.indexOf('\n\n') + 1)
  const report: VerifyOptions = { from: GENESIS, openEnd: 'report' }

  test('is reported with the records nobody vouches for', () => {
    expect(verify(concat(first, open), report)).toMatchObject({
      kind: 'verified',
      records: 3,
      unsigned: { from: 4, records: 2 },
    })
    expect(verify(first, report)).toMatchObject({ kind: 'verified', unsigned: null })
  })

  test('is refused unless asked for', () => {
    expect(verify(concat(first, open))).toMatchObject({ kind: 'refused', fault: { code: 'truncated' } })
  })

  test('must follow the last segment', () => {
    expect(verify(concat(first, third.slice(0, open.length)), report).kind).toBe('refused')
    expect(verify(concat(third, open), report).kind).toBe('refused')
  })

  test('must be whole records', () => {
    expect(verify(concat(first, open.slice(0, -3)), report).kind).toBe('refused')
  })
})

describe('whatever bytes come', () => {
  const lines = fc.constantFrom(...fromUtf8(log.bytes)!.split('\n'), '{}', '{', '', '— a b')
  const jumble = fc.array(lines, { maxLength: 40 }).map((each) => utf8(each.join('\n')))
  const edits = fc.array(fc.tuple(fc.nat(log.bytes.length - 1), fc.nat(255)), { maxLength: 4 }).map((changes) => {
    const changed = log.bytes.slice()
    for (const [at, byte] of changes) changed[at] = byte
    return changed
  })
  const anything = fc.oneof(fc.uint8Array({ maxLength: 2_000 }), jumble, edits)

  test('splitting never throws and loses no byte', () => {
    fc.assert(
      fc.property(anything, (bytes) => {
        const split = splitSegments(bytes)
        expect(equalBytes(concat(...split.segments.map((each) => each.bytes), split.rest), bytes)).toBe(true)
        expect(split.fault === null).toBe(split.rest.length === 0)
      }),
      { numRuns: 3_000 },
    )
  })

  test('an upload that passes its check also verifies in full, and the reverse', () => {
    fc.assert(
      fc.property(anything, (bytes) => {
        const checked = checkUpload(bytes, signer.key, nodeCrypto)
        const verdict = verify(bytes, { from: 'anywhere', openEnd: 'refuse' })
        expect(checked.kind === 'checked').toBe(verdict.kind === 'verified')
      }),
      { numRuns: 3_000 },
    )
  })

  test('lines in any number are refused in bounded time', () => {
    const bombs = [
      utf8('\n'.repeat(1_000_000)),
      utf8('{\n'.repeat(1_000_000)),
      utf8('{'.repeat(2_000_000)),
      new Uint8Array(4_000_000),
    ]
    for (const bomb of bombs) {
      expect(splitSegments(bomb).fault).not.toBeNull()
      expect(splitSegments(concat(first, bomb)).segments).toHaveLength(1)
    }
  })
})

describe('what the device signed is kept', () => {
  const header = splitSegments(first).segments[0]!.header
  const line = fc.oneof(
    fc.json().map((json) => `{"seq":1,"x":${JSON.stringify(json)}}`),
    fc.string({ maxLength: 60 }).map((text) => `{${text.replaceAll('\n', ' ')}`),
    fc.constantFrom(
      '{}',
      '{"seq":1}',
      '{"seq":9,"at":"0000-01-01T00:00:00.000Z","up":0,"kind":"ignition-on","cause":"operator"}',
    ),
  )

  test('malformed lines are accepted, counted and named by their place', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => {
        const bytes = raw(header, lines, signer)
        const checked = checkUpload(bytes, signer.key, nodeCrypto)
        expect(checked.kind === 'checked' && judgeUpload(GENESIS, new Map(), checked).kind).toBe('accepted')
        const verdict = verify(bytes)
        if (verdict.kind === 'refused') return expect.fail(explainFault(verdict.fault))
        expect(verdict.records).toBe(lines.length)
        expect(verdict.anomalies.map((each) => each.seq)).toEqual(lines.map((_, i) => i + 1))
      }),
      { numRuns: 300 },
    )
  })
})
