/** What the bench tells its page: plain values, moments as text, every state with words. */
import { addDays, civilDateOf } from '@keyturn/domain/civil.ts'
import { type Instant, instant, iso, parseInstant } from '@keyturn/domain/units.ts'
import { encodeRecord } from '@keyturn/evidence/record.ts'
import type { Profile, Ruled } from '@keyturn/rules/profile.ts'
import { findProfile } from '@keyturn/rules/profiles.ts'
import type { Known } from '../journal/entry.ts'
import { certificateOf, heldBy, type Visit } from '../journal/visits.ts'
import type { Met } from '../visit/meet.ts'

const KNOWN: { readonly [K in Known]: string } = {
  listed: 'Its key is on the vendor’s list.',
  seen: 'Its key is the one that this bench saw at an earlier visit.',
  new: 'This bench has never seen its key. Compare the key with the paper that came with the device.',
}

/** A car that proved itself. */
export function metView({ link, state, device, known, log }: Met, now: Instant) {
  const { ledger, explanation, outputs, timeZone, car, publicKey, profile, at } = state
  const clock = parseInstant(at)
  return {
    unit: link.address,
    device,
    publicKey,
    known,
    knownWords: KNOWN[known],
    profile,
    timeZone,
    at,
    /** The device's clock minus the bench's, in milliseconds. */
    clockOffMs: clock === undefined ? 0 : clock - now,
    mode: outputs.mode,
    display: outputs.display,
    virtual: car !== undefined && car !== null,
    engineRunning: car?.engine === 'running',
    installed: ledger.installed,
    dueAt: ledger.dueAt,
    resetBy: ledger.resetBy,
    lockouts: ledger.lockouts,
    malfunctions: ledger.malfunctions,
    explanation,
    log: { lastSeq: log.lastSeq, records: log.records.length, anomalies: log.anomalies },
    newest: log.records.slice(-12).map(encodeRecord),
    next: nextDate(findProfile(profile), clock ?? now),
  }
}

/** The latest date that the law lets a visit set, with the law; null under a law that this bench does not know. */
function nextDate(profile: Profile | undefined, at: Instant) {
  if (profile === undefined) return null
  const { dueWithinDays, toleranceMg, mayReset } = profile.service
  const today = civilDateOf(at, profile.timeZone)
  return {
    earliest: today,
    latest: addDays(today, dueWithinDays.value),
    withinDays: dueWithinDays.value,
    law: groundOf(dueWithinDays),
    toleranceMg: toleranceMg.value,
    toleranceLaw: groundOf(toleranceMg),
    mayReset: mayReset.value,
    mayResetLaw: groundOf(mayReset),
  }
}

function groundOf(ruled: Ruled<unknown>) {
  if ('law' in ruled) {
    const { source, section, quote } = ruled.law
    return { kind: 'cited', source, section, quote } as const
  }
  if ('research' in ruled) {
    const { clause, address, grade, gist } = ruled.research
    return { kind: 'researched', clause, address, grade, gist } as const
  }
  return { kind: 'assumed', ...ruled.assumed } as const
}

/** One visit, whole. */
export function visitView(visit: Visit, servers: readonly string[]) {
  const { session, records, log, found, pending, certificates: _, held: __, lockouts, ...rest } = visit
  const profile = findProfile(visit.profile)
  const certificate = certificateOf(visit)
  return {
    ...rest,
    timeZone: profile?.timeZone ?? 'UTC',
    lockedOut: lockouts.length > 0,
    next: nextDate(profile, records.at(-1)?.at ?? parseInstant(visit.begunAt) ?? instant(0)),
    found: found?.lastSeq ?? null,
    kept: log === null ? null : { lastSeq: log.lastSeq, sha256: log.sha256, bytes: log.bytes },
    unanswered: pending?.steps.map((step) => step.do) ?? [],
    session: session === null ? null : { ...session, end: endView(session.end) },
    records: records.map(encodeRecord),
    certificate,
    sent: servers.map((server) => sentView(visit, server)),
  }
}

type End = NonNullable<Visit['session']>['end']
const endView = (end: End) => (end.how === 'completed' ? { ...end, dueAt: iso(end.dueAt) } : end)

/** One visit, as the list of visits shows it. */
export const briefView = (visit: Visit, servers: readonly string[]) => ({
  id: visit.id,
  device: visit.device,
  profile: visit.profile,
  timeZone: findProfile(visit.profile)?.timeZone ?? 'UTC',
  unit: visit.unit,
  begunAt: visit.begunAt,
  end: visit.end,
  sent: servers.map((server) => sentView(visit, server)),
})

/** What a server has of a visit, in one word and one sentence. */
export function sentView(visit: Visit, server: string) {
  const { logSeq, certificate, refused } = heldBy(visit, server)
  const wantsLog = visit.log !== null && logSeq < visit.log.lastSeq
  const wantsCertificate = certificateOf(visit) !== null && certificate === null
  const because = (wantsLog ? refused.log : undefined) ?? (wantsCertificate ? refused.certificate : undefined)
  if (visit.end === null) return { server, state: 'open', words: 'is sent when the visit has ended' } as const
  if (because !== undefined) return { server, state: 'refused', words: because.words } as const
  if (wantsLog || wantsCertificate) {
    const what =
      wantsLog && wantsCertificate ? 'log and certificate wait' : wantsLog ? 'the log waits' : 'the certificate waits'
    return { server, state: 'waiting', words: `${what} until the server answers` } as const
  }
  return { server, state: 'sent', words: 'log and certificate have arrived' } as const
}
