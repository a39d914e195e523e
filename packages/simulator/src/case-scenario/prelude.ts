/**
 * The usual beginning of a case, so that a file can come to its point: two convictions, approval, papers, a device in
 * `car-1`, and the restriction. It is a piece of a case file like any other.
 */
import { addDays } from '@keyturn/domain/civil.ts'
import type { CivilDate } from '@keyturn/domain/units.ts'

/** The lines up to the day on which the driver is restricted. Days are as in a file, clock times too. */
export function usualBeginning(since: CivilDate): string {
  const on = (days: number): string => addDays(since, days)
  const papers = [
    `- ${on(-16)} 09:00 officer:`,
    `    - case-opened`,
    `    - conviction: {on: ${on(-2_500)}}`,
    `    - conviction: {on: ${on(-400)}}`,
  ]
  const fitted = [
    `- ${on(-15)} 09:30 driver:`,
    `    - vendor-chosen`,
    `    - vehicle-added: car-1`,
    `    - affidavit-filed`,
    `- ${on(-2)} 10:00 technician: {device-installed: {certificate: NG-1}}`,
  ]
  const approval = `    - approval-granted: full-reinstatement`
  const restricted = [
    `- ${since} 09:00 officer:`,
    `    - fully-reinstated: {on: ${since}}`,
    `    - restriction-added: Z`,
  ]
  return [...papers, approval, ...fitted, ...restricted].join('\n')
}

/** A visit every 28 days at five, as long as the file says. */
export const usualVisits = (since: CivilDate, until: CivilDate): string =>
  `- ${addDays(since, 25)} 17:00 technician: {visit-kept: {purpose: scheduled, repeat: {every: 28 days, until: ${until}}}}`
