/** Cars whose stories a real server is told. */

import type { caseUnder } from '@keyturn/cases/case-under.ts'
import { client } from '@keyturn/contract/client.ts'
import { signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import { enrollDevice } from '@keyturn/contract/endpoints/devices.ts'
import { appendLog } from '@keyturn/contract/endpoints/log.ts'
import { deviceId } from '@keyturn/domain/units.ts'
import { toBase64 } from '@keyturn/evidence/bytes.ts'
import { deviceOrigin } from '@keyturn/evidence/names.ts'
import { type Profile, profileName } from '@keyturn/rules/profile.ts'
import { toldLog } from './told-log.ts'

/** As much of a running server as it takes to enroll and upload. */
type Server = { readonly url: string; readonly operatorToken: string }

/** Enrolls a car under the profile. */
export async function enroll(server: Server, id: string, profile: Profile) {
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
  server: Server,
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
