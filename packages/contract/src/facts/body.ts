/** Every kind of fact as a request carries it: checked at the edge, once, and the same type as the engine's own. */
import type { FactBody, FactKind } from '@keyturn/cases/program/fact.ts'
import { z } from 'zod'
import { approvalFacts } from './approval.ts'
import { elsewhereFacts } from './elsewhere.ts'
import { hearingFacts } from './hearing.ts'
import { householdFacts } from './household.ts'
import { letterFacts } from './letters.ts'
import { recordFacts, removalFacts } from './removal.ts'
import { requirementFacts } from './requirement.ts'
import { serviceFacts } from './service.ts'
import { momentIn } from './text.ts'
import { vehicleFacts } from './vehicle.ts'
import { violationFacts } from './violation.ts'

/** A fact without its head. */
export const factBody = z.discriminatedUnion('kind', [
  ...requirementFacts,
  ...approvalFacts,
  ...householdFacts,
  ...vehicleFacts,
  ...serviceFacts,
  ...violationFacts,
  ...hearingFacts,
  ...elsewhereFacts,
  ...removalFacts,
  ...letterFacts,
  ...recordFacts,
]) satisfies z.ZodType<FactBody>

/** Every kind there is, in the order of their groups. */
export const FACT_KINDS: readonly FactKind[] = factBody.options.map(({ shape }) => shape.kind.value)

/** What somebody records: the fact, and when it happened; without `at` it happens now. */
export const newFact = z.strictObject({ at: momentIn.optional(), fact: factBody })
export type NewFact = z.output<typeof newFact>
