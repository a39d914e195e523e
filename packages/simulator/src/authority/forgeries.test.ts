import { nodeCrypto, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import { webCrypto } from '@keyturn/contract/crypto/web.ts'
import { utf8 } from '@keyturn/evidence/bytes.ts'
import { runAsync } from '@keyturn/evidence/crypto.ts'
import { verifyStatementFile } from '@keyturn/evidence/statement/verify-statement.ts'
import { base64Url, chainOf, statementFile } from '@keyturn/evidence/statement/write-statement.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { at, certificate, device, judging, order } from './judging.ts'

const { world, authority, technician, verdict, code } = judging('forgeries')

// What follows forges headers and payloads with keys that are good.
const forged = (header: unknown, payload: string, seed = authority.seed): string => {
  const message = `${base64Url(utf8(typeof header === 'string' ? header : JSON.stringify(header)))}.${base64Url(utf8(payload))}`
  const signature = signerFromSeed('x', seed).sign(utf8(message))
  return statementFile(authority.chain(at), `${message}.${base64Url(signature)}`)
}
const goodHeader = { alg: 'EdDSA', typ: 'keyturn-order+jwt' }
const payloadOf = (file: string): string => {
  const part = chainOf(file).at(-1)?.split('.')[1] ?? ''
  return Buffer.from(part, 'base64url').toString('utf8')
}
const goodPayload = payloadOf(authority.sign(order, { at }))

test('a forged header is refused although the signature holds', () => {
  expect(code(forged(goodHeader, goodPayload))).toBe('verified')
  for (const header of [
    { alg: 'none', typ: 'keyturn-order+jwt' },
    { alg: 'HS256', typ: 'keyturn-order+jwt' },
    { alg: 'ES256', typ: 'keyturn-order+jwt' },
    { alg: 'EdDSA', typ: 'JWT' },
    { alg: 'EdDSA' },
    { ...goodHeader, kid: 'x' },
    { ...goodHeader, crit: ['exp'] },
    { ...goodHeader, jwk: { kty: 'OKP' } },
    { ...goodHeader, b64: false },
    null,
    [],
    'not json',
    '{"alg":"none","alg":"EdDSA","typ":"keyturn-order+jwt"}',
    '{ "alg":"EdDSA","typ":"keyturn-order+jwt"}',
  ])
    expect(code(forged(header, goodPayload)), JSON.stringify(header)).toBe('malformed')
})

test('an order passed off as another kind is refused', () => {
  expect(code(forged({ ...goodHeader, typ: 'keyturn-override+jwt' }, goodPayload))).toBe('malformed')
})

test('no signature, and one by the public key as a secret, is refused', () => {
  const message = chainOf(authority.sign(order, { at })).at(-1)?.split('.').slice(0, 2).join('.') ?? ''
  expect(code(statementFile(authority.chain(at), `${message}.`))).toBe('malformed')
  const mac = nodeCrypto.sha256(utf8(authority.publicKey + message))
  expect(code(statementFile(authority.chain(at), `${message}.${base64Url(mac)}`))).toBe('malformed')
})

test('a payload with a doubled, unknown, missing or odd field is refused', () => {
  const change = (find: string | RegExp, put: string) => {
    const changed = goodPayload.replace(find, put)
    expect(changed).not.toBe(goodPayload)
    return changed
  }
  for (const payload of [
    change('"capDays":30', '"capDays":30,"capDays":90'),
    change('"capDays":30', '"capDays":30,"extra":1'),
    change('"capDays":30,', ''),
    change('"capDays":30', '"capDays":30.5'),
    change('"capDays":30', '"capDays":3e1'),
    change('"capDays":30', '"capDays":-1'),
    change('"capDays":30', '"capDays":"30"'),
    change('"capDays":30', '"capDays":401'),
    change('2026-03-14', '2026-02-30'),
    change('"jurisdiction":"US-MA"', '"jurisdiction":"us-ma"'),
    change('["service-visit"]', '[]'),
    change('["service-visit"]', '["service-visit","service-visit"]'),
    change('["service-visit"]', '["everything"]'),
    change(/"iat":\d+/, '"iat":1e99'),
    change('The server', 'The\\u0000server'),
    change('The server', 'The\\ud800server'),
    `${goodPayload} `,
    `[${goodPayload}]`,
    'null',
    '',
  ])
    expect(code(forged(goodHeader, payload)), payload).toBe('malformed')
})

test('a file that is too long or has no last newline is refused', () => {
  const file = authority.sign(order, { at })
  expect(code(file.trimEnd())).toBe('malformed')
  expect(code(`${file}\n`)).toBe('malformed')
  expect(code(file.replaceAll('\n', '\r\n'))).toBe('malformed')
  const long = goodPayload.replace('The server does not answer.', 'x'.repeat(1_001))
  expect(code(forged(goodHeader, long))).toBe('malformed')
  expect(code('x'.repeat(1_000_000))).toBe('malformed')
})

test('a changed byte never verifies and never throws', () => {
  const files = [
    authority.sign(order, { at }),
    technician.sign(certificate, { at, subject: device }),
    authority.sign({ kind: 'revocations', number: 1, revoked: [{ id: 'tech-17', at, why: 'Lost.' }] }, { at }),
  ]
  const place = fc.record({
    which: fc.nat(files.length - 1),
    at: fc.nat(4_000),
    to: fc.integer({ min: 0, max: 0xffff }),
  })
  fc.assert(
    fc.property(place, ({ which, at: where, to }) => {
      const file = files[which] ?? ''
      const n = where % file.length
      const changed = file.slice(0, n) + String.fromCharCode(to) + file.slice(n + 1)
      expect(code(changed) === 'verified').toBe(changed === file)
    }),
    { numRuns: 1_500 },
  )
})

test('a part cut out, doubled or moved never verifies', () => {
  const file = technician.sign(certificate, { at, subject: device })
  const parts = fc.record({ from: fc.nat(file.length), to: fc.nat(file.length), into: fc.nat(file.length) })
  fc.assert(
    fc.property(parts, ({ from, to, into }) => {
      const part = file.slice(Math.min(from, to), Math.max(from, to))
      const cut = file.slice(0, Math.min(from, to)) + file.slice(Math.max(from, to))
      // A cut after a whole line leaves a credential that holds by itself.
      for (const changed of [cut, file.slice(0, into) + part + file.slice(into)])
        if (changed !== file && !file.startsWith(changed)) expect(code(changed)).not.toBe('verified')
    }),
    { numRuns: 500 },
  )
})

test('any JSON, signed by a good key, is answered without throwing', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom('order', 'index', 'revocations', 'vendor', 'outage'), (json, kind) => {
      expect(code(forged({ alg: 'EdDSA', typ: `keyturn-${kind}+jwt` }, JSON.stringify(JSON.parse(json))))).toBe(
        'malformed',
      )
    }),
    { numRuns: 300 },
  )
})

test('any text is answered without throwing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(code(text)).toBe('malformed')
    }),
    { numRuns: 500 },
  )
})

test('the browser’s primitives give the same verdicts', async () => {
  const web = webCrypto(globalThis.crypto.subtle)
  for (const file of [authority.sign(order, { at }), technician.sign(order, { at }), 'x\n']) {
    expect(await runAsync(verifyStatementFile(file, world.trust, at), web)).toEqual(verdict(file))
  }
})
