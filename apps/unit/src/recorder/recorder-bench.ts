/**
 * For tests of the recorder: a unit's recorder on a disk that fails on request, and the check that nothing was lost.
 */
import { nodeCrypto, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import type { Entry, Record } from '@keyturn/domain/record.ts'
import { deviceId, duration, instant } from '@keyturn/domain/units.ts'
import { equalBytes, fromHex } from '@keyturn/evidence/bytes.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { encodeRecord } from '@keyturn/evidence/record.ts'
import { GENESIS } from '@keyturn/evidence/segment.ts'
import { verifyLog } from '@keyturn/evidence/verify.ts'
import { type Fault, type FaultyDisk, faultyDisk } from '@keyturn/local/disk/faulty-disk.ts'
import { segmentName } from './history.ts'
import { openRecorder } from './open.ts'
import type { Health, Recorder } from './recorder.ts'

const device = deviceId('KT-TEST-1')
/** RFC 8032, section 7.1, test 1. */
const seed = fromHex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60') ?? new Uint8Array()
const signer = signerFromSeed(`keyturn.org/device/${device}`, seed)

export const bench = async (): Promise<Bench> => {
  const run = new Bench()
  await run.reopen()
  return run
}

/** Everything here runs on promises alone, so a turn of the event loop ends all of it. */
const settled = () => new Promise((done) => setImmediate(done))

const noteOf = (record: Record) => (record.kind === 'service-inspected' ? [record.notes] : [])

export class Bench {
  readonly disk: FaultyDisk = faultyDisk()
  readonly told: Health[] = []
  /** Entries whose `append` has not answered yet. */
  unanswered = 0
  #recorder: Recorder | undefined
  #found: readonly Record[] = []
  readonly #answered: Record[] = []
  #asked = 0
  /** How much had been asked each time the process died. */
  readonly #lives: number[] = []
  #now = 1_772_460_000_000

  recorder(): Recorder {
    if (this.#recorder === undefined) throw new Error('the log is not open')
    return this.#recorder
  }

  /** Records found at the last opening. */
  found(): readonly Record[] {
    return this.#found
  }

  async reopen(): Promise<void> {
    const opened = await openRecorder({
      disk: this.disk,
      folders: { first: '/first', second: '/second' },
      device,
      profile: 'US-MA@2026-11-01',
      firmware: 'keyturn-unit test',
      signer,
      stamp: () => ({ at: instant(this.#now), up: duration(0) }),
      onHealth: (health) => this.told.push(health),
    })
    this.#recorder = opened.recorder
    this.#found = opened.records
    await settled()
  }

  /** Appends `n` entries without waiting longer than the disk takes to say yes or no. */
  async append(n: number): Promise<void> {
    this.#now += 1_000
    this.unanswered += n
    const entries = Array.from({ length: n }, () => this.#entry())
    const stopped = () => {}
    this.recorder()
      .append(entries)
      .then((records) => {
        this.#answered.push(...records)
        this.unanswered -= n
      }, stopped)
    await settled()
  }

  #entry(): Entry {
    this.#asked += 1
    const notes = `entry ${this.#asked}`
    return { kind: 'service-inspected', sound: true, notes, at: instant(this.#now), up: duration(0), cause: 'provider' }
  }

  async close(): Promise<void> {
    const stopped = () => {}
    this.recorder().close().catch(stopped)
    await settled()
  }

  /** Fails `times` calls that change the disk, from the `place`-th on (0 is the next). */
  failAt(place: number, times: number, fault: Fault): void {
    const { disk } = this
    const from = disk.calls.length + place
    disk.failing = ({ does }) => {
      const at = disk.calls.length - 1
      return at >= from && at < from + times && does !== 'read' && does !== 'list' ? fault : undefined
    }
  }

  async finish(how: 'goes on' | 'loses power' | 'is killed'): Promise<void> {
    if (how === 'goes on') {
      this.disk.failing = () => undefined
      await this.recorder().tend()
      await settled()
      if (this.unanswered > 0) throw new Error(`${this.unanswered} entries still wait although the disk works again`)
      const health = this.recorder().health()
      if (health !== 'sound') throw new Error(`the recorder is ${health} although the disk works again`)
    }
    await this.recorder().stop()
    if (how === 'loses power') this.disk.crash()
  }

  /** The process died: what was asked and not promised may be missing from here on. */
  forget(): void {
    this.#lives.push(this.#asked)
    this.unanswered = 0
  }

  /** What may be kept: of each life of the process a beginning of what was asked in it, in order. */
  #expected(kept: readonly string[]): string[] {
    const expected: string[] = []
    let from = 1
    for (const to of [...this.#lives, this.#asked]) {
      for (let n = from; n <= to && kept[expected.length] === `entry ${n}`; n++) expected.push(`entry ${n}`)
      from = to + 1
    }
    return expected
  }

  /** Heals the disk, opens the log again and verifies everything. Gives the records back. */
  async check(what: string): Promise<readonly Record[]> {
    const wrong = (problem: string) => new Error(`${what}: ${problem}`)
    this.disk.failing = () => undefined
    await this.reopen()
    const bytes = await this.recorder().bytes()
    const verdict = runSync(verifyLog(bytes, signer.key, { from: GENESIS, openEnd: 'report' }), nodeCrypto)
    const empty = this.#answered.length === 0 && bytes.length === 0
    if (verdict.kind === 'refused' && !empty) throw wrong(JSON.stringify(verdict.fault))
    if (this.recorder().health() !== 'sound') throw wrong(`the recorder is ${this.recorder().health()}`)
    await this.recorder().close()
    for (const { number } of this.recorder().segments()) {
      const first = await this.disk.read(`/first/${segmentName(number)}`)
      const second = await this.disk.read(`/second/${segmentName(number)}`)
      if (first === undefined || second === undefined || !equalBytes(first, second)) {
        throw wrong(`the copies of segment ${number} differ`)
      }
    }
    const kept = this.#found.flatMap(noteOf)
    // What was promised is there; what was asked and not promised is there once, in its place, or not at all.
    if (kept.length < this.#answered.flatMap(noteOf).length) throw wrong(`only ${kept.join()} is left`)
    if (kept.join() !== this.#expected(kept).join()) throw wrong(`kept ${kept.join()}`)
    for (const record of this.#answered) {
      const same = this.#found[record.seq - 1]
      if (same === undefined || encodeRecord(same) !== encodeRecord(record)) throw wrong(`record ${record.seq} changed`)
    }
    if (!this.#found.every((record, i) => record.seq === i + 1)) throw wrong('record numbers have a gap')
    await this.recorder().stop()
    return this.#found
  }
}
