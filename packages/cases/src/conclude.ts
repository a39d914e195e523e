/** Turns what the pass found into the answer: findings in words, status, deadlines, next steps. */
import type { DeviceId, Instant } from '@keyturn/domain/units.ts'
import type { Assessment, Count, Integrity } from './assessment.ts'
import { deadlinesOf } from './deadlines.ts'
import { ruleIdOf } from './draft.ts'
import type { FactRef } from './fact.ts'
import { findingOf, refOf } from './finding.ts'
import { type Folding, lawAt } from './folding.ts'
import { citedLaw } from './law.ts'
import { movedDates, underOrder } from './moved-dates.ts'
import { nextSteps } from './next-steps.ts'
import { statusOf } from './status.ts'

/** The whole answer, as of a moment. */
export function conclude(folding: Folding, device: DeviceId | null, asOf: Instant): Assessment {
  const law = lawAt(folding, asOf)
  const of = { device, zone: law.profile.timeZone, lastHeardAt: folding.last?.at ?? null }
  // Many findings may share a moment; the sort is stable, so they stay in the order of the log.
  const moved = movedDates(folding)
  const findings = folding.found
    .map((draft) => underOrder(findingOf(draft, of), moved, of.zone))
    .toSorted((a, b) => a.since - b.since)
  const integrity = integrityOf(folding)
  const judged = {
    asOf,
    device,
    profile: law.name,
    timeZone: law.profile.timeZone,
    status: statusOf({ folding, findings, moved, integrity, of, asOf }),
    moved,
    counts: countsOf(folding, asOf, (record) => refOf(record, of)),
    findings,
    deadlines: deadlinesOf(folding, { findings, moved }, asOf),
    integrity,
  }
  // The record that opened the period, whatever the status: a lockout does not make old incidents new.
  const lastVisitAt = folding.standing?.at ?? 0
  return { ...judged, next: nextSteps(judged, { authority: law.profile.authority, lastVisitAt }) }
}

function integrityOf(folding: Folding): Integrity {
  const open = folding.found.filter((one) => one.class === 'integrity' && one.endedAt === null)
  const broken =
    folding.forked || folding.gaps.length > 0 || open.some((one) => ruleIdOf(one) === 'device-lockout-not-found')
  return {
    state: broken ? 'broken' : open.length > 0 ? 'doubtful' : 'sound',
    records: folding.records,
    firstSeq: folding.first?.seq ?? null,
    lastSeq: folding.last?.seq ?? null,
    lastHeardAt: folding.last?.at ?? null,
    gaps: [...folding.gaps],
  }
}

function countsOf(
  folding: Folding,
  asOf: Instant,
  ref: (record: NonNullable<Folding['last']>) => FactRef,
): readonly Count[] {
  const { period } = folding
  if (period === null) return []
  return lawAt(folding, asOf).profile.lockouts.map((rule) => {
    // What is held does not count, though the device counts it.
    const all = period.counted.get(rule.on) ?? []
    const counted = period.held.has(rule.on) ? all.slice(0, -1) : all
    return {
      rule: rule.id,
      title: rule.title,
      have: counted.length,
      times: rule.times,
      law: citedLaw(rule.law),
      because: counted.map(ref),
    }
  })
}
