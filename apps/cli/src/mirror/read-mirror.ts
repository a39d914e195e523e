/** Reads a whole mirror, believing nothing: its list, and every file that the list names. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { fromUtf8 } from '@keyturn/evidence/bytes.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { type Listed, type MirrorAnswer, readList, readListed } from '@keyturn/evidence/statement/mirror.ts'
import { FILE_BYTES_MAX, LIST_FILE_BYTES_MAX } from '@keyturn/evidence/statement/read-statement.ts'
import { revokedBy } from '@keyturn/evidence/statement/revoked.ts'
import type { Trust } from '@keyturn/evidence/statement/statement.ts'
import { verifyStatementFile } from '@keyturn/evidence/statement/verify-statement.ts'
import { fetched } from '@keyturn/unit/relief/fetched.ts'

export type Reading = { readonly root: string; readonly jurisdiction: string; readonly at: Instant }
/** A listed file as it was served; `wrong`: why it does not hold, in words. */
export type ReadFile = {
  readonly listed: Listed
  readonly file: string
  readonly state: 'holds' | 'not-now' | 'doubted' | 'missing'
  readonly wrong: string | null
}
export type ReadMirror = { readonly answer: MirrorAnswer; readonly files: readonly ReadFile[] }

/** Never throws, whatever the mirror serves. */
export async function readMirror(base: string, reading: Reading): Promise<ReadMirror> {
  const got = await text(base, 'index.txt', LIST_FILE_BYTES_MAX)
  if ('why' in got) return { answer: { mirror: base, kind: 'silent', why: got.why }, files: [] }
  const nothing: Trust = { root: reading.root, revoked: new Map() }
  const { at, jurisdiction } = reading
  const first = runSync(readList(base, got.file, { trust: nothing, at, jurisdiction }), nodeCrypto)
  if (first.kind !== 'list') return { answer: first, files: [] }
  const served: { readonly listed: Listed; readonly got: Got }[] = []
  for (const listed of first.index.files) {
    const isList = listed.kind === 'revocations'
    const most = isList ? LIST_FILE_BYTES_MAX : FILE_BYTES_MAX
    served.push({ listed, got: await text(base, `${listed.sha256}.txt`, most) })
  }
  const lists = served.flatMap(({ listed, got: one }) =>
    listed.kind === 'revocations' && 'file' in one
      ? [runSync(verifyStatementFile(one.file, nothing, at), nodeCrypto)]
      : [],
  )
  const trust: Trust = { root: reading.root, revoked: revokedBy(lists) }
  // What the authority has withdrawn by now, it may be the key of this very list.
  const answer = runSync(readList(base, got.file, { trust, at, jurisdiction }), nodeCrypto)
  return { answer, files: served.map(({ listed, got: one }) => judged(listed, one, trust, at)) }
}

function judged(listed: Listed, got: Got, trust: Trust, at: Instant): ReadFile {
  if ('why' in got) return { listed, file: '', state: 'missing', wrong: got.why }
  const verdict = runSync(readListed(listed, got.file, trust, at), nodeCrypto)
  const wrong = verdict.kind === 'holds' ? null : verdict.why
  return { listed, file: got.file, state: verdict.kind, wrong }
}

type Got = { readonly file: string } | { readonly why: string }

async function text(base: string, name: string, bytesMax: number): Promise<Got> {
  const never = new AbortController().signal
  const got = await fetched(`${base.replace(/\/$/, '')}/${name}`, { fetch, bytesMax, abort: never })
  if (got.kind === 'nothing') return { why: got.why }
  const file = fromUtf8(got.bytes)
  return file === undefined ? { why: 'it sent what is no text' } : { file }
}
