/** Who may sign what, and for how long: the whole of it in one table. */
import { type Duration, days, hours, isCaseId, isDeviceId, minutes } from '@keyturn/domain/units.ts'
import type { AuthorityMay, Speaker, Statement, StatementKind, StatementOf, VendorMay } from './statement.ts'

export type Who =
  | { readonly as: 'root' }
  | { readonly as: 'authority'; readonly may: AuthorityMay }
  | { readonly as: 'vendor'; readonly may: VendorMay }
  | { readonly as: 'technician' }

export type Rule<K extends StatementKind> = {
  readonly by: readonly Who[]
  /** From when it was signed or is good, whichever is earlier, to when it expires. */
  readonly lastsMax: Duration
  /** What `sub` names. */
  readonly about: 'the key or its holder' | 'a device' | 'a case' | 'the jurisdiction'
  /** Whether the law that is acted by must be named. */
  readonly cites: 'always' | 'if any'
  /** What else must hold between the statement and who speaks; a sentence when it does not. */
  readonly also?: (statement: StatementOf<K>, speaker: Speaker) => string | null
}

const root: Who = { as: 'root' }
const authority = (may: AuthorityMay): Who => ({ as: 'authority', may })
const vendor = (may: VendorMay): Who => ({ as: 'vendor', may })
const technician: Who = { as: 'technician' }

/** A challenge at the device is answered within minutes; what answers it is worth nothing later. */
const BRIEF = minutes(15)
const LONG = days(1_100)

export const WHO_MAY: { readonly [K in StatementKind]: Rule<K> } = {
  'authority-key': { by: [root], lastsMax: LONG, about: 'the key or its holder', cites: 'if any', also: ownName },
  vendor: { by: [authority('vendors')], lastsMax: days(400), about: 'the key or its holder', cites: 'if any' },
  technician: { by: [vendor('technicians')], lastsMax: days(90), about: 'the key or its holder', cites: 'if any' },
  rescue: {
    by: [authority('rescues')],
    lastsMax: days(90),
    about: 'the key or its holder',
    cites: 'always',
    also: ({ subject, serves }) => (subject === serves ? 'a vendor does not rescue itself' : null),
  },
  configuration: { by: [authority('vendors')], lastsMax: LONG, about: 'a device', cites: 'if any', also: ownProfile },
  'service-request': { by: [technician], lastsMax: BRIEF, about: 'a device', cites: 'if any' },
  certificate: { by: [technician], lastsMax: BRIEF, about: 'a device', cites: 'if any', also: ownVisit },
  outage: {
    by: [authority('orders'), vendor('outages')],
    lastsMax: days(400),
    about: 'the jurisdiction',
    cites: 'if any',
    also: ownScope,
  },
  order: {
    by: [authority('orders'), vendor('orders')],
    lastsMax: days(400),
    about: 'the jurisdiction',
    cites: 'always',
    also: (order, speaker) =>
      order.supersedes === order.id ? 'an order does not amend itself' : ownScope(order, speaker),
  },
  override: {
    by: [authority('overrides'), vendor('overrides')],
    lastsMax: hours(24),
    about: 'a device',
    cites: 'always',
  },
  confirmation: { by: [authority('letters'), vendor('letters')], lastsMax: LONG, about: 'a case', cites: 'if any' },
  exception: { by: [authority('letters')], lastsMax: days(400), about: 'a case', cites: 'always' },
  revocations: {
    by: [root, authority('revocations')],
    lastsMax: LONG,
    about: 'the jurisdiction',
    cites: 'if any',
  },
  index: { by: [authority('publish')], lastsMax: days(31), about: 'the jurisdiction', cites: 'if any' },
}

/** What the root names when it speaks of everybody. */
export const EVERYWHERE = '*'

/** Why the one who speaks may not sign this statement, in a sentence; null when it may. Lifetimes are not looked at. */
export function whyNotBy(statement: Statement, speaker: Speaker): string | null {
  const rule = ruleOf(statement)
  if (!rule.by.some((who) => isWho(speaker, who))) return `${named(speaker)} may not sign a statement of this kind`
  if (rule.cites === 'always' && statement.cites.length === 0) return 'it names no law that it acts by'
  return rule.also?.(statement, speaker) ?? null
}

/** Why the subject is none of its kind, in a sentence; null when it is. */
export function whyNotAbout(
  { about }: Pick<Rule<StatementKind>, 'about'>,
  subject: string,
  speaker: Speaker,
): string | null {
  switch (about) {
    case 'a device':
      return isDeviceId(subject) ? null : 'it is about no device'
    case 'a case':
      return isCaseId(subject) ? null : 'it is about no case'
    case 'the jurisdiction': {
      const own = speaker.as === 'root' ? EVERYWHERE : speaker.jurisdiction
      return subject === own ? null : `it is about ${subject}, and who signs speaks for ${own}`
    }
    case 'the key or its holder':
      return null
  }
}

/** The rule of a statement's own kind. */
// The table is typed kind by kind; TypeScript cannot follow the kind through the union.
export const ruleOf = (statement: Statement): Rule<StatementKind> =>
  WHO_MAY[statement.kind] as unknown as Rule<StatementKind>

/** Who speaks, for people. */
export function named(speaker: Speaker): string {
  switch (speaker.as) {
    case 'root':
      return 'the root'
    case 'authority':
      return `the authority's key ${speaker.id}`
    case 'vendor':
      return `vendor ${speaker.id}`
    case 'technician':
      return `technician ${speaker.id} of ${speaker.vendor}`
  }
}

function isWho(speaker: Speaker, who: Who): boolean {
  switch (who.as) {
    case 'root':
    case 'technician':
      return speaker.as === who.as
    case 'authority':
      return speaker.as === 'authority' && speaker.may.includes(who.may)
    case 'vendor':
      return speaker.as === 'vendor' && speaker.may.includes(who.may)
  }
}

/** The key is named after its jurisdiction, so that no two authorities name one alike. */
function ownName({ subject, jurisdiction }: StatementOf<'authority-key'>): string | null {
  return subject.startsWith(`${jurisdiction}/`) ? null : `a key of ${jurisdiction} is named ${jurisdiction}/…`
}

function ownProfile({ profile }: StatementOf<'configuration'>, speaker: Speaker): string | null {
  if (speaker.as === 'root' || profile.startsWith(`${speaker.jurisdiction}@`)) return null
  return `the profile ${profile} is not of ${speaker.jurisdiction}`
}

/** Nobody speaks for another jurisdiction, no vendor for another vendor. */
function ownScope({ scope }: StatementOf<'order'> | StatementOf<'outage'>, speaker: Speaker): string | null {
  if (speaker.as === 'root') return null
  if (scope.jurisdiction !== speaker.jurisdiction)
    return `it is for ${scope.jurisdiction}, and who signs speaks for ${speaker.jurisdiction}`
  if (speaker.as === 'vendor' && (scope.vendors?.length !== 1 || scope.vendors[0] !== speaker.id))
    return `vendor ${speaker.id} speaks for its own devices alone`
  return null
}

function ownVisit({ center, visit }: StatementOf<'certificate'>, speaker: Speaker): string | null {
  if (speaker.as !== 'technician') return null
  if (center !== speaker.center) return `it names the center ${center}, and the technician is of ${speaker.center}`
  const needs = visit === 'removal' ? 'remove' : 'service'
  return speaker.may.includes(needs) ? null : `this technician may not ${needs}`
}
