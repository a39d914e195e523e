/** A real server with the built pages, and cars whose stories it has been told. */

import type { caseUnder } from '@keyturn/cases/case-under.ts'
import { client } from '@keyturn/contract/client.ts'
import { signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import { enrollDevice } from '@keyturn/contract/endpoints/devices.ts'
import { appendLog } from '@keyturn/contract/endpoints/log.ts'
import { deviceId, type Instant, parseInstant } from '@keyturn/domain/units.ts'
import { toBase64 } from '@keyturn/evidence/bytes.ts'
import { deviceOrigin } from '@keyturn/evidence/names.ts'
import { type Profile, profileName } from '@keyturn/rules/profile.ts'
import { type RunningServer, startServer } from '@keyturn/server/start.ts'
import type { TestCluster } from '@keyturn/store/testing/test-cluster.ts'
import { toldLog } from './told-log.ts'

type Options = { readonly portalDir: string; readonly now: string; readonly demoJson?: string }

/** A server that anybody may look at, as the demo's is, at a moment that stands still. */
export async function portalServer(cluster: TestCluster, dataDir: string, options: Options): Promise<RunningServer> {
  const now = parseInstant(options.now)
  if (now === undefined) throw new Error(`${options.now} is no moment`)
  const { appUrl } = await cluster.database()
  return startServer({
    databaseUrl: appUrl,
    dataDir,
    port: 0,
    publicDemo: true,
    clock: { now: (): Instant => now, setOffset: () => {} },
    portalDir: options.portalDir,
    demoJson: options.demoJson,
  })
}

/** Enrolls a car under the profile. */
export async function enroll(server: RunningServer, id: string, profile: Profile) {
  const device = deviceId(id)
  const signer = signerFromSeed(deviceOrigin(device), new Uint8Array(32).fill(7))
  const call = client({ baseUrl: server.url, token: server.operatorToken })
  const body = {
    id: device,
    publicKey: toBase64(signer.key.publicKey),
    profile: profileName(profile),
    case: `CASE-${id}`,
  }
  const answer = await call(enrollDevice, { params: {}, body })
  if (!answer.ok) throw new Error(answer.problem.detail)
  return { device, signer }
}

/** Enrolls a car and uploads what its driver's story has recorded. Answers the bytes that were sent. */
export async function tell(
  server: RunningServer,
  id: string,
  profile: Profile,
  story: ReturnType<typeof caseUnder>,
): Promise<Uint8Array> {
  const { device, signer } = await enroll(server, id, profile)
  const bytes = toldLog({ device, signer, profile: profileName(profile), records: story.records })
  const answer = await client({ baseUrl: server.url })(appendLog, { params: { deviceId: device }, body: bytes })
  if (!answer.ok) throw new Error(answer.problem.detail)
  return bytes
}
