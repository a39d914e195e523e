/**
 * The plan of one life in the demo: who says what on which day before today, what the cars do in between. The plan is
 * then led in the order of time, on the real engine and the real controller.
 */
import type { CaseAssessment } from '@keyturn/cases/program/assessment.ts'
import type { FactBody, Participant } from '@keyturn/cases/program/fact.ts'
import { addDays, startOfDay } from '@keyturn/domain/civil.ts'
import {
  type CaseId,
  type CivilDate,
  type DeviceId,
  deviceId,
  type Instant,
  instant,
  mgPer210L,
  minutes,
} from '@keyturn/domain/units.ts'
import { type CarAct, PEOPLE, type Person } from '../case-scenario/case-scenario.ts'
import { CaseWorld } from '../case-scenario/case-world.ts'
import type { Center } from '../case-scenario/vendors.ts'
import type { Chance } from '../chance.ts'
import type { Kit } from '../scenario/kit.ts'

export type LifeOf = {
  readonly caseId: CaseId
  readonly jurisdiction: string
  /** `MA`. */
  readonly state: string
  /** Where its hearings are held. */
  readonly hearings: string
  readonly zone: string
  readonly participant: Participant
  readonly center: Center
  readonly seed: number
  readonly chance: Chance
  readonly today: CivilDate
  /** Nothing happens after it. */
  readonly now: Instant
  /** Names of those who are not the participant. */
  readonly names: { readonly [P in Exclude<Person, 'driver'>]: string }
  readonly firstDevice: number
  /** `none`: the device of this life runs elsewhere and tells its own story. */
  readonly log?: 'signed' | 'none'
}

/** A fact, or what to say once it is known how the case stands; null then says nothing. */
type Said = FactBody | ((found: CaseAssessment) => FactBody | null)
type Planned = { readonly at: Instant } & (
  | { readonly say: Said; readonly who: Person; readonly happenedAt: Instant }
  | { readonly car: string; readonly act: CarAct }
)

export class Life {
  readonly of: LifeOf
  readonly #plan: Planned[] = []
  #devices = 0

  constructor(of: LifeOf) {
    this.of = of
  }

  /** A moment so many days before today; the minute is drawn, so that not everybody comes at nine. */
  at(daysAgo: number, hour: number): Instant {
    const { today, zone, chance } = this.of
    return instant(startOfDay(addDays(today, -daysAgo), zone) + hour * HOUR_MS + chance.between(0, 50) * MINUTE_MS)
  }

  /** The full hour of a working day: that day, or the nearest one away from today. */
  session(daysAgo: number, hour: number): Instant {
    const { today, zone } = this.of
    const step = daysAgo < 0 ? -1 : 1
    let day = daysAgo
    while (WEEKEND.includes(new Date(`${addDays(today, -day)}T12:00Z`).getUTCDay())) day += step
    return instant(startOfDay(addDays(today, -day), zone) + hour * HOUR_MS)
  }

  day(daysAgo: number): CivilDate {
    return addDays(this.of.today, -daysAgo)
  }

  say(who: Person, daysAgo: number, hour: number, ...said: readonly Said[]): this {
    const at = this.at(daysAgo, hour)
    for (const one of said) this.#plan.push({ at, who, say: one, happenedAt: at })
    return this
  }

  /** Told on one day about another one before. */
  sayLate(who: Person, daysAgo: number, happened: number, hour: number, said: Said): this {
    this.#plan.push({ at: this.at(daysAgo, hour), who, say: said, happenedAt: this.at(happened, hour) })
    return this
  }

  car(vehicle: string, daysAgo: number, hour: number, act: CarAct): this {
    this.#plan.push({ at: this.at(daysAgo, hour), car: vehicle, act })
    return this
  }

  /** The next device of this case. */
  device(): DeviceId {
    const { firstDevice, state } = this.of
    this.#devices += 1
    return deviceId(`KT-${state}-${String(firstDevice + this.#devices - 1).padStart(4, '0')}`)
  }

  /** Sober trips every so many days, from one day to another before today. */
  trips(vehicle: string, from: number, to: number, every: number, hour = 7): this {
    for (let daysAgo = from; daysAgo >= to; daysAgo -= every) {
      const span = minutes(this.of.chance.between(9, 35))
      this.car(vehicle, daysAgo, hour, { do: 'trip', trip: { is: 'sober' }, span })
    }
    return this
  }

  failedStart(daysAgo: number, hour: number, mg: number, vehicle = 'car-1'): this {
    return this.car(vehicle, daysAgo, hour, { do: 'failed-start', breath: breath(mg) })
  }

  failedRetest(daysAgo: number, hour: number, mg: number, vehicle = 'car-1'): this {
    const trip = { is: 'retest-failed', breath: breath(mg) } as const
    return this.car(vehicle, daysAgo, hour, { do: 'trip', trip, span: minutes(40) })
  }

  missedRetest(daysAgo: number, hour: number, vehicle = 'car-1'): this {
    return this.car(vehicle, daysAgo, hour, { do: 'trip', trip: { is: 'retest-missed' }, span: minutes(40) })
  }

  /** Leads the life up to now. What the law refused is kept: a plan that the law refuses is a mistake of ours. */
  lead(kit: Kit): Led {
    const { caseId, jurisdiction, seed, now, names, participant } = this.of
    const world = new CaseWorld(caseId, jurisdiction, seed, kit)
    const refused: string[] = []
    for (const one of this.#plan.toSorted((a, b) => a.at - b.at)) {
      if (one.at > now) break
      if ('car' in one) {
        // A car that is locked does not start: the driver tries, and leaves it.
        world.passTo(one.at)
        world.carOf(one.car)?.do(one.act)
        continue
      }
      const { at, who, happenedAt } = one
      const body = typeof one.say === 'function' ? one.say(world.assess(at)) : one.say
      if (body === null) continue
      const name = who === 'driver' ? participant.name : names[who]
      const by = { user: who, name, role: PEOPLE[who] }
      const { answer } = world.tell({ who, by, body, at, happenedAt, log: this.of.log ?? 'signed' })
      if (!answer.allowed) refused.push(`${caseId} ${body.kind}: ${answer.because}`)
    }
    world.passTo(now)
    return { world, refused }
  }
}

export type Led = { readonly world: CaseWorld; readonly refused: readonly string[] }

/** Sunday and Saturday. */
const WEEKEND: readonly number[] = [0, 6]
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

const breath = (mg: number) => ({ brac: mgPer210L(mg), how: 'good', atOnce: false }) as const

/** The last finding of a rule, by its id. */
export const findingOf = (found: CaseAssessment, rule: string): string | null =>
  found.findings.findLast((one) => one.rule === rule)?.id ?? null
