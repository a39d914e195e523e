/** What the authority signs in the drill, on its machine that has no network. */

import { createHash } from 'node:crypto'
import type { DaySpan } from '@keyturn/domain/relief.ts'
import { type DeviceId, days, type Instant, instant } from '@keyturn/domain/units.ts'
import type { StatementBody } from '@keyturn/evidence/statement/statement.ts'
import { profileName } from '@keyturn/rules/profile.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { OWNERS } from '@keyturn/simulator/authority/authority.ts'
import { AUTHORITY, JURISDICTION, MODEL, OVERRIDE_LAW, REGION, RESCUER, TOLLING_LAW, VENDOR } from './cast.ts'

const desk = AUTHORITY.authority(JURISDICTION)

/** Day for day: dates that fall due in the outage move by its days. */
export const signOrder = (id: string, outage: DaySpan, at: Instant): string =>
  desk.sign(
    {
      kind: 'order',
      supersedes: null,
      scope: {
        jurisdiction: JURISDICTION,
        vendors: [VENDOR],
        models: null,
        firmwares: null,
        regions: null,
        functions: ['service-visit'],
      },
      interval: outage,
      due: outage,
      moves: { kind: 'day-for-day' },
      capDays: 30,
      staggerDays: 0,
      reason: 'Northgate Interlock does not answer.',
    },
    { at, id, cites: [TOLLING_LAW] },
  )

/** Opens one locked car for four hours, once. */
export const signOverride = (id: string, device: DeviceId, at: Instant): string =>
  desk.sign(
    { kind: 'override', why: 'Northgate Interlock does not answer.' },
    { at, id, subject: device, cites: [OVERRIDE_LAW] },
  )

/** Lets another vendor's centers serve the devices of the one that is gone. */
export const signRescue = (id: string, at: Instant): string =>
  desk.sign(
    { kind: 'rescue', serves: VENDOR, servesGroup: OWNERS.get(VENDOR) ?? VENDOR, centers: null },
    { at, id, subject: RESCUER, cites: [TOLLING_LAW] },
  )

/** What went wrong, since when and until when, in the vendor's own words. */
export const signOutage = (id: string, from: Instant, until: Instant, at: Instant): string =>
  AUTHORITY.vendor(VENDOR, { jurisdiction: JURISDICTION }).sign(
    {
      kind: 'outage',
      scope: {
        jurisdiction: JURISDICTION,
        vendors: [VENDOR],
        models: null,
        firmwares: null,
        regions: null,
        functions: ['service-visit', 'violations-service', 'lockout-visit'],
      },
      from: wholeSeconds(from),
      until: wholeSeconds(until),
      cause: 'server',
      account: 'Our servers were gone for eight days.',
      supersedes: null,
    },
    { at, id, cites: [TOLLING_LAW] },
  )

/** Whose device it is, of which model and where: by this a server knows which orders mean it. */
export const signConfiguration = (device: DeviceId, at: Instant): string =>
  desk.sign(
    {
      kind: 'configuration',
      profile: profileName(massachusetts),
      vendor: VENDOR,
      model: MODEL,
      region: REGION,
      endpoints: [],
      mirrors: [],
      receiptKeys: [],
    },
    { at, id: `configuration-${device}`, subject: device },
  )

/** A key that no longer counts. */
export const signWithdrawal = (number: number, key: string, at: Instant): string =>
  desk.sign(
    { kind: 'revocations', number, revoked: [{ id: key, at: wholeSeconds(at), why: 'The laptop was stolen.' }] },
    { at, cites: [] },
  )

/** The list of what stands on a mirror. The highest number that has not expired is the newest. */
export function signIndex(number: number, files: readonly string[], at: Instant): string {
  const body: StatementBody = {
    kind: 'index',
    number,
    files: files.map((file) => ({ ...named(file), sha256: sha256(file) })),
  }
  return desk.sign(body, { at, lasts: days(14), cites: [] })
}

export const sha256 = (file: string): string => createHash('sha256').update(file).digest('hex')

/** Id and kind by the last line of a file that we have signed ourselves. */
function named(file: string): { readonly id: string; readonly kind: string } {
  const [header = '', payload = ''] = (file.trimEnd().split('\n').at(-1) ?? '').split('.')
  const { typ } = JSON.parse(Buffer.from(header, 'base64url').toString())
  const { jti } = JSON.parse(Buffer.from(payload, 'base64url').toString())
  return {
    id: String(jti),
    kind: String(typ)
      .replace(/^keyturn-/, '')
      .replace(/\+jwt$/, ''),
  }
}

const wholeSeconds = (at: Instant): Instant => instant(Math.floor(at / 1_000) * 1_000)
