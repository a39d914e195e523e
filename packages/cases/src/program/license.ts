/**
 * What the license allowed over time, from the officer's, the court's and the hearing's facts. Days, not moments: a
 * suspension begins with a day and the day of reinstatement is the first of a full license.
 */
import type { CivilDate } from '@keyturn/domain/units.ts'
import type { CaseFinding } from './assessment.ts'
import { dayOf, daysLater, later } from './days.ts'
import type { CaseFact, FactOf } from './fact.ts'
import { aboutOf } from './standing.ts'
import type { Told } from './told.ts'

/** A period without a license: told by the authority, or the sanction of a hearing. */
export type Suspension = {
  readonly from: CivilDate
  /** The last day; null: for life. */
  readonly until: CivilDate | null
  readonly fact: FactOf<'suspension'> | FactOf<'hearing-decided'> | FactOf<'contest-decided'>
}

export type LicenseLife = {
  /** The approval that holds, and the withdrawal that ended the last one when none does. */
  readonly approval: FactOf<'approval-granted'> | null
  readonly withdrawal: FactOf<'approval-withdrawn'> | null
  readonly held: Held | null
  /** What was held before `held`, if anything ever was. */
  readonly heldBefore: boolean
  /** What took the license away after it was held; null while it is held or was never. */
  readonly lost: { readonly from: CivilDate; readonly by: Suspension | CaseFinding } | null
  readonly hardshipEnded: FactOf<'hardship-license-issued'> | null
  readonly restriction: FactOf<'restriction-added'> | null
  readonly suspensions: readonly Suspension[]
  /** Every time without any license, in order; `until` the day on which one was given, null while there is none. */
  readonly without: readonly Without[]
  /** Days of full license, in order; `until` null while it lasts. */
  readonly full: readonly FullSpan[]
}
export type Without = { readonly from: CivilDate; readonly until: CivilDate | null }
export type Held = FactOf<'hardship-license-issued'> | FactOf<'fully-reinstated'>
export type FullSpan = {
  readonly from: CivilDate
  readonly until: CivilDate | null
  readonly fact: FactOf<'fully-reinstated'>
}

/** `coveredUntil`: the last day of the suspensions that a time without a license rests on; null: not known. */
type Mutable = { -readonly [K in keyof LicenseLife]: LicenseLife[K] } & {
  readonly without: Without[]
  coveredUntil: CivilDate | null
}
type Turn = { readonly on: CivilDate; readonly at: number; readonly take: (life: Mutable) => void }

/** The license as of the told moment. `losses`: findings that take a license away at once. */
export function licenseOf(told: Told, losses: readonly CaseFinding[]): LicenseLife {
  const today = dayOf(told.asOf, told.zone)
  const suspensions = suspensionsOf(told).filter(({ from }) => from <= today)
  const full: FullSpan[] = []
  const life: Mutable = {
    approval: null,
    withdrawal: null,
    held: null,
    heldBefore: false,
    lost: null,
    hardshipEnded: null,
    restriction: null,
    suspensions,
    without: [],
    full,
    coveredUntil: null,
  }
  const turns = [
    ...told.facts.flatMap((fact) => turnsOf(fact, told.zone, full)),
    ...suspensions.map(
      (one): Turn => ({ on: one.from, at: one.fact.at, take: (now) => lose(now, full, one.from, one) }),
    ),
    ...losses.map((one): Turn => {
      const on = dayOf(one.since, told.zone)
      return { on, at: one.since, take: (now) => lose(now, full, on, one) }
    }),
  ].filter(({ on }) => on <= today)
  // Sorting keeps the order of facts that happened at one moment.
  turns.sort((a, b) => (a.on === b.on ? a.at - b.at : a.on < b.on ? -1 : 1))
  for (const { take } of turns) take(life)
  return life
}

function turnsOf(fact: CaseFact, zone: string, full: FullSpan[]): readonly Turn[] {
  const { at } = fact
  switch (fact.kind) {
    case 'approval-granted':
      return [{ on: dayOf(at, zone), at, take: (life) => Object.assign(life, { approval: fact, withdrawal: null }) }]
    case 'approval-withdrawn':
      return [{ on: dayOf(at, zone), at, take: (life) => Object.assign(life, { approval: null, withdrawal: fact }) }]
    case 'hardship-license-issued':
      if (fact.until < fact.on) return []
      return [
        { on: fact.on, at, take: (life) => hold(life, full, fact) },
        {
          on: daysLater(fact.until, 1),
          at,
          take: (life) => {
            if (life.held !== fact) return
            life.without.push({ from: daysLater(fact.until, 1), until: null })
            // An approval of this license is used up; one toward full reinstatement goes on.
            const approval = life.approval?.toward === 'full-reinstatement' ? life.approval : null
            Object.assign(life, { held: null, heldBefore: true, hardshipEnded: fact, approval })
          },
        },
      ]
    case 'fully-reinstated':
      return [{ on: fact.on, at, take: (life) => hold(life, full, fact) }]
    case 'restriction-added':
      return [{ on: dayOf(at, zone), at, take: (life) => Object.assign(life, { restriction: fact }) }]
    case 'restriction-removed':
      return [{ on: dayOf(at, zone), at, take: (life) => Object.assign(life, { restriction: null }) }]
    default:
      return []
  }
}

function hold(life: Mutable, full: FullSpan[], fact: Held): void {
  const before = life.held
  Object.assign(life, { held: fact, heldBefore: before !== null || life.heldBefore, lost: null, hardshipEnded: null })
  const open = life.without.at(-1)
  if (open?.until === null) life.without[life.without.length - 1] = { ...open, until: fact.on }
  if (fact.kind === 'fully-reinstated' && before?.kind !== 'fully-reinstated')
    full.push({ from: fact.on, until: null, fact })
}

function lose(life: Mutable, full: FullSpan[], from: CivilDate, by: Suspension | CaseFinding): void {
  beginWithout(life, from, 'fact' in by ? by.until : null)
  if (life.held === null) return
  const open = full.at(-1)
  if (open !== undefined && open.until === null) full[full.length - 1] = { ...open, until: daysLater(from, -1) }
  Object.assign(life, { held: null, heldBefore: true, approval: null, lost: { from, by } })
}

/**
 * One suspension after the other is one time without a license. Where days lie between them, nobody told of a license
 * in those days, but nobody was suspended either: the time begins anew.
 */
function beginWithout(life: Mutable, from: CivilDate, until: CivilDate | null): void {
  const open = life.without.at(-1)
  const covered = open?.until === null && (life.coveredUntil === null || daysLater(life.coveredUntil, 1) >= from)
  life.coveredUntil =
    until === null || (covered && life.coveredUntil === null) ? null : later(life.coveredUntil ?? until, until)
  if (covered) return
  if (open?.until === null) life.without.pop()
  life.without.push({ from, until: null })
}

/** Every period without a license, as the last word about each stands: a board's decision replaces the hearing's. */
export function suspensionsOf(told: Told): readonly Suspension[] {
  const { decided, contested } = aboutOf(told)
  const ordered = told.of('suspension').map((fact): Suspension => ({ from: fact.from, until: fact.until, fact }))
  const sanctions = [...decided.values()].flatMap((decision): readonly Suspension[] => {
    const contest = contested.get(decision.hearing)
    // A sanction rests on what somebody was found responsible for.
    if (contest?.outcome === 'reversed') return []
    if (!decision.outcomes.some(({ outcome }) => outcome === 'responsible')) return []
    const fact = contest?.outcome === 'modified' ? contest : decision
    const { sanction } = fact
    return sanction.kind === 'none' ? [] : [{ from: sanction.from, until: sanction.until, fact }]
  })
  // One that ends before it begins has no day.
  return [...ordered, ...sanctions].filter(({ from, until }) => until === null || from <= until)
}
