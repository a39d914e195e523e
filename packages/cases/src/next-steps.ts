/** What happens next, who does it, when and why, in words a driver can act on. */

import { unreachable } from '@keyturn/domain/units.ts'
import type { Assessment, Deadline, Finding, KnownStatus, NextStep, Status } from './assessment.ts'
import { inZone } from './calendar.ts'
import { forOrders, movedWords } from './next-relief.ts'

type Judged = Omit<Assessment, 'next'>

type Around = {
  /** The name of whoever decides, as in `profile.authority`. */
  readonly authority: string
  /** When the current service period began; zero when nothing is known. */
  readonly lastVisitAt: number
}

/** The steps, most urgent first. */
export function nextSteps(judged: Judged, { authority, lastVisitAt }: Around): readonly NextStep[] {
  const steps = [
    ...forOrders(judged),
    ...forStatus(judged, judged.status),
    ...forIntegrity(judged),
    ...forIncidents(judged, lastVisitAt),
    ...judged.deadlines.filter(({ what }) => what === 'hearing-request').map((one) => hearing(one, judged, authority)),
  ]
  return steps.toSorted((a, b) => URGENCIES.indexOf(a.urgency) - URGENCIES.indexOf(b.urgency))
}

const URGENCIES: readonly NextStep['urgency'][] = ['now', 'soon', 'may', 'later']

function forStatus(judged: Judged, status: Status): readonly NextStep[] {
  switch (status.kind) {
    case 'unknown':
      return [unknown(judged, status.why), ...(status.otherwise === null ? [] : forStatus(judged, status.otherwise))]
    case 'not-installed':
      return [step('install', 'now', installWords, { why: status.because[0].words, by: null, law: null })]
    case 'locked-out':
      return lockedOut(judged, status)
    case 'violations-service-due': {
      const [{ law, because }] = status.findings
      const words = `Bring the car to your service provider by ${inZone(status.visitBy, judged.timeZone)}. After that it locks.${movedWords(judged.moved, 'violations-service')}`
      return [step('violations-service', 'now', words, { why: because[0].words, by: status.visitBy, law })]
    }
    case 'service-due-soon':
      return [visit(judged, 'soon')]
    case 'in-good-standing':
      return [visit(judged, 'later')]
    default:
      return unreachable(status)
  }
}

/** Before the approval an installation would be in vain, or forbidden (MA-INS-1). */
const installWords =
  'Once the authority has approved the device, make an appointment with a service provider to have it installed.'

function unknown({ integrity }: Judged, why: string): NextStep {
  const missing = integrity.records === 0 || integrity.gaps.length > 0
  const words = missing
    ? 'Ask your service provider to upload the device’s whole log.'
    : 'Call your service provider and ask, in writing, for the reason. Note the time and the name of whoever answers.'
  return step(missing ? 'upload-log' : 'ask-for-reason', 'now', words, { why, by: null, law: null })
}

function lockedOut(judged: Judged, status: Extract<KnownStatus, { readonly kind: 'locked-out' }>): readonly NextStep[] {
  const [{ law, title }] = status.findings
  const limit = judged.deadlines.find(({ what, closesAt }) => what === 'lockout-visit' && closesAt === status.visitBy)
  const why = `${title}.`
  if (status.car === 'starts-until-visit-by' && status.visitBy !== null) {
    const by = inZone(status.visitBy, judged.timeZone)
    const words = `Drive to your service provider by ${by}. Until then the car starts on a passed test; after that it has to be towed.`
    return [step('visit-provider', 'now', words, { why, by: status.visitBy, law: limit?.law ?? law })]
  }
  const words = 'Call your service provider and have the car towed there. It does not start before a service visit.'
  return [step('tow-to-provider', 'now', words, { why, by: null, law: limit?.law ?? law })]
}

function visit(judged: Judged, urgency: 'soon' | 'later'): NextStep {
  const due = judged.deadlines.find(({ what }) => what === 'service-visit')
  const by = due?.closesAt ?? null
  const opens = due?.opensAt ?? null
  const from =
    opens !== null && opens > judged.asOf ? ` The regular time for it begins ${inZone(opens, judged.timeZone)}.` : ''
  const until = by === null ? '' : ` by ${inZone(by, judged.timeZone)}`
  const order = movedWords(judged.moved, 'service-visit')
  const words = `Have the device serviced${until}.${order}${from} Book early: the last day may be full.`
  return step('service-visit', urgency, words, { why: 'A visit is due regularly.', by, law: due?.law ?? null })
}

function hearing(deadline: Deadline, judged: Judged, authority: string): NextStep {
  const by = deadline.closesAt
  const words = `If you believe the lockout is improper, request a hearing with the ${authority} by ${inZone(by, judged.timeZone)}.`
  return step(deadline.id, 'may', words, { why: deadline.title, by, law: deadline.law })
}

function forIntegrity({ findings }: Judged): readonly NextStep[] {
  const open = findings.filter((one) => one.class === 'integrity' && one.endedAt === null)
  const last = open.at(-1)
  if (last === undefined) return []
  return [
    {
      id: 'examine-device',
      who: 'provider',
      urgency: 'soon',
      words: 'The provider has to examine the device and say in writing what it found.',
      why: `${last.title}.`,
      by: null,
      law: last.law,
    },
  ]
}

/** Advice on what happened since the last visit. */
function forIncidents({ findings, status }: Judged, since: number): readonly NextStep[] {
  if (status.kind === 'not-installed') return []
  const recent = findings.filter((one) => one.endedAt === null && one.since >= since)
  const battery = recent.findLast(({ rule }) => rule === 'power-lost' || rule === 'battery-low')
  const device =
    recent.findLast(({ rule, cause }) => cause === 'device' && rule !== 'device-restarted') ?? restartsAgain(recent)
  const question = recent.findLast((one) => one.class === 'for-a-person' || one.class === 'violation')
  return [
    ...(battery === undefined ? [] : [because('battery', batteryWords, battery)]),
    ...(device === undefined ? [] : [because('document', documentWords, device)]),
    ...(question === undefined ? [] : [because('keep-proof', proofWords, question)]),
  ]
}

/** One restart is nothing to act on; the third within a day is a reboot loop (OUT-3). */
function restartsAgain(recent: readonly Finding[]): Finding | undefined {
  const restarts = recent.filter(({ rule }) => rule === 'device-restarted')
  return restarts.find(({ since }, n) => n >= 2 && since - (restarts[n - 2]?.since ?? 0) <= DAY_MS)
}

const DAY_MS = 86_400_000

const batteryWords =
  'Have the battery tested and keep the receipt. Do not unplug the device, pull its fuse or disconnect the battery yourself: that looks like tampering.'
const documentWords =
  'Photograph what the device shows, with the time, and ask your provider to confirm in writing that it is not held against you.'
const proofWords = 'A person will look at this. Write down what happened, and keep photos, receipts and names.'

const because = (id: string, words: string, { title, law }: Finding): NextStep =>
  step(id, 'soon', words, { why: `${title}.`, by: null, law })

const step = (
  id: string,
  urgency: NextStep['urgency'],
  words: string,
  { why, by, law }: Pick<NextStep, 'why' | 'by' | 'law'>,
): NextStep => ({ id, who: 'driver', urgency, words, why, by, law })
