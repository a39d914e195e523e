/**
 * The recorder: a log on disk in two copies. What `append` has answered is on disk and stays; what cannot be written
 * waits in memory, in order, until the disk takes it. `docs/formats/log.md` gives the bytes,
 * `docs/decisions/0030-the-recorder.md` what happens when copies fail.
 */
import type { Entry, Record } from '@keyturn/domain/record.ts'
import type { DeviceId, Duration, Instant } from '@keyturn/domain/units.ts'
import type { Signer } from '@keyturn/evidence/note.ts'
import type { Disk } from '@keyturn/local/disk/disk.ts'
import type { CopyName } from './reconcile.ts'

/** `sound`: both copies. `one-copy`: one of them. `down`: none takes anything; entries wait in memory. */
export type Health = 'sound' | 'one-copy' | 'down'

export type RecorderOptions = {
  readonly disk: Disk
  readonly folders: { readonly [Name in CopyName]: string }
  readonly device: DeviceId
  /** Profile and its effective date, as `US-MA@2026-11-01`. */
  readonly profile: string
  readonly firmware: string
  readonly signer: Signer
  /** The moment for the recorder's own entries. */
  readonly stamp: () => { readonly at: Instant; readonly up: Duration }
  /** Told of every change of health, with the reason if it is not sound. */
  readonly onHealth: (health: Health, trouble: string | null) => void
}

export type ClosedSegment = { readonly number: number; readonly firstSeq: number; readonly lastSeq: number }

export interface Recorder {
  /**
   * Resolves when the entries are durable: at once, or when the disk takes them again. @throws RecorderFull,
   * RecorderStopped, RecordRefused.
   */
  append(entries: readonly Entry[]): Promise<readonly Record[]>
  /** Closes the open segment by a signature, if it has a record. Resolves when that is durable. */
  close(): Promise<void>
  /** Tries again what failed. The shell calls it every now and then while the health is not `sound`. */
  tend(): Promise<void>
  health(): Health
  /** Number of the last record that is durable. */
  lastSeq(): number
  /** The closed segments, oldest first. */
  segments(): readonly ClosedSegment[]
  /** The whole bytes of a closed segment. */
  read(segment: number): Promise<Uint8Array>
  /** The whole log, the open segment included; without the closed segments before `firstSegment`. */
  bytes(firstSegment?: number): Promise<Uint8Array>
  /** Lets what is being written finish; what still waits is refused with `RecorderStopped`. */
  stop(): Promise<void>
}

export class RecorderStopped extends Error {
  override readonly name = 'RecorderStopped' as const
}
/** The log cannot carry what was to be recorded; it stays as it was. */
export class RecordRefused extends Error {
  override readonly name = 'RecordRefused' as const
}
export class RecorderFull extends Error {
  override readonly name = 'RecorderFull' as const
}
