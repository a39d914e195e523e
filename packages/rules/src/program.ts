/**
 * A jurisdiction's program as data: who needs a device and for how long, what has to be there, what counts as a
 * violation and what it may lead to, at one effective date. Nothing here computes; the case engine reads it.
 */
import type { CivilDate } from '@keyturn/domain/units.ts'
import type { Interpretation } from './profile.ts'

export type Program = {
  readonly id: `US-${string}`
  /** The effective date of this version; `US-MA-program@2021-07-09` names program and version together. */
  readonly version: CivilDate
  readonly name: string
  readonly authority: string
  readonly timeZone: string
  readonly interpretations: readonly Interpretation[]
}

/** `US-MA-program@2021-07-09`: what case findings and decisions name. */
export const programName = (program: Program): string => `${program.id}-program@${program.version}`
