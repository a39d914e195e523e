/** What the logs of the devices come to, as findings of the case: each with its log and when it was learned. */
import { type Instant, instant } from '@keyturn/domain/units.ts'
import { caseRulesFor } from '@keyturn/rules/case-rules-for.ts'
import type { Finding } from '../assessment.ts'
import { endOfDayAfter } from '../calendar.ts'
import type { FactRef, NonEmpty } from '../fact.ts'
import { inForce, type Version, versionsOf } from '../in-force.ts'
import type { Law } from '../law.ts'
import type { CaseDevice, CaseFinding, CaseRef } from './assessment.ts'
import { orderKnownAt } from './case-relief.ts'
import type { DeviceHistory } from './fact.ts'
import type { Told } from './told.ts'

/** The device's law by date, worked out once for a case. */
export type DeviceLaw = { readonly at: (moment: Instant) => Version }
export const deviceLawOf = ({ law }: Told): DeviceLaw => {
  const versions = versionsOf(law.profiles)
  return { at: (moment) => inForce(versions, moment) }
}

/** Every finding of every log, oldest first within a device. */
export function liftedFrom(told: Told, devices: readonly CaseDevice[], law: DeviceLaw): readonly CaseFinding[] {
  const histories = new Map(told.file.devices.map((history) => [history.device, history]))
  return devices.flatMap((device) => {
    const history = histories.get(device.device)
    if (device.assessment === null || history === undefined) return []
    return device.assessment.findings.map((finding) => lifted(told, finding, history, law))
  })
}

function lifted(told: Told, finding: Finding, history: DeviceHistory, law: DeviceLaw): CaseFinding {
  const { class: of, rule, title, law: ground, cause, effect, consequences, since, endedAt } = finding
  const [first, ...rest] = finding.because
  // A lockout that the car took only because it had not heard of an order is nobody's violation [OUT-2].
  const held = finding.class === 'lockout' && finding.held !== null
  return {
    id: `${history.device}:${finding.id}`,
    aliases: [],
    class: held ? 'not-held' : of,
    rule,
    title,
    law: ground,
    because: [refOfRecord(first), ...rest.map(refOfRecord)],
    cause,
    effect,
    consequences,
    since,
    endedAt,
    learnedAt: instant(Math.max(learnedAt(finding, history, law), knownAt(told, ground))),
    device: history.device,
    signed: history.source === 'signed-log',
    standing: { kind: 'stands' },
    hearingBy:
      finding.class === 'lockout' && !held
        ? hearingByOf(law, instant(Math.max(finding.device?.at ?? since, since)))
        : null,
    interpretations: finding.interpretations,
    rules: finding.profile,
  }
}

/** What rests on an order was learned when the order was known. */
const knownAt = (told: Told, ground: Law): number =>
  ground.kind === 'ordered' ? (orderKnownAt(told, ground.order) ?? 0) : 0

/** A record of a device as an answer of the case names it. */
const refOfRecord = ({ device, seq, at, kind, words }: FactRef): CaseRef => ({
  of: 'device',
  device,
  seq,
  at,
  kind,
  words,
})

/** Until when a hearing about a lockout may be requested: days in the zone, the last one to its end [MA-LCK-6]. */
export function hearingByOf(law: DeviceLaw, began: Instant): Instant | null {
  const { hearingRequestWithinDays: days, timeZone } = law.at(began).profile
  return days === null ? null : endOfDayAfter(began, days.value, timeZone)
}

/**
 * When the last record that a finding rests on was received. What the calendar says is known when it says it, unless
 * the visit it counts from came later.
 */
function learnedAt(finding: Finding, history: DeviceHistory, law: DeviceLaw): Instant {
  const { because, rule, since } = finding
  const byCalendar = law
    .at(since)
    .profile.lockouts.some(({ id, on }) => id === rule && (on === 'service-missed' || on === 'reset-unserviced'))
  const resting: readonly FactRef[] = byCalendar ? [because[0]] : because
  const learned = resting.map(({ seq, at }) => receivedAt(history, seq) ?? at)
  return instant(Math.max(since, ...learned))
}

/** When the case learned a record: at the first receipt that reaches it; null when no receipt is told. */
export function receivedAt({ received }: DeviceHistory, seq: number): Instant | null {
  let low = 0
  let high = received.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((received[middle]?.seq ?? 0) < seq) low = middle + 1
    else high = middle
  }
  return received[low]?.at ?? null
}

/** What the text attaches to a rule of the device, and the readings it hangs on. */
export function attachedTo(law: DeviceLaw, rule: string, at: Instant): Pick<CaseFinding, 'interpretations' | 'rules'> {
  const { profile, name } = law.at(at)
  const readings = caseRulesFor(profile).readings[rule] ?? []
  return { interpretations: profile.interpretations.filter(({ id }) => readings.includes(id)), rules: name }
}

/** At least one, or a bug of ours. */
export const nonEmpty = <T>(first: T, rest: readonly T[]): NonEmpty<T> => [first, ...rest]
