import { nodeNoteKey } from '@keyturn/contract/crypto/node.ts'
import type { Device } from '@keyturn/contract/endpoints/devices.ts'
import { type Instant, iso } from '@keyturn/domain/units.ts'
import { toBase64 } from '@keyturn/evidence/bytes.ts'
import { deviceOrigin } from '@keyturn/evidence/names.ts'
import { encodeKey } from '@keyturn/evidence/note.ts'
import type { EnrolledDevice } from '@keyturn/store/queries/devices.ts'

/** A device as the interface shows it. */
export const deviceView = (device: EnrolledDevice, lastReceivedAt: Instant | null): Device => ({
  id: device.id,
  case: device.caseId,
  profile: device.profile,
  publicKey: toBase64(device.publicKey),
  verifierKey: encodeKey(nodeNoteKey(deviceOrigin(device.id), device.publicKey)),
  enrolledAt: iso(device.enrolledAt),
  log: device.head,
  lastReceivedAt: lastReceivedAt === null ? null : iso(lastReceivedAt),
})
