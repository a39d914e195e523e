/** Which reports a case calls for, by when, and what has become of each. Lateness is always shown. */

import { after, hours, type Instant, unreachable } from '@keyturn/domain/units.ts'
import { type ReportLaw, type ReportRule, type ReportSort, reportLawName, type Within } from '@keyturn/rules/reports.ts'
import { reportLawOn } from '@keyturn/rules/reports-for.ts'
import { endOfDayAfter } from '../calendar.ts'
import { groundOf, type Law } from '../law.ts'
import { dayOf } from '../program/days.ts'
import { type Occurrence, occurrencesOf, type ReportView } from './occurrence.ts'
import { standing } from './standing.ts'

/** What the store knows of a report that was made. */
export type MadeReport = {
  readonly id: string
  readonly rule: string
  readonly madeAt: Instant
  /** When it was delivered and not sent back; null before. */
  readonly sentAt: Instant | null
  /** Why the authority sent it back; empty when it did not, or when it was sent again. */
  readonly returned: readonly string[]
}

export type DueReport = {
  /** Rule and occurrence: the same in every later look. */
  readonly id: string
  readonly rule: string
  readonly sort: ReportSort | 'correction'
  readonly title: string
  /** `US-ME-reports@2024-12-18`. */
  readonly law: string
  readonly to: string
  /** Whose customer the driver was then: who has to report it. Null when the facts do not say. */
  readonly vendor: string | null
  readonly about: Occurrence
  readonly dueAt: Instant
  readonly madeAt: Instant | null
  readonly sentAt: Instant | null
  readonly returned: readonly string[]
  readonly state: 'due' | 'made' | 'sent' | 'returned'
  /** How late it was delivered, or is by now; zero when in time. */
  readonly lateByMs: number
  /** Why by then. */
  readonly because: Law
}

/**
 * Every report that the case calls for as of a moment, soonest due first, those long delivered among them. `made` are
 * the reports made so far.
 */
export function reportsDue(
  laws: readonly ReportLaw[],
  view: ReportView,
  made: readonly MadeReport[],
  asOf: Instant,
): readonly DueReport[] {
  const lawAt = (at: Instant) => reportLawOn(laws, dayOf(at, laws[0]?.timeZone ?? 'UTC'))
  const law = lawAt(asOf)
  if (law === undefined) return []
  // What happened under an earlier version is reported under it.
  const due = laws.flatMap((version) =>
    version.rules.flatMap((rule) =>
      occurrencesOf(view, rule.on.value)
        .filter((one) => lawAt(one.at) === version && one.discoveredAt <= asOf && isFor(rule, one))
        .map((about) => ({ ...reportFor(version, rule, about, made, asOf), vendor: vendorAt(view, about) })),
    ),
  )
  return [...due, ...corrections(law, view, due, made, asOf)].toSorted((a, b) => a.dueAt - b.dueAt)
}

/** A violation is the driver's; a provider's incident is told apart; the rest is about what was done. */
const isFor = ({ sort }: ReportRule, { doing }: Occurrence): boolean =>
  sort === 'violation' ? doing === 'driver' : sort === 'provider-incident' ? doing === 'provider' : true

/** The last instant that is in time. */
export function dueAtOf(within: Within, from: Instant, zone: string): Instant {
  switch (within.kind) {
    case 'hours':
      return after(from, hours(within.hours))
    case 'days':
      return endOfDayAfter(from, within.days, zone)
    default:
      return unreachable(within)
  }
}

function reportFor(
  law: ReportLaw,
  rule: ReportRule,
  about: Occurrence,
  made: readonly MadeReport[],
  asOf: Instant,
): Omit<DueReport, 'vendor'> {
  const ids = [about.id, ...about.aliases].map((one) => `${rule.id}:${one}`)
  const before = made.find((one) => ids.includes(one.id))
  const id = before?.id ?? `${rule.id}:${about.id}`
  const dueAt = dueAtOf(rule.within.value, about.runsFrom, law.timeZone)
  return {
    id,
    rule: rule.id,
    sort: rule.sort,
    title: rule.title,
    law: reportLawName(law),
    to: law.to,
    about,
    dueAt,
    because: groundOf(rule.within),
    ...progress(
      made.find((one) => one.id === id),
      dueAt,
      asOf,
    ),
  }
}

function progress(made: MadeReport | undefined, dueAt: Instant, asOf: Instant) {
  const sentAt = made?.sentAt ?? null
  const returned = made?.returned ?? []
  return {
    madeAt: made?.madeAt ?? null,
    sentAt,
    returned,
    state: made === undefined ? 'due' : returned.length > 0 ? 'returned' : sentAt === null ? 'made' : 'sent',
    lateByMs: Math.max(0, (sentAt ?? asOf) - dueAt),
  } as const
}

/** A violation that was reported and does not stand any more has to be taken back where it was reported. */
function corrections(
  law: ReportLaw,
  view: ReportView,
  due: readonly DueReport[],
  made: readonly MadeReport[],
  asOf: Instant,
): readonly DueReport[] {
  const stands = new Set(due.map(({ id }) => id))
  return made.flatMap((one): readonly DueReport[] => {
    const rule = law.rules.find(({ id }) => id === one.rule)
    if (rule?.sort !== 'violation' || stands.has(one.id) || one.sentAt === null) return []
    const id = `${one.id}:correction`
    const from = orderedAt(view, one) ?? decidedAt(view, one.sentAt) ?? asOf
    const dueAt = dueAtOf(rule.within.value, from, law.timeZone)
    const about: Occurrence = {
      id: `correction:${one.id}`,
      aliases: [],
      at: from,
      discoveredAt: from,
      runsFrom: from,
      doing: 'nobody',
      device: null,
      words: `What was reported as ${one.id} does not stand against the driver.`,
      visit: null,
    }
    const shared = {
      rule: rule.id,
      sort: 'correction',
      title: `Correction: ${rule.title}`,
      law: reportLawName(law),
    } as const
    const because = groundOf(rule.within)
    return [
      {
        id,
        ...shared,
        to: law.to,
        vendor: vendorAt(view, about),
        about,
        dueAt,
        because,
        ...progress(
          made.find((m) => m.id === id),
          dueAt,
          asOf,
        ),
      },
    ]
  })
}

const DECISIONS: readonly string[] = [
  'excusal-granted',
  'hearing-decided',
  'contest-decided',
  'fact-withdrawn',
  'provider-failure',
]

/** Who fitted the device last before it happened; otherwise whom the driver had chosen by then. */
function vendorAt({ file }: ReportView, { device, at }: Occurrence): string | null {
  const before = standing(file)
    .filter((one) => one.at <= at)
    .toSorted((a, b) => a.at - b.at)
  const fitted = before.flatMap((one) =>
    one.kind === 'device-installed' && (device === null || one.device === device) ? [one.vendor] : [],
  )
  const chosen = before.flatMap((one) => (one.kind === 'vendor-chosen' ? [one.vendor] : []))
  return fitted.at(-1) ?? chosen.at(-1) ?? null
}

/** When an order was known by which what was reported was no violation. */
const orderedAt = ({ assessment }: ReportView, { id, rule }: MadeReport): Instant | undefined =>
  assessment.findings.find(
    (one) => one.law.kind === 'ordered' && [one.id, ...one.aliases].some((name) => id === `${rule}:finding:${name}`),
  )?.learnedAt

/** When the case learned what took the violation away: the first decision after it was reported. */
const decidedAt = ({ file }: ReportView, sentAt: Instant): Instant | undefined =>
  standing(file).find(({ kind, recordedAt }) => recordedAt > sentAt && DECISIONS.includes(kind))?.recordedAt
