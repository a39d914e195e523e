/** Who may call what: every endpoint, every role. A test holds the running server to this table. */
import type { EndpointName } from '@keyturn/contract/endpoints.ts'
import type { Scope } from '@keyturn/contract/scopes.ts'
import type { Role } from '@keyturn/domain/actor.ts'

/**
 * Who may call a route: roles, or a scope such as `cases:read`, which stands for a program whose token is good for it.
 * `public` is everybody; `visitor` is anybody on a server that is started as a public demo; `loopback` stands for a
 * program on the server's own machine, such as a monitor.
 */
export type Caller = Exclude<Role, 'integrator' | 'system'> | Scope | 'loopback'

/** Routes that are no endpoints of the contract. */
export type Extra = 'healthz' | 'readyz' | 'metrics' | 'demo' | 'portal' | 'auth' | 'reference' | 'mirror'

const everybody = ['public'] as const
const authority = ['authority-officer', 'authority-admin', 'auditor'] as const
const vendor = ['technician', 'vendor-operator'] as const
/** Everybody with an account. */
const people = ['driver', ...vendor, ...authority] as const

export const ACCESS: { readonly [E in EndpointName | Extra]: readonly Caller[] } = {
  // The log is signed by the device it belongs to, so the upload needs no second credential.
  'append-log': everybody,
  'get-checkpoint': everybody,
  'get-keys': everybody,
  // Which devices each of them may look at is decided by their cases, and for visitors by a list.
  'list-devices': [...people, 'visitor', 'operator', 'devices:read'],
  'get-device': [...people, 'visitor', 'operator', 'devices:read'],
  'device-status': [...people, 'visitor', 'operator', 'devices:read'],
  'read-log': [...people, 'visitor', 'operator', 'devices:read'],
  // A proof tells that a device is enrolled and how far its log goes, so it is for those who may look at the device.
  'get-proof': [...people, 'visitor', 'operator', 'devices:read'],
  'enroll-device': ['operator'],

  // Accounts. Signing in, its second factor and recovery are better-auth's, under one address.
  auth: everybody,
  'who-am-i': everybody,
  'sign-in-ways': everybody,
  'list-sessions': people,
  'revoke-session': people,
  'list-demo-accounts': everybody,
  'demo-sign-in': everybody,
  // Whom each may invite is told by accounts/may-invite.ts.
  'create-invitation': ['vendor-operator', 'authority-officer', 'authority-admin', 'operator'],
  'list-invitations': ['vendor-operator', 'authority-officer', 'authority-admin', 'operator'],
  'withdraw-invitation': ['vendor-operator', 'authority-officer', 'authority-admin', 'operator'],
  // Whoever has the link is the one who was invited.
  'look-at-invitation': everybody,
  'accept-invitation': everybody,
  'create-token': ['vendor-operator', 'authority-admin', 'operator'],
  'list-tokens': ['vendor-operator', 'authority-admin', 'operator'],
  'revoke-token': ['vendor-operator', 'authority-admin', 'operator'],
  'list-accounts': ['vendor-operator', 'authority-admin', 'auditor', 'operator'],
  'change-account': ['vendor-operator', 'authority-admin', 'operator'],
  'list-refusals': ['authority-admin', 'auditor', 'operator'],
  'list-mail': ['authority-admin', 'operator', 'visitor'],

  // Cases. Which of them a caller sees is decided by the database's policies once more: what is not seen is not there.
  'open-case': ['authority-officer', 'operator', 'facts:write'],
  // What each of them may record is the table of facts (packages/contract/src/fact-access.ts).
  'record-fact': ['driver', ...vendor, 'authority-officer', 'operator', 'facts:write'],
  'list-cases': [...people, 'operator', 'cases:read'],
  'get-case': [...people, 'operator', 'cases:read'],
  'case-status': [...people, 'operator', 'cases:read'],
  'explain-case': [...people, 'operator', 'cases:read'],
  'case-timeline': [...people, 'operator', 'cases:read'],
  'list-facts': [...people, 'operator', 'cases:read'],
  // Vendors are not told who else looks.
  'list-reads': ['driver', ...authority, 'operator'],
  'replay-decision': ['driver', ...authority, 'operator'],
  'add-document': ['driver', ...vendor, 'authority-officer', 'operator', 'facts:write'],
  'list-documents': [...people, 'operator', 'cases:read'],
  'get-document': [...people, 'operator', 'cases:read'],
  'list-organizations': everybody,

  // Money. A driver sees the own statement, a vendor what is about itself, an authority its jurisdiction.
  'case-statement': [...people, 'operator', 'cases:read'],
  'case-statement-file': [...people, 'operator', 'cases:read'],
  'record-money': [...vendor, 'authority-officer', 'operator'],
  'remittance-statement': ['vendor-operator', ...authority, 'operator', 'reports:read'],
  'remittance-file': ['vendor-operator', ...authority, 'operator', 'reports:read'],
  // Who has received the money says so.
  'record-remittance': ['authority-officer', 'authority-admin'],
  'file-prices': ['vendor-operator', 'operator'],
  'list-prices': [...vendor, ...authority, 'operator', 'reports:read'],

  // Reports. A vendor makes those about its own customers; the authority sees what is due to it, and what is late.
  'case-reports': [...people, 'operator', 'cases:read'],
  'list-reports': ['vendor-operator', ...authority, 'operator', 'reports:read'],
  'make-report-file': ['vendor-operator', 'operator', 'reports:write'],
  'list-report-files': ['vendor-operator', ...authority, 'operator', 'reports:read'],
  'get-report-file': ['vendor-operator', ...authority, 'operator', 'reports:read'],
  'report-file-content': ['vendor-operator', ...authority, 'operator', 'reports:read'],
  'mark-file-sent': ['vendor-operator', 'operator', 'reports:write'],
  'post-error-return': ['vendor-operator', 'authority-officer', 'operator', 'reports:write'],
  'vendor-status-report': ['vendor-operator', ...authority, 'operator', 'reports:read'],

  // Logs of other makers. An authority can work with Keyturn while its vendors run their own systems.
  'add-import-mapping': ['vendor-operator', 'authority-officer', 'operator', 'imports:write'],
  'list-import-mappings': ['vendor-operator', ...authority, 'operator', 'imports:write'],
  'import-log': ['vendor-operator', 'authority-officer', 'operator', 'imports:write'],
  'list-imports': ['vendor-operator', ...authority, 'operator', 'imports:write'],
  'get-import': ['vendor-operator', ...authority, 'operator', 'imports:write'],
  'imported-device': [...people, 'operator', 'imports:write', 'devices:read'],

  // Notices: what each of them is told. Whom nobody could write to is the authority's to call.
  'list-case-notices': [...people, 'operator', 'cases:read'],
  'list-notices': [...vendor, ...authority, 'operator', 'cases:read'],
  'read-notices': ['driver', ...vendor, 'authority-officer', 'authority-admin'],
  'list-notices-to-tell': [...authority, 'operator'],
  'note-told': ['authority-officer', 'authority-admin'],

  // Webhooks: of one's own organization. Whoever sets one up decides where news of cases go.
  'create-webhook': ['vendor-operator', 'authority-admin', 'webhooks:manage'],
  'list-webhooks': ['vendor-operator', 'authority-admin', 'auditor', 'operator', 'webhooks:manage'],
  'list-webhook-events': ['vendor-operator', 'authority-admin', 'auditor', 'operator', 'webhooks:manage'],
  'replay-webhook': ['vendor-operator', 'authority-admin', 'webhooks:manage'],
  'switch-webhook': ['vendor-operator', 'authority-admin', 'operator', 'webhooks:manage'],
  'test-webhook': ['vendor-operator', 'authority-admin', 'webhooks:manage'],

  // Signed statements. Whoever brings one adds nothing to it; whose they may bring is told by statements/may-bring.ts.
  'post-statement': [...vendor, 'authority-officer', 'authority-admin', 'operator', 'statements:write'],
  // The same bytes for everybody, as at any mirror.
  'get-statement': everybody,
  'list-orders': everybody,
  'list-outages': everybody,
  mirror: everybody,
  // Which devices it names is decided by the cases that the caller sees.
  'preview-order': ['vendor-operator', 'authority-officer', 'authority-admin'],
  // A certificate proves itself as a log does: the technician's signature says whose it is, whoever brings it.
  'post-visit': everybody,
  'list-visits': [...people, 'operator', 'devices:read'],
  'case-letters': [...people, 'operator', 'cases:read'],

  // What would happen if a vendor were gone. Which drivers a caller sees is decided by the database once more.
  rehearsal: ['vendor-operator', ...authority, 'operator'],
  'rehearse-now': ['operator'],

  healthz: everybody,
  readyz: everybody,
  metrics: ['operator', 'loopback'],
  demo: everybody,
  // The contract as a document, and the page that draws it.
  reference: everybody,
  // The portal's files; addresses that nothing answers get its page as well.
  portal: everybody,
}

/** These can do harm to others, so a password alone does not let them. */
export const NEEDS_SECOND_FACTOR: ReadonlySet<Role> = new Set<Role>([
  'technician',
  'vendor-operator',
  'authority-officer',
  'authority-admin',
  'auditor',
])
