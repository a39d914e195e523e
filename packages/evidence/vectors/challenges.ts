/** A device's answers to a challenge, and heads of logs, as test vectors. Logs are those of `log/`. */
import { nodeCrypto, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import { deviceId, iso } from '@keyturn/domain/units.ts'
import { runSync } from '../src/crypto.ts'
import { logHeadAt } from '../src/log-head.ts'
import { deviceOrigin } from '../src/names.ts'
import { signNote } from '../src/note.ts'
import { SAMPLE_START } from '../src/sample.ts'
import { type DeviceAnswer, signAnswer } from '../src/statement/challenge.ts'
import { DEVICE, deviceSigner, SEED_1, SEED_2 } from './keys.ts'
import { logVectors } from './logs.ts'

export type ChallengeVector = {
  readonly comment: string
  readonly asked: string
  readonly note: string
  readonly expect:
    | {
        readonly verdict: 'verified'
        readonly nonce: string
        readonly logSeq: number
        readonly logHead: string | null
        readonly at: string
      }
    | { readonly verdict: 'refused' }
}

const device = deviceId(DEVICE)
const asked = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'
const answer: DeviceAnswer = {
  device,
  asked,
  nonce: 'ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100',
  logSeq: 3,
  logHead: headAt('three-segments', 3),
  at: SAMPLE_START,
}
const good = signAnswer(answer, deviceSigner)
const young = signAnswer({ ...answer, logSeq: 0, logHead: null }, deviceSigner)
const sister = deviceId('KT-MA-0002')
const refused = { verdict: 'refused' } as const
const says = ({ nonce, logSeq, logHead, at }: DeviceAnswer) =>
  ({ verdict: 'verified', nonce, logSeq, logHead, at: iso(at) }) as const

export const challengeVectors: readonly ChallengeVector[] = [
  { comment: 'the device answers this very nonce', asked, note: good, expect: says(answer) },
  {
    comment: 'a device that has recorded nothing yet',
    asked,
    note: young,
    expect: says({ ...answer, logSeq: 0, logHead: null }),
  },
  { comment: 'a copy of an answer to another nonce', asked: 'ab'.repeat(32), note: good, expect: refused },
  {
    comment: 'another key under the same name',
    asked,
    note: signAnswer(answer, signerFromSeed(deviceOrigin(device), SEED_2)),
    expect: refused,
  },
  {
    comment: 'another device with its own key',
    asked,
    note: signAnswer({ ...answer, device: sister }, signerFromSeed(deviceOrigin(sister), SEED_1)),
    expect: refused,
  },
  { comment: 'a record number changed after signing', asked, note: good.replace('\n3\n', '\n4\n'), expect: refused },
  {
    comment: 'a checkpoint of the log, which the same key signs',
    asked,
    note: signNote(`${deviceOrigin(device)}\n3\n${'A'.repeat(43)}=\n`, deviceSigner),
    expect: refused,
  },
  {
    comment: 'a nonce in capitals has another spelling',
    asked: asked.toUpperCase(),
    note: good.replace(asked, asked.toUpperCase()),
    expect: refused,
  },
  { comment: 'a line too many', asked, note: good.replace('\n\n', '\nmore\n\n'), expect: refused },
]

export type HeadVector = { readonly log: string; readonly seq: number; readonly head: string | null }

export const headVectors: readonly HeadVector[] = [
  ['one-segment', 1],
  ['three-segments', 1],
  ['three-segments', 3],
  ['three-segments', 4],
  ['three-segments', 12],
  ['three-segments', 0],
  ['three-segments', 13],
  ['unsigned-end', 1],
  ['not-a-log', 1],
].map(([name, seq]) => ({ log: `${name}.txt`, seq: Number(seq), head: headAt(String(name), Number(seq)) }))

function headAt(name: string, seq: number): string | null {
  const log = logVectors.find((vector) => vector.name === name)
  if (log === undefined) throw new Error(`there is no log vector ${name}`)
  return runSync(logHeadAt(log.bytes, seq), nodeCrypto)
}
