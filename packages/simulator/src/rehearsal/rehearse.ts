/**
 * The rehearsal: if a vendor were gone now, which car stops when, who could lawfully help it and how, and was that ever
 * done. Pure; the same logs, list and moment give the same answer.
 */
import type { MatrixField, Rehearsal, Stop } from '@keyturn/contract/endpoints/rehearsal.ts'
import { configFor, hardware } from '@keyturn/device/config.ts'
import { civilDateOf } from '@keyturn/domain/civil.ts'
import type { Entry } from '@keyturn/domain/record.ts'
import { type DeviceId, days, type Instant, iso, unreachable } from '@keyturn/domain/units.ts'
import { type Profile, profileName } from '@keyturn/rules/profile.ts'
import type { Kit } from '../scenario/kit.ts'
import { canDo, isOwn } from './can.ts'
import { type Done, doAct } from './do-act.ts'
import { gapsIn } from './gaps.ts'
import { helpsFor, type Provider } from './helps.ts'
import { mayOf } from './may.ts'
import { allPaths, type Path } from './paths.ts'
import { type StopAt, stopOf } from './stop.ts'

/** A car that is looked at. Empty text: not known. */
export type RehearsedDevice = {
  readonly caseId: string
  readonly device: DeviceId
  readonly profile: Profile
  readonly vendor: string
  readonly model: string
  readonly firmware: string
  readonly region: string
  readonly center: string
  /** Its log as far as it is held, oldest first. */
  readonly entries: readonly Entry[]
  /** Whether its code secrets are in escrow; null: nobody told. */
  readonly hasSecrets: boolean | null
}

/** How far ahead it looks: longer than any service period here. */
export const HORIZON_DAYS = 120
/** Most drivers of one answer. */
const STOPS_MAX = 2_000

/** Everything at once, for logs that are at hand. */
export function rehearse(
  devices: readonly RehearsedDevice[],
  { at, providers, kit }: { readonly at: Instant; readonly providers: readonly Provider[]; readonly kit: Kit },
): Rehearsal {
  const rehearser = new Rehearser({ at, kit })
  const stops = devices.flatMap((device) => rehearser.stopFor(device, providers) ?? [])
  return rehearsalOf({ at, stops, matrix: rehearser.matrix() })
}

/** The answer from stops and fields that are at hand: sorted, counted, with its gaps. */
export function rehearsalOf({
  at,
  stops,
  matrix,
}: {
  readonly at: Instant | null
  readonly stops: readonly Stop[]
  readonly matrix: readonly MatrixField[]
}): Rehearsal {
  const sorted = stops.toSorted((a, b) => rank(a) - rank(b) || (a.device < b.device ? -1 : 1))
  const seen = matrix.map((field) => ({ ...field, devices: stops.filter((stop) => isOf(stop, field)).length }))
  return {
    rehearsedAt: at === null ? null : iso(at),
    horizonDays: HORIZON_DAYS,
    matrix: seen,
    stops: sorted.slice(0, STOPS_MAX),
    stopsLeftOut: Math.max(0, sorted.length - STOPS_MAX),
    gaps: [...gapsIn(sorted, seen)],
  }
}

const isOf = (stop: Stop, field: MatrixField): boolean =>
  stop.jurisdiction === field.jurisdiction && stop.model === field.model && stop.firmware === field.firmware

/** Stopped ones first, then by day, then those that run on. */
const rank = ({ isStopped, stopsAt }: Stop): number =>
  isStopped ? 0 : stopsAt === null ? Number.MAX_SAFE_INTEGER : Date.parse(stopsAt)

type Kind = {
  readonly profile: Profile
  readonly model: string
  readonly firmware: string
  /** Whether the secrets of all of them are in escrow, as far as anybody told. */
  hasSecrets: boolean | null
}

/** One rehearsal, device by device. What it really does by each path it does once for each law. */
export class Rehearser {
  readonly #at: Instant
  readonly #kit: Kit
  readonly #done = new Map<string, Done>()
  readonly #kinds = new Map<string, Kind>()

  constructor({ at, kit }: { readonly at: Instant; readonly kit: Kit }) {
    this.#at = at
    this.#kit = kit
  }

  /** One driver: when the car stops, and the ways out. Null for a device that is not installed. */
  stopFor(device: RehearsedDevice, providers: readonly Provider[]): Stop | null {
    const { profile, vendor, model, firmware, region, hasSecrets } = device
    const identity = { device: device.device, jurisdiction: profile.id, vendor, model, firmware, region }
    const config = configFor(profile, hardware, identity)
    const stop = stopOf(device.entries, { config, at: this.#at, horizon: days(HORIZON_DAYS) })
    if (stop.kind === 'not-installed') return null
    this.#note({ profile, model, firmware, hasSecrets })
    const fields = this.#fieldsOf({ profile, model, firmware, hasSecrets })
    const stopsAt = stop.kind === 'stops' ? stop.at : stop.kind === 'stopped' ? stop.since : null
    return {
      case: device.caseId,
      device: device.device,
      jurisdiction: profile.id,
      vendor,
      model,
      firmware,
      center: device.center,
      stopsOn: stopsAt === null ? null : civilDateOf(stopsAt, profile.timeZone),
      stopsAt: stopsAt === null ? null : iso(stopsAt),
      isStopped: stop.kind === 'stopped',
      why: whyWords(stop, profile),
      helps: [...helpsFor({ profile, vendor, fields, providers })],
    }
  }

  /** The fields of every kind of device that was looked at. */
  matrix(): readonly MatrixField[] {
    return [...this.#kinds.values()].flatMap((kind) => this.#fieldsOf(kind))
  }

  /** One device whose secrets nobody told of makes it unknown for its kind. */
  #note(kind: Kind): void {
    const name = JSON.stringify([profileName(kind.profile), kind.model, kind.firmware])
    const known = this.#kinds.get(name)
    if (known === undefined) this.#kinds.set(name, kind)
    else if (known.hasSecrets !== kind.hasSecrets) known.hasSecrets = null
  }

  #fieldsOf({ profile, model, firmware, hasSecrets }: Kind): readonly MatrixField[] {
    return allPaths.map((path) => ({
      jurisdiction: profile.id,
      profile: profileName(profile),
      model,
      firmware,
      ...path,
      may: mayOf(profile, path.act),
      can: canDo(path, { model, firmware, hasSecrets }),
      // Another maker's firmware cannot be run here, so nothing was rehearsed with it.
      rehearsed: isOwn(firmware) ? { at: iso(this.#at), ...this.#doOnce(profile, path) } : null,
      devices: 0,
    }))
  }

  #doOnce(profile: Profile, path: Path): Done {
    const name = JSON.stringify([profileName(profile), path])
    const known = this.#done.get(name) ?? doAct(profile, path, this.#kit)
    this.#done.set(name, known)
    return known
  }
}

function whyWords(stop: Exclude<StopAt, { readonly kind: 'not-installed' }>, profile: Profile): string {
  const title = (rule: string | null) => profile.lockouts.find(({ id }) => id === rule)?.title ?? 'a lockout'
  switch (stop.kind) {
    case 'runs':
      return `It starts on every passed test for ${HORIZON_DAYS} days, although nobody serves it.`
    case 'stops':
      return `From then on it does not start: ${title(stop.rule)}.`
    case 'stopped':
      return stop.why === 'locked-out'
        ? `It does not start now: ${title(stop.rule)}.`
        : 'It does not start now: its head is away or it reports a fault.'
    default:
      return unreachable(stop)
  }
}
