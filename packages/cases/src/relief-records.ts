/**
 * What the log says of relief: orders, moved dates, overrides, telephone codes. The dates of the case follow the log;
 * what neither law nor order gives is an integrity finding about the device, never held against the driver.
 */
import type { EntryOf, Record } from '@keyturn/domain/record.ts'
import { after, type Instant } from '@keyturn/domain/units.ts'
import { endOfDayAfter } from './calendar.ts'
import { note } from './draft.ts'
import type { NonEmpty } from './fact.ts'
import { type Folding, lawAt, type Period } from './folding.ts'
import { groundOf, type Law } from './law.ts'
import { dateBy, mayToll, termsIn } from './orders.ts'
import { notListed, overrideNotListed } from './relief-compared.ts'
import { dateAsSet, dateMoved, lawOfOrder } from './relief-dates.ts'

/** Takes in what a record says of relief. Kinds that say nothing of it are left alone. */
export function noteRelief(folding: Folding, record: Record): void {
  switch (record.kind) {
    case 'order-accepted':
      orderAccepted(folding, record)
      return
    case 'keypad-accepted':
      codeAccepted(folding, record)
      return
    case 'due-date-moved':
      moved(folding, record)
      return
    case 'override-began':
      overrideBegan(folding, record)
      return
    case 'lockout-ended':
      ended(folding, record)
      return
    default:
      return
  }
}

function orderAccepted(folding: Folding, record: Record & EntryOf<'order-accepted'>): void {
  const { profile } = lawAt(folding, record.at)
  const order = { terms: termsIn(record, profile.id), by: record.by, record }
  folding.orders.set(record.order, order)
  if (!mayToll(record.by, profile)) {
    doubt(folding, [record], {
      rule: 'order-not-lawful',
      title: `The device accepted an order of somebody who may not move dates here (${record.order})`,
      law: groundOf(profile.relief.toll),
      effect: given,
    })
    return
  }
  const differs = notListed(folding, order)
  if (differs !== null) doubt(folding, [record], { ...differs, law: lawOfOrder(folding, record.order), effect: given })
}

/** What records call a telephone code: `code-authority-3`. */
const codeId = ({ by, counter }: EntryOf<'keypad-accepted'>): string => `code-${by}-${counter}`

/** A code that extends is an order for the one date that stands; the other one lifts a lockout as an override does. */
function codeAccepted(folding: Folding, record: Record & EntryOf<'keypad-accepted'>): void {
  const { period } = folding
  const { code, override } = lawAt(folding, record.at).profile.relief
  const isExtension = record.code === 'extension'
  const lawful = isExtension
    ? code.value.by.includes(record.by) && record.days <= code.value.daysMax
    : override.value.by.includes(record.by)
  if (!lawful) {
    doubt(folding, [record], {
      rule: 'code-not-lawful',
      title: 'The device accepted a telephone code that the law gives nobody leave for',
      law: groundOf(isExtension ? code : override),
      effect: harmless,
    })
  }
  if (period === null) return
  if (isExtension) period.codes.set(codeId(record), record)
  else lift(folding, period, record, { id: codeId(record), until: after(record.at, override.value.lasts) })
}

function moved(folding: Folding, record: Record & EntryOf<'due-date-moved'>): void {
  const { period } = folding
  if (period === null) return
  const expected = expectedDate(folding, period, record)
  if (expected === null || expected.dueAt !== record.dueAt || expected.days !== record.days) {
    const ground = period.codes.get(record.order) ?? folding.orders.get(record.order)?.record
    const basis: NonEmpty<Record> = ground === undefined ? [record] : [ground, record]
    doubt(folding, basis, {
      rule: ground === undefined ? 'date-moved-without-order' : 'moved-date-differs',
      title:
        ground === undefined
          ? `The device moved a date by an order that it had not accepted (${record.order})`
          : `The device moved a date to another day than the order gives (${record.order})`,
      law: lawOfOrder(folding, record.order),
      effect: given,
    })
  }
  dateMoved(folding, period, record)
}

/** The date that the named order gives, counted here once more; null when the log has no such order or date. */
function expectedDate(
  folding: Folding,
  period: Period,
  { of, rule, order, at }: EntryOf<'due-date-moved'>,
): { readonly dueAt: Instant; readonly days: number } | null {
  const set = dateAsSet(period, of, rule)
  if (set === null) return null
  const { profile } = lawAt(folding, at)
  const code = period.codes.get(order)
  if (code !== undefined) {
    if (of !== 'service-visit') return null
    const days = Math.min(code.days, profile.relief.toll.value.daysMax)
    return { days, dueAt: endOfDayAfter(set.at, days, profile.timeZone) }
  }
  const accepted = folding.orders.get(order)
  return accepted === undefined ? null : dateBy(accepted.terms, set, { identity: folding.identity, profile })
}

function overrideBegan(folding: Folding, record: Record & EntryOf<'override-began'>): void {
  const { period } = folding
  if (period === null) return
  const { override: id, by, until } = record
  // A code's own record has begun it already.
  if (period.override?.id === id) return
  const { override } = lawAt(folding, record.at).profile.relief
  if (!override.value.by.includes(by) || until > after(record.at, override.value.lasts)) {
    doubt(folding, [record], {
      rule: 'override-not-lawful',
      title: `The device lifted a lockout in a way that the law does not give (${id})`,
      law: groundOf(override),
      effect: harmless,
    })
  } else if (overrideNotListed(folding, id)) {
    doubt(folding, [record], {
      rule: 'override-not-known',
      title: `The device lifted a lockout by an override that nobody is known to have signed (${id})`,
      law: groundOf(override),
      effect: `${harmless} Whoever gave it hands in the signed statement.`,
    })
  }
  lift(folding, period, record, { id, until })
}

/** One override between two visits; what follows until its end is allowed. */
function lift(
  folding: Folding,
  period: Period,
  record: Record,
  { id, until }: { readonly id: string; readonly until: Instant },
): void {
  const { override } = lawAt(folding, record.at).profile.relief
  if (period.override !== null) {
    doubt(folding, [period.override.record, record], {
      rule: 'override-twice',
      title: `The device lifted a lockout a second time before a service visit (${id})`,
      law: groundOf(override),
      effect: harmless,
    })
  }
  if (!period.lockouts.some(({ visitBy }) => visitBy === null || record.at > visitBy)) {
    doubt(folding, [record], {
      rule: 'override-without-lockout',
      title: `The device began an override although no lockout stopped the car (${id})`,
      law: groundOf(override),
      effect: harmless,
    })
  }
  period.override = { id, record, until }
}

/** A visit ends every lockout before the device says so; any other end has to follow from a moved date. */
function ended(folding: Folding, record: Record & EntryOf<'lockout-ended'>): void {
  const open = folding.period?.lockouts.find(({ rule }) => rule.id === record.rule)
  if (open === undefined) return
  doubt(folding, [...open.basis, record], {
    rule: 'lockout-ended-without-ground',
    title: `The device ended a lockout that no visit and no order ends (${record.rule})`,
    law: groundOf(open.rule.effect),
    effect: harmless,
  })
}

type Doubt = { readonly rule: string; readonly title: string; readonly law: Law; readonly effect: string }

const given = 'Your due date is the one the device gave you. The provider has to examine the device.'
const harmless = 'It is not held against you. The provider has to examine the device.'

function doubt(folding: Folding, basis: NonEmpty<Record>, what: Doubt): void {
  const draft = note(folding, basis, { class: 'integrity', cause: 'device', ...what })
  folding.period?.disputed.push(draft)
}
