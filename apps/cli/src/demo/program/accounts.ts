/** The accounts of the demo that anybody may take with one click. Nobody here exists. */
import type { AccountRole } from '@keyturn/contract/endpoints/accounts.ts'
import type { CaseId } from '@keyturn/domain/units.ts'
import { PROGRAMS, VENDOR_PEOPLE } from '@keyturn/simulator/fleet/fleet.ts'
import { FLEET } from '../fleet.ts'

export type DemoAccount = {
  readonly name: string
  readonly email: string
  readonly role: AccountRole
  readonly jurisdiction: string | null
  readonly vendor: string | null
  /** For a driver: the case of a car that runs here, or that of the first life, whose car is locked out. */
  readonly case: CaseId | 'locked-out' | null
}

const email = (name: string): string => `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@demo.keyturn.local`
const account = (name: string, role: AccountRole, more: Partial<DemoAccount>): DemoAccount => ({
  name,
  email: email(name),
  role,
  jurisdiction: null,
  vendor: null,
  case: null,
  ...more,
})

export const LOCKED_OUT_EMAIL = 'locked.out@demo.keyturn.local'

const drivers = FLEET.map(({ driver, case: caseId }) => account(driver, 'driver', { case: caseId }))
const vendors = Object.entries(VENDOR_PEOPLE).flatMap(([vendor, people]) => [
  account(people.vendor, 'vendor-operator', { vendor }),
  account(people.technician, 'technician', { vendor }),
])
const authorities = PROGRAMS.flatMap(({ jurisdiction, officer, admin, auditor }) => [
  account(officer, 'authority-officer', { jurisdiction }),
  account(admin, 'authority-admin', { jurisdiction }),
  account(auditor, 'auditor', { jurisdiction }),
])

/** In the order in which they are offered. The driver who is locked out is made with that life. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [...drivers, ...authorities, ...vendors]

/** What the server is told to offer. */
export const DEMO_EMAILS: readonly string[] = [
  ...drivers.map((one) => one.email),
  LOCKED_OUT_EMAIL,
  ...[...authorities, ...vendors].map((one) => one.email),
]
