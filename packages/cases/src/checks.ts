/**
 * Re-reads what the device judged on the spot: results, windows, due dates. A difference is a finding about the
 * device.
 */
import type { EntryOf, Record } from '@keyturn/domain/record.ts'
import { after, type Instant } from '@keyturn/domain/units.ts'
import { fails, type Profile } from '@keyturn/rules/profile.ts'
import { endOfDayAfter } from './calendar.ts'
import { note } from './draft.ts'
import { type Folding, lawAt } from './folding.ts'
import { groundOf, type Law } from './law.ts'
import { logLaw } from './place.ts'

type Difference = { readonly rule: string; readonly title: string; readonly law: Law; readonly effect: string }

/** Adds an integrity finding when a record does not agree with the law it was made under. */
export function noteChecks(folding: Folding, record: Record): void {
  const difference = differenceOf(record, lawAt(folding, record.at).profile)
  if (difference !== null) note(folding, [record], { class: 'integrity', cause: 'device', ...difference })
}

function differenceOf(record: Record, profile: Profile): Difference | null {
  switch (record.kind) {
    case 'sample': {
      if (record.result === 'measured' || record.test === 'reference') return null
      const failed = fails(profile.setPoint.value, record.brac)
      return failed === (record.result === 'fail') ? null : differentResult(profile, failed)
    }
    case 'retest-requested':
      return sameWindow(record, profile) ? null : differentWindow(profile)
    case 'retest-cut-short':
      return record.how === 'ignition-off' &&
        record.cause === 'operator' &&
        profile.retest.whenIgnitionOff.value === 'missed'
        ? notCountedAsMissed(profile)
        : null
    case 'installed':
      return record.profile.startsWith(`${profile.id}@`) ? dueDate(record, profile) : otherLaw(record.profile, profile)
    case 'service-completed':
      return record.visit === 'removal' ? null : dueDate(record, profile)
    case 'log-conflict':
      return {
        rule: 'log-conflict',
        title: 'The two copies of the log in the device disagreed',
        law: logLaw,
        effect: 'The device kept the copy that verifies and says so. A person compares both.',
      }
    default:
      // Nothing in the other kinds can be recomputed from the profile.
      return null
  }
}

/** Whether the device gave a retest the time that the law gives it. */
export const sameWindow = (record: EntryOf<'retest-requested'>, { retest }: Profile): boolean =>
  record.answerBy === after(record.at, retest.answerWithin.value)

const differentResult = ({ setPoint }: Profile, failed: boolean): Difference => ({
  rule: 'result-differs',
  title: `The device called a breath ${failed ? 'passed' : 'failed'} that ${failed ? 'fails' : 'passes'} by the law`,
  law: groundOf(setPoint),
  effect: 'The status follows the measured value and the law. The provider has to examine the device.',
})

const differentWindow = ({ retest }: Profile): Difference => ({
  rule: 'retest-window-differs',
  title: 'The device gave another time for a retest than the law',
  law: groundOf(retest.answerWithin),
  effect: 'A retest missed under a wrong window needs a person’s judgment.',
})

const notCountedAsMissed = ({ retest }: Profile): Difference => ({
  rule: 'switching-off-not-counted',
  title: 'The ignition was switched off before a retest, and the device did not record a missed retest',
  law: groundOf(retest.whenIgnitionOff),
  effect: 'Nothing is counted that the device did not record. The provider has to examine the device.',
})

const otherLaw = (named: string, { id, timeZone }: Profile): Difference => ({
  rule: 'installed-under-other-law',
  title: `The device was installed under ${named}, but the case is judged under ${id}`,
  law: { kind: 'assumed', from: 'the enrollment of the case', why: `The case belongs to ${id}, ${timeZone}.` },
  effect: 'The device may lock by other rules than yours. The provider has to examine the device.',
})

function dueDate(
  { at, dueAt }: { readonly at: Instant; readonly dueAt: Instant },
  profile: Profile,
): Difference | null {
  const days = profile.service.dueWithinDays
  if (dueAt <= endOfDayAfter(at, days.value, profile.timeZone)) return null
  return {
    rule: 'due-date-beyond-limit',
    title: `The next visit was set later than ${days.value} days ahead`,
    law: groundOf(days),
    effect: 'Your due date is the one the certificate gave you. The provider has to explain it.',
  }
}
