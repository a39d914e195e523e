/** Reminders of every date of a case, well before its last day, and what is told when one has passed. OUT-14. */
import { after, before, duration, hours, type Instant, iso } from '@keyturn/domain/units.ts'
import type { CaseDeadline } from '../program/assessment.ts'
import { type Told, tellOf } from './deadline-words.ts'
import { nineOClock } from './moments.ts'
import type { Notice } from './notice.ts'

type What = CaseDeadline['what']
/** `opens`: when the period begins, at nine on that day. `at-once`: the moment it begins. */
type Step = 'at-once' | 'opens' | { readonly days: number } | { readonly hours: number }

/** Earliest first. A step that would fall before the period begins, or after its last instant, is left out. */
const STEPS: { readonly [W in What]: readonly Step[] } = {
  'service-visit': ['opens', { days: 3 }, { days: 1 }, { days: 0 }],
  'lockout-visit': ['at-once', { hours: 24 }, { hours: 6 }],
  'violations-service': ['at-once', { days: 3 }, { days: 1 }, { days: 0 }],
  'hearing-request': ['at-once', { days: 7 }, { days: 1 }],
  hearing: [{ days: 14 }, { days: 3 }, { days: 1 }],
  'booked-visit': [{ days: 1 }, { hours: 3 }],
  'hardship-ends': [{ days: 60 }, { days: 30 }, { days: 7 }, { days: 1 }],
  'suspension-ends': [{ days: 30 }, { days: 7 }],
  'removal-request-opens': [{ days: 14 }],
  'term-ends': [{ days: 60 }, { days: 14 }],
}
/** Where the law names no first day of a period, its reminder comes a week before the last. */
const OPENS_WITHOUT_DAY = 7

/** Everything that is told about one date, whoever hears it, earliest first. */
export function noticesAbout(deadline: CaseDeadline, zone: string): readonly Notice[] {
  const { closesAt } = deadline
  const words = tellOf(deadline, zone)
  const steps = STEPS[deadline.what]
    .map((step) => ({ name: nameOf(step), dueAt: momentOf(step, deadline, zone) }))
    .filter(({ dueAt }) => dueAt <= closesAt && dueAt >= (deadline.opensAt ?? dueAt))
    .toSorted((a, b) => a.dueAt - b.dueAt)
  const reminders = steps.map(({ name, dueAt }, index) => {
    // The next reminder says the same with less time left; after the last instant a reminder is of no use.
    const staleAt = steps[index + 1]?.dueAt ?? after(closesAt, duration(1))
    return noticeOf(deadline, { name, dueAt, staleAt, told: words.reminder })
  })
  const passedAt = after(closesAt, duration(1))
  const passed = words.passed.map((told) =>
    noticeOf(deadline, { name: 'passed', dueAt: passedAt, staleAt: null, told }),
  )
  return [...reminders, ...passed]
}

type Draft = { readonly name: string; readonly dueAt: Instant; readonly staleAt: Instant | null; readonly told: Told }

function noticeOf({ id, what, closesAt, law }: CaseDeadline, { name, dueAt, staleAt, told }: Draft): Notice {
  const { audience, subject, words } = told
  // With the date in it: a date that is moved is a date that has to be told again.
  const key = `${id}/${name}/${iso(closesAt)}${audience === 'participant' ? '' : `/${audience}`}`
  return { id: key, otherIds: [], audience, kind: `${what}/${name}`, dueAt, staleAt, subject, words, law }
}

function momentOf(step: Step, { opensAt, closesAt }: CaseDeadline, zone: string): Instant {
  if (step === 'at-once') return opensAt ?? closesAt
  if (step === 'opens') {
    return opensAt === null ? nineOClock(closesAt, OPENS_WITHOUT_DAY, zone) : nineOClock(opensAt, 0, zone)
  }
  return 'days' in step ? nineOClock(closesAt, step.days, zone) : before(closesAt, hours(step.hours))
}

function nameOf(step: Step): string {
  if (typeof step === 'string') return step
  if ('hours' in step) return `${step.hours}-hours`
  return step.days === 0 ? 'on-the-day' : `${step.days}-days`
}
