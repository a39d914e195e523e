/** When something counts as learned late, and how that is told. */
import { daysBetween } from '@keyturn/domain/civil.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import type { CaseFinding } from './assessment.ts'
import { dayOf } from './days.ts'

const DAY_MS = 86_400_000

/** Whether more than a day lies between what happened and when it was learned. */
export const isLate = (at: number, learnedAt: number): boolean => learnedAt - at > DAY_MS

/** `12 days`, counted in the calendar. */
export function laterWords(from: Instant, until: Instant, zone: string): string {
  const days = daysBetween(dayOf(from, zone), dayOf(until, zone))
  return `${days} day${days === 1 ? '' : 's'}`
}

export const titles = (findings: readonly CaseFinding[]): string => {
  const all = [...new Set(findings.map(({ title }) => title))]
  return all.join('; ')
}
