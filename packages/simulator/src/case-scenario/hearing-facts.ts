/** Reads the facts about violations, hearings, removal, and corrections of the record. */
import type { HearingFact, RecordFact, RemovalFact, Sanction, ViolationFact } from '@keyturn/cases/program/fact.ts'
import { parseCivilDate } from '@keyturn/domain/civil.ts'
import { isList, listOf, textOf } from '../scenario/nodes.ts'
import { Unreadable } from '../scenario/place.ts'
import type { Reader } from './fact-readers.ts'
import type { Fields } from './fields.ts'
import { deviceOf, VENDOR } from './service-facts.ts'

const CAUSES = ['device', 'power', 'provider', 'vehicle', 'unknown'] as const

export const VIOLATION = {
  'violation-reported': (f) => ({
    kind: 'violation-reported',
    violation: f.text('violation'),
    account: f.text('account'),
    device: f.has('device') ? deviceOf(f) : null,
    documents: f.texts('documents', []),
  }),
  'provider-failure': (f) => ({
    kind: 'provider-failure',
    vendor: f.text('vendor', VENDOR),
    until: f.momentOrNone('until'),
    what: f.text('what'),
    documents: f.texts('documents', []),
  }),
  'excusal-granted': (f) => ({
    kind: 'excusal-granted',
    about: f.text('about'),
    cause: f.word('cause', CAUSES),
    reason: f.text('reason'),
    documents: f.texts('documents', []),
  }),
} as const satisfies { readonly [K in ViolationFact['kind']]: Reader<K> }

export const HEARING = {
  'hearing-requested': (f) => ({
    kind: 'hearing-requested',
    about: f.text('about'),
    statement: f.text('statement', 'I ask for a hearing.'),
  }),
  'hearing-scheduled': (f) => ({
    kind: 'hearing-scheduled',
    hearing: f.text('hearing', 'hearing-1'),
    about: f.texts('about'),
    for: f.moment('for'),
    place: f.text('place', 'RMV Boston, room 2'),
    noticeOn: f.date('notice on', f.setting.day),
  }),
  'hearing-evidence': (f) => ({
    kind: 'hearing-evidence',
    hearing: f.text('hearing', 'hearing-1'),
    from: f.word('from', ['participant', 'provider', 'authority']),
    what: f.text('what'),
    document: f.textOrNone('document'),
  }),
  'hearing-decided': (f) => ({
    kind: 'hearing-decided',
    hearing: f.text('hearing', 'hearing-1'),
    outcomes: outcomesOf(f),
    sanction: sanctionOf(f),
    participantPresent: f.truth('participant present', true),
    reason: f.text('reason'),
  }),
  'decision-contested': (f) => ({
    kind: 'decision-contested',
    hearing: f.text('hearing', 'hearing-1'),
    statement: f.text('statement', 'I contest the decision.'),
  }),
  'contest-decided': (f) => ({
    kind: 'contest-decided',
    hearing: f.text('hearing', 'hearing-1'),
    outcome: f.word('outcome', ['upheld', 'reversed', 'modified']),
    sanction: sanctionOf(f),
    reason: f.text('reason'),
  }),
} as const satisfies { readonly [K in HearingFact['kind']]: Reader<K> }

export const REMOVAL = {
  'removal-requested': (f) => ({
    kind: 'removal-requested',
    statement: f.text('statement', 'I ask for the removal of the device.'),
  }),
  /** The last request, unless its number is given. */
  'removal-decided': (f) => ({
    kind: 'removal-decided',
    request: f.count('request', 0),
    granted: f.truth('granted', true),
    reason: f.text('reason'),
  }),
} as const satisfies { readonly [K in RemovalFact['kind']]: Reader<K> }

export const RECORD = {
  'fact-withdrawn': (f) => ({ kind: 'fact-withdrawn', fact: f.count('number', 0), reason: f.text('reason') }),
} as const satisfies { readonly [K in RecordFact['kind']]: Reader<K> }

/** `responsible: failed-starts` and `not responsible: [missed-retests]`. */
function outcomesOf(f: Fields) {
  const responsible = f.texts('responsible', []).map((about) => ({ about, outcome: 'responsible' }) as const)
  const not = f.texts('not responsible', []).map((about) => ({ about, outcome: 'not-responsible' }) as const)
  return [...responsible, ...not]
}

/** `sanction: none`, or `sanction: [suspension, 2021-08-01, 2021-11-01]`, with `life` in place of the last day. */
function sanctionOf(f: Fields): Sanction {
  const value = f.take('sanction')
  if (value === undefined) return { kind: 'none' }
  if (!isList(value)) {
    if (textOf(value, 'sanction') === 'none') return { kind: 'none' }
    throw new Unreadable(value.place, 'sanction is "none", or a list such as [suspension, 2021-08-01, 2021-11-01]')
  }
  const [kind, from, until, more] = listOf(f.file, value, 'sanction').map((at) => textOf(at, 'sanction'))
  const first = parseCivilDate(from ?? '')
  const last = until === 'life' ? null : parseCivilDate(until ?? '')
  if (
    (kind !== 'suspension' && kind !== 'revocation') ||
    first === undefined ||
    last === undefined ||
    more !== undefined
  ) {
    throw new Unreadable(value.place, 'a sanction is suspension or revocation, its first and its last day (or life)')
  }
  return { kind, from: first, until: last }
}
