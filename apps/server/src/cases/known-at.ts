import type { CaseFile, DeviceHistory } from '@keyturn/cases/program/fact.ts'
import type { Instant } from '@keyturn/domain/units.ts'

/** A case as it was known at a moment: without facts recorded later, and without records that came later. */
export const knownAt = ({ caseId, facts, devices }: CaseFile, moment: Instant): CaseFile => ({
  caseId,
  facts: facts.filter(({ recordedAt }) => recordedAt <= moment),
  devices: devices.map((history) => heardBy(history, moment)),
})

function heardBy(history: DeviceHistory, moment: Instant): DeviceHistory {
  const received = history.received.filter(({ at }) => at <= moment)
  const last = received.reduce((most, { seq }) => Math.max(most, seq), 0)
  return { ...history, received, records: history.records.filter(({ seq }) => seq <= last) }
}
