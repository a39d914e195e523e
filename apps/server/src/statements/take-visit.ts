/** Takes the certificate of a visit in, from whichever bench and as often as it comes. */
import type { Actor } from '@keyturn/domain/actor.ts'
import { caseId, type DeviceId, type Instant } from '@keyturn/domain/units.ts'
import { whyNoRescue } from '@keyturn/evidence/statement/giver.ts'
import type { Speaker, StatementOf, Trust } from '@keyturn/evidence/statement/statement.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import { findCase } from '@keyturn/store/queries/cases/case-row.ts'
import type { EnrolledDevice } from '@keyturn/store/queries/devices.ts'
import { findDevice } from '@keyturn/store/queries/find-device.ts'
import {
  addDeviceStatement,
  DEVICE_STATEMENTS_MAX,
  deviceStatements,
} from '@keyturn/store/queries/statements/device-statements.ts'
import { problem, type Refusal } from '../kernel/answer.ts'
import { recordSigned } from './record-letter.ts'
import { vendorOfDevice } from './relief-view.ts'
import { among, answer, refused, type TakeParts, toKeep } from './take-statement.ts'
import { trustNow, type Verified, verifyGiven } from './verify.ts'

export type GivenVisit = {
  readonly device: DeviceId
  readonly certificate: string
  /** The authority's credential for a center of another vendor. */
  readonly rescue: string | null
  readonly actor: Actor
  readonly now: Instant
}
type Technician = Extract<Speaker, { readonly as: 'technician' }>
type Signed = { readonly certificate: StatementOf<'certificate'>; readonly technician: Technician }
export type VisitRefusal = Refusal<
  'no-root-key' | 'statement-refused' | 'statement-conflict' | 'forbidden' | 'unknown-device' | 'too-many-statements'
>
export type TakenVisit = { readonly kind: 'ok'; readonly device: EnrolledDevice; readonly certificate: string }

/** The same certificate again changes nothing. What is missing of its consequences after a crash is made up. */
export async function takeVisit(parts: TakeParts, given: GivenVisit): Promise<TakenVisit | VisitRefusal> {
  const { now } = given
  const trust = await trustNow(parts, parts.pool, now)
  const verified = verifyGiven(given.certificate, trust, now)
  if ('code' in verified) return verified
  const signed = signedVisit(verified)
  if (signed === undefined) return refused(verified.statement.id, 'it is no certificate of a visit')
  const { certificate } = signed
  if (certificate.subject !== given.device) {
    return refused(certificate.id, `it is about ${certificate.subject}, and not about ${given.device}`)
  }
  const device = await findDevice(parts.pool, given.device)
  if (device === undefined) return problem('unknown-device', `No device ${given.device} is enrolled here.`)
  const rescue = await rescueFor(parts, { device, signed, file: given.rescue, trust, now })
  if (rescue !== null && 'code' in rescue) return rescue
  const kept = await keep(parts, given, verified, rescue)
  if (kept.kind === 'problem') return kept
  await recordKept(parts, device, signed, rescue)
  return { kind: 'ok', device, certificate: certificate.id }
}

const signedVisit = ({ statement, speaker }: Verified): Signed | undefined =>
  statement.kind === 'certificate' && speaker.as === 'technician'
    ? { certificate: statement, technician: speaker }
    : undefined

type Rescue = { readonly file: string; readonly statement: StatementOf<'rescue'> }
type Asked = {
  readonly device: EnrolledDevice
  readonly signed: Signed
  readonly file: string | null
  readonly trust: Trust | undefined
  readonly now: Instant
}

/** By what right a center of this vendor served the device: null when it is its own. */
async function rescueFor(parts: TakeParts, asked: Asked): Promise<Rescue | null | VisitRefusal> {
  const { device, file, trust, now } = asked
  const { certificate, technician } = asked.signed
  const jurisdiction = device.profile.split('@')[0] ?? ''
  if (technician.jurisdiction !== jurisdiction) {
    return refused(certificate.id, `it comes from ${technician.jurisdiction}, and the device is under ${jurisdiction}`)
  }
  const { issuedAt } = certificate
  const vendor = await asSystem(parts.pool, (client) => vendorOfDevice(client, device, issuedAt))
  if (vendor === null || vendor === technician.vendor) return null
  if (file === null) {
    return refused(
      certificate.id,
      `the device is of ${vendor}, and ${technician.vendor} shows no leave of the authority to serve it`,
    )
  }
  const verified = verifyGiven(file, trust, now)
  if ('code' in verified) return verified
  const { statement } = verified
  if (statement.kind !== 'rescue') return refused(statement.id, 'it gives no leave to serve another vendor’s devices')
  const wrong =
    statement.notBefore > issuedAt || statement.expiresAt <= issuedAt
      ? 'the leave to serve was not good when the visit was made'
      : whyNoRescue(statement, technician, { jurisdiction, vendor })
  return wrong === null ? { file, statement } : refused(statement.id, wrong)
}

async function keep(
  { pool }: TakeParts,
  { device, certificate: file, actor, now }: GivenVisit,
  verified: Verified,
  rescue: Rescue | null,
) {
  const told = { ...toKeep(file, verified), rescue: rescue?.file ?? null }
  return asSystem(pool, async (client) => {
    const before = await deviceStatements(client, device, ['certificate'])
    const under = before.filter(({ id }) => id === told.id)
    const found = among(under, told, before.length >= DEVICE_STATEMENTS_MAX)
    if (found.kind === 'problem') return found
    if (found.isNew) await addDeviceStatement(client, device, told, { at: now, by: actor })
    const after = await deviceStatements(client, device, ['certificate'])
    return answer(
      after.filter(({ id }) => id === told.id),
      told,
      verified.speaker.as === 'root' ? '*' : verified.speaker.jurisdiction,
    )
  })
}

/** The visit as a fact of the case, once. The log up to the signed record was read at the bench, whenever it comes. */
async function recordKept(
  parts: TakeParts,
  device: EnrolledDevice,
  { certificate, technician }: Signed,
  rescue: Rescue | null,
): Promise<void> {
  const id = caseId(device.caseId)
  if ((await asSystem(parts.pool, (client) => findCase(client, id))) === undefined) return
  await recordSigned(parts, id, certificate, {
    kind: 'visit-kept',
    device: device.id,
    center: certificate.center,
    technician: certificate.issuer,
    purpose: certificate.visit,
    dueOn: certificate.visit === 'removal' ? null : certificate.dueOn,
    sound: certificate.inspection.sound,
    uploaded: certificate.logHead !== null,
    certificate: certificate.id,
    rescue: rescue === null ? null : { credential: rescue.statement.id, vendor: technician.vendor },
  })
}
