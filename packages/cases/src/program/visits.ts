/**
 * Service visits that nobody kept, where no log tells: judged from what providers report, by the same rule and the same
 * days [MA-OPR-2, MA-SVC-2].
 */
import type { DeviceId, Instant } from '@keyturn/domain/units.ts'
import { after, instant } from '@keyturn/domain/units.ts'
import { caseRulesFor } from '@keyturn/rules/case-rules-for.ts'
import type { LockoutRule } from '@keyturn/rules/profile.ts'
import { endOfDayAfter, inZone } from '../calendar.ts'
import { citedLaw } from '../law.ts'
import type { OrderedDate } from '../orders.ts'
import type { CaseFinding } from './assessment.ts'
import { orderedBeyond } from './case-relief.ts'
import { lastOf } from './days.ts'
import type { FactOf } from './fact.ts'
import { attachedTo, type DeviceLaw, hearingByOf } from './lifted.ts'
import type { Scene } from './scene.ts'

type Opening = FactOf<'device-installed'> | FactOf<'visit-kept'>

/** From one visit to the next, as the facts of the case tell it. */
export type ToldPeriod = {
  readonly device: DeviceId
  readonly opened: Opening
  /** The last instant of the day by which the next visit is due. */
  readonly dueAt: Instant
  /** The date that the provider told, when it is later than the law allows. */
  readonly toldLater: Instant | null
  /** The order that moved `dueAt`; null when none did. */
  readonly ordered: OrderedDate | null
  /** When the next visit, the removal or another installation ended it; null while it lasts. */
  readonly endedAt: Instant | null
}

/** The periods of one device by the facts, oldest first; those that began after `from` only. */
export function periodsOf(scene: Scene, device: DeviceId, law: DeviceLaw, from: Instant | null): readonly ToldPeriod[] {
  const turns = turnsOf(scene, device).filter(({ at }) => from === null || at > from)
  return turns.flatMap((fact, n): readonly ToldPeriod[] => {
    if (fact.kind === 'device-removed' || (fact.kind === 'visit-kept' && fact.purpose === 'removal')) return []
    const set = dueOf(scene, fact, law)
    const vendor = vendorOf(turns.slice(0, n + 1))
    const date = { of: 'service-visit', at: set.dueAt, since: fact.at } as const
    const ordered = orderedBeyond(scene.told, { device, vendor }, date, law)
    const dueAt = ordered?.dueAt ?? set.dueAt
    return [{ device, opened: fact, ...set, dueAt, ordered, endedAt: turns[n + 1]?.at ?? null }]
  })
}

/** Whose device it is: as it was installed last. */
const vendorOf = (turns: readonly (Opening | FactOf<'device-removed'>)[]): string | null =>
  turns.findLast((one) => one.kind === 'device-installed')?.vendor ?? null

/** Installations, removals, and the visits between them: a visit to a device that is not in opens nothing. */
function turnsOf(scene: Scene, device: DeviceId): readonly (Opening | FactOf<'device-removed'>)[] {
  let isIn = false
  return scene.ofDevice(device).filter((fact): fact is Opening | FactOf<'device-removed'> => {
    if (fact.kind === 'device-installed') isIn = true
    const counts =
      fact.kind === 'device-installed' || fact.kind === 'device-removed' || (isIn && fact.kind === 'visit-kept')
    if (fact.kind === 'device-removed') isIn = false
    return counts
  })
}

/** The date the provider told counts while the law allows it; the law's last day otherwise. */
function dueOf({ told }: Scene, { at, dueOn }: Opening, law: DeviceLaw): Pick<ToldPeriod, 'dueAt' | 'toldLater'> {
  const { service, timeZone } = law.at(at).profile
  const latest = endOfDayAfter(at, service.dueWithinDays.value, timeZone)
  const said = dueOn === null ? latest : lastOf(dueOn, told.zone)
  return said > latest ? { dueAt: latest, toldLater: said } : { dueAt: said, toldLater: null }
}

/** The periods whose visit was missed, as findings: the lockout that the law has for a missed visit. */
export function missedVisits(scene: Scene, periods: readonly ToldPeriod[], law: DeviceLaw): readonly CaseFinding[] {
  return periods.flatMap((period) => {
    const { dueAt, endedAt, opened, toldLater } = period
    const until = endedAt ?? scene.told.asOf
    // The last instant of the day still counts.
    if (until <= dueAt) return []
    const since = instant(dueAt + 1)
    const rule = law.at(since).profile.lockouts.find(({ on }) => on === 'service-missed')
    if (rule === undefined) return []
    // Who comes by the date that the provider told has done what a participant can.
    const misled = toldLater !== null && until <= toldLater
    const made = misled ? misledFinding(scene, period, since, law) : finding(scene, period, rule, since, law)
    return [{ ...made, id: `${period.device}:${made.rule}@fact-${opened.seq}` }]
  })
}

type Made = Omit<CaseFinding, 'id'>

function finding(scene: Scene, period: ToldPeriod, rule: LockoutRule, since: Instant, law: DeviceLaw): Made {
  const { profile } = law.at(since)
  const zone = profile.timeZone
  const effect = rule.effect.value
  const by = effect.kind === 'visit-within' ? after(since, effect.visitWithin) : null
  const starts =
    by === null
      ? 'The car does not start again before a service visit.'
      : `The car still starts on a passed test until ${inZone(by, zone)}; after that it has to be towed.`
  return {
    ...common(scene, period, since),
    ...attachedTo(law, rule.id, since),
    class: 'lockout',
    rule: rule.id,
    title: rule.title,
    law: citedLaw(rule.law),
    cause: 'unknown',
    effect: `The visit was due by ${inZone(period.dueAt, zone)} and none is reported. ${starts}`,
    consequences: caseRulesFor(profile)
      .consequences.filter(({ to }) => to.includes(rule.id))
      .map(({ words, law: said }) => ({ words, law: citedLaw(said) })),
    hearingBy: hearingByOf(law, since),
  }
}

function misledFinding(scene: Scene, period: ToldPeriod, since: Instant, law: DeviceLaw): Made {
  const { profile } = law.at(since)
  return {
    ...common(scene, period, since),
    class: 'not-held',
    rule: 'visit-date-too-late',
    title: 'The provider gave a later date for the visit than the law allows',
    law: citedLaw(profile.lockouts.find(({ on }) => on === 'service-missed')?.law ?? profile.lockouts[0].law),
    cause: 'provider',
    effect: 'Not held against you: you came, or can still come, by the date you were told.',
    consequences: [],
    hearingBy: null,
    interpretations: [],
    rules: law.at(since).name,
  }
}

const common = ({ ref }: Scene, { opened, device, endedAt }: ToldPeriod, since: Instant) => ({
  aliases: [],
  because: [ref(opened)] as const,
  since,
  endedAt,
  learnedAt: instant(Math.max(since, opened.recordedAt)),
  device,
  signed: false,
  standing: { kind: 'stands' } as const,
})
