/** What an `expect` of a case file demands. Each check keeps the line it was written on. */
import type {
  CaseDeadline,
  CaseFinding,
  CaseVehicle,
  Hearing,
  Requirement,
  Standing,
} from '@keyturn/cases/program/assessment.ts'
import type { CivilDate } from '@keyturn/domain/units.ts'
import type { Moment } from '../scenario/moment.ts'
import type { Place } from '../scenario/place.ts'
import type { ToldFact } from './case-scenario.ts'

export type CaseCheck = { readonly place: Place } & (
  | { readonly of: 'stage'; readonly is: string }
  | { readonly of: 'headline' | 'next' | 'correction'; readonly contains: readonly string[] }
  | { readonly of: 'explanation'; readonly contains: readonly string[]; readonly lacks: readonly string[] }
  | { readonly of: 'term ends on'; readonly on: CivilDate | 'life' | 'open' }
  | { readonly of: 'request from' | 'clean since'; readonly on: CivilDate | 'none' }
  | { readonly of: 'finding'; readonly pattern: CaseFindingPattern }
  | { readonly of: 'no finding'; readonly rules: 'any' | readonly string[] }
  | { readonly of: 'requirement'; readonly state: Requirement['state']; readonly id: string }
  | { readonly of: 'deadline'; readonly what: CaseDeadline['what']; readonly closes: Moment | 'none' }
  | { readonly of: 'vehicle'; readonly vehicle: string; readonly state: VehicleState }
  | { readonly of: 'hearing'; readonly hearing: string; readonly state: Hearing['state'] }
  | { readonly of: 'may'; readonly fact: ToldFact }
  | { readonly of: 'may not'; readonly fact: ToldFact }
)

export type VehicleState = CaseVehicle['state'] | 'refused' | 'with-device' | 'without-device'

/** Each part that stands there must be so. */
export type CaseFindingPattern = {
  readonly rule: string | null
  readonly class: CaseFinding['class'] | null
  readonly standing: Standing['kind'] | null
  readonly cause: CaseFinding['cause'] | null
  readonly since: Moment | null
  readonly ended: boolean | null
  readonly hearingBy: Moment | 'none' | null
  readonly clause: string | null
  readonly late: boolean | null
}

export const STANDINGS = [
  'stands',
  'hearing-requested',
  'hearing-set',
  'responsible',
  'not-responsible',
  'excused',
] as const satisfies readonly Standing['kind'][]
export const REQUIREMENT_STATES = [
  'met',
  'open',
  'not-needed',
  'broken',
] as const satisfies readonly Requirement['state'][]
export const HEARING_STATES = [
  'set',
  'decided',
  'contested',
  'upheld',
  'reversed',
  'modified',
] as const satisfies readonly Hearing['state'][]
export const VEHICLE_STATES = [
  'in-use',
  'out-of-use',
  'given-up',
  'refused',
  'with-device',
  'without-device',
] as const satisfies readonly VehicleState[]
export const DEADLINES = [
  'service-visit',
  'lockout-visit',
  'violations-service',
  'hearing-request',
  'hearing',
  'hardship-ends',
  'suspension-ends',
  'removal-request-opens',
  'term-ends',
  'booked-visit',
] as const satisfies readonly CaseDeadline['what'][]
export const FINDING_CLASSES = [
  'lockout',
  'violations-reset',
  'violation',
  'not-held',
  'for-a-person',
  'integrity',
] as const satisfies readonly CaseFinding['class'][]
export const FINDING_CAUSES = [
  'operator',
  'device',
  'power',
  'provider',
  'vehicle',
  'unknown',
] as const satisfies readonly CaseFinding['cause'][]
