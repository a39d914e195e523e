/** The status of a device's driver: assessed from its records, explained, with what is odd about the log itself. */
import { assess } from '@keyturn/cases/assess.ts'
import { explain } from '@keyturn/cases/explain.ts'
import { recordFacts } from '@keyturn/cases/fact.ts'
import { timeline } from '@keyturn/cases/timeline.ts'
import { span } from '@keyturn/cases/words.ts'
import type { DeviceStatus, IntegrityNote } from '@keyturn/contract/endpoints/status.ts'
import type { VisitView } from '@keyturn/contract/endpoints/visits.ts'
import { type Instant, iso } from '@keyturn/domain/units.ts'
import { findProfile, profiles } from '@keyturn/rules/profiles.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import type { EnrolledDevice } from '@keyturn/store/queries/devices.ts'
import { integrityFindings } from '@keyturn/store/queries/integrity-findings.ts'
import { lastReceivedAt, uploadsFarOff } from '@keyturn/store/queries/uploads.ts'
import { reliefViewOf } from '../statements/relief-view.ts'
import { visitsOf } from '../statements/visits.ts'
import type { DeviceRecords, RecordCache } from './record-cache.ts'

const TIMELINE_MAX = 500
/** Unreadable lines are listed one by one up to this many. */
const ANOMALIES_MAX = 50

type StatusParts = { readonly db: Pool; readonly records: RecordCache }

/** Undefined when this server does not know the profile that the device was enrolled under. */
export async function statusOf(
  parts: StatusParts,
  device: EnrolledDevice,
  asOf: Instant,
): Promise<DeviceStatus | undefined> {
  const profile = findProfile(device.profile)
  if (profile === undefined) return undefined
  const held = await parts.records.of(device)
  const [integrity, received] = await Promise.all([
    integrityNotes(parts, device, held),
    lastReceivedAt(parts.db, device.id),
  ])
  const versions = profiles.filter(({ id }) => id === profile.id)
  const relief = await reliefViewOf(parts.db, device, held, asOf)
  const assessment = assess(versions, recordFacts(device.id, held.records), asOf, relief)
  const told = held.records.filter(({ at }) => at <= asOf)
  return {
    device: device.id,
    case: device.caseId,
    profile: device.profile,
    asOf: iso(asOf),
    assessment,
    explanation: explain(assessment),
    timeline: [...timeline(told.slice(-TIMELINE_MAX), profile.timeZone)],
    timelineLeftOut: Math.max(0, told.length - TIMELINE_MAX),
    integrity: [...integrity],
    log: device.head,
    lastReceivedAt: received === null ? null : iso(received),
  }
}

async function integrityNotes(
  parts: StatusParts,
  device: EnrolledDevice,
  held: DeviceRecords,
): Promise<readonly IntegrityNote[]> {
  const { db } = parts
  const [found, farOff, visits] = await Promise.all([
    integrityFindings(db, device.id),
    uploadsFarOff(db, device.id),
    visitsOf({ pool: db, records: parts.records }, device),
  ])
  return [
    ...found.map(({ reference, foundAt, words }) => ({
      kind: 'two-histories' as const,
      reference,
      foundAt: iso(foundAt),
      words,
    })),
    ...farOff.map(({ lastSeq, receivedAt, clockOffMs }) => ({
      kind: 'clock-far-off' as const,
      reference: `record ${lastSeq}`,
      foundAt: iso(receivedAt),
      words:
        `The device's clock was ${span(clockOffMs)} ${clockOffMs > 0 ? 'ahead of' : 'behind'} the server's when this upload arrived. ` +
        'The order of the records is not in doubt; their times need a person.',
    })),
    ...visits.flatMap(contradicting),
    ...held.anomalies.slice(0, ANOMALIES_MAX).map(({ seq, what }) => ({
      kind: 'unreadable-record' as const,
      reference: `record ${seq}`,
      foundAt: iso(device.enrolledAt),
      words: `The device signed a line that is no record (${what}). It is kept and was not judged.`,
    })),
  ]
}

/** Bench and car say different things about a visit: a person looks, and neither is overwritten. */
const contradicting = ({ certificate, agreement, words, contradictions, at }: VisitView): readonly IntegrityNote[] =>
  agreement === 'contradicts' || agreement === 'conflicting'
    ? [
        {
          kind: 'visit-contradicts',
          reference: `certificate ${certificate}`,
          foundAt: at,
          words: [words, ...contradictions].join(' '),
        },
      ]
    : []
