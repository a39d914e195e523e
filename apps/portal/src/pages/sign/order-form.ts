/** The questions of an order, and what was answered as terms to sign. */
import { addDays } from '@keyturn/domain/civil.ts'
import { SERVICE_FUNCTIONS, type ServiceFunction } from '@keyturn/domain/relief.ts'
import type { CivilDate } from '@keyturn/domain/units.ts'
import type { OrderTerms } from '@keyturn/evidence/statement/statement.ts'
import type { Entry } from '../../relief/standing.ts'
import { functions, orderTitle } from '../../relief/words.ts'
import { dayWords } from '../../ui/day-words.ts'
import type { Field, Option, Values } from '../../ui/form/field.ts'
import { linesIn, namesIn } from './draft.ts'

/** How long a car may still be given the order, unless told otherwise. */
const LASTS_DAYS = 180
const LASTS_DAYS_MAX = 400
const DAYS_MAX = 400

type Asked = {
  /** Vendors that may be named. */
  readonly vendors: readonly Option[]
  /** What there is to amend or to end. */
  readonly entries: readonly Entry[]
  /** Today on the jurisdiction's calendar. */
  readonly today: CivilDate
  /** The law that lets dates move, as far as it is known. */
  readonly clauses: readonly string[]
}

/** What is asked depends on what was answered: an order that ends another moves nothing. */
export function orderFields({ vendors, entries, today, clauses }: Asked, values: Values): readonly Field[] {
  const act = values['act'] ?? 'new'
  const orders = entries.flatMap(({ statement, standing }) =>
    statement.kind === 'order' && standing.is === 'in-force'
      ? [{ value: statement.id, words: `${orderTitle(statement)}, since ${dayWords(dayOf(statement.issuedAt))}` }]
      : [],
  )
  const moves = values['moves'] ?? 'day-for-day'
  return [
    {
      kind: 'choice',
      name: 'act',
      label: 'What it is',
      initial: 'new',
      options: [
        { value: 'new', words: 'A new order' },
        { value: 'amends', words: 'Amends an order' },
        { value: 'ends', words: 'Ends an order' },
      ],
    },
    ...(act === 'new'
      ? []
      : [
          {
            kind: 'choice',
            name: 'supersedes',
            label: act === 'ends' ? 'The order that it ends' : 'The order that it amends',
            options: orders,
            none: 'No order is in force here.',
          } as const,
        ]),
    {
      kind: 'several',
      name: 'vendors',
      label: 'Devices of these providers',
      hint: 'None picked: of every provider.',
      options: vendors,
      optional: true,
      none: 'No provider is on record here; the order is for all.',
    },
    {
      kind: 'text',
      name: 'models',
      label: 'Models',
      hint: 'Names with commas between. Empty: every model.',
      optional: true,
    },
    {
      kind: 'text',
      name: 'firmwares',
      label: 'Software of the device',
      hint: 'As the device names it.',
      optional: true,
    },
    {
      kind: 'text',
      name: 'regions',
      label: 'Regions',
      hint: 'Such as counties, as devices carry them.',
      optional: true,
    },
    ...(act === 'ends' ? [] : movingFields(today, moves)),
    { kind: 'long-text', name: 'reason', label: 'The reason', hint: 'Everybody can read it.', max: 500 },
    {
      kind: 'long-text',
      name: 'cites',
      label: 'The law it is given by',
      hint: 'One to a line, such as 540 CMR 25.06(3).',
      max: 1_000,
      initial: clauses.join('\n'),
    },
    {
      kind: 'whole-number',
      name: 'lasts',
      label: 'Cars accept it for so many days',
      min: 1,
      max: LASTS_DAYS_MAX,
      initial: String(LASTS_DAYS),
    },
  ]
}

const movingFields = (today: CivilDate, moves: string): readonly Field[] => [
  {
    kind: 'several',
    name: 'functions',
    label: 'Dates that move',
    initial: 'service-visit',
    options: SERVICE_FUNCTIONS.map((value) => ({ value, words: functions[value] })),
  },
  { kind: 'date', name: 'interval.from', label: 'The outage began on', initial: addDays(today, -7) },
  { kind: 'date', name: 'interval.until', label: 'Its last day, as far as it is known', initial: today },
  { kind: 'date', name: 'due.from', label: 'Dates move that fall due from', initial: addDays(today, -7) },
  { kind: 'date', name: 'due.until', label: 'and until', initial: today },
  {
    kind: 'choice',
    name: 'moves',
    label: 'How far they move',
    initial: 'day-for-day',
    options: [
      { value: 'day-for-day', words: 'A day for each day of the outage' },
      { value: 'days', words: 'A number of days' },
    ],
  },
  ...(moves === 'days'
    ? [{ kind: 'whole-number', name: 'days', label: 'Days', min: 1, max: DAYS_MAX, initial: '14' } as const]
    : []),
  {
    kind: 'whole-number',
    name: 'capDays',
    label: 'Never by more days than',
    hint: 'The law may allow less; then the law holds.',
    min: 1,
    max: DAYS_MAX,
    initial: '30',
  },
  {
    kind: 'whole-number',
    name: 'staggerDays',
    label: 'Spread the return over so many more days',
    hint: 'By the number of the device, so that not everybody comes on one day. 0: all at once.',
    min: 0,
    max: DAYS_MAX,
    initial: '7',
  },
]

type Answered = { readonly terms: OrderTerms; readonly cites: readonly string[]; readonly lastsDays: number }

/** What the form sends, as terms. The order that is ended lends its own dates: an ending has none. */
export function termsIn(
  body: Readonly<Record<string, unknown>>,
  {
    jurisdiction,
    entries,
    today,
  }: { readonly jurisdiction: string; readonly entries: readonly Entry[]; readonly today: CivilDate },
): Answered {
  const supersedes = typeof body['supersedes'] === 'string' ? body['supersedes'] : null
  const ends = body['act'] === 'ends'
  const before = entries.map(({ statement }) => statement).find(({ id, kind }) => kind === 'order' && id === supersedes)
  const old = before?.kind === 'order' ? before : null
  const span = (name: string) => spanIn(body[name]) ?? { from: today, until: today }
  return {
    cites: linesIn(body['cites']),
    lastsDays: Number(body['lasts']),
    terms: {
      supersedes,
      scope: {
        jurisdiction,
        vendors: listOrAll(body['vendors']),
        models: namesIn(body['models']),
        firmwares: namesIn(body['firmwares']),
        regions: namesIn(body['regions']),
        functions: ends ? (old?.scope.functions ?? SERVICE_FUNCTIONS) : functionsIn(body['functions']),
      },
      interval: ends ? (old?.interval ?? span('interval')) : span('interval'),
      due: ends ? (old?.due ?? span('due')) : span('due'),
      moves: ends
        ? { kind: 'ended' }
        : body['moves'] === 'days'
          ? { kind: 'days', days: Number(body['days']) }
          : { kind: 'day-for-day' },
      capDays: ends ? (old?.capDays ?? 0) : Number(body['capDays']),
      staggerDays: ends ? (old?.staggerDays ?? 0) : Number(body['staggerDays']),
      reason: String(body['reason']),
    },
  }
}

const listOrAll = (value: unknown): readonly string[] | null => {
  const names = Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
  return names.length === 0 ? null : names
}

const functionsIn = (value: unknown): readonly ServiceFunction[] =>
  SERVICE_FUNCTIONS.filter((one) => Array.isArray(value) && value.includes(one))

function spanIn(value: unknown): OrderTerms['interval'] | null {
  if (typeof value !== 'object' || value === null) return null
  const from: unknown = Reflect.get(value, 'from')
  const until: unknown = Reflect.get(value, 'until')
  // The form's own reader has made sure that both are days of the calendar.
  return typeof from === 'string' && typeof until === 'string'
    ? { from: from as CivilDate, until: until as CivilDate }
    : null
}

// A day is the first ten characters of a moment's text.
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)
