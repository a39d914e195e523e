/** Why the car does what it does: the device's own state, beside the words of the law it rests on. */

import type { State } from '@keyturn/device/state.ts'
import { inZone } from '@keyturn/domain/civil.ts'
import { gramsPer210L, type Instant } from '@keyturn/domain/units.ts'
import type { Citation, LockoutRule, Profile, Ruled } from '@keyturn/rules/profile.ts'

export type Law =
  | { readonly source: string; readonly section: string; readonly quote: string }
  | { readonly from: string; readonly why: string }
export type Reason = { readonly rule: string; readonly title: string; readonly words: string; readonly law: Law | null }

/**
 * The reasons that hold now, the gravest first. Empty when nothing stands between the driver and the road but a test.
 */
export function explain(state: State, profile: Profile, at: Instant): readonly Reason[] {
  const { ledger, phase } = state
  const moment = (when: Instant) => inZone(when, profile.timeZone)
  const reasons: Reason[] = [...reliefReasons(ledger, profile, at)]
  for (const lockout of ledger.lockouts) {
    const rule = profile.lockouts.find(({ id }) => id === lockout.rule)
    if (rule === undefined) continue
    reasons.push({ rule: rule.id, title: rule.title, words: lockoutWords(lockout, moment), law: quoted(rule.law) })
    const grace = effectLaw(rule)
    if (lockout.visitBy !== null && grace !== null) {
      reasons.push({
        rule: `${rule.id}-visit`,
        title: 'Time to reach the provider',
        words: `Visit by ${moment(lockout.visitBy)}.`,
        law: grace,
      })
    }
  }
  if (ledger.holdUntil > at) {
    const { failsWhen, brac } = profile.setPoint.value
    const limit = `${failsWhen === 'above' ? 'above' : 'at or above'} ${gramsPer210L(brac)} g/210 L`
    reasons.push({
      rule: 'failed-start-test',
      title: 'A start test failed',
      words: `A breath ${limit} fails. The next test can be taken at ${moment(ledger.holdUntil)}.`,
      law: lawOf(profile.setPoint),
    })
  }
  if (ledger.resetBy > 0 && profile.violationsReset !== null) {
    reasons.push({
      rule: 'violations-service',
      title: 'A violations service is owed',
      words: `Visit the service center by ${moment(ledger.resetBy)}.`,
      law: lawOf(profile.violationsReset.serviceWithin),
    })
  }
  if (phase.at === 'running' && phase.retest.is === 'pending') {
    reasons.push({
      rule: 'retest',
      title: 'A retest is asked for',
      words: `Blow by ${moment(phase.retest.answerBy)}. The engine is never shut off.`,
      law: lawOf(profile.retest.answerWithin),
    })
  }
  if (phase.at === 'running' && phase.alert) {
    reasons.push({
      rule: 'alert',
      title: 'The horn sounds',
      words:
        'A retest was failed or missed. The horn sounds until the car is turned off; the engine is never shut off.',
      law: lawOf(profile.retest.alert),
    })
  }
  if (ledger.installed && ledger.reminded && ledger.lockouts.length === 0) {
    reasons.push({
      rule: 'service-due',
      title: 'A service visit is due',
      words: `The visit is due by ${moment(ledger.dueAt)}.`,
      law: lawOf(profile.service.dueWithinDays),
    })
  }
  return reasons
}

/** What a lawful act has changed: a lockout lifted, a date moved; and a keypad that waits. */
function reliefReasons(ledger: State['ledger'], profile: Profile, at: Instant): readonly Reason[] {
  const moment = (when: Instant) => inZone(when, profile.timeZone)
  const { override, keypadHeldUntil, wrongCodes, installed, dueAt, dueAsSet } = ledger
  const reasons: Reason[] = []
  if (override !== null) {
    reasons.push({
      rule: 'override',
      title: 'The lockout is lifted for some hours',
      words: `The car starts on a passed test until ${moment(override.until)}. All tests stay on.`,
      law: lawOf(profile.relief.override),
    })
  }
  if (keypadHeldUntil > at) {
    reasons.push({
      rule: 'keypad',
      title: 'The keypad waits',
      words: `There were ${wrongCodes} wrong codes in a row. The next can be typed at ${moment(keypadHeldUntil)}.`,
      law: null,
    })
  }
  if (installed && dueAt > dueAsSet) {
    reasons.push({
      rule: 'date-moved',
      title: 'The date of the service visit was moved',
      words: `It was due by ${moment(dueAsSet)}. It is due by ${moment(dueAt)} now.`,
      law: lawOf(profile.relief.toll),
    })
  }
  return reasons
}

function lockoutWords(
  { since, visitBy, closed }: State['ledger']['lockouts'][number],
  moment: (at: Instant) => string,
): string {
  if (visitBy === null) return `Locked since ${moment(since)}. A service visit ends the lockout.`
  if (closed)
    return `Locked since ${moment(since)}; the time to visit ended at ${moment(visitBy)}. The car has to be towed.`
  return `Locked out since ${moment(since)}. The car still starts on a passed test until ${moment(visitBy)}.`
}

const effectLaw = (rule: LockoutRule): Law | null => lawOf(rule.effect)

const quoted = ({ source, section, quote }: Citation): Law => ({ source, section, quote })

function lawOf(ruled: Ruled<unknown>): Law {
  if ('law' in ruled) return quoted(ruled.law)
  // The link quotes or assumes; what was read in a text that is not kept here cannot be quoted.
  return 'research' in ruled ? { from: ruled.research.clause, why: ruled.research.gist } : ruled.assumed
}
