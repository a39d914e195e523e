/**
 * A case as read from its file: who does what when, what the car lives through, and what must come of it.
 * `docs/formats/case-scenario.md`
 */
import type { FactBody } from '@keyturn/cases/program/fact.ts'
import type { Role } from '@keyturn/domain/actor.ts'
import type { CaseId, CivilDate, Duration, Instant } from '@keyturn/domain/units.ts'
import type { Place } from '../scenario/place.ts'
import type { Step } from '../scenario/scenario.ts'
import type { CaseCheck } from './case-expectation.ts'
import type { Publication } from './published.ts'

/** Who may say something in a case file, and in which role. */
export const PEOPLE = {
  officer: 'authority-officer',
  admin: 'authority-admin',
  vendor: 'vendor-operator',
  technician: 'technician',
  driver: 'driver',
} as const satisfies { readonly [person: string]: Role }
export type Person = keyof typeof PEOPLE

export type CaseScenario = {
  readonly title: string
  readonly clauses: readonly string[]
  /** `US-MA`. */
  readonly jurisdiction: string
  readonly zone: string
  readonly caseId: CaseId
  readonly people: { readonly [P in Person]: string }
  /** Breaths, retest times and keys of its devices come from it. */
  readonly seed: number
  readonly lines: readonly Line[]
  readonly place: Place
}

/** One line of `story:`, with its place in the file and its words as written. Lines are in the order of time. */
export type Line = { readonly place: Place; readonly text: string; readonly at: Instant; readonly act: LineAct }

export type LineAct =
  /** An order, an outage, a withdrawal: published for everybody, and signed at each car’s desk. */
  | { readonly do: 'publish'; readonly what: Publication }
  | { readonly do: 'tell'; readonly who: Person; readonly fact: ToldFact }
  | { readonly do: 'car'; readonly vehicle: string; readonly acts: readonly CarAct[] }
  | { readonly do: 'expect'; readonly asOf: Instant | null; readonly checks: readonly CaseCheck[] }

/** A fact as somebody tells it. What it names in words is looked up when it is told. */
export type ToldFact = {
  readonly body: FactBody
  /** The kind of the fact that a withdrawal is about: the last one of it. Null when its number is given. */
  readonly withdraws: string | null
  /** When it happened, where that is before the line's moment: the case learns it late. */
  readonly happenedAt: Instant | null
  /** A part of the reason why it must be refused; null when it must be taken. */
  readonly refused: string | null
  /** For a device: whether its log is there, or only what the provider reports. */
  readonly log: 'signed' | 'none'
}

/** The same again every so many days, at the same time of day, up to a day. */
export type Repeat = { readonly everyDays: number; readonly until: CivilDate }

/** What happens in and to a car. Each whole trip begins and ends with the ignition off. */
export type CarAct =
  | { readonly do: 'trip'; readonly trip: Trip; readonly span: Duration }
  | { readonly do: 'failed-start'; readonly breath: Extract<Step['act'], { do: 'blow' }>['breath'] }
  | { readonly do: 'steps'; readonly steps: readonly Step[] }
  | { readonly do: 'contact'; readonly to: 'lost' | 'back' }
  | { readonly do: 'upload' }

/** How the retests of a trip go: all taken, the first one failed, or the first one not taken. */
export type Trip =
  | { readonly is: 'sober' }
  | { readonly is: 'retest-failed'; readonly breath: Extract<Step['act'], { do: 'blow' }>['breath'] }
  | { readonly is: 'retest-missed' }
