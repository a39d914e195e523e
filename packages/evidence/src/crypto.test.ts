import { nodeCrypto, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import { webCrypto } from '@keyturn/contract/crypto/web.ts'
import { expect, test } from 'vitest'
import { deviceSigner } from '../vectors/keys.ts'
import { logVectors } from '../vectors/logs.ts'
import { type AsyncCrypto, runAsync, runSync } from './crypto.ts'
import { encodeKey, noteKey, parseKey, signNote } from './note.ts'
import { sampleLog } from './sample.ts'
import { verifyLog } from './verify.ts'

const web = webCrypto(globalThis.crypto.subtle)

test('WebCrypto and Node give every log the same verdict', async () => {
  for (const { name, bytes } of logVectors) {
    const sync = runSync(verifyLog(bytes, deviceSigner.key), nodeCrypto)
    const later = await runAsync(verifyLog(bytes, deviceSigner.key), web)
    expect(later, name).toEqual(sync)
  }
})

test('bytes of a wrong length are answered with false by both', async () => {
  const { key } = deviceSigner
  const message = new Uint8Array(3)
  const signature = deviceSigner.sign(message)
  for (const crypto of [nodeCrypto, web]) {
    expect(await crypto.verify(key.publicKey, message, signature)).toBe(true)
    expect(await crypto.verify(key.publicKey, message, signature.slice(1))).toBe(false)
    expect(await crypto.verify(key.publicKey.slice(1), message, signature)).toBe(false)
    expect(await crypto.verify(key.publicKey, message, new Uint8Array())).toBe(false)
  }
})

test('a port that fails is not taken for a verdict', async () => {
  const broken: AsyncCrypto = { ...web, verify: () => Promise.reject(new Error('no Ed25519 here')) }
  const log = sampleLog([1], deviceSigner, nodeCrypto).bytes
  await expect(runAsync(verifyLog(log, deviceSigner.key), broken)).rejects.toThrow('no Ed25519 here')
})

test('a key as a line reads back, and only as itself', () => {
  const { key } = deviceSigner
  const line = encodeKey(key)
  expect(runSync(parseKey(line), nodeCrypto)).toEqual({ kind: 'parsed', value: key })
  for (let at = 0; at < line.length; at++) {
    const changed = line.slice(0, at) + (line[at] === 'x' ? 'y' : 'x') + line.slice(at + 1)
    const parsed = runSync(parseKey(changed), nodeCrypto)
    expect(parsed.kind, changed).toBe('malformed')
    expect(runSync(parseKey(line.slice(0, at)), nodeCrypto).kind).toBe('malformed')
  }
})

test('a key name with a space or a plus sign is refused', () => {
  const { publicKey } = deviceSigner.key
  for (const name of ['', 'a b', 'a+b', 'a\nb'])
    expect(() => runSync(noteKey(name, publicKey), nodeCrypto)).toThrow(RangeError)
  expect(() => runSync(noteKey('a', publicKey.slice(1)), nodeCrypto)).toThrow(RangeError)
  expect(() => signerFromSeed('a', new Uint8Array(31))).toThrow(RangeError)
})

test('a text that is no note text is not signed', () => {
  for (const text of ['', 'no newline', 'tab\t\n', 'return\r\n'])
    expect(() => signNote(text, deviceSigner)).toThrow(RangeError)
})
