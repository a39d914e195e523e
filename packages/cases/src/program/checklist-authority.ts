/** What an officer does: the approval, the restriction, the list of vendors, and what is told to the authority. */
import { groundOf } from '../law.ts'
import type { CaseDevice, Requirement } from './assessment.ts'
import type { Checked } from './checklist.ts'
import { dayWords } from './days.ts'
import { isIn } from './devices.ts'
import type { Scene } from './scene.ts'
import { vendorsAt } from './told.ts'

/** Approval, and no installation before it [MA-INS-1]. */
export function approvalItems(scene: Scene, { life, devices }: Checked): readonly Requirement[] {
  const { program, ref, day } = scene
  const rule = program.preparation.approval
  if (rule === null) return []
  const law = groundOf(rule)
  const { approval, withdrawal } = life
  const item = { id: 'approval', title: 'Approval by a hearings officer', law } as const
  const approvalItem: Requirement =
    approval !== null
      ? {
          ...item,
          state: 'met',
          who: 'authority',
          words: `Approved on ${dayWords(day(approval.at))} toward ${approval.toward === 'hardship-license' ? 'a hardship license' : 'full reinstatement'}.`,
          because: [ref(approval)],
        }
      : withdrawal !== null
        ? {
            ...item,
            state: 'broken',
            who: 'participant',
            words: `The approval was withdrawn on ${dayWords(day(withdrawal.at))}. Nothing goes on before a hearings officer approves again.`,
            because: [ref(withdrawal)],
          }
        : life.held !== null
          ? { ...item, state: 'met', who: 'authority', words: 'The license was given back.', because: [ref(life.held)] }
          : {
              ...item,
              state: 'open',
              who: 'participant',
              words: `Speak with a hearings officer of the ${program.authority}. Do not have a device installed before the approval.`,
              because: [],
            }
  return [approvalItem, ...tooEarly(scene, devices)]
}

/** A device that is in and was installed while no approval held, and no license had been given back. */
function tooEarly({ told, program, ref, day }: Scene, devices: readonly CaseDevice[]): readonly Requirement[] {
  const rule = program.preparation.approval
  if (rule === null) return []
  const inNow = new Set(devices.filter(isIn).map(({ device }) => device))
  // What happened at one moment counts together: the approval of the same moment came first.
  const at = new Map<number, boolean>()
  let approved = false
  for (const fact of told.facts) {
    if (APPROVES.some((kind) => kind === fact.kind)) approved = true
    if (fact.kind === 'approval-withdrawn') approved = false
    at.set(fact.at, approved)
  }
  return told
    .of('device-installed')
    .filter((one) => inNow.has(one.device) && at.get(one.at) !== true)
    .map(
      (one): Requirement => ({
        id: `approved-before@${one.seq}`,
        title: 'No installation before the approval',
        state: 'broken',
        who: 'authority',
        words: `Device ${one.device} was installed on ${dayWords(day(one.at))}, when no approval held. A hearings officer decides whether it may stay.`,
        law: groundOf(rule),
        because: [ref(one)],
      }),
    )
}

const APPROVES = ['approval-granted', 'fully-reinstated', 'hardship-license-issued'] as const

/** The chosen vendor is on the authority's list [MA-VEN-1, MA-OPR-1]. */
export function vendorItem({ program, told, ref }: Scene, { devices }: Checked): readonly Requirement[] {
  const rule = program.preparation.approvedVendors
  if (rule === null) return []
  const item = { id: 'vendor', title: 'A provider from the list', law: groundOf(rule) } as const
  const chosen = told.last('vendor-chosen')
  if (chosen === undefined) {
    const words = `Choose a provider from the list of the ${program.authority}.`
    return [{ ...item, state: 'open', who: 'participant', words, because: [] }]
  }
  const because = [ref(chosen)]
  const vendors = vendorsAt(told.law, told.asOf)
  if (vendors === undefined) {
    const words = `${chosen.vendor} was chosen. The list of approved providers is not at hand; the ${program.authority} compares.`
    return [{ ...item, state: 'open', who: 'authority', words, because }]
  }
  const isListed = (id: string) => vendors.some((one) => one.vendor === id && one.approvedBy.includes(program.id))
  // Devices that are in have a vendor too, whatever was chosen since.
  const unlisted = [chosen.vendor, ...devices.filter(isIn).flatMap(({ vendor }) => vendor ?? [])].find(
    (id) => !isListed(id),
  )
  const nameOf = (id: string) => vendors.find(({ vendor }) => vendor === id)?.name ?? id
  if (unlisted === undefined) {
    return [{ ...item, state: 'met', who: 'participant', words: `${nameOf(chosen.vendor)} is on the list.`, because }]
  }
  const words = `${nameOf(unlisted)} is not on the list of the ${program.authority}. Choose a provider from it.`
  return [{ ...item, state: 'broken', who: 'participant', words, because }]
}

const CHANGES = [
  'address-changed',
  'vendor-chosen',
  'device-moved',
  'vehicle-added',
  'vehicle-given-up',
  'vehicle-out-of-use',
  'vehicle-back-in-use',
  'affidavit-filed',
  'household-member-added',
  'household-member-left',
] as const

/** Whatever changed and was told [MA-CHG-1]: all of it, so that nobody has to look for it. */
export function changeItem({ program, told, ref }: Scene): readonly Requirement[] {
  const rule = program.preparation.changes
  if (rule === null) return []
  const since = told.of('device-installed')[0]?.at
  const changed =
    since === undefined ? [] : told.facts.filter((one) => one.at > since && CHANGES.some((kind) => kind === one.kind))
  const item = { id: 'status-changes', title: 'Changes are reported', who: 'participant', law: groundOf(rule) } as const
  const words =
    changed.length === 0
      ? `No change since the installation. Tell the ${program.authority} of a new address, provider or vehicle, and of a vehicle out of use.`
      : `${changed.length} reported since the installation.`
  return [{ ...item, state: changed.length === 0 ? 'not-needed' : 'met', words, because: changed.map(ref) }]
}
