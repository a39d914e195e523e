import { fromBase64 } from '@keyturn/evidence/bytes.ts'
import { profileName } from '@keyturn/rules/profile.ts'
import { findProfile, profiles } from '@keyturn/rules/profiles.ts'
import { enroll } from '@keyturn/store/queries/enroll-device.ts'
import { lastReceivedAt } from '@keyturn/store/queries/uploads.ts'
import { ok, problem } from '../kernel/answer.ts'
import { route } from '../kernel/route.ts'
import { deviceView } from '../reading/device-view.ts'

export const enrollDeviceRoute = route('enroll-device', async ({ body, now, services: { pool } }) => {
  if (findProfile(body.profile) === undefined) {
    const known = profiles.map(profileName).join(', ')
    return problem('unsupported-profile', `The profile ${body.profile} is not known here. Known: ${known}.`)
  }
  const publicKey = fromBase64(body.publicKey)
  if (publicKey === undefined) return problem('bad-request', 'body.publicKey: a public key is 32 bytes in base64')
  const device = await enroll(pool, { id: body.id, caseId: body.case, publicKey, profile: body.profile, at: now })
  if (device === undefined) {
    return problem('device-exists', `${body.id} is enrolled with another key, profile or case. Choose another id.`)
  }
  return ok(deviceView(device, await lastReceivedAt(pool, device.id)))
})
