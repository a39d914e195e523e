import { nodeCrypto, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import { deviceId } from '@keyturn/domain/units.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runSync } from '../crypto.ts'
import { signNote } from '../note.ts'
import { SAMPLE_START } from '../sample.ts'
import { type DeviceAnswer, parseAnswer, signAnswer, verifyAnswer } from './challenge.ts'

const device = deviceId('KT-MA-0001')
const signer = signerFromSeed(`keyturn.org/device/${device}`, new Uint8Array(32).fill(7))
const thief = signerFromSeed(`keyturn.org/device/${device}`, new Uint8Array(32).fill(8))
const asked = 'a1'.repeat(32)
const answer: DeviceAnswer = {
  device,
  asked,
  nonce: '0f'.repeat(32),
  logSeq: 7,
  logHead: 'b2'.repeat(32),
  at: SAMPLE_START,
}
const verify = (note: string, nonce = asked) => runSync(verifyAnswer(note, signer.key, nonce), nodeCrypto)

describe('a device that proves itself', () => {
  test('is believed for the nonce it was asked with', () => {
    expect(verify(signAnswer(answer, signer))).toEqual({ kind: 'verified', answer })
    const young = { ...answer, logSeq: 0, logHead: null }
    expect(verify(signAnswer(young, signer))).toEqual({ kind: 'verified', answer: young })
  })

  test.each([
    ['with another key', signAnswer(answer, thief), /did not sign with that device’s key/],
    [
      'with an answer to another question',
      signAnswer({ ...answer, asked: 'c3'.repeat(32) }, signer),
      /another question/,
    ],
    ['with a changed record number', signAnswer(answer, signer).replace('\n7\n', '\n8\n'), /did not sign/],
    ['with a checkpoint of its log', signNote(`keyturn.org/device/${device}\n7\nAAAA\n`, signer), /is not six lines/],
    ['with nothing of the kind', 'hello', /no signed note/],
    ['with half a character', '\ud800', /no signed note/],
  ])('is refused %s', (_how, note, why) => {
    expect(verify(note)).toMatchObject({ kind: 'refused', why: expect.stringMatching(why) })
  })

  test('is refused when it is another one than expected', () => {
    const other = deviceId('KT-MA-0002')
    const its = signerFromSeed(`keyturn.org/device/${other}`, new Uint8Array(32).fill(7))
    const note = signAnswer({ ...answer, device: other }, its)
    expect(verify(note)).toMatchObject({ kind: 'refused', why: expect.stringContaining('this is KT-MA-0002') })
  })

  test('does not sign what has no spelling, nor for another', () => {
    expect(() => signAnswer({ ...answer, asked: 'A1'.repeat(32) }, signer)).toThrow(RangeError)
    expect(() => signAnswer({ ...answer, logHead: 'b2' }, signer)).toThrow(RangeError)
    expect(() => signAnswer({ ...answer, logSeq: -1 }, signer)).toThrow(RangeError)
    expect(() => signAnswer({ ...answer, device: deviceId('KT-MA-0002') }, signer)).toThrow(RangeError)
  })
})

test('any text is read or refused, and what is read is written the same', () => {
  const text = signAnswer(answer, signer).split('\n\n')[0] ?? ''
  const lines = text.split('\n')
  const line = fc.oneof(fc.constantFrom(...lines, '', '-', '0'), fc.string())
  fc.assert(
    fc.property(fc.array(line, { maxLength: 9 }), (some) => {
      const whole = some.map((each) => `${each}\n`).join('')
      const read = parseAnswer(whole)
      if (read.kind === 'parsed') expect(signAnswer(read.value, signer).startsWith(`${whole}\n`)).toBe(true)
    }),
  )
  expect(parseAnswer(`${text}\n`)).toEqual({ kind: 'parsed', value: answer })
})
