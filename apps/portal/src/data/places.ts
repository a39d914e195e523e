/** Which pages each role has, and where a person begins. */
import type { PersonRole } from './session.ts'

type Place = { readonly to: string; readonly words: string }

const cases: Place = { to: '/cases', words: 'Cases' }
const reports: Place = { to: '/reports', words: 'Reports' }
const rehearsal: Place = { to: '/rehearsal', words: 'Rehearsal' }

const places: { readonly [R in PersonRole]: readonly [Place, ...Place[]] } = {
  driver: [{ to: '/my', words: 'My case' }],
  technician: [{ to: '/visits', words: 'Visits' }],
  'vendor-operator': [
    { to: '/customers', words: 'Customers' },
    reports,
    { to: '/remittance', words: 'Remittance' },
    rehearsal,
    { to: '/invitations', words: 'Invitations' },
  ],
  'authority-officer': [cases, reports, rehearsal, { to: '/invitations', words: 'Invitations' }],
  'authority-admin': [
    cases,
    rehearsal,
    { to: '/invitations', words: 'Invitations' },
    { to: '/outbox', words: 'Outbox' },
  ],
  auditor: [cases, reports, rehearsal, { to: '/refusals', words: 'Refusals' }],
}

/** The pages of the role's own, the first of them first. */
export const placesOf = (role: PersonRole): readonly Place[] => places[role]

export const homeOf = (role: PersonRole): string => places[role][0].to

export const roleWords: { readonly [R in PersonRole]: string } = {
  driver: 'Driver',
  technician: 'Technician',
  'vendor-operator': 'Vendor’s operator',
  'authority-officer': 'Hearing officer',
  'authority-admin': 'Administrator',
  auditor: 'Auditor',
}
