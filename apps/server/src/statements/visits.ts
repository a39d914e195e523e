/** The visits of a device: certificates from benches beside the records of its own log. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import type { VisitAgreement, VisitView } from '@keyturn/contract/endpoints/visits.ts'
import { civilDateOf } from '@keyturn/domain/civil.ts'
import { type DeviceId, iso } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { logHeadAt } from '@keyturn/evidence/log-head.ts'
import { findProfile } from '@keyturn/rules/profiles.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import { unpack } from '@keyturn/store/codec.ts'
import type { Queryable } from '@keyturn/store/pool.ts'
import type { EnrolledDevice } from '@keyturn/store/queries/devices.ts'
import { type DeviceStatement, deviceStatements } from '@keyturn/store/queries/statements/device-statements.ts'
import { bodiesFrom } from '@keyturn/store/queries/uploads.ts'
import type { Services } from '../services.ts'
import {
  type Certificate,
  contradictions,
  type LogStands,
  madeAt,
  type RecordedVisit,
  visitsIn,
} from './reconcile-visit.ts'
import { signatoryOf } from './speaker.ts'
import { statementIn } from './verify.ts'
import { type Claim, claimsIn } from './withdrawn.ts'

type Parts = Pick<Services, 'pool' | 'records'>

/** Every visit that is known of the device, newest first. */
export async function visitsOf({ pool, records }: Parts, device: EnrolledDevice): Promise<readonly VisitView[]> {
  const kept = await asSystem(pool, (client) => deviceStatements(client, device.id, ['certificate']))
  const visits = visitsIn((await records.of(device)).records)
  const zone = findProfile(device.profile)?.timeZone ?? 'UTC'
  const views: VisitView[] = []
  const signed = new Set<string>()
  for (const claim of claimsIn(kept)) {
    const certificate = certificateIn(claim)
    const recorded = visits.find(({ completed }) => completed.certificate === certificate.id) ?? null
    signed.add(certificate.id)
    const differing =
      recorded === null
        ? []
        : contradictions(certificate, recorded, { zone, log: await logAt(pool, device, certificate.logSeq) })
    views.push(signedView(device.id, claim, { certificate, recorded, differing }))
  }
  for (const visit of visits) {
    if (!signed.has(visit.completed.certificate)) views.push(unsignedView(device.id, visit, zone))
  }
  return views.toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.certificate < b.certificate ? 1 : -1))
}

function certificateIn([{ file }]: Claim): Certificate {
  const statement = statementIn(file)
  if (statement.kind !== 'certificate') throw new Error(`${statement.id} is kept as a certificate and is none`)
  return statement
}

/** Where the held log stands at a record. */
async function logAt(db: Queryable, { id, head }: EnrolledDevice, seq: number): Promise<LogStands> {
  if (seq > head.lastSeq) return { kind: 'not-held' }
  if (seq === 0) return { kind: 'held', head: null }
  const [body] = await bodiesFrom(db, id, { seq, limit: 1 })
  if (body === undefined) return { kind: 'not-held' }
  const log = unpack(body.codec, body.body, body.rawBytes)
  return { kind: 'held', head: runSync(logHeadAt(log, seq), nodeCrypto) }
}

type Found = {
  readonly certificate: Certificate
  readonly recorded: RecordedVisit | null
  readonly differing: readonly string[]
}

function signedView(device: DeviceId, claim: Claim<DeviceStatement>, found: Found): VisitView {
  const [{ file, fileDigest, receivedAt, rescue }] = claim
  const { certificate, recorded, differing } = found
  const agreement = agreementOf(claim, found)
  const { inspection, asFound, calibration, asLeft, resets, logSeq, logHead, issuedAt } = certificate
  return {
    device,
    certificate: certificate.id,
    agreement,
    words: AGREEMENT_WORDS[agreement],
    contradictions: [...differing],
    record: recorded?.completed.seq ?? null,
    at: madeAt(certificate, recorded),
    technician: certificate.issuer,
    center: certificate.center,
    vendor: vendorIn(file),
    visit: certificate.visit,
    dueOn: certificate.dueOn,
    rescue: rescue === null ? null : statementIn(rescue).id,
    signed: {
      sound: inspection.sound,
      notes: inspection.notes,
      asFound,
      calibration,
      asLeft: [...asLeft],
      resets: [...resets],
      logSeq,
      logHead,
      issuedAt: iso(issuedAt),
      receivedAt: iso(receivedAt),
      sha256: fileDigest,
      file,
    },
  }
}

function agreementOf(claim: Claim, { recorded, differing }: Found): VisitAgreement {
  if (claim.length > 1) return 'conflicting'
  if (recorded === null) return 'waiting-for-log'
  return differing.length === 0 ? 'agreed' : 'contradicts'
}

function unsignedView(device: DeviceId, visit: RecordedVisit, zone: string): VisitView {
  const { completed, steps } = visit
  const opened = steps.find((one) => one.kind === 'service-opened')
  return {
    device,
    certificate: completed.certificate,
    agreement: 'waiting-for-bench',
    words: AGREEMENT_WORDS['waiting-for-bench'],
    contradictions: [],
    record: completed.seq,
    at: madeAt(null, visit),
    technician: completed.technician,
    center: opened?.kind === 'service-opened' ? opened.center : '',
    vendor: null,
    visit: completed.visit,
    dueOn: civilDateOf(completed.dueAt, zone),
    rescue: null,
    signed: null,
  }
}

/** Whose technician signed, by the chain of the certificate. */
function vendorIn(file: string): string | null {
  const { by, vendor } = signatoryOf(file)
  return by === 'technician' ? vendor : null
}

const AGREEMENT_WORDS: { readonly [A in VisitAgreement]: string } = {
  agreed: 'The car recorded the visit as the bench signed it.',
  'waiting-for-log': 'The bench has signed the visit; the car’s own record of it has not arrived yet.',
  'waiting-for-bench': 'The car has recorded the visit; the certificate has not arrived from the bench yet.',
  contradicts: 'Bench and car say different things about this visit. Both are kept; a person looks.',
  conflicting: 'Two different certificates were signed under this id. Both are kept, and neither counts.',
}
