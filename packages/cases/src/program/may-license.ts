/** What has to be there before something is said about requirement, approval, license or household. */
import { groundOf } from '../law.ts'
import type { Requirement } from './assessment.ts'
import { dayWords } from './days.ts'
import type { FactKind } from './fact.ts'
import { type LicenseLife, licenseOf } from './license.ts'
import {
  type Asked,
  type Checks,
  fine,
  firstOf,
  inOrder,
  isRefusal,
  notYet,
  type Refusal,
  refuse,
  vehicleIn,
} from './refusal.ts'
import { lossesIn } from './standing.ts'
import { tell } from './told.ts'

type LicenseKind = Extract<
  FactKind,
  | 'case-opened'
  | 'conviction'
  | 'court-order'
  | 'suspension'
  | 'approval-granted'
  | 'approval-withdrawn'
  | 'exam-passed'
  | 'hardship-license-issued'
  | 'fully-reinstated'
  | 'restriction-added'
  | 'restriction-removed'
  | 'household-member-added'
  | 'household-member-left'
  | 'affidavit-filed'
  | 'address-changed'
  | 'hardship-finding'
>

export const licenseChecks: Checks<LicenseKind> = {
  'case-opened': ({ jurisdiction, participant }, asked) =>
    firstOf(
      () =>
        asked.scene.told.of('case-opened').length > 0
          ? refuse('The case is open already. A change is told as a change.')
          : null,
      () =>
        jurisdiction === asked.scene.program.id
          ? null
          : refuse(`This case is kept under ${asked.scene.program.id}, not under ${jurisdiction}.`),
      () => notYet(asked, participant.bornOn, 'The day of birth'),
    ),
  conviction: (body, asked) =>
    firstOf(
      () => notYet(asked, body.on, 'The conviction'),
      () =>
        asked.scene.told
          .of('conviction')
          .some((one) => one.on === body.on && one.state === body.state && one.docket === body.docket)
          ? refuse(`The conviction of ${dayWords(body.on)} in ${body.state} is recorded already.`)
          : null,
    ),
  'court-order': (body, asked) =>
    firstOf(
      () => inOrder(body.from, body.until),
      () =>
        asked.scene.told
          .of('court-order')
          .some((one) => one.docket === body.docket && one.from === body.from && one.until === body.until)
          ? refuse(`The order of docket ${body.docket} is recorded already.`)
          : null,
    ),
  suspension: ({ from, until }) => inOrder(from, until),
  'approval-granted': ({ toward }, asked) => {
    const { told, program } = asked.scene
    if (told.of('conviction').length === 0 && told.of('court-order').length === 0) {
      return refuse(
        'Nothing in the case requires a device. Record the convictions or the court’s order first.',
        groundOf(program.requirement.convictions),
      )
    }
    const { approval } = licenseNow(asked)
    return approval?.toward === toward
      ? refuse(`It is approved already, by ${approval.by.name} on ${dayWords(asked.scene.day(approval.at))}.`)
      : null
  },
  'approval-withdrawn': (_, asked) =>
    licenseNow(asked).approval === null ? refuse('No approval holds that could be withdrawn.') : null,
  'exam-passed': (body, asked) =>
    firstOf(
      () => notYet(asked, body.on, 'The exam'),
      () => {
        const { exams } = asked.scene.program.preparation
        return body.exam !== 'learners-permit' && body.vehicle === null && exams !== null
          ? refuse('Say in which vehicle the road test was taken: it has to have a device.', groundOf(exams.roadTest))
          : null
      },
      () => {
        if (body.vehicle === null) return null
        const vehicle = vehicleIn(asked, body.vehicle)
        return isRefusal(vehicle) ? vehicle : null
      },
    ),
  'hardship-license-issued': (body, asked) =>
    firstOf(
      () => inOrder(body.on, body.until),
      () => approvedBefore(asked, 'A hardship license'),
    ),
  'fully-reinstated': (body, asked) =>
    firstOf(
      () => approvedBefore(asked, 'Full reinstatement'),
      () => {
        const { held } = licenseNow(asked)
        return held?.kind === 'fully-reinstated'
          ? refuse(`The license is fully reinstated since ${dayWords(held.on)}.`)
          : null
      },
      () => lifelong(asked, body.on),
    ),
  'restriction-added': ({ code }, asked) =>
    firstOf(
      () => papersFirst(asked),
      () => rightCode(asked, code),
    ),
  'restriction-removed': (_, asked) => restrictionOff(asked),
  'household-member-added': ({ member, name }, { scene }) => {
    if (member === 'participant') return refuse('"participant" is the participant. Take another short name.')
    const there = membersNow(scene.told.facts)
    return there.has(member)
      ? refuse(`"${member}" is ${there.get(member)} already. Take another short name for ${name}.`)
      : null
  },
  'household-member-left': ({ member }, { scene }) =>
    membersNow(scene.told.facts).has(member) ? null : refuse(`Nobody called "${member}" lives in the household.`),
  'affidavit-filed': (body, asked) =>
    firstOf(
      () => notYet(asked, body.signedOn, 'The signature'),
      () => (body.notary === null ? null : notYet(asked, body.notary.on, 'The notary’s mark')),
      () =>
        body.signer === 'participant' || membersNow(asked.scene.told.facts).has(body.signer)
          ? null
          : refuse(`Nobody called "${body.signer}" lives in the household. Add the member first.`),
    ),
  'address-changed': fine,
  'hardship-finding': ({ from, until }) => inOrder(from, until),
}

/** An approval, or a license that was given back, held at the moment in question [MA-INS-1]. */
export function approvedBefore(asked: Asked, what: string): Refusal | null {
  const rule = asked.scene.program.preparation.approval
  if (rule === null) return null
  const { approval, held, withdrawal, lost } = licenseAt(asked)
  if (approval !== null || held !== null) return null
  const state =
    withdrawal !== null
      ? 'The approval was withdrawn'
      : lost !== null
        ? 'The license had been lost, and no hearings officer had approved a device anew'
        : 'No hearings officer had approved a device'
  return refuse(`${what} needs an approval first. ${state} by then; see a hearings officer.`, groundOf(rule))
}

/** The license as things stand, losses without a hearing included. */
const licenseNow = ({ scene, assessment }: Asked): LicenseLife =>
  licenseOf(scene.told, lossesIn(scene, assessment.findings))

/** The license as it was at the moment in question. */
function licenseAt(asked: Asked): LicenseLife {
  const { scene, assessment, at } = asked
  if (at === scene.told.asOf) return licenseNow(asked)
  const before = assessment.findings.filter(({ since }) => since <= at)
  return licenseOf(tell(scene.told.law, scene.told.file, at), lossesIn(scene, before))
}

const lifelong = (asked: Asked, on: string): Refusal | null => {
  const { scene } = asked
  const { suspensions } = licenseNow(asked)
  const law = scene.program.term.kind === 'from-full-reinstatement' ? scene.program.term.counted : null
  const running = suspensions.find(({ from, until }) => from <= on && (until === null || until >= on))
  if (running === undefined || law === null) return null
  const end = running.until === null ? 'for life' : `until ${dayWords(running.until)}`
  return refuse(
    `The license is suspended ${end}. Full reinstatement comes after that; a hardship license may come before.`,
    groundOf(law),
  )
}

/** Affidavits, devices and proof of installation come before the restriction [MA-INS-2, MA-INS-4, MA-INS-5]. */
function papersFirst({ assessment, scene }: Asked): Refusal | null {
  const rule = scene.program.preparation.restriction
  if (rule === null) return refuse('The texts of this program know no such restriction.')
  const missing = assessment.checklist.filter(
    (one) => comesBefore(one) && one.state !== 'met' && one.state !== 'not-needed',
  )
  const [first] = missing
  const proof = scene.program.preparation.proof
  if (first === undefined && scene.told.of('device-installed').length === 0 && proof !== null) {
    return refuse('No device is installed. The proof of installation comes before the restriction.', groundOf(proof))
  }
  if (first === undefined) return null
  const what = missing.map(({ title, words }) => `${title}: ${words}`).join(' ')
  return refuse(`Before the restriction is put on the license, this is still missing. ${what}`, first.law)
}

/** What the participant hands in or has installed; the rest may follow the restriction. */
const comesBefore = ({ id }: Requirement): boolean =>
  [
    'approval',
    'proof-of-installation',
    'vehicles',
    'identity',
    'learners-permit-exam',
    'road-test',
    'special-road-test',
  ].includes(id) ||
  id.startsWith('affidavit:') ||
  id.startsWith('device:')

function rightCode(asked: Asked, code: string): Refusal | null {
  const rule = asked.scene.program.preparation.restriction
  if (rule === null) return null
  const { held, approval, restriction } = licenseNow(asked)
  const hardship = held === null ? approval?.toward === 'hardship-license' : held.kind === 'hardship-license-issued'
  const right = hardship ? rule.value.hardship : rule.value.full
  if (restriction?.code === code) return refuse(`"${code}" is on the license already.`, groundOf(rule))
  return code === right
    ? null
    : refuse(
        `With ${hardship ? 'a hardship license' : 'full reinstatement'} the restriction is "${right}", not "${code}".`,
        groundOf(rule),
      )
}

/** The restriction never ends by itself: the authority decides on a request first [MA-REQ-3]. */
function restrictionOff(asked: Asked): Refusal | null {
  const { scene, assessment } = asked
  if (licenseNow(asked).restriction === null) return refuse('No restriction is on the license.')
  const { kind } = assessment.stage
  return kind === 'removal-granted' || kind === 'not-required'
    ? null
    : refuse(
        'The restriction comes off when removal has been requested and granted. Decide on the request first.',
        groundOf(scene.program.removal.decided),
      )
}

function membersNow(facts: Asked['scene']['told']['facts']): ReadonlyMap<string, string> {
  const there = new Map<string, string>()
  for (const fact of facts) {
    if (fact.kind === 'household-member-added') there.set(fact.member, fact.name)
    if (fact.kind === 'household-member-left') there.delete(fact.member)
  }
  return there
}
