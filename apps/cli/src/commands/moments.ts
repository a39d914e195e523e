/** Days and moments on the command line. A day is meant to its end, on the clock of the jurisdiction. */
import { endOfDay, parseCivilDate } from '@keyturn/domain/civil.ts'
import { type CivilDate, type Instant, parseInstant } from '@keyturn/domain/units.ts'
import { InvalidArgumentError } from 'commander'

export type GivenMoment = { readonly at: Instant } | { readonly day: CivilDate }

export function readMoment(text: string): GivenMoment {
  const day = parseCivilDate(text)
  if (day !== undefined) return { day }
  const at = parseInstant(text)
  if (at !== undefined) return { at }
  throw new InvalidArgumentError('A moment is written 2026-03-20T12:30Z, in UTC; a day 2026-03-20.')
}

export const momentIn = (given: GivenMoment, zone: string): Instant =>
  'at' in given ? given.at : endOfDay(given.day, zone)
