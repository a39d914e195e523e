/** Which of the counted events a record is, judged by the raw measurement and the law of the day. */
import type { Record, Trigger } from '@keyturn/domain/record.ts'
import { fails, type Profile } from '@keyturn/rules/profile.ts'

const none: readonly Trigger[] = []
const failedStart: readonly Trigger[] = ['start-test-failed', 'sample-failed']
const failedRetest: readonly Trigger[] = ['retest-failed', 'sample-failed']
const missedRetest: readonly Trigger[] = ['retest-missed']
const tampering: readonly Trigger[] = ['tamper']

/**
 * Only what the driver did counts; a missed due date is counted by the calendar, not here. A confirmation, a breath
 * nobody asked for and bottle gas never count.
 */
export function triggersOf(record: Record, profile: Profile): readonly Trigger[] {
  if (record.cause !== 'operator') return none
  switch (record.kind) {
    case 'sample':
      if (!fails(profile.setPoint.value, record.brac)) return none
      if (record.test === 'start') return failedStart
      return record.test === 'retest' ? failedRetest : none
    case 'retest-missed':
      return missedRetest
    case 'tamper':
    case 'circumvention':
      return tampering
    default:
      // Every other kind is a circumstance, not a counted event; `words.ts` still gives each its sentence.
      return none
  }
}
