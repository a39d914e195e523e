import { nodeCrypto, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import { fromUtf8, utf8 } from '@keyturn/evidence/bytes.ts'
import { sampleLog } from '@keyturn/evidence/sample.ts'
import { expect, test } from 'vitest'
import { recordsOf } from './log-source.ts'

const signer = signerFromSeed('keyturn.org/device/KT-MA-0001', new Uint8Array(32).fill(7))
const lines = (fromUtf8(sampleLog([3, 4], signer, nodeCrypto).bytes) ?? '').split('\n')
/** The first segment whole, and of the second the header (line 11) and its records (lines 12 to 15). */
const begun = lines.slice(0, 15)
const read = (text: string) => {
  const { records, anomalies } = recordsOf(utf8(text), 'car.log')
  return { seqs: records.map(({ seq }) => seq), anomalies: anomalies.map(({ line, what }) => [line, what]) }
}
const whole = [1, 2, 3, 4, 5, 6, 7]

test('an open segment gives its records', () => {
  expect(read(`${begun.join('\n')}\n`)).toEqual({ seqs: whole, anomalies: [] })
})

test('a line of an open segment that is no record is told, and the records behind it are read', () => {
  const text = `${begun.with(12, '{"seq":5,"kind":"nonsense"}').join('\n')}\n`
  expect(read(text)).toEqual({ seqs: [1, 2, 3, 4, 6, 7], anomalies: [[13, expect.any(String)]] })
})

test('a record in the wrong place of an open segment is told', () => {
  const text = `${begun.toSpliced(12, 1).join('\n')}\n`
  expect(read(text)).toEqual({
    seqs: [1, 2, 3, 4],
    anomalies: [
      [13, 'seq is 6 in the place of 5'],
      [14, 'seq is 7 in the place of 6'],
    ],
  })
})

test('a line that does not end is told', () => {
  expect(read(begun.join('\n').slice(0, -5))).toEqual({ seqs: [1, 2, 3, 4, 5, 6], anomalies: [[15, 'does not end']] })
})

test('a checkpoint that was being written is no line of records', () => {
  expect(read(lines.slice(0, 18).join('\n'))).toEqual({ seqs: whole, anomalies: [] })
})

test('lines that begin no segment are told', () => {
  const text = `${lines.slice(0, 10).join('\n')}\nhello\nworld\n`
  const what = 'stands where a segment begins'
  expect(read(text)).toEqual({
    seqs: [1, 2, 3],
    anomalies: [
      [11, what],
      [12, what],
    ],
  })
})

test('lines behind a damaged checkpoint are told', () => {
  const { seqs, anomalies } = read(lines.with(5, 'nobody').join('\n'))
  expect(seqs).toEqual([1, 2, 3])
  expect(anomalies.map(([line]) => line)).toEqual([6, 7, 8, 10, 11, 12, 13, 14, 15, 17, 18, 19, 21])
  expect(anomalies[0]).toEqual([6, 'follows a segment that is not whole'])
})
