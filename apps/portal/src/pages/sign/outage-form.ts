/** The questions of a declared outage, and what was answered as a statement to sign. */
import { jurisdictionOf } from '@keyturn/contract/jurisdiction.ts'
import { SERVICE_FUNCTIONS } from '@keyturn/domain/relief.ts'
import { type Instant, parseInstant } from '@keyturn/domain/units.ts'
import type { OutageCause } from '@keyturn/evidence/statement/statement.ts'
import type { Organization } from '../../data/cases.ts'
import type { Me } from '../../data/session.ts'
import type { Entry } from '../../relief/standing.ts'
import { causes, publicTitle } from '../../relief/words.ts'
import type { Field, Values } from '../../ui/form/field.ts'
import { type Draft, linesIn, namesIn } from './draft.ts'

/** A declaration counts for so long; a later one amends or ends it. */
const LASTS_DAYS = 180

type Asked = {
  readonly me: Me
  readonly places: readonly string[]
  readonly vendors: readonly Organization[]
  readonly entries: readonly Entry[]
}

export function outageFields({ me, places, vendors, entries }: Asked, values: Values): readonly Field[] {
  const known = entries.flatMap(({ statement, standing }) =>
    statement.kind === 'outage' && standing.is === 'in-force'
      ? [{ value: statement.id, words: `${publicTitle(statement)} (${statement.id})` }]
      : [],
  )
  return [
    ...(places.length < 2
      ? []
      : [
          {
            kind: 'choice',
            name: 'jurisdiction',
            label: 'To which authority',
            initial: places[0] ?? '',
            options: places.map((value) => ({ value, words: jurisdictionOf(value)?.name ?? value })),
          } as const,
        ]),
    {
      kind: 'choice',
      name: 'act',
      label: 'What it is',
      initial: 'new',
      options: [
        { value: 'new', words: 'A new outage' },
        { value: 'amends', words: 'More about one, or its end' },
      ],
    },
    ...(values['act'] !== 'amends'
      ? []
      : [
          {
            kind: 'choice',
            name: 'supersedes',
            label: 'Which one',
            options: known,
            none: 'No outage is declared that goes on.',
          } as const,
        ]),
    ...(me.vendor === null
      ? [
          {
            kind: 'several',
            name: 'vendors',
            label: 'Devices of these providers',
            hint: 'None picked: of every provider.',
            options: vendors.map(({ id, name }) => ({ value: id, words: name })),
            optional: true,
          } as const,
        ]
      : []),
    {
      kind: 'choice',
      name: 'cause',
      label: 'What failed',
      initial: 'server',
      options: CAUSES.map((value) => ({ value, words: sentence(causes[value]) })),
    },
    { kind: 'moment', name: 'from', label: 'Since' },
    { kind: 'moment', name: 'until', label: 'Until', hint: 'Empty: it goes on.', optional: true },
    { kind: 'long-text', name: 'account', label: 'What happened, in plain words', max: 1_000 },
    {
      kind: 'text',
      name: 'regions',
      label: 'Only in these regions',
      hint: 'Names with commas between.',
      optional: true,
    },
    { kind: 'text', name: 'cites', label: 'The law it is declared by', optional: true },
  ]
}

const CAUSES: readonly OutageCause[] = ['server', 'network', 'software', 'power', 'service-capacity']

type Given = { readonly me: Me; readonly places: readonly string[]; readonly asOf: Instant }

/** What the form sends, as a statement without its name. */
export function outageIn(
  body: Readonly<Record<string, unknown>>,
  { me, places, asOf }: Given,
): { readonly jurisdiction: string; readonly draft: Omit<Draft, 'id'> } {
  const jurisdiction = textIn(body['jurisdiction']) ?? places[0] ?? ''
  const vendors = me.vendor === null ? listIn(body['vendors']) : [me.vendor]
  const cause = CAUSES.find((one) => one === body['cause']) ?? 'server'
  return {
    jurisdiction,
    draft: {
      subject: jurisdiction,
      cites: linesIn(body['cites']),
      lastsDays: LASTS_DAYS,
      body: {
        kind: 'outage',
        scope: {
          jurisdiction,
          vendors,
          models: null,
          firmwares: null,
          regions: namesIn(body['regions']),
          functions: SERVICE_FUNCTIONS,
        },
        from: momentIn(body['from']) ?? asOf,
        until: momentIn(body['until']) ?? null,
        cause,
        account: textIn(body['account']) ?? '',
        supersedes: textIn(body['supersedes']),
      },
    },
  }
}

const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const momentIn = (value: unknown): Instant | undefined => (typeof value === 'string' ? parseInstant(value) : undefined)

function listIn(value: unknown): readonly string[] | null {
  const names = Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
  return names.length === 0 ? null : names
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
