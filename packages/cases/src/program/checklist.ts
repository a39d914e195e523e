/** What has to be there, in the order in which a person gets it done, and who does what about it. */
import type { CaseDevice, CaseFinding, CaseVehicle, Requirement, Stage, Term } from './assessment.ts'
import { approvalItems, changeItem, vendorItem } from './checklist-authority.ts'
import { creditItems, dutyElsewhereItem } from './checklist-credit.ts'
import { endingItems } from './checklist-ending.ts'
import { examItems } from './checklist-exams.ts'
import { deviceItems, identityItems, proofItem } from './checklist-installation.ts'
import { affidavitItems } from './checklist-papers.ts'
import { requestItems } from './checklist-request.ts'
import { restrictionItem } from './checklist-restriction.ts'
import type { LicenseLife } from './license.ts'
import { lastRequest } from './removal.ts'
import type { Duty } from './requirement.ts'
import type { Scene } from './scene.ts'

export type Checked = {
  readonly duty: Duty
  readonly life: LicenseLife
  readonly vehicles: readonly CaseVehicle[]
  readonly devices: readonly CaseDevice[]
  readonly stage: Stage
  readonly term: Term
  readonly findings: readonly CaseFinding[]
}

/** Empty when no device is required. */
export function checklistOf(scene: Scene, checked: Checked): readonly Requirement[] {
  if (!checked.duty.required) return []
  const granted = checked.stage.kind === 'removal-granted' || checked.stage.kind === 'completed'
  const found = granted ? lastRequest(scene.told) : null
  if (found?.decision) return endingItems(scene, checked, { request: found.request, granted: found.decision })
  return [
    ...approvalItems(scene, checked),
    ...vendorItem(scene, checked),
    ...affidavitItems(scene),
    ...deviceItems(scene, checked),
    ...identityItems(scene, checked),
    ...proofItem(scene),
    ...examItems(scene, checked),
    ...restrictionItem(scene, checked),
    ...changeItem(scene),
    ...dutyElsewhereItem(scene, checked),
    ...creditItems(scene),
    ...requestItems(scene, checked),
  ]
}
