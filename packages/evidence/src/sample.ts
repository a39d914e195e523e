/** A small drive as log bytes, for tests and test vectors: every call with the same arguments gives the same bytes. */
import type { Entry } from '@keyturn/domain/record.ts'
import { deviceId, duration, instant, mgPer210L } from '@keyturn/domain/units.ts'
import { concat } from './bytes.ts'
import type { Crypto } from './crypto.ts'
import { deviceOfOrigin } from './names.ts'
import type { Signer } from './note.ts'
import { GENESIS, type Head } from './segment.ts'
import { appendRecord, type ClosedSegment, closeSegment, openSegment } from './write.ts'

/** 2026-03-02T14:00:00.000Z */
export const SAMPLE_START = instant(Date.UTC(2026, 2, 2, 14))

/** What a car records when it is started, asked again and switched off: twelve entries, over and over. */
export function sampleEntries(count: number, from = 0): Entry[] {
  return Array.from({ length: count }, (_, i) => {
    const n = from + i
    const at = instant(SAMPLE_START + n * 7_500)
    const place = { at, up: duration(60_000 + n * 7_500) }
    const until = instant(at + 120_000)
    const drive: readonly Entry[] = [
      { ...place, kind: 'ignition-on', cause: 'operator' },
      { ...place, kind: 'ready', cause: 'device', test: 'start' },
      { ...place, kind: 'sample-rejected', cause: 'operator', test: 'start', reason: 'blow-longer', volumeMl: 640 },
      {
        ...place,
        kind: 'sample',
        cause: 'operator',
        test: 'start',
        result: 'pass',
        brac: mgPer210L(n % 20),
        volumeMl: 1_900,
      },
      { ...place, kind: 'start-permitted', cause: 'device', basis: 'passed-test', until },
      { ...place, kind: 'start-attempted', cause: 'operator', allowed: true, why: 'passed-test' },
      { ...place, kind: 'engine-started', cause: 'operator', basis: 'passed-test' },
      { ...place, kind: 'retest-requested', cause: 'device', number: 1, answerBy: until },
      {
        ...place,
        kind: 'sample',
        cause: 'operator',
        test: 'retest',
        result: 'fail',
        brac: mgPer210L(34),
        volumeMl: 2_050,
      },
      { ...place, kind: 'lockout-began', cause: 'device', rule: 'failed-retest', visitBy: instant(at + 172_800_000) },
      { ...place, kind: 'engine-stopped', cause: 'operator' },
      { ...place, kind: 'ignition-off', cause: 'operator' },
    ]
    const entry = drive[n % drive.length]
    if (entry === undefined) throw new RangeError('unreachable: the index is within the drive')
    return entry
  })
}

/** Writes one closed segment of the given entries after `head`. */
export function sampleSegment(head: Head, entries: readonly Entry[], signer: Signer, crypto: Crypto): ClosedSegment {
  const device = deviceOfOrigin(signer.key.name) ?? deviceId(signer.key.name)
  let open = openSegment(head, {
    device,
    openedAt: entries[0]?.at ?? SAMPLE_START,
    profile: 'US-MA@2026-11-01',
    firmware: 'keyturn-unit 0.1.0',
  })
  for (const entry of entries) open = appendRecord(open, { ...entry, seq: open.lastSeq + 1 }).open
  return closeSegment(open, signer, crypto)
}

/** A log of closed segments with the given numbers of records, and the head after each. */
export function sampleLog(
  sizes: readonly number[],
  signer: Signer,
  crypto: Crypto,
  after: Head = GENESIS,
): { readonly bytes: Uint8Array; readonly segments: readonly ClosedSegment[] } {
  const segments: ClosedSegment[] = []
  let head = after
  for (const size of sizes) {
    const closed = sampleSegment(head, sampleEntries(size, head.lastSeq), signer, crypto)
    segments.push(closed)
    head = closed.head
  }
  return { bytes: concat(...segments.map((each) => each.bytes)), segments }
}
