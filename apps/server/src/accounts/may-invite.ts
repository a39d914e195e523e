/** Who may invite whom: each invites those they answer for, and nobody above themselves. */
import type { AccountRole } from '@keyturn/contract/endpoints/accounts.ts'
import type { Actor, Role } from '@keyturn/domain/actor.ts'

/** Whom each role may invite. The server's operator begins with the first administrator and the first of a vendor. */
const INVITES: { readonly [R in Role]?: readonly AccountRole[] } = {
  'authority-admin': ['authority-officer', 'auditor'],
  'authority-officer': ['driver'],
  'vendor-operator': ['vendor-operator', 'technician'],
  operator: ['authority-admin', 'authority-officer', 'auditor', 'vendor-operator', 'technician', 'driver'],
}

export type Wanted = {
  readonly role: AccountRole
  readonly jurisdiction?: string | undefined
  readonly vendor?: string | undefined
  readonly case?: string | undefined
}

export type Bound = {
  readonly role: AccountRole
  readonly jurisdiction: string | null
  readonly vendor: string | null
  readonly caseId: string | null
}

export type Judged =
  | { readonly kind: 'bound'; readonly to: Bound }
  /** What is asked for does not go together, whoever asks. */
  | { readonly kind: 'unfit'; readonly because: string }
  | { readonly kind: 'not-yours'; readonly because: string }

/** What the invited account will be bound to. Whether the inviter sees a driver's case is still to be asked. */
export function judgeInvitation(actor: Actor, wanted: Wanted): Judged {
  if (INVITES[actor.role]?.includes(wanted.role) !== true) {
    return { kind: 'not-yours', because: `The role ${actor.role} may not invite a ${wanted.role}.` }
  }
  switch (wanted.role) {
    case 'driver':
      if (wanted.case === undefined) return unfit('Say to which case the driver is invited.')
      if (wanted.vendor !== undefined || wanted.jurisdiction !== undefined) return unfit('A driver has a case alone.')
      // The jurisdiction is that of the officers who look after the invitation; the account will have none.
      return {
        kind: 'bound',
        to: { role: 'driver', jurisdiction: actor.jurisdiction, vendor: null, caseId: wanted.case },
      }
    case 'technician':
    case 'vendor-operator': {
      if (wanted.case !== undefined || wanted.jurisdiction !== undefined) return unfit('These have a vendor alone.')
      const vendor = actor.vendor ?? wanted.vendor
      if (vendor === undefined) return unfit('Say for which vendor.')
      if (wanted.vendor !== undefined && wanted.vendor !== vendor) return notOwn('vendor')
      return { kind: 'bound', to: { role: wanted.role, jurisdiction: null, vendor, caseId: null } }
    }
    default: {
      if (wanted.case !== undefined || wanted.vendor !== undefined) return unfit('These have a jurisdiction alone.')
      const jurisdiction = actor.jurisdiction ?? wanted.jurisdiction
      if (jurisdiction === undefined) return unfit('Say for which jurisdiction.')
      if (wanted.jurisdiction !== undefined && wanted.jurisdiction !== jurisdiction) return notOwn('jurisdiction')
      return { kind: 'bound', to: { role: wanted.role, jurisdiction, vendor: null, caseId: null } }
    }
  }
}

const unfit = (because: string): Judged => ({ kind: 'unfit', because })
const notOwn = (of: string): Judged => ({ kind: 'not-yours', because: `You may invite for your own ${of} alone.` })
