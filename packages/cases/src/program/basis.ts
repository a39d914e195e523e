/**
 * What a decision was taken on, and the case as it was known then: enough to come to the same assessment again, to the
 * byte, whatever was told, uploaded or enacted since.
 */
import type { Instant } from '@keyturn/domain/units.ts'
import { profileName } from '@keyturn/rules/profile.ts'
import { programName } from '@keyturn/rules/program.ts'
import type { CaseAssessment } from './assessment.ts'
import type { Basis, CaseFile, DeviceHistory } from './fact.ts'
import type { CaseLaw } from './told.ts'

/** The bytes that a digest is taken over, as text. One assessment is one text. */
export const assessmentText = (assessment: CaseAssessment): string => JSON.stringify(assessment)

/**
 * The basis of a decision taken now. `digest`: SHA-256 of `assessmentText` of the case as of `asOf`, 64 hex digits; who
 * holds a hash function makes it.
 */
export const basisOf = (law: CaseLaw, file: CaseFile, asOf: Instant, digest: string): Basis => ({
  asOf,
  facts: Math.max(0, ...file.facts.map(({ seq }) => seq)),
  devices: file.devices.map(({ device, records }) => ({
    device,
    seq: records.reduce((last, { seq }) => Math.max(last, seq), 0),
  })),
  rules: [...law.profiles.map(profileName), ...law.programs.map(programName)],
  digest,
})

/** The file as it was when the decision was taken: facts and logs told since are cut off. */
export const knownAs = (file: CaseFile, { facts, devices }: Basis): CaseFile => ({
  caseId: file.caseId,
  facts: file.facts.filter(({ seq }) => seq <= facts),
  devices: devices.flatMap(({ device, seq }) => {
    const history = file.devices.find((one) => one.device === device)
    return history === undefined ? [] : [cut(history, seq)]
  }),
})

/** The law as it was known when the decision was taken: versions added since are left out, in the order of then. */
export const lawKnownAs = (law: CaseLaw, { rules }: Basis): CaseLaw => ({
  ...law,
  profiles: rules.flatMap((name) => law.profiles.filter((one) => profileName(one) === name)),
  programs: rules.flatMap((name) => law.programs.filter((one) => programName(one) === name)),
})

/** A log up to a record, with the receipts that had come by then. */
function cut(history: DeviceHistory, seq: number): DeviceHistory {
  return {
    ...history,
    records: history.records.filter((one) => one.seq <= seq),
    received: history.received.filter((one) => one.seq <= seq),
  }
}
