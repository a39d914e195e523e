/** Makes the two cars known to the server, by the same door that any car would use. */
import { client } from '@keyturn/contract/client.ts'
import { enrollDevice } from '@keyturn/contract/endpoints/devices.ts'
import { toBase64 } from '@keyturn/evidence/bytes.ts'
import { profileName } from '@keyturn/rules/profile.ts'
import { findProfile } from '@keyturn/rules/profiles.ts'
import { deviceSigner } from '@keyturn/unit/device-key.ts'
import { environment } from '../exit.ts'
import { FLEET } from './fleet.ts'

/** @throws Refusal when the server holds another car under one of the names */
export async function enrollFleet(
  server: string,
  token: string,
  unitFolder: (device: string) => string,
): Promise<void> {
  const call = client({ baseUrl: server, token })
  for (const { device, jurisdiction, case: caseId } of FLEET) {
    const profile = findProfile(jurisdiction)
    if (profile === undefined) throw new Error(`there is no profile ${jurisdiction}`)
    const { key } = await deviceSigner(device, unitFolder(device))
    const body = { id: device, case: caseId, profile: profileName(profile), publicKey: toBase64(key.publicKey) }
    const answer = await call(enrollDevice, { params: {}, body })
    if (answer.ok) continue
    const remedy =
      answer.code === 'device-exists'
        ? 'The database belongs to another data folder: use an empty one, or the folder that goes with it (--data).'
        : ''
    throw environment(`the server does not take the car ${device}: ${answer.problem.detail} ${remedy}`.trimEnd())
  }
}
