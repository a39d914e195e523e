/**
 * One car of a case over months: the real controller and the real log, its trips, its visits, and what of it the server
 * has heard by when.
 */
import type { DeviceHistory } from '@keyturn/cases/program/fact.ts'
import { civilDateOf } from '@keyturn/domain/civil.ts'
import {
  type CivilDate,
  type DeviceId,
  type Duration,
  type Instant,
  instant,
  mgPer210L,
  minutes,
  unreachable,
} from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { type Impossible, perform } from '../scenario/acts.ts'
import type { Kit } from '../scenario/kit.ts'
import { fullVisit } from '../scenario/parse-service.ts'
import { brokenAtEnd } from '../scenario/promises.ts'
import type { Blow } from '../scenario/scenario.ts'
import { USUAL_UNIT, World } from '../scenario/world.ts'
import type { CarAct, Trip } from './case-scenario.ts'
import type { Publication } from './published.ts'

/** A visit takes a technician less than this; it ends at the moment it is told of. */
const VISIT_TAKES = minutes(20)
const INSTALLATION_TAKES = minutes(5)
const SOBER: Blow = { brac: mgPer210L(0), how: 'good', atOnce: false }

export type Installation = {
  readonly device: DeviceId
  readonly vehicle: string
  /** Whose device it is. */
  readonly vendor: string
  readonly profile: Profile
  readonly seed: number
  readonly at: Instant
  readonly dueOn: CivilDate
  readonly technician: string
  readonly center: string
}

export type Visit = {
  readonly at: Instant
  readonly purpose: 'scheduled' | 'lockout' | 'removal'
  readonly technician: string
  readonly center: string
  readonly dueOn: CivilDate | null
  readonly sound: boolean
}

export class CaseCar {
  readonly device: DeviceId
  readonly world: World
  vehicle: string
  readonly #installedAt: Instant
  /** Taken out: nothing happens to the device any more. */
  gone = false

  constructor(installation: Installation, kit: Kit) {
    const { device, vehicle, vendor, profile, seed, at, dueOn, technician, center } = installation
    this.device = device
    this.#installedAt = at
    this.vehicle = vehicle
    this.world = new World(
      {
        device,
        unit: { ...USUAL_UNIT, vendor },
        profile,
        seed,
        start: at,
        chance: 'drawn',
        installed: { at: instant(at - INSTALLATION_TAKES), dueOn },
        vehicle: { millivolts: 12_600, deciCelsius: 200 },
      },
      kit,
    )
    this.world.installed(technician, center)
  }

  /** Lets the car's life go on until the moment. A car that is ahead of it (a trip takes time) stays where it is. */
  passTo(at: Instant): void {
    if (!this.gone && at > this.world.at) this.world.pass(at - this.world.at)
  }

  /** What the case has learned of the log, and when. */
  history(): DeviceHistory {
    const { log, server, taken, unit, profile } = this.world
    const identity = { device: this.device, jurisdiction: profile.id, ...unit }
    return {
      device: this.device,
      source: 'signed-log',
      // The server holds a beginning of the log, byte for byte: `broken` looks at that.
      records: log.records.slice(0, server.head.lastSeq),
      received: taken.map(({ seq, at }) => ({ seq, at })),
      identities: [{ knownAt: this.#installedAt, identity }],
    }
  }

  /** Signs what is published at the car's own desk, so that it can be carried to it. */
  signs(what: Publication): Impossible {
    const { world } = this
    switch (what.is) {
      case 'order':
        return perform(world, { do: 'order', order: what.order })
      case 'withdraw':
        return world.desk.paper(what.name) === undefined ? null : perform(world, { do: 'withdraw', name: what.name })
      case 'outage':
        // A declaration is for people and courts: no car acts on it.
        return null
      default:
        return unreachable(what)
    }
  }

  do(act: CarAct): Impossible {
    if (this.gone) return 'the device is not in the car any more'
    const { world } = this
    switch (act.do) {
      case 'trip':
        return this.#trip(act.trip, act.span)
      case 'failed-start':
        return (
          perform(world, { do: 'ignition', to: 'on' }) ??
          perform(world, { do: 'blow', breath: act.breath }) ??
          perform(world, { do: 'ignition', to: 'off' })
        )
      case 'steps':
        for (const { act: one } of act.steps) {
          if (one.do === 'expect') return 'what a device must show is expected in a scenario of steps, not in a case'
          const impossible = perform(world, one)
          if (impossible !== null) return impossible
        }
        return null
      case 'contact':
        return perform(world, { do: 'server', to: act.to === 'back' ? 'up' : 'down' })
      case 'upload':
        return perform(world, { do: 'upload' })
      default:
        return unreachable(act)
    }
  }

  /** A technician's visit that ends at its moment. */
  visit({ at, purpose, technician, center, dueOn, sound }: Visit): Impossible {
    const { world } = this
    if (this.gone) return 'the device is not in the car any more'
    this.passTo(instant(at - VISIT_TAKES))
    const certificate = `${this.device}-${civilDateOf(at, world.profile.timeZone)}`
    const acts = fullVisit({ technician, center, visit: purpose, dueOn, certificate, reset: true, sound })
    const impossible = perform(world, { do: 'service', acts })
    // The bench reads the log out, whatever the car's own connection is worth.
    const reachable = world.server.up
    world.server.up = true
    world.upload()
    world.server.up = reachable
    this.passTo(at)
    if (purpose === 'removal') this.gone = true
    return impossible
  }

  /** Somebody pulls the device out: its last record is that it lost its power, and nobody hears it any more. */
  tornOut(at: Instant): void {
    this.passTo(at)
    perform(this.world, { do: 'power-lost', manner: 'unplugged' })
    this.gone = true
  }

  /** What every log must hold, whatever happened; see the promises of a scenario. */
  broken(kit: Kit): ReturnType<typeof brokenAtEnd> {
    return brokenAtEnd(this.world, kit)
  }

  #trip(trip: Trip, span: Duration): Impossible {
    const { world } = this
    const under =
      perform(world, { do: 'ignition', to: 'on' }) ??
      perform(world, { do: 'blow', breath: SOBER }) ??
      perform(world, { do: 'crank' })
    if (under !== null) return under
    if (world.car.engine !== 'running') {
      const { mode, display } = world.out
      perform(world, { do: 'ignition', to: 'off' })
      return `the car does not start (${mode}): ${display.join(' / ')}`
    }
    return this.#underway(trip, span) ?? perform(world, { do: 'ignition', to: 'off' })
  }

  #underway(trip: Trip, span: Duration): Impossible {
    const { world } = this
    if (trip.is === 'sober') return perform(world, { do: 'drive', span, retests: SOBER.brac })
    const asked = perform(world, { do: 'retest' })
    if (asked !== null) return asked
    if (trip.is === 'retest-failed') return perform(world, { do: 'blow', breath: trip.breath })
    // Longer than any answer window, and parked before the next retest is asked for.
    return perform(world, { do: 'wait', span: minutes(11) })
  }
}
