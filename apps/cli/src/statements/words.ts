/** What a statement says, in plain words: one line for each kind. */
import type { Scope } from '@keyturn/domain/relief.ts'
import { iso, unreachable } from '@keyturn/domain/units.ts'
import type { Speaker, Statement, StatementBody } from '@keyturn/evidence/statement/statement.ts'

/** What the body says, without who and when. */
export function bodyWords(body: StatementBody): string {
  switch (body.kind) {
    case 'authority-key':
      return `a key of the authority of ${body.jurisdiction}; may sign ${body.may.join(', ')}`
    case 'vendor':
      return `credential of ${body.name} (owner ${body.group}); may sign ${body.may.join(', ')}`
    case 'technician':
      return `credential of a technician of ${body.center}; may ${body.may.join(', ')}`
    case 'rescue':
      return `may serve devices of ${body.serves} at ${body.centers === null ? 'all its centers' : body.centers.join(', ')}`
    case 'configuration':
      return `this device is a ${body.model} of ${body.vendor} under ${body.profile}`
    case 'service-request':
      return `${body.steps.length} step(s) of a visit, answering the device’s challenge`
    case 'certificate':
      return `a ${body.visit} visit at ${body.center}; next due on ${body.dueOn}`
    case 'outage':
      return `outage (${body.cause}) ${body.until === null ? `since ${iso(body.from)}, still` : `from ${iso(body.from)} to ${iso(body.until)}`}: ${scopeWords(body.scope)}`
    case 'order':
      return `${movesWords(body)}: ${scopeWords(body.scope)}`
    case 'override':
      return 'a locked car may be started on passed tests, once, for a few hours'
    case 'confirmation':
      return `caused by ${body.provider}, not held against the driver: ${body.about}`
    case 'exception':
      return `may drive ${body.vehicle}`
    case 'revocations':
      return `list ${body.number} of what no longer counts: ${body.revoked.map(({ id }) => id).join(', ') || 'nothing'}`
    case 'index':
      return `list ${body.number} of what is published: ${body.files.length} file(s)`
    default:
      return unreachable(body)
  }
}

function movesWords(order: Extract<StatementBody, { readonly kind: 'order' }>): string {
  const { moves, due, interval, capDays, staggerDays, supersedes } = order
  if (moves.kind === 'ended') return `ends order ${supersedes ?? 'none'}; what was given stays`
  const by =
    moves.kind === 'days'
      ? `by ${moves.days} day(s)`
      : `day for day of the outage from ${interval.from} to ${interval.until}`
  const spread = staggerDays === 0 ? '' : `, spread over ${staggerDays} more`
  const amends = supersedes === null ? '' : `; amends ${supersedes}`
  return `dates due from ${due.from} to ${due.until} move ${by}, ${capDays} day(s) at most${spread}${amends}`
}

function scopeWords({ jurisdiction, vendors, models, firmwares, regions, functions }: Scope): string {
  const parts = [
    jurisdiction,
    vendors === null ? 'all vendors' : `vendors ${vendors.join(', ')}`,
    ...(models === null ? [] : [`models ${models.join(', ')}`]),
    ...(firmwares === null ? [] : [`firmwares ${firmwares.join(', ')}`]),
    ...(regions === null ? [] : [`regions ${regions.join(', ')}`]),
    functions.join(', '),
  ]
  return parts.join('; ')
}

/** Who speaks, for people. */
export function speakerWords(speaker: Speaker): string {
  switch (speaker.as) {
    case 'root':
      return 'the root itself'
    case 'authority':
      return `the authority of ${speaker.jurisdiction}, by its key ${speaker.id}`
    case 'vendor':
      return `vendor ${speaker.id} (owner ${speaker.group}) in ${speaker.jurisdiction}`
    case 'technician':
      return `technician ${speaker.id} of ${speaker.center}, vendor ${speaker.vendor}, in ${speaker.jurisdiction}`
    default:
      return unreachable(speaker)
  }
}

/** Whom it is about. */
export const subjectWords = ({ kind, subject }: Statement): string =>
  kind === 'order' || kind === 'outage' || kind === 'revocations' || kind === 'index' ? '' : `about ${subject}`
