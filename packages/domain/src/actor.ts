/** Who acts on a case: every answer and every fact names one. What a role may do stands in the access table. */

/**
 * - `public`: anybody. `visitor`: anybody, on a server started as a public demo.
 * - `driver`, `technician`, `vendor-operator`, `authority-officer`, `authority-admin`, `auditor`: people with accounts.
 * - `integrator`: a program with a token of a vendor or an agency.
 * - `operator`: who runs the server. `system`: the server's own jobs.
 */
export const ROLES = [
  'public',
  'visitor',
  'driver',
  'technician',
  'vendor-operator',
  'authority-officer',
  'authority-admin',
  'auditor',
  'integrator',
  'operator',
  'system',
] as const
export type Role = (typeof ROLES)[number]

export type Actor = {
  /** The account's id; `operator`, `system`, `public` or `visitor` where there is no account. */
  readonly user: string
  /** As it is shown to people. */
  readonly name: string
  readonly role: Role
  /** The jurisdiction an officer, an administrator or an auditor works for: `US-MA`. */
  readonly jurisdiction: string | null
  /** The vendor that a technician, a vendor's operator or an integrator works for. */
  readonly vendor: string | null
  /** What an integrator's token is good for; empty for people. */
  readonly scopes: readonly string[]
}

/** An actor without an account. */
export const actorOf = (role: 'public' | 'visitor' | 'operator' | 'system'): Actor => ({
  user: role,
  name: { public: 'Anybody', visitor: 'A visitor', operator: 'The server’s operator', system: 'Keyturn' }[role],
  role,
  jurisdiction: null,
  vendor: null,
  scopes: [],
})

/** Whether the text is a role. */
export const isRole = (text: string): text is Role => ROLES.some((role) => role === text)
