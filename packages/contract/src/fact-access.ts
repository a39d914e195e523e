/**
 * Who may record which kind of fact: the one table. The server asks it before anything is written, and the database
 * holds every insert to a copy of it. Whether the law allows the fact now is another question, answered by the case.
 */
import type { FactKind } from '@keyturn/cases/program/fact.ts'
import type { Actor, Role } from '@keyturn/domain/actor.ts'

/** A program with a token records as what it belongs to: a vendor's program is not an agency's. */
export type Standing = Exclude<Role, 'integrator'> | 'vendor-integrator' | 'authority-integrator'

type Row = readonly Standing[]

const officer = ['authority-officer'] as const
/** What an agency's own systems know for certain. The operator loads what an authority had before Keyturn. */
const registry = ['authority-officer', 'authority-integrator', 'operator'] as const
const provider = ['technician', 'vendor-operator', 'vendor-integrator', 'operator'] as const
const providerOrOfficer = [...provider, ...officer] as const
const driverOrOfficer = ['driver', ...officer] as const
const household = ['driver', ...registry] as const

export const FACT_ACCESS: { readonly [K in FactKind]: Row } = {
  'case-opened': registry,
  conviction: registry,
  'court-order': registry,
  suspension: registry,
  // What calls for judgment is a person's: no program and no operator decides.
  'approval-granted': officer,
  'approval-withdrawn': officer,
  'exam-passed': registry,
  'hardship-license-issued': registry,
  'fully-reinstated': registry,
  'restriction-added': registry,
  'restriction-removed': officer,
  'household-member-added': household,
  'household-member-left': household,
  'affidavit-filed': household,
  'address-changed': household,
  'hardship-finding': officer,
  'vehicle-added': ['driver', ...providerOrOfficer],
  'vehicle-given-up': ['driver', ...providerOrOfficer],
  'vehicle-out-of-use': ['driver', ...providerOrOfficer],
  'vehicle-back-in-use': ['driver', ...providerOrOfficer],
  'vendor-chosen': ['driver', ...officer, 'operator'],
  'visit-booked': ['driver', ...provider],
  'device-installed': provider,
  'device-moved': provider,
  'device-removed': providerOrOfficer,
  'visit-kept': [...provider, 'system'],
  'visit-announced-missed': ['driver', ...provider],
  'violation-reported': providerOrOfficer,
  'provider-failure': ['driver', ...providerOrOfficer],
  'excusal-granted': officer,
  'hearing-requested': driverOrOfficer,
  'hearing-scheduled': officer,
  'hearing-evidence': ['driver', 'vendor-operator', ...officer],
  'hearing-decided': officer,
  'decision-contested': driverOrOfficer,
  'contest-decided': officer,
  'credit-requested': driverOrOfficer,
  'credit-decided': officer,
  'removal-requested': driverOrOfficer,
  'removal-decided': officer,
  // Read off the signed letter that they name, and told by nobody's word.
  'confirmation-received': ['system'],
  'exception-granted': ['system'],
  // Everybody but an officer withdraws only what they recorded themselves.
  'fact-withdrawn': [...household, 'technician', 'vendor-operator', 'vendor-integrator'],
}

/** Decisions keep what they were taken on, so that they can be taken again to the same bytes. */
export const DECISIONS: ReadonlySet<FactKind> = new Set<FactKind>([
  'approval-granted',
  'approval-withdrawn',
  'restriction-removed',
  'hardship-finding',
  'excusal-granted',
  'hearing-decided',
  'contest-decided',
  'credit-decided',
  'removal-decided',
])

/** As what somebody records. */
export const standingOf = ({ role, vendor }: Pick<Actor, 'role' | 'vendor'>): Standing => {
  if (role !== 'integrator') return role
  return vendor === null ? 'authority-integrator' : 'vendor-integrator'
}

/** Whether the table allows it. */
export const mayRecordKind = (actor: Pick<Actor, 'role' | 'vendor'>, kind: FactKind): boolean =>
  FACT_ACCESS[kind].includes(standingOf(actor))
