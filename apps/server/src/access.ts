/** Who may call what: every endpoint, every role. A test holds the running server to this table. */
import type { EndpointName } from '@keyturn/contract/endpoints.ts'

/**
 * - `public`: anybody, without a credential.
 * - `visitor`: anybody, on a server that is started as a public demo.
 * - `operator`: holds the operator's token.
 */
export type Role = 'public' | 'visitor' | 'operator'
export const ROLES: readonly Role[] = ['public', 'visitor', 'operator']

/** Who may call a route. `loopback` stands for a program on the server's own machine, such as a monitor. */
export type Caller = Role | 'loopback'

/** Routes that are no endpoints of the contract. */
export type Extra = 'healthz' | 'readyz' | 'metrics' | 'demo' | 'portal'

const everybody: readonly Role[] = ['public', 'visitor', 'operator']
const watchers: readonly Role[] = ['visitor', 'operator']

export const ACCESS: { readonly [E in EndpointName | Extra]: readonly Caller[] } = {
  // The log is signed by the device it belongs to, so the upload needs no second credential.
  'append-log': everybody,
  'get-checkpoint': everybody,
  'get-keys': everybody,
  'list-devices': watchers,
  'get-device': watchers,
  'device-status': watchers,
  'read-log': watchers,
  // A proof tells that a device is enrolled and how far its log goes, so it is for those who may look at the device.
  'get-proof': watchers,
  'enroll-device': ['operator'],
  healthz: everybody,
  readyz: everybody,
  metrics: ['operator', 'loopback'],
  demo: everybody,
  // The portal's files; addresses that nothing answers get its page as well.
  portal: everybody,
}
