/** Reads what a case file publishes for everybody: `order:`, `outage:`, `withdraw:`. */
import type { Profile } from '@keyturn/rules/profile.ts'
import type { At, File } from '../scenario/nodes.ts'
import { parseOrder, parseOutage } from '../scenario/parse-order.ts'
import { nameOf } from '../scenario/parse-signed.ts'
import type { Setting } from './fields.ts'
import type { Publication } from './published.ts'
import { VENDOR } from './service-facts.ts'

export const PUBLISHED = ['order', 'outage', 'withdraw'] as const
type Word = (typeof PUBLISHED)[number]

export const isPublished = (word: string): word is Word => PUBLISHED.some((one) => one === word)

/** @throws Unreadable */
export function publicationOf(
  file: File,
  word: Word,
  at: At,
  { profile, at: start }: Setting & { readonly profile: Profile },
): Publication {
  const setting = { profile, start }
  switch (word) {
    case 'order':
      return { is: 'order', order: parseOrder(file, at, setting) }
    case 'outage':
      return { is: 'outage', outage: parseOutage(file, at, setting), vendors: [VENDOR] }
    case 'withdraw':
      return { is: 'withdraw', name: nameOf(at) }
  }
}
