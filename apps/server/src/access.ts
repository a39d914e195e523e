/** Who may call what: every endpoint, every role. A test holds the running server to this table. */
import type { EndpointName } from '@keyturn/contract/endpoints.ts'

/**
 * - `public`: anybody, without a credential.
 * - `visitor`: anybody, on a server that is started as a public demo.
 * - `operator`: holds the operator's token.
 */
export type Role = 'public' | 'visitor' | 'operator'
export const ROLES: readonly Role[] = ['public', 'visitor', 'operator']

const everybody: readonly Role[] = ['public', 'visitor', 'operator']
const watchers: readonly Role[] = ['visitor', 'operator']

export const ACCESS: { readonly [E in EndpointName]: readonly Role[] } = {
  // The log is signed by the device it belongs to, so the upload needs no second credential.
  'append-log': everybody,
  'get-checkpoint': everybody,
  'get-keys': everybody,
  'get-proof': everybody,
  'list-devices': watchers,
  'get-device': watchers,
  'device-status': watchers,
  'read-log': watchers,
  'enroll-device': ['operator'],
}
