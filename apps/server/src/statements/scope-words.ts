/** Scopes and spans in plain words. */
import { dayWords } from '@keyturn/cases/program/days.ts'
import type { DaySpan, Scope, ServiceFunction } from '@keyturn/domain/relief.ts'
import { findProfile } from '@keyturn/rules/profiles.ts'

/** What vendors are called. */
export type VendorName = (vendor: string) => string

export const FUNCTION_WORDS: { readonly [F in ServiceFunction]: string } = {
  'service-visit': 'the scheduled visit',
  'violations-service': 'the violations service',
  'lockout-visit': 'the visit after a lockout',
}

export const stateName = (jurisdiction: string): string => findProfile(jurisdiction)?.name ?? jurisdiction

/** `from 14 to 21 March 2026`. */
export const spanWords = ({ from, until }: DaySpan): string =>
  from === until ? `on ${dayWords(from)}` : `from ${dayWords(from)} to ${dayWords(until)}`

/** `Devices of Northgate Interlock in Massachusetts, model HX-2.` */
export function scopeWords(scope: Scope, vendorName: VendorName): string {
  const whose = scope.vendors === null ? 'All devices' : `Devices of ${listWords(scope.vendors.map(vendorName))}`
  const parts = [
    `${whose} in ${stateName(scope.jurisdiction)}`,
    ...named('model', scope.models),
    ...named('firmware', scope.firmwares),
    ...named('region', scope.regions),
  ]
  return `${parts.join(', ')}.`
}

const named = (what: string, names: readonly string[] | null): readonly string[] =>
  names === null ? [] : [`${what}${names.length === 1 || what === 'firmware' ? '' : 's'} ${listWords(names)}`]

/** `a`, `a and b`, `a, b and c`. */
export const listWords = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? 'none') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
