/** Orders and outages in plain words. */
import type { Scope, ServiceFunction } from '@keyturn/domain/relief.ts'
import type { OutageCause, StatementOf } from '@keyturn/evidence/statement/statement.ts'
import { daysWords, dayWords } from '../ui/day-words.ts'
import type { Tone } from '../ui/Panel.tsx'
import type { Public, Standing } from './standing.ts'

export const functions: { readonly [F in ServiceFunction]: string } = {
  'service-visit': 'Scheduled visits',
  'violations-service': 'Services after violations',
  'lockout-visit': 'Visits that end a lockout',
}

export const causes: { readonly [C in OutageCause]: string } = {
  server: 'a server that does not answer',
  network: 'a network that does not work',
  software: 'a fault in software',
  power: 'a loss of power',
  'service-capacity': 'too few places at service centers',
}

/** `Every device in Massachusetts`, or which ones. */
export function whomWords({ vendors, models, firmwares, regions }: Scope, place: string): string {
  const parts = [
    ...(vendors === null ? [] : [`of ${either(vendors)}`]),
    ...(models === null ? [] : [`of model ${either(models)}`]),
    ...(firmwares === null ? [] : [`with software ${either(firmwares)}`]),
    ...(regions === null ? [] : [`in ${either(regions)}`]),
  ]
  return parts.length === 0 ? `Every device in ${place}` : `Devices in ${place} ${parts.join(', ')}`
}

/** `Scheduled visits and visits that end a lockout`. */
export const functionWords = ({ functions: of }: Scope): string => {
  const [first = '', ...rest] = of.map((one) => functions[one])
  return every([first, ...rest.map((words) => words.toLowerCase())])
}

/** What the order does, in a few words. */
export function orderTitle({ moves, supersedes }: StatementOf<'order'>): string {
  if (moves.kind === 'ended') return `Order ${supersedes ?? ''} is ended`.replace('  ', ' ')
  return moves.kind === 'days' ? `Due dates move by ${daysWords(moves.days)}` : 'Due dates move day for day'
}

export const publicTitle = (of: Public): string =>
  of.kind === 'order' ? orderTitle(of) : `Outage: ${causes[of.cause]}`

/** How far a date moves, with cap and stagger. */
export function howFar({ moves, interval, capDays, staggerDays }: StatementOf<'order'>): string {
  if (moves.kind === 'ended') return 'No further date moves. What a car has been given stays.'
  const plain =
    moves.kind === 'days'
      ? `Each of these dates moves by ${daysWords(moves.days)}`
      : `Each of these dates moves by one day for each day of the outage, from ${dayWords(interval.from)} to ${dayWords(interval.until)}, that fell in its period`
  const spread =
    staggerDays === 0
      ? ''
      : ` The return is spread over ${daysWords(staggerDays)} more, by the number of the device, so that not everybody comes on one day.`
  return `${plain}, ${daysWords(capDays)} at most.${spread}`
}

/** `due from 2 Mar 2026 to 14 Mar 2026`. */
export const dueWords = ({ due }: StatementOf<'order'>): string =>
  `due from ${dayWords(due.from)} to ${dayWords(due.until)}`

export function standingWords(standing: Standing): { readonly words: string; readonly tone: Tone } {
  switch (standing.is) {
    case 'in-force':
      return { words: 'In force', tone: 'calm' }
    case 'to-come':
      return { words: 'Not in force yet', tone: 'watch' }
    case 'over':
      return { words: 'Over', tone: 'plain' }
    case 'conflicting':
      return { words: 'Conflicting: does not count', tone: 'urgent' }
    case 'amended':
      return { words: `Amended by ${standing.by}`, tone: 'watch' }
    case 'ended':
      return { words: `Ended by ${standing.by}`, tone: 'plain' }
    case 'not-believed':
      return { words: 'Not believed', tone: 'urgent' }
  }
}

const every = (words: readonly string[]): string => joined(words, 'and')
const either = (words: readonly string[]): string => joined(words, 'or')

function joined(words: readonly string[], last: string): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`
}
