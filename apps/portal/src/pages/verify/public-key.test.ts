import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { encodeKey } from '@keyturn/evidence/note.ts'
import { describe, expect, test } from 'vitest'
import { readPublicKey } from './public-key.ts'

const { publicKey } = generateKeyPairSync('ed25519')
const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(12))
const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
const base64 = Buffer.from(raw).toString('base64')

describe('a public key as people paste it', () => {
  test.each([
    ['PEM', pem],
    ['PEM with Windows line ends', pem.replaceAll('\n', '\r\n')],
    ['bare Base 64', base64],
    ['Base 64 with a line break', `${base64.slice(0, 20)}\n ${base64.slice(20)}\n`],
    ['a key line', encodeKey({ name: 'keyturn.org/device/KT-MA-0001', id: '0123abcd', publicKey: raw })],
  ])('%s gives the 32 bytes', (_, pasted) => {
    expect(readPublicKey(pasted)).toEqual({ kind: 'key', publicKey: raw })
  })

  test('nothing pasted is no key and no mistake', () => {
    expect(readPublicKey('  \n')).toEqual({ kind: 'none' })
  })

  test.each([
    ['words', 'my key', 'neither PEM nor Base 64'],
    ['a key cut short', base64.slice(0, 40), 'has 30'],
    ['a key of another kind', ecKey(), 'has 91'],
  ])('%s is refused with what is wrong', (_, pasted, why) => {
    const read = readPublicKey(pasted)
    expect(read.kind === 'unreadable' ? read.why : read.kind).toContain(why)
  })
})

function ecKey(): string {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return createPublicKey(pair.publicKey.export({ format: 'pem', type: 'spki' }))
    .export({ format: 'pem', type: 'spki' })
    .toString()
}
