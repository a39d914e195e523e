/** Every route of the server: those that take JSON, and those that take a log. */
import { accountRoutes } from './accounts/routes.ts'
import type { Route } from './kernel/route.ts'
import { noticeRoutes } from './notices/routes.ts'
import { rehearsalRoutes } from './rehearsal/routes.ts'
import { appendLogRoute } from './routes/append-log.ts'
import { caseRoutes, paperRoutes } from './routes/cases/routes.ts'
import { deviceStatusRoute } from './routes/device-status.ts'
import { enrollDeviceRoute } from './routes/enroll-device.ts'
import { feeRoutes } from './routes/fees/routes.ts'
import { getCheckpointRoute } from './routes/get-checkpoint.ts'
import { getDeviceRoute } from './routes/get-device.ts'
import { getKeysRoute } from './routes/get-keys.ts'
import { getProofRoute } from './routes/get-proof.ts'
import { importFileRoutes, importRoutes } from './routes/imports/routes.ts'
import { listDevicesRoute } from './routes/list-devices.ts'
import { readLogRoute } from './routes/read-log.ts'
import { reportRoutes, returnRoutes } from './routes/reports/routes.ts'
import { previewRoutes } from './statements/preview-route.ts'
import { statementRoutes } from './statements/routes.ts'
import { visitRoutes } from './statements/visit-routes.ts'
import { webhookRoutes } from './webhooks/routes.ts'

export const logRoutes: readonly Route[] = [appendLogRoute]

/** Whatever their Content-Type says, the body comes as bytes. */
export const bytesRoutes: readonly Route[] = [...paperRoutes, ...returnRoutes, ...importFileRoutes]

export const jsonRoutes: readonly Route[] = [
  ...accountRoutes,
  ...caseRoutes,
  ...feeRoutes,
  ...reportRoutes,
  ...importRoutes,
  ...noticeRoutes,
  ...webhookRoutes,
  ...statementRoutes,
  ...visitRoutes,
  ...previewRoutes,
  ...rehearsalRoutes,
  deviceStatusRoute,
  enrollDeviceRoute,
  getCheckpointRoute,
  getDeviceRoute,
  getKeysRoute,
  getProofRoute,
  listDevicesRoute,
  readLogRoute,
]
