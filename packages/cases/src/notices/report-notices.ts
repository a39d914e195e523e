/** Reports that a vendor owes: told when they arise, a day before they are due, and to both sides when late. */
import { after, before, days, duration, hours, type Instant, iso } from '@keyturn/domain/units.ts'
import { inZone } from '../calendar.ts'
import type { DueReport } from '../reports/due.ts'
import type { CaseEvent } from './case-events.ts'
import type { Audience, Notice } from './notice.ts'

const DAY = days(1)

/** Earliest first. A delivered report calls for nothing more; what was told stays told. */
export function noticesOfReport(report: DueReport, zone: string): readonly Notice[] {
  const { id, title, dueAt, about, to } = report
  if (report.state === 'sent') return []
  const by = inZone(dueAt, zone)
  const notice = (step: string, audience: Audience, at: Instant, staleAt: Instant | null, words: string): Notice => ({
    id: `report/${id}/${step}/${iso(dueAt)}/${audience}`,
    otherIds: [],
    audience,
    kind: `report/${step}`,
    dueAt: at,
    staleAt,
    subject: step === 'late' ? `Report late: ${title}, due by ${by}` : `Report due by ${by}: ${title}`,
    words,
    law: report.because,
  })
  const arises = about.discoveredAt
  const dayBefore = before(dueAt, DAY)
  const late = after(dueAt, duration(1))
  const due = `${title} for ${to} is due by ${by}.`
  return [
    notice('due', 'vendor', arises, dayBefore > after(arises, hours(1)) ? dayBefore : late, due),
    ...(dayBefore > after(arises, hours(1)) ? [notice('1-day', 'vendor', dayBefore, late, due)] : []),
    notice('late', 'vendor', late, null, `${title} for ${to} was due by ${by} and is not delivered. Deliver it now.`),
    notice('late', 'authority', late, null, `${title} was due from the vendor by ${by} and is not delivered.`),
  ]
}

/** That a report arose, and that it was not delivered in time. */
export function eventsOfReport({ id, about, dueAt, state }: DueReport, now: Instant): readonly CaseEvent[] {
  const arose: CaseEvent = { kind: 'report-due', subject: `report/${id}`, at: about.discoveredAt }
  if (state === 'sent' || now <= dueAt) return [arose]
  return [arose, { kind: 'deadline-passed', subject: `report/${id}/${dueAt}`, at: after(dueAt, duration(1)) }]
}
