/** A device in a case, with a log of its own: installed, driven, and locked out by a failed retest. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { enrollDevice } from '@keyturn/contract/endpoints/devices.ts'
import type { Entry } from '@keyturn/domain/record.ts'
import { type DeviceId, duration, hours, type Instant, instant } from '@keyturn/domain/units.ts'
import { concat } from '@keyturn/evidence/bytes.ts'
import { SAMPLE_START, sampleEntries, sampleSegment } from '@keyturn/evidence/sample.ts'
import { GENESIS } from '@keyturn/evidence/segment.ts'
import { enrollment, PROFILE, type TestDevice, type TestServer, testDevice } from './test-server.ts'

/** An hour before the sample drive begins. */
export const INSTALLED_AT: Instant = instant(SAMPLE_START - hours(1))

/** Enrolls a device for a case. */
export async function enrolledFor(server: TestServer, caseId: string, n: number): Promise<TestDevice> {
  const device = testDevice(n)
  const answer = await server.call(enrollDevice, { params: {}, body: { ...enrollment(device), case: caseId } })
  if (!answer.ok) throw new Error(`enrollment refused: ${answer.problem.detail}`)
  return device
}

/** The provider's fact that belongs to it. */
export const installed = (device: DeviceId, vehicle = 'car-1') =>
  ({
    kind: 'device-installed',
    device,
    vehicle,
    vendor: 'acme',
    center: 'acme-worcester',
    technician: 'T-1',
    identity: 'driver license',
    instructed: true,
    dueOn: '2026-04-01',
    certificate: 'C-1',
  }) as const

const installation: Entry = {
  at: INSTALLED_AT,
  up: duration(0),
  cause: 'provider',
  kind: 'installed',
  technician: 'T-1',
  profile: PROFILE,
  dueAt: instant(Date.UTC(2026, 3, 2, 3, 59, 59, 999)),
}

/** The whole log after each of some uploads, the drive going on from one to the next. */
export function uploadsOf({ signer }: TestDevice, sizes: readonly number[]): readonly Uint8Array[] {
  let head = GENESIS
  let driven = 0
  const bytes: Uint8Array[] = []
  return sizes.map((size, n) => {
    const drive = sampleEntries(size, driven)
    driven += size
    const closed = sampleSegment(head, n === 0 ? [installation, ...drive] : drive, signer, nodeCrypto)
    head = closed.head
    bytes.push(closed.bytes)
    return concat(...bytes)
  })
}
