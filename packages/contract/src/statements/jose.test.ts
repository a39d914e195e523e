import { days, instant } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import type { Statement } from '@keyturn/evidence/statement/statement.ts'
import { verifyStatementFile } from '@keyturn/evidence/statement/verify-statement.ts'
import { fromBase64Url } from '@keyturn/evidence/statement/wire.ts'
import { signStatement, statementFile } from '@keyturn/evidence/statement/write-statement.ts'
import { importJWK, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { nodeCrypto, signerFromSeed } from '../crypto/node.ts'
import { newPrivateJwk, type PrivateJwk } from './key-file.ts'

const at = instant(Date.UTC(2026, 2, 16, 12))
const root = await newPrivateJwk()
const authority = await newPrivateJwk()
const trust = { root: root.x, revoked: new Map() }
const ourSigner = ({ d }: PrivateJwk) => signerFromSeed('x', fromBase64Url(d) ?? new Uint8Array()).sign

const head = {
  issuedAt: at,
  notBefore: at,
  expiresAt: instant(at + days(30)),
  cites: ['540 CMR 25.06(3)'],
}
const key: Statement = {
  ...head,
  kind: 'authority-key',
  issuer: 'root',
  subject: 'US-MA/2026',
  id: 'authority-key-1',
  key: authority.x,
  jurisdiction: 'US-MA',
  may: ['orders', 'publish'],
}
const index: Statement = {
  ...head,
  kind: 'index',
  issuer: 'US-MA/2026',
  subject: 'US-MA',
  id: 'index-7',
  number: 7,
  files: [{ id: 'order-2026-01', kind: 'order', sha256: 'ab'.repeat(32) }],
}

test('jose verifies what we sign', async () => {
  const jws = signStatement(index, ourSigner(authority))
  const publicKey = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: authority.x }, 'EdDSA')
  const { payload, protectedHeader } = await jwtVerify(jws, publicKey, {
    algorithms: ['EdDSA'],
    typ: 'keyturn-index+jwt',
    issuer: 'US-MA/2026',
    subject: 'US-MA',
    currentDate: new Date(at),
    requiredClaims: ['iat', 'nbf', 'exp', 'jti'],
  })
  expect(protectedHeader).toEqual({ alg: 'EdDSA', typ: 'keyturn-index+jwt' })
  expect(payload).toEqual({
    iss: 'US-MA/2026',
    sub: 'US-MA',
    iat: at / 1_000,
    nbf: at / 1_000,
    exp: (at + days(30)) / 1_000,
    jti: 'index-7',
    cites: ['540 CMR 25.06(3)'],
    number: 7,
    files: [{ id: 'order-2026-01', kind: 'order', sha256: 'ab'.repeat(32) }],
  })
})

const signedByJose = async (payload: JWTPayload, typ: string, by: PrivateJwk): Promise<string> =>
  new SignJWT(payload).setProtectedHeader({ alg: 'EdDSA', typ }).sign(await importJWK({ ...by }, 'EdDSA'))

const registered = { iat: at / 1_000, nbf: at / 1_000, exp: (at + days(30)) / 1_000, cites: [] }
const keyClaims = {
  ...registered,
  iss: 'root',
  sub: 'US-MA/2026',
  jti: 'authority-key-1',
  key: authority.x,
  jurisdiction: 'US-MA',
  may: ['publish'],
}
const indexClaims = { ...registered, iss: 'US-MA/2026', sub: 'US-MA', jti: 'index-7', number: 7, files: [] }

test('we verify what jose signs', async () => {
  const file = statementFile(
    [await signedByJose(keyClaims, 'keyturn-authority-key+jwt', root)],
    await signedByJose(indexClaims, 'keyturn-index+jwt', authority),
  )
  expect(runSync(verifyStatementFile(file, trust, at), nodeCrypto)).toMatchObject({
    kind: 'verified',
    statement: { kind: 'index', number: 7 },
    speaker: { as: 'authority', id: 'US-MA/2026', jurisdiction: 'US-MA' },
  })
})

test('both sign the same bytes', async () => {
  const ours = signStatement(key, ourSigner(root))
  const theirs = await signedByJose(
    {
      iss: 'root',
      sub: 'US-MA/2026',
      iat: at / 1_000,
      nbf: at / 1_000,
      exp: (at + days(30)) / 1_000,
      jti: 'authority-key-1',
      cites: ['540 CMR 25.06(3)'],
      key: authority.x,
      jurisdiction: 'US-MA',
      may: ['orders', 'publish'],
    },
    'keyturn-authority-key+jwt',
    root,
  )
  expect(ours).toBe(theirs)
})

test('HS256 with the public key as its secret is refused', async () => {
  const secret = fromBase64Url(authority.x) ?? new Uint8Array()
  const confused = await new SignJWT(indexClaims)
    .setProtectedHeader({ alg: 'HS256', typ: 'keyturn-index+jwt' })
    .sign(secret)
  const file = statementFile([await signedByJose(keyClaims, 'keyturn-authority-key+jwt', root)], confused)
  expect(runSync(verifyStatementFile(file, trust, at), nodeCrypto)).toMatchObject({
    kind: 'refused',
    code: 'malformed',
  })
})
