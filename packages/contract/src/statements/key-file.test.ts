import { fromBase64Url } from '@keyturn/evidence/statement/wire.ts'
import { CompactEncrypt } from 'jose'
import { expect, test } from 'vitest'
import { nodeCrypto, signerFromSeed } from '../crypto/node.ts'
import { newPrivateJwk, openKey, readKeyFile, sealKey } from './key-file.ts'
import { KeyFileRefused, PASSPHRASE_MIN } from './seal.ts'

const passphrase = 'nine bottles of gas'
const name = 'US-MA/orders-2026'
const privateJwk = await newPrivateJwk()
const file = await sealKey({ name, privateJwk }, passphrase)
const refused = async (text: string, by = passphrase) => {
  const error = await openKey(text, by).then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof KeyFileRefused)) throw new Error(`opened, or failed with ${String(error)}`)
  return error.code
}

test('a sealed key opens with its passphrase and signs', async () => {
  const key = await openKey(file, passphrase)
  expect(key).toMatchObject({ name, publicKey: privateJwk.x })
  const message = new Uint8Array([1, 2, 3])
  const signature = await key.sign(message)
  const publicKey = fromBase64Url(key.publicKey) ?? new Uint8Array()
  expect(nodeCrypto.verify(publicKey, message, signature)).toBe(true)
  const same = signerFromSeed('x', fromBase64Url(privateJwk.d) ?? new Uint8Array())
  expect(signature).toEqual(new Uint8Array(same.sign(message)))
})

test('the file shows whose key it is, and not the key', () => {
  expect(readKeyFile(file)).toMatchObject({ name, publicKey: privateJwk.x })
  expect(file).not.toContain(privateJwk.d)
})

test('another passphrase is refused by name', async () => {
  expect(await refused(file, 'nine bottles of gaz')).toBe('wrong-passphrase')
  expect(await refused(file, '')).toBe('wrong-passphrase')
})

test('a passphrase is the same in every spelling of its letters', async () => {
  const composed = await sealKey({ name, privateJwk }, 'B\u00fcrgersteig 17 b')
  expect((await openKey(composed, 'Bu\u0308rgersteig 17 b')).name).toBe(name)
})

test('a short passphrase seals nothing', async () => {
  await expect(sealKey({ name, privateJwk }, 'x'.repeat(PASSPHRASE_MIN - 1))).rejects.toThrow(KeyFileRefused)
})

test('a key sealed with few rounds does not open', async () => {
  const sealed = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify({ ...privateJwk, kid: name })))
    .setProtectedHeader({ alg: 'PBES2-HS512+A256KW', enc: 'A256GCM' })
    .setKeyManagementParameters({ p2c: 1_000 })
    .encrypt(new TextEncoder().encode(passphrase))
  expect(await refused(JSON.stringify({ ...readKeyFile(file), sealed }))).toBe('weak')
})

test('a file that was renamed, cut or changed does not open', async () => {
  const whole = readKeyFile(file)
  expect(await refused(JSON.stringify({ ...whole, name: 'US-ME/orders-2026' }))).toBe('malformed')
  expect(await refused(JSON.stringify({ ...whole, sealed: whole.sealed.slice(0, -4) }))).toBe('malformed')
  const changed = `${whole.sealed.slice(0, -6)}${whole.sealed.endsWith('AAAAAA') ? 'BBBBBB' : 'AAAAAA'}`
  expect(['malformed', 'wrong-passphrase']).toContain(await refused(JSON.stringify({ ...whole, sealed: changed })))
  for (const text of ['', '{}', 'null', file.slice(10), 'x'.repeat(10_000)])
    expect(await refused(text)).toBe('malformed')
})
