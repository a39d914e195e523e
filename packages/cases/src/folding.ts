/** What one pass over a device's records carries along. Built up in place; nobody outside the pass sees it change. */
import type { EntryOf, Record, Trigger } from '@keyturn/domain/record.ts'
import type { DeviceIdentity } from '@keyturn/domain/relief.ts'
import type { BrAC, Instant } from '@keyturn/domain/units.ts'
import type { AnyDraft, Draft, HeldBy, LockoutDraft, ResetDraft } from './draft.ts'
import { inForce, type Versions } from './in-force.ts'
import type { AcceptedOrder } from './orders.ts'
import type { KnownRelief, ListedOrder } from './relief.ts'

/** From one service visit to the next. Counts and lockouts belong to it and end with it. */
export type Period = {
  readonly opened: Record
  /** As the visit set it, before any order. */
  readonly dueAsSet: Instant
  /** As the device has it: moved by the orders that it heard of. */
  dueAt: Instant
  /** The record that moved the date of the visit, or of the violations service, last. */
  movedVisit: Record | null
  movedReset: Record | null
  /** Missed by the device's own date only, because it had not heard of an order. */
  readonly held: Map<Trigger, HeldBy>
  /** Telephone codes that extend, by the name that records give them: good until the next visit. */
  readonly codes: Map<string, Record & EntryOf<'keypad-accepted'>>
  /** The override of this period: there is one at most. */
  override: { readonly id: string; readonly record: Record; readonly until: Instant } | null
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
  /** What is known at the moment of asking; null where no list is at hand. */
  readonly relief: KnownRelief | null
  /** Those of its orders that count at that moment. */
  readonly ordersNow: readonly ListedOrder[]
  readonly identity: DeviceIdentity
  /** Orders that the log accepted, by id. */
  readonly orders: Map<string, AcceptedOrder>
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

type Known = Pick<Folding, 'relief' | 'ordersNow' | 'identity'>

/** Before the first fact. */
export const begin = (versions: Versions, known: Known = nothing(versions)): Folding => ({
  versions,
  ...known,
  orders: new Map(),
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

const nothing = (versions: Versions): Known => ({ relief: null, ordersNow: [], identity: identityUnder(versions, '') })

/** A device of which nothing is known but its number. */
export const identityUnder = (versions: Versions, device: DeviceIdentity['device']): DeviceIdentity => ({
  device,
  jurisdiction: versions[0]?.profile.id ?? '',
  vendor: '',
  model: '',
  firmware: '',
  region: '',
})

/** A new service period, with nothing counted. */
export const openPeriod = (opened: Record, dueAt: Instant): Period => ({
  opened,
  dueAsSet: dueAt,
  dueAt,
  movedVisit: null,
  movedReset: null,
  held: new Map(),
  codes: new Map(),
  override: null,
  missed: false,
  counted: new Map(),
  lockouts: [],
  disputed: [],
  reset: null,
  resetUnserviced: false,
})

/** The law at the moment of a record. */
export const lawAt = (folding: Folding, at: Instant) => inForce(folding.versions, at)
