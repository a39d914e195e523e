/** Notes, receipts and trees as test vectors. Those marked as published were made by other people's programs. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { deviceId, instant } from '@keyturn/domain/units.ts'
import { toHex } from '../src/bytes.ts'
import { encodeKey, signNote } from '../src/note.ts'
import { type Receipt, receiptText, signReceipt } from '../src/receipt.ts'
import { SAMPLE_START, sampleLog } from '../src/sample.ts'
import { signTreeHead } from '../src/tree-checkpoint.ts'
import { DEVICE, deviceSigner, impostor, receiptSigner, SERVER, treeSigner } from './keys.ts'

export type NoteVector = {
  readonly comment: string
  readonly key: string
  readonly note: string
  readonly expect: 'verified' | 'unknown-key' | 'bad-signature' | 'malformed'
}

const PETER_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const PETER_TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
const PETER_SIGNATURE =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'
const PETER = `${PETER_TEXT}\n${PETER_SIGNATURE}`
const STRANGER =
  '— example.com/stranger AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n'

const peter = (comment: string, expect: NoteVector['expect'], note: string): NoteVector => ({
  comment,
  key: PETER_KEY,
  note,
  expect,
})

export const noteVectors: readonly NoteVector[] = [
  peter('published with golang.org/x/mod/sumdb/note', 'verified', PETER),
  peter('a signature by a stranger is left alone', 'verified', PETER + STRANGER),
  peter('a signature by a stranger before it too', 'verified', `${PETER_TEXT}\n${STRANGER}${PETER_SIGNATURE}`),
  peter('one letter of the text changed', 'bad-signature', PETER.replace('answer', 'Answer')),
  peter('one letter of the signature changed', 'bad-signature', PETER.replace('ZJkuBS', 'ZJkuBT')),
  peter('the key id is another', 'unknown-key', PETER.replace('x08go', 'x08gp')),
  peter('only a stranger signed', 'unknown-key', `${PETER_TEXT}\n${STRANGER}`),
  peter('no blank line before the signature', 'malformed', PETER.replace('\n\n', '\n')),
  peter('no newline at the end', 'malformed', PETER.slice(0, -1)),
  peter('a hyphen in place of the dash', 'malformed', PETER.replace('— ', '- ')),
  peter('two spaces', 'malformed', PETER.replace('PeterNeumann ', 'PeterNeumann  ')),
  peter('a space at the end of the line', 'malformed', PETER.replace('AM=\n', 'AM= \n')),
  peter('base64 without its padding', 'malformed', PETER.replace('AM=', 'AM')),
  peter('base64 with spare bits', 'malformed', PETER.replace('AM=', 'AN=')),
  peter('a tab in the text', 'malformed', PETER.replace('If you', 'If\tyou')),
  peter('a carriage return', 'malformed', PETER.replace('problem,\n', 'problem,\r\n')),
  peter('no text at all', 'malformed', ''),
]

export type ReceiptVector = {
  readonly comment: string
  readonly key: string
  readonly receipt: string
  readonly expect:
    | {
        readonly verdict: 'verified'
        readonly device: string
        readonly lastSeq: number
        readonly digest: string
        readonly receivedAt: string
      }
    | { readonly verdict: 'refused' }
}

const head = sampleLog([3, 4, 5], deviceSigner, nodeCrypto).segments[2]?.head
if (head === undefined) throw new Error('three segments were written')
const receipt: Receipt = {
  origin: receiptSigner.key.name,
  device: deviceId(DEVICE),
  lastSeq: head.lastSeq,
  digest: head.digest,
  receivedAt: instant(SAMPLE_START + 3_600_000),
}
const signed = signReceipt(receipt, receiptSigner)
const receiptKey = encodeKey(receiptSigner.key)
const refusedReceipt = (comment: string, from: string, to: string): ReceiptVector => {
  if (!signed.includes(from)) throw new Error(`the receipt has no ${JSON.stringify(from)}`)
  return { comment, key: receiptKey, receipt: signed.replace(from, to), expect: { verdict: 'refused' } }
}

export const receiptVectors: readonly ReceiptVector[] = [
  {
    comment: 'the receipt for the whole of log/three-segments.txt',
    key: receiptKey,
    receipt: signed,
    expect: {
      verdict: 'verified',
      device: DEVICE,
      lastSeq: 12,
      digest: head.digest,
      receivedAt: '2026-03-02T15:00:00.000Z',
    },
  },
  {
    comment: 'expected from another server',
    key: encodeKey(treeSigner.key),
    receipt: signed,
    expect: { verdict: 'refused' },
  },
  {
    comment: 'expected from another key',
    key: encodeKey(impostor.key),
    receipt: signed,
    expect: { verdict: 'refused' },
  },
  {
    comment: 'this server signed, but the text speaks for another server',
    key: receiptKey,
    receipt: signNote(receiptText({ ...receipt, origin: 'keyturn.org/receipt/other' }), receiptSigner),
    expect: { verdict: 'refused' },
  },
  refusedReceipt('one record more than was signed', '\n12\n', '\n13\n'),
  refusedReceipt('another device', DEVICE, 'KT-MA-0002'),
  refusedReceipt('an hour earlier', 'T15:00', 'T14:00'),
  refusedReceipt('a number with a leading zero', '\n12\n', '\n012\n'),
  refusedReceipt('a moment without milliseconds', '00.000Z', '00Z'),
  refusedReceipt('a sixth line', 'Z\n', 'Z\nand one more\n'),
  refusedReceipt('a line too few', '\n12\n', '\n'),
  refusedReceipt('not the origin of a receipt', 'keyturn.org/receipt/', 'keyturn.org/tree/'),
]

/** The inputs and results that the Certificate Transparency reference implementation tests itself with. */
export const merkleVectors = {
  comment:
    'RFC 6962 section 2.1 over eight leaves, as published with the Certificate Transparency reference implementation. All hashes in hex.',
  emptyRoot: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  leaves: ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'],
  roots: [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ],
  inclusion: [
    { index: 0, size: 1, proof: [] },
    {
      index: 0,
      size: 8,
      proof: [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    },
    {
      index: 5,
      size: 8,
      proof: [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    },
    { index: 2, size: 3, proof: ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'] },
    {
      index: 1,
      size: 5,
      proof: [
        '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    },
  ],
  consistency: [
    { first: 1, second: 1, proof: [] },
    {
      first: 1,
      second: 8,
      proof: [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    },
    {
      first: 6,
      second: 8,
      proof: [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    },
    {
      first: 2,
      second: 5,
      proof: [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    },
  ],
} as const

export type TreeVector = {
  readonly comment: string
  readonly key: string
  readonly checkpoint: string
  readonly expect:
    | { readonly verdict: 'verified'; readonly size: number; readonly root: string }
    | { readonly verdict: 'refused' }
}

const root = Uint8Array.from(Buffer.from(merkleVectors.roots[7], 'hex'))
const tree = signTreeHead({ origin: treeSigner.key.name, size: 8, root }, treeSigner)
const treeKey = encodeKey(treeSigner.key)
const refusedTree = (comment: string, from: string, to: string): TreeVector => {
  if (!tree.includes(from)) throw new Error(`the checkpoint has no ${JSON.stringify(from)}`)
  return { comment, key: treeKey, checkpoint: tree.replace(from, to), expect: { verdict: 'refused' } }
}

export const treeVectors: readonly TreeVector[] = [
  {
    comment: 'the tree of the eight published leaves',
    key: treeKey,
    checkpoint: tree,
    expect: { verdict: 'verified', size: 8, root: toHex(root) },
  },
  {
    comment: 'with a cosignature by a stranger',
    key: treeKey,
    checkpoint: tree + STRANGER,
    expect: { verdict: 'verified', size: 8, root: toHex(root) },
  },
  {
    comment: 'expected from another key',
    key: encodeKey(impostor.key),
    checkpoint: tree,
    expect: { verdict: 'refused' },
  },
  {
    comment: 'a fourth line, signed; this format has three',
    key: treeKey,
    checkpoint: signNote(`${tree.slice(0, tree.indexOf('\n\n'))}\nextension\n`, treeSigner),
    expect: { verdict: 'refused' },
  },
  {
    comment: 'this server signed, but the text speaks for another server',
    key: treeKey,
    checkpoint: signNote(tree.slice(0, tree.indexOf('\n\n') + 1).replace(SERVER, 'other'), treeSigner),
    expect: { verdict: 'refused' },
  },
  refusedTree('another size', '\n8\n', '\n9\n'),
  refusedTree('a size with a leading zero', '\n8\n', '\n08\n'),
  refusedTree('no root', '\n8\n', '\n'),
]
