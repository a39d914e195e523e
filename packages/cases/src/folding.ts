/** What one pass over a device's records carries along. Built up in place; nobody outside the pass sees it change. */
import type { Record, Trigger } from '@keyturn/domain/record.ts'
import type { BrAC, Instant } from '@keyturn/domain/units.ts'
import type { AnyDraft, Draft, LockoutDraft, ResetDraft } from './draft.ts'
import { inForce, type Versions } from './in-force.ts'

/** From one service visit to the next. Counts and lockouts belong to it and end with it. */
export type Period = {
  readonly opened: Record
  readonly dueAt: Instant
  /** Whether the visit's due date passed unmet. */
  missed: boolean
  readonly counted: Map<Trigger, Record[]>
  readonly lockouts: LockoutDraft[]
  reset: ResetDraft | null
  /** Doubts about the device's lockouts in this period; a visit settles them. */
  readonly disputed: Draft[]
  /** Whether the short countdown ran out unmet. */
  resetUnserviced: boolean
}

export type Folding = {
  readonly versions: Versions
  readonly found: AnyDraft[]
  /** Null before installation and after removal. */
  period: Period | null
  /** The record that last installed or removed the device, or the first record of all. */
  standing: Record | null
  first: Record | null
  last: Record | null
  /** Place and moment of `last`; zero before the first record. */
  lastSeq: number
  lastAt: number
  records: number
  readonly gaps: { readonly from: number; readonly to: number }[]
  forked: boolean
  /** The last breath of a person, to compare the next one with. */
  breath: { readonly record: Record; readonly brac: BrAC; readonly failed: boolean } | null
  /** Failed breaths since the last calibration, in doubt when the sensor turns out to be off. */
  failedSinceCalibration: Record[]
  /** When the device was last heard with power. Without power it records, but settles nothing. */
  awakeAt: Instant | null
  powered: boolean
}

/** Before the first fact. */
export const begin = (versions: Versions): Folding => ({
  versions,
  found: [],
  period: null,
  standing: null,
  first: null,
  last: null,
  lastSeq: 0,
  lastAt: 0,
  records: 0,
  gaps: [],
  forked: false,
  breath: null,
  failedSinceCalibration: [],
  awakeAt: null,
  powered: true,
})

/** A new service period, with nothing counted. */
export const openPeriod = (opened: Record, dueAt: Instant): Period => ({
  opened,
  dueAt,
  missed: false,
  counted: new Map(),
  lockouts: [],
  disputed: [],
  reset: null,
  resetUnserviced: false,
})

/** The law at the moment of a record. */
export const lawAt = (folding: Folding, at: Instant) => inForce(folding.versions, at)
