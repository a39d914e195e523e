/** Logs as cars write them: trips with tests, retests and waiting, no two alike. The same every run. */
import { nodeCrypto, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import type { Entry, Event } from '@keyturn/domain/record.ts'
import { type DeviceId, deviceId, duration, type Instant, instant, mgPer210L } from '@keyturn/domain/units.ts'
import { concat } from '@keyturn/evidence/bytes.ts'
import { deviceOrigin } from '@keyturn/evidence/names.ts'
import type { Signer } from '@keyturn/evidence/note.ts'
import { sampleSegment } from '@keyturn/evidence/sample.ts'
import { GENESIS } from '@keyturn/evidence/segment.ts'

export type BenchDevice = {
  readonly id: DeviceId
  readonly signer: Signer
  readonly log: Uint8Array
  readonly records: number
}

const START = Date.UTC(2026, 2, 2, 11)
const HOUR = 3_600_000
const DAY = 24 * HOUR

/** A device with a log of so many days, about so many records on each. */
export function benchDevice(n: number, size: { readonly days: number; readonly perDay: number }): BenchDevice {
  const id = deviceId(`KT-BENCH-${String(n).padStart(5, '0')}`)
  const seed = new Uint8Array(32).fill(n % 251)
  seed[0] = n >> 8
  const signer = signerFromSeed(deviceOrigin(id), seed)
  const chance = chanceFrom(n + 1)
  const parts: Uint8Array[] = []
  let head = GENESIS
  for (let day = 0; day < size.days; day++) {
    const goal = head.lastSeq + size.perDay
    let at = START + day * DAY + chance(HOUR)
    while (head.lastSeq < goal) {
      const entries = trip(instant(at), chance)
      const closed = sampleSegment(head, entries, signer, nodeCrypto)
      parts.push(closed.bytes)
      head = closed.head
      at = (entries.at(-1)?.at ?? at) + 300_000 + chance(HOUR / 2)
    }
  }
  return { id, signer, log: concat(...parts), records: head.lastSeq }
}

function trip(start: Instant, chance: (below: number) => number): Entry[] {
  const entries: Entry[] = []
  let at = start
  let up = 4_000 + chance(4_000)
  const note = (afterMs: number, event: Event, cause: Entry['cause']): void => {
    at = instant(at + afterMs)
    up += afterMs
    entries.push({ at, up: duration(up), cause, ...event })
  }
  const later = (ms: number) => instant(at + ms)
  const breath = () => ({ brac: mgPer210L(chance(4) === 0 ? chance(18) : 0), volumeMl: 1_500 + chance(1_200) })
  note(0, { kind: 'ignition-on' }, 'operator')
  note(7_000 + chance(500), { kind: 'ready', test: 'start' }, 'device')
  if (chance(5) === 0) {
    note(
      3_000 + chance(5_000),
      { kind: 'sample-rejected', test: 'start', reason: 'blow-longer', volumeMl: 300 + chance(1_100) },
      'operator',
    )
  }
  note(5_000 + chance(15_000), { kind: 'sample', test: 'start', result: 'pass', ...breath() }, 'operator')
  note(0, { kind: 'start-permitted', basis: 'passed-test', until: later(120_000) }, 'device')
  note(1_000 + chance(9_000), { kind: 'start-attempted', allowed: true, why: 'passed-test' }, 'operator')
  note(700 + chance(900), { kind: 'engine-started', basis: 'passed-test' }, 'operator')
  for (let number = 1, last = chance(4); number <= last; number++) {
    note(300_000 + chance(1_200_000), { kind: 'retest-requested', number, answerBy: later(300_000) }, 'device')
    const [requested] = entries.slice(-1)
    // The window counts from the request itself.
    if (requested?.kind === 'retest-requested') entries[entries.length - 1] = { ...requested, answerBy: later(300_000) }
    note(15_000 + chance(90_000), { kind: 'sample', test: 'retest', result: 'pass', ...breath() }, 'operator')
  }
  note(60_000 + chance(1_200_000), { kind: 'engine-stopped' }, 'operator')
  note(400 + chance(5_000), { kind: 'ignition-off' }, 'operator')
  return entries
}

/** xorshift: whole numbers from 0 up to `below`, the same for the same seed. */
function chanceFrom(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}
