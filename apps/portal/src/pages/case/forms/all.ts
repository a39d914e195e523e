/** Every kind of fact that is recorded on a case's page, as a form. A case itself is opened on a page of its own. */
import type { NewFact } from '@keyturn/contract/facts/body.ts'
import { approvalForms } from './approval.ts'
import type { FactForm } from './fact-form.ts'
import { hearingForms } from './hearings.ts'
import { householdForms } from './household.ts'
import { elsewhereForms, removalForms } from './removal.ts'
import { requirementForms } from './requirement.ts'
import { serviceForms } from './service.ts'
import { vehicleForms } from './vehicles.ts'
import { violationForms } from './violations.ts'

export type FactKind = NewFact['fact']['kind']
/** Letters come as signed statements, never by a form. */
export type FormKind = Exclude<FactKind, 'case-opened' | 'confirmation-received' | 'exception-granted'>

export const factForms: { readonly [K in FormKind]: FactForm } = {
  ...approvalForms,
  ...removalForms,
  ...hearingForms,
  ...violationForms,
  ...serviceForms,
  ...vehicleForms,
  ...householdForms,
  ...elsewhereForms,
  ...requirementForms,
}

export const isFormKind = (kind: string): kind is FormKind => Object.hasOwn(factForms, kind)
