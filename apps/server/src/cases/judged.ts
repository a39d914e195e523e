/** An assessment with its bytes: what is stored, compared and decided on. */
import { assessCase } from '@keyturn/cases/program/assess-case.ts'
import type { CaseAssessment, CaseDevice } from '@keyturn/cases/program/assessment.ts'
import type { CaseFile } from '@keyturn/cases/program/fact.ts'
import type { CaseLaw } from '@keyturn/cases/program/told.ts'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { type DeviceStanding, STANDINGS } from '@keyturn/contract/endpoints/cases.ts'
import type { Instant } from '@keyturn/domain/units.ts'

export type Judged = {
  readonly assessment: CaseAssessment
  /** The assessment as JSON. */
  readonly text: string
  /** SHA-256 of the text, 64 hex digits. */
  readonly digest: string
}

/** Assesses from zero. The same facts under the same law come to the same bytes, whenever and wherever that is done. */
export function judge(law: CaseLaw, file: CaseFile, asOf: Instant): Judged {
  const assessment = assessCase(law, file, asOf)
  const text = JSON.stringify(assessment)
  return { assessment, text, digest: digestOf(text) }
}

/** SHA-256 of a text, 64 hex digits. */
export const digestOf = (text: string): string => Buffer.from(nodeCrypto.sha256(Buffer.from(text))).toString('hex')

/** How it stands with the devices that are in vehicles now: the most urgent of what their logs say. */
export function deviceStanding(devices: readonly CaseDevice[]): DeviceStanding {
  const inVehicles = devices.filter(({ installedAt, removedAt }) => installedAt !== null && removedAt === null)
  const standings = inVehicles.map(({ assessment }) => assessment?.status.kind ?? 'unknown')
  return STANDINGS.find((one) => standings.some((standing) => standing === one)) ?? 'no-device'
}
