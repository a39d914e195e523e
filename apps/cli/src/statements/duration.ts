/** Spans on the command line and in terms: `90 days`, `20 hours`, `15 minutes`. */
import { type Duration, days, hours, minutes } from '@keyturn/domain/units.ts'
import { InvalidArgumentError } from 'commander'

const UNITS = { day: days, hour: hours, minute: minutes } as const
const isUnit = (text: string): text is keyof typeof UNITS => Object.hasOwn(UNITS, text)

/** The span; undefined for anything else. */
export function parseSpan(text: string): Duration | undefined {
  const [, count = '', unit = ''] = /^(\d{1,5}) ?(day|hour|minute)s?$/.exec(text.trim()) ?? []
  return isUnit(unit) && Number(count) > 0 ? UNITS[unit](Number(count)) : undefined
}

/** @throws InvalidArgumentError with what a span looks like */
export function readSpan(text: string): Duration {
  const span = parseSpan(text)
  if (span === undefined) throw new InvalidArgumentError('A span looks like "90 days", "20 hours" or "15 minutes".')
  return span
}
