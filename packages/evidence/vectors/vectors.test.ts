/** The vectors are plain files of the repository; here the code agrees with each, and the files with their makers. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { deviceId, instant, iso, parseInstant } from '@keyturn/domain/units.ts'
import { describe, expect, test } from 'vitest'
import { fromHex, fromUtf8, toHex, utf8 } from '../src/bytes.ts'
import { runSync } from '../src/crypto.ts'
import { logHeadAt } from '../src/log-head.ts'
import { parseKey, parseNote, verifyNote } from '../src/note.ts'
import { verifyReceipt } from '../src/receipt.ts'
import { encodeRecord, parseRecordLine } from '../src/record.ts'
import { verifyAnswer } from '../src/statement/challenge.ts'
import { readCode } from '../src/statement/keypad-code.ts'
import { newestOf, readList } from '../src/statement/mirror.ts'
import { verifyStatementFile } from '../src/statement/verify-statement.ts'
import { verifyTreeHead } from '../src/tree-checkpoint.ts'
import { checkUpload, judgeUpload } from '../src/upload.ts'
import { verifyLog } from '../src/verify.ts'
import { challengeVectors, headVectors } from './challenges.ts'
import { codeSecrets, codeVectors } from './codes.ts'
import { vectorFiles } from './files.ts'
import { DEVICE, deviceSigner } from './keys.ts'
import { logVectors } from './logs.ts'
import { mirrorVectors } from './mirrors.ts'
import { noteVectors, receiptVectors, treeVectors } from './proofs.ts'
import { recordVectors } from './records.ts'
import { ROOT, statementVectors, trustOf } from './statements.ts'
import { uploadVectors } from './uploads.ts'

const folder = path.join(import.meta.dirname, '../../../conformance/vectors')
const stored = (name: string): Uint8Array => new Uint8Array(readFileSync(path.join(folder, name)))
const keyOf = (line: string) => {
  const key = runSync(parseKey(line), nodeCrypto)
  if (key.kind === 'malformed') throw new Error(`${line}: ${key.where} ${key.what}`)
  return key.value
}

test('every vector file is what its maker makes', () => {
  for (const [name, bytes] of vectorFiles()) expect(Buffer.from(stored(name)).equals(bytes), name).toBe(true)
})

test('no vector file lacks a maker', () => {
  const made = [...vectorFiles().keys(), 'README.md', '.gitattributes']
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    // Those are about files between vendors and authorities, and are read by the tests of the contract.
    .filter((file) => !/^(?:imports|reports)\//.test(file))
  expect(found.sort()).toEqual(made.sort())
})

describe('logs', () => {
  test.each(logVectors)('$name: $comment', ({ name, expect: wanted }) => {
    const verdict = runSync(verifyLog(stored(`log/${name}.txt`), deviceSigner.key), nodeCrypto)
    if (verdict.kind === 'verified') {
      const anomalies = verdict.anomalies.map((each) => each.seq)
      expect({
        verdict: 'verified',
        segments: verdict.segments.length,
        lastSeq: verdict.head.lastSeq,
        anomalies,
      }).toEqual(wanted)
    } else {
      expect({ verdict: 'refused', code: verdict.fault.code, line: verdict.fault.line }).toEqual(wanted)
    }
  })
})

describe('record lines', () => {
  test.each(recordVectors)('$comment', ({ line, expect: wanted }) => {
    const record = parseRecordLine(line)
    expect(record.kind === 'parsed' ? 'valid' : { malformed: record.where }).toEqual(wanted)
    if (record.kind === 'parsed') expect(encodeRecord(record.value)).toBe(line)
  })
})

describe('uploads', () => {
  test.each(uploadVectors)('$comment', ({ held, heldDigests, file, expect: wanted }) => {
    const digests = new Map(Object.entries(heldDigests).map(([n, digest]) => [Number(n), digest]))
    const checked = checkUpload(stored(`upload/${file}`), deviceSigner.key, nodeCrypto)
    const verdict = checked.kind === 'refused' ? checked : judgeUpload(held, digests, checked)
    if (verdict.kind === 'accepted') {
      const fresh = verdict.fresh.map(({ segment }) => segment.header.segment)
      expect({ verdict: 'accepted', fresh, lastSeq: verdict.head.lastSeq }).toEqual(wanted)
    } else if (verdict.kind === 'already-held') {
      expect({ verdict: 'already-held' }).toEqual(wanted)
    } else {
      const { kind: _kind, code, ...rest } = { fault: undefined, atSegment: undefined, ...verdict }
      expect({ verdict: code, ...rest, fault: undefined, atSegment: undefined }).toEqual(wanted)
    }
  })
})

describe('notes', () => {
  test.each(noteVectors)('$comment', ({ key, note, expect: wanted }) => {
    const parsed = parseNote(utf8(note))
    const verdict =
      parsed.kind === 'malformed' ? 'malformed' : runSync(verifyNote(parsed.value, keyOf(key)), nodeCrypto)
    expect(verdict).toBe(wanted)
  })
})

describe('receipts', () => {
  test.each(receiptVectors)('$comment', ({ key, receipt, expect: wanted }) => {
    const verdict = runSync(verifyReceipt(utf8(receipt), keyOf(key)), nodeCrypto)
    if (verdict.kind === 'refused') return expect({ verdict: 'refused' }).toEqual(wanted)
    const { device, lastSeq, digest, receivedAt } = verdict.receipt
    expect({ verdict: 'verified', device, lastSeq, digest, receivedAt: iso(receivedAt) }).toEqual(wanted)
  })
})

describe('tree checkpoints', () => {
  test.each(treeVectors)('$comment', ({ key, checkpoint, expect: wanted }) => {
    const verdict = runSync(verifyTreeHead(utf8(checkpoint), keyOf(key)), nodeCrypto)
    if (verdict.kind === 'refused') return expect({ verdict: 'refused' }).toEqual(wanted)
    expect({ verdict: 'verified', size: verdict.head.size, root: toHex(verdict.head.root) }).toEqual(wanted)
  })
})

test('the secret keys of the vectors are those of RFC 8032', () => {
  expect(toHex(deviceSigner.key.publicKey)).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
  expect(fromHex('D7')).toBeUndefined()
})

describe('statements', () => {
  test.each(statementVectors)('$name: $comment', ({ name, at, revocations = [], expect: wanted }) => {
    const file = fromUtf8(stored(`statement/${name}.txt`)) ?? ''
    const verdict = runSync(verifyStatementFile(file, trustOf(revocations), at), nodeCrypto)
    expect(verdict.kind).toBe(wanted.verdict)
    if (verdict.kind === 'refused') expect({ verdict: 'refused', code: verdict.code }).toEqual(wanted)
    else expect(verdict).toMatchObject({ statement: { id: 'id' in wanted && wanted.id } })
  })

  test('every reason to refuse has a file', () => {
    const codes = new Set(statementVectors.map(({ expect: wanted }) => ('code' in wanted ? wanted.code : 'verified')))
    expect([...codes].sort()).toEqual([
      'expired',
      'malformed',
      'not-allowed',
      'not-yet',
      'revoked',
      'signature',
      'too-long',
      'verified',
      'wrong-issuer',
      'wrong-subject',
    ])
  })
})

describe('answers of a device', () => {
  test.each(challengeVectors)('$comment', ({ asked, note, expect: wanted }) => {
    const verdict = runSync(verifyAnswer(note, deviceSigner.key, asked), nodeCrypto)
    if (verdict.kind === 'refused') return expect({ verdict: 'refused' }).toEqual(wanted)
    const { nonce, logSeq, logHead, at } = verdict.answer
    expect({ verdict: 'verified', nonce, logSeq, logHead, at: iso(at) }).toEqual(wanted)
  })

  test.each(headVectors)('the head at record $seq of $log', ({ log, seq, head }) => {
    expect(runSync(logHeadAt(stored(`log/${log}`), seq), nodeCrypto)).toBe(head)
  })
})

describe('mirrors', () => {
  test.each(mirrorVectors)('$comment', ({ at, known, mirrors, expect: wanted }) => {
    const given = {
      trust: { root: ROOT, revoked: new Map() },
      at: parseInstant(at) ?? instant(0),
      jurisdiction: 'US-MA',
    }
    const read = (mirror: string, file: string) => runSync(readList(mirror, file, given), nodeCrypto)
    const before = known === null ? null : read('known', known)
    const answers = Object.entries(mirrors).map(([mirror, file]) => read(mirror, file))
    const { newest, health } = newestOf(answers, before?.kind === 'list' ? before.index : null)
    expect({
      newest: newest?.index.number ?? null,
      states: Object.fromEntries(health.map(({ mirror, state }) => [mirror, state])),
    }).toEqual(wanted)
  })
})

describe('telephone codes', () => {
  test.each(codeVectors)('$comment', ({ digits, used, on, expect: wanted }) => {
    const verdict = runSync(readCode({ secrets: codeSecrets, used, device: deviceId(DEVICE), digits, on }), nodeCrypto)
    expect(verdict).toEqual(wanted)
  })
})
