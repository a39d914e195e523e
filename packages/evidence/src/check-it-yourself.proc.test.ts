/** The commands in the documents, run as they stand there by a real shell, with the real `sha256sum` and `openssl`. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  nodeCrypto,
  publicKeyFromPem,
  publicKeyPem,
  signerFromPem,
  signerFromSeed,
} from '@keyturn/contract/crypto/node.ts'
import { afterAll, describe, expect, test } from 'vitest'
import { toHex } from './bytes.ts'

const root = path.join(import.meta.dirname, '../../..')
const dir = mkdtempSync(path.join(tmpdir(), 'keyturn-evidence-'))
afterAll(() => rmSync(dir, { recursive: true }))

const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { cwd: dir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

/** Each `sh` block of a document and the `text` block after it: what to paste, and what it prints. */
function blocksOf(name: string): { readonly shell: string; readonly prints: string }[] {
  const document = readFileSync(path.join(root, name), 'utf8')
  return [...document.matchAll(/```sh\n(.*?)```\n\n```text\n(.*?)```/gs)].map(([, shell = '', prints = '']) => ({
    shell,
    prints,
  }))
}

describe.each([
  ['docs/formats/log.md', 5],
  ['docs/formats/receipt.md', 2],
  ['docs/formats/checkpoint.md', 2],
] as const)('%s', (name, count) => {
  test('its commands print what it says they print', () => {
    const blocks = blocksOf(name)
    expect(blocks).toHaveLength(count)
    // One shell for all blocks of a document, as for a reader who pastes one after the other. A reader sees errors too.
    const mark = '=== next block ==='
    const script = blocks.map(({ shell }) => `${shell}echo '${mark}'\n`).join('')
    const printed = execFileSync('bash', ['-c', `exec 2>&1\n${script}`], { cwd: root, encoding: 'utf8' })
    const found = printed.split(`${mark}\n`).slice(0, -1)
    expect(found).toEqual(blocks.map(({ prints }) => prints))
  })
})

describe('openssl and Node agree', () => {
  const message = path.join(dir, 'message')
  const text = 'keyturn.org/device/KT-MA-0001\n3\nh69cKnPNXncGODjrck7Hmn+FHh1Ggw4lUBLaJH67t60=\n'
  writeFileSync(message, text)

  test('openssl verifies what Node signed, and nothing else', () => {
    const signer = signerFromSeed('a', new Uint8Array(32).fill(3))
    writeFileSync(path.join(dir, 'public.pem'), publicKeyPem(signer.key.publicKey))
    writeFileSync(path.join(dir, 'signature'), signer.sign(Buffer.from(text)))
    const verify = ['pkeyutl', '-verify', '-rawin', '-pubin', '-inkey', 'public.pem', '-sigfile', 'signature', '-in']
    expect(run('openssl', ...verify, 'message')).toContain('Signature Verified Successfully')
    writeFileSync(path.join(dir, 'changed'), text.replace('3', '4'))
    expect(() => run('openssl', ...verify, 'changed')).toThrow()
  })

  test('Node verifies what openssl signed, and nothing else', () => {
    run('openssl', 'genpkey', '-algorithm', 'ed25519', '-out', 'private.pem')
    run('openssl', 'pkeyutl', '-sign', '-rawin', '-inkey', 'private.pem', '-in', 'message', '-out', 'openssl-signature')
    const signature = new Uint8Array(readFileSync(path.join(dir, 'openssl-signature')))
    const publicKey = publicKeyFromPem(run('openssl', 'pkey', '-in', 'private.pem', '-pubout'))
    expect(nodeCrypto.verify(publicKey, Buffer.from(text), signature)).toBe(true)
    expect(nodeCrypto.verify(publicKey, Buffer.from(text.replace('3', '4')), signature)).toBe(false)
    const signer = signerFromPem('a', readFileSync(path.join(dir, 'private.pem'), 'utf8'))
    expect(toHex(signer.sign(Buffer.from(text)))).toBe(toHex(signature))
  })

  test('sha256sum digests as Node does', () => {
    expect(run('sha256sum', 'message').slice(0, 64)).toBe(toHex(nodeCrypto.sha256(Buffer.from(text))))
  })
})
