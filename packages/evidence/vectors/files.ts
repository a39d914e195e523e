/** The files of `conformance/vectors`, as they must stand there. `generate.ts` writes them; a test compares. */
import { publicKeyPem } from '@keyturn/contract/crypto/node.ts'
import { toHex, utf8 } from '../src/bytes.ts'
import { encodeKey } from '../src/note.ts'
import { challengeVectors, headVectors } from './challenges.ts'
import { codeCases } from './codes.ts'
import { DEVICE, deviceSigner, receiptSigner, SEED_1, SEED_2, treeSigner } from './keys.ts'
import { logVectors } from './logs.ts'
import { mirrorVectors } from './mirrors.ts'
import { merkleVectors, noteVectors, receiptVectors, treeVectors } from './proofs.ts'
import { recordVectors } from './records.ts'
import { ROOT, statementCases, statementVectors } from './statements.ts'
import { uploadVectors } from './uploads.ts'

const json = (value: unknown): Uint8Array => utf8(`${JSON.stringify(value, null, 2)}\n`)

export function vectorFiles(): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  files.set('keys.json', json(keys()))
  files.set('device.pem', utf8(publicKeyPem(deviceSigner.key.publicKey)))
  files.set('server.pem', utf8(publicKeyPem(receiptSigner.key.publicKey)))
  for (const { name, bytes } of logVectors) files.set(`log/${name}.txt`, bytes)
  const logs = logVectors.map(({ name, comment, expect }) => ({ file: `${name}.txt`, comment, expect }))
  files.set('log/cases.json', json({ device: DEVICE, key: encodeKey(deviceSigner.key), cases: logs }))
  files.set('log/records.json', json({ cases: recordVectors }))
  for (const { file, bytes } of uploadVectors) files.set(`upload/${file}`, bytes)
  const uploads = uploadVectors.map(({ bytes: _, ...each }) => each)
  files.set('upload/cases.json', json({ device: DEVICE, key: encodeKey(deviceSigner.key), cases: uploads }))
  files.set('note/cases.json', json({ cases: noteVectors }))
  files.set('receipt/cases.json', json({ cases: receiptVectors }))
  files.set('receipt/three-segments.txt', utf8(receiptVectors[0]?.receipt ?? ''))
  files.set('merkle/rfc6962.json', json(merkleVectors))
  files.set('merkle/checkpoints.json', json({ cases: treeVectors }))
  for (const { name, file } of statementVectors) files.set(`statement/${name}.txt`, utf8(file))
  files.set('statement/cases.json', json(statementCases()))
  files.set('keypad/cases.json', json(codeCases()))
  files.set('challenge/cases.json', json({ key: encodeKey(deviceSigner.key), cases: challengeVectors }))
  files.set('challenge/heads.json', json({ cases: headVectors }))
  files.set('mirror/cases.json', json({ root: ROOT, jurisdiction: 'US-MA', cases: mirrorVectors }))
  return files
}

const keys = () => ({
  comment: 'The secret keys that RFC 8032 section 7.1 publishes as TEST 1 and TEST 2. Never trust them.',
  device: { key: encodeKey(deviceSigner.key), secretKey: toHex(SEED_1), publicKey: toHex(deviceSigner.key.publicKey) },
  receipt: {
    key: encodeKey(receiptSigner.key),
    secretKey: toHex(SEED_2),
    publicKey: toHex(receiptSigner.key.publicKey),
  },
  tree: { key: encodeKey(treeSigner.key), secretKey: toHex(SEED_2), publicKey: toHex(treeSigner.key.publicKey) },
})
