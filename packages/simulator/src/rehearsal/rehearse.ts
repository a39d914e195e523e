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

export type Kind = Pick<RehearsedDevice, 'profile' | 'model' | 'firmware'> & { readonly secrets: number | null }

/** Everything at once, for logs that are at hand. */
export function rehearse(
  devices: readonly RehearsedDevice[],
  { at, providers, kit }: { readonly at: Instant; readonly providers: readonly Provider[]; readonly kit: Kit },
): Rehearsal {
  const matrix = matrixOf(kindsOf(devices), { at, kit })
  const stops = devices.flatMap((device) => stopFor(device, { at, providers, matrix }) ?? [])
  return rehearsalOf({ at, stops, matrix })
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

/** The jurisdictions, models and firmwares there are. */
export function kindsOf(devices: readonly RehearsedDevice[]): readonly Kind[] {
  const kinds = new Map<string, Kind>()
  for (const { profile, model, firmware, hasSecrets } of devices) {
    const name = JSON.stringify([profileName(profile), model, firmware])
    const known = kinds.get(name)
    const own = hasSecrets === null ? null : hasSecrets ? 1 : 0
    const before = known === undefined ? own : known.secrets
    kinds.set(name, {
      profile,
      model,
      firmware,
      secrets: before === null || own === null ? null : Math.min(before, own),
    })
  }
  return [...kinds.values()]
}

/** The matrix, each field of our own firmware really done once a law. */
export function matrixOf(
  kinds: readonly Kind[],
  { at, kit }: { readonly at: Instant; readonly kit: Kit },
): readonly MatrixField[] {
  const done = new Map<string, Done>()
  const doneOnce = (profile: Profile, path: Path): Done => {
    const name = JSON.stringify([profileName(profile), path])
    const known = done.get(name) ?? doAct(profile, path, kit)
    done.set(name, known)
    return known
  }
  return kinds.flatMap(({ profile, model, firmware, secrets }) =>
    allPaths.map((path) => ({
      jurisdiction: profile.id,
      profile: profileName(profile),
      model,
      firmware,
      ...path,
      may: mayOf(profile, path.act),
      can: canDo(path, { model, firmware, secrets }),
      // Another maker's firmware cannot be run here, so nothing was rehearsed with it.
      rehearsed: isOwn(firmware) ? { at: iso(at), ...doneOnce(profile, path) } : null,
      devices: 0,
    })),
  )
}

/** One driver: when the car stops, and the ways out. Null for a device that is not installed. */
export function stopFor(
  device: RehearsedDevice,
  {
    at,
    providers,
    matrix,
  }: { readonly at: Instant; readonly providers: readonly Provider[]; readonly matrix: readonly MatrixField[] },
): Stop | null {
  const { profile, vendor, model, firmware, region } = device
  const jurisdiction = profile.id
  const identity = { device: device.device, jurisdiction, vendor, model, firmware, region }
  const config = configFor(profile, hardware, identity)
  const stop = stopOf(device.entries, { config, at, horizon: days(HORIZON_DAYS) })
  if (stop.kind === 'not-installed') return null
  const fields = matrix.filter(
    (field) => field.jurisdiction === jurisdiction && field.model === model && field.firmware === firmware,
  )
  const stopsAt = stop.kind === 'stops' ? stop.at : stop.kind === 'stopped' ? stop.since : null
  return {
    case: device.caseId,
    device: device.device,
    jurisdiction,
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
