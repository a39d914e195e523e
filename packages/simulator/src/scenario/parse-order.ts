/** Reads `order:` and `outage:`. */
import type { ServiceFunction } from '@keyturn/domain/relief.ts'
import { SERVICE_FUNCTIONS } from '@keyturn/domain/relief.ts'
import type { OutageCause } from '@keyturn/evidence/statement/statement.ts'
import { type At, amountOf, type File, fieldsOf, itemsOf, momentOf, textOf, wordOf } from './nodes.ts'
import { byKey, daysOf, nameOf, readDayCount, type Setting, SIGNED_KEYS, signedOf, textsOf } from './parse-signed.ts'
import { Unreadable } from './place.ts'
import type { OrderStep, OutageStep } from './relief-steps.ts'

const ORDER_KEYS = [...SIGNED_KEYS, 'for', 'outage', 'due', 'moves', 'cap', 'stagger', 'amends', 'ends', 'id of']
const SCOPE_KEYS = ['state', 'vendor', 'model', 'firmware', 'region', 'dates']
const OUTAGE_KEYS = [...SIGNED_KEYS, 'from', 'until', 'cause', 'account', 'amends']
const CAUSES: readonly OutageCause[] = ['server', 'network', 'software', 'power', 'service-capacity']
/** As much as any law of the kept profiles allows. */
const CAP_DAYS = 30

/** @throws Unreadable */
export function parseOrder(file: File, at: At, setting: Setting): OrderStep {
  const fields = byKey(fieldsOf(file, at, 'order', ORDER_KEYS))
  const signed = signedOf(fields, setting)
  const [amends, ends, outage, due] = ['amends', 'ends', 'outage', 'due'].map((key) => fields.get(key))
  const idOf = fields.get('id of')
  if (amends !== undefined && ends !== undefined)
    throw new Unreadable(ends.place, 'an order amends another one or ends it, not both')
  const earlier = amends ?? ends
  if (earlier === undefined && outage === undefined)
    throw new Unreadable(at.place, 'order needs "outage:", its first and last day')
  const interval = outage === undefined ? null : daysOf(outage, 'outage')
  const home = signed.by.as === 'authority' ? signed.by.jurisdiction : setting.profile.id
  return {
    ...signed,
    scope: scopeOf(file, fields.get('for'), home),
    interval,
    due: due === undefined ? interval : daysOf(due, 'due'),
    moves: ends === undefined ? movesOf(fields.get('moves')) : { kind: 'ended' },
    capDays: daysIn(fields.get('cap'), 'cap', CAP_DAYS),
    staggerDays: daysIn(fields.get('stagger'), 'stagger', 0),
    supersedes: earlier === undefined ? null : nameOf(earlier),
    idOf: idOf === undefined ? null : nameOf(idOf),
  }
}

const daysIn = (at: At | undefined, what: string, otherwise: number): number =>
  at === undefined ? otherwise : amountOf(at, what, readDayCount)

function movesOf(at: At | undefined): OrderStep['moves'] {
  if (at === undefined || textOf(at, 'moves') === 'day for day') return { kind: 'day-for-day' }
  return { kind: 'days', days: amountOf(at, 'moves', readDayCount) }
}

/** Without a word about it, all devices of the state and the date of the scheduled visit. */
function scopeOf(file: File, at: At | undefined, home: string): OrderStep['scope'] {
  const fields = at === undefined ? new Map<string, At>() : byKey(fieldsOf(file, at, 'for', SCOPE_KEYS))
  const state = fields.get('state')
  const list = (key: string): readonly string[] | null => {
    const value = fields.get(key)
    return value === undefined ? null : textsOf(file, value, key)
  }
  const dates = fields.get('dates')
  return {
    jurisdiction: state === undefined ? home : stateOf(state),
    vendors: list('vendor'),
    models: list('model'),
    firmwares: list('firmware'),
    regions: list('region'),
    functions: dates === undefined ? ['service-visit'] : itemsOf(file, dates).map(functionOf),
  }
}

const functionOf = (at: At): ServiceFunction => wordOf(at, 'a date of a device', SERVICE_FUNCTIONS)

function stateOf(at: At): string {
  const state = textOf(at, 'state')
  if (!/^US-[A-Z]{2}$/.test(state)) throw new Unreadable(at.place, `state: "${state}" is not a state such as US-ME`)
  return state
}

/** @throws Unreadable */
export function parseOutage(file: File, at: At, setting: Setting): OutageStep {
  const zone = setting.profile.timeZone
  const fields = byKey(fieldsOf(file, at, 'outage', OUTAGE_KEYS))
  const [from, until, cause] = ['from', 'until', 'cause'].map((key) => fields.get(key))
  const [account, amends] = [fields.get('account'), fields.get('amends')]
  if (from === undefined) throw new Unreadable(at.place, 'outage needs "from:", the moment it began')
  return {
    ...signedOf(fields, setting),
    from: momentOf(from, 'from', zone).at,
    until: until === undefined ? null : momentOf(until, 'until', zone).at,
    cause: cause === undefined ? 'server' : wordOf(cause, 'a cause of an outage', CAUSES),
    account: account === undefined ? 'Nothing answers.' : textOf(account, 'account'),
    supersedes: amends === undefined ? null : nameOf(amends),
  }
}
