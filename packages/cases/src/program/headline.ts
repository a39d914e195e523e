/** The whole case in one plain sentence for the participant. */
import { unreachable } from '@keyturn/domain/units.ts'
import type { Held } from '../assessment.ts'
import { inZone } from '../calendar.ts'
import type { CaseAssessment, CaseFinding, Stage } from './assessment.ts'
import { dayWords } from './days.ts'
import { isIn } from './devices.ts'
import { suspensionsOf } from './license.ts'
import type { Scene } from './scene.ts'
import { countsAgainst } from './standing.ts'

type Judged = Pick<CaseAssessment, 'stage' | 'term' | 'devices' | 'findings'>

export function headlineOf(scene: Scene, judged: Judged): string {
  const { stage } = judged
  const { authority, preparation } = scene.program
  switch (stage.kind) {
    case 'not-required':
      return 'No ignition interlock is required of you, as far as this case says.'
    case 'awaiting-approval':
      return awaiting(stage, authority)
    case 'approved':
      return preparation.approval === null
        ? 'An ignition interlock is required. Have it installed by a provider, and do not drive before a license is given back.'
        : 'You are approved. Have the device installed and hand in your papers; do not drive before both are done.'
    case 'installed':
      return `The device is in. Bring your papers and the proof of installation to the ${authority}; the restriction is not on your license yet.`
    case 'suspended':
      return suspended(scene, stage)
    case 'removal-requested':
      return (
        lockedOut(scene, judged) ??
        `Your request to have the device removed waits for the ${authority}. Keep using the device and keep your visits.`
      )
    case 'removal-granted':
      return 'You may have the device removed. Make an appointment with your provider, and keep the papers.'
    case 'completed':
      return 'You have completed the program. The device is out and the restriction is lifted.'
    case 'restricted':
      return lockedOut(scene, judged) ?? restricted(scene, judged)
    default:
      return unreachable(stage.kind)
  }
}

/** A locked car presses first. Where no log tells of it, what was reported does. */
function lockedOut(scene: Scene, { devices, findings }: Judged): string | null {
  const { told } = scene
  for (const { assessment, device } of devices.filter(isIn)) {
    if (assessment === null) {
      const open = findings.some((one) => one.device === device && one.endedAt === null && isHeldLockout(one))
      if (open) return 'Your car is locked out, as far as is reported. Call your service provider before you drive.'
      continue
    }
    const { status } = assessment
    if (status.kind !== 'locked-out') continue
    const held = status.findings.every((one) => one.held !== null) ? status.findings[0].held : null
    if (held !== null) return unheard(scene, held)
    return status.car === 'starts-until-visit-by' && status.visitBy !== null
      ? `Your car is locked out. Drive it to your service provider by ${inZone(status.visitBy, told.zone)}.`
      : `Your car is locked out and does not start. Call your service provider and have it towed (device ${device}).`
  }
  return null
}

/** Locked only because it has not heard of an order: what counts is the date by the order. */
const unheard = ({ told }: Scene, { order, dueAt }: Held): string =>
  `Your car has locked because it has not heard of order ${order}. By that order your visit is due by ${inZone(dueAt, told.zone)}, and nothing is held against you. Carry the order to your car with your phone.`

const isHeldLockout = (one: CaseFinding): boolean => one.class === 'lockout' && countsAgainst(one)

/** How long it still lasts, and that it does not end by itself. */
function restricted({ today }: Scene, { term }: Judged): string {
  const drive = 'You may drive only vehicles with your ignition interlock.'
  if (term.endsOn === 'life') return `${drive} The restriction is for life.`
  if (term.requestFrom === null) return `${drive} ${term.openBecause ?? ''}`.trim()
  return term.requestFrom <= today
    ? `${drive} You may now ask to have it removed; it does not end by itself.`
    : `${drive} You may ask to have it removed from ${dayWords(term.requestFrom)}.`
}

/** Until when, where it is known; its end alone gives no license back. */
function suspended({ told }: Scene, { because: [first] }: Stage): string {
  const period = first.of === 'case' ? suspensionsOf(told).find(({ fact }) => fact.seq === first.seq) : undefined
  if (period === undefined) return 'Your license is suspended or revoked. Do not drive.'
  return period.until === null
    ? 'Your license is suspended or revoked for life. Do not drive.'
    : `Your license is suspended or revoked until ${dayWords(period.until)}. Do not drive, not after that day either before a license is given back.`
}

/** What brought it there: no license yet, one that ran out, or one that was taken away for a time. */
function awaiting({ because: [first] }: Stage, authority: string): string {
  switch (first.kind) {
    case 'hardship-license-issued':
      return `Your hardship license has ended. Do not drive; a hearings officer of the ${authority} decides about full reinstatement.`
    case 'suspension':
    case 'hearing-decided':
    case 'contest-decided':
      return `The suspension is over, and no license has been given back. Do not drive; speak with a hearings officer of the ${authority}.`
    default:
      return `An ignition interlock is required. Speak with a hearings officer of the ${authority} before you have one installed.`
  }
}
