/**
 * A long history is mostly uneventful: breaths that passed, retests given, doors opened and closed. Records in a row
 * that change nothing stand together as one fact, so that assessing years costs little more than assessing what
 * happened in them. The answer is the same to the last letter; a property test holds it to that.
 */
import type { Record } from '@keyturn/domain/record.ts'
import type { DeviceId, Instant } from '@keyturn/domain/units.ts'
import { fails, type Profile } from '@keyturn/rules/profile.ts'
import { isJudged } from './bearing.ts'
import { sameWindow } from './checks.ts'
import type { Fact, RunFact } from './fact.ts'
import { inForce, type Versions, versionsOf } from './in-force.ts'

/** The records of one device, by place, as facts with the uneventful ones in runs. */
export function condense(
  profiles: Profile | readonly Profile[],
  device: DeviceId,
  records: readonly Record[],
): readonly Fact[] {
  const versions = versionsOf(profiles)
  const facts: Fact[] = []
  let from = 0
  const close = (to: number) => {
    if (to > from) facts.push(runOf(device, records.slice(from, to)))
    from = to
  }
  let before: Record | undefined
  for (const [i, record] of records.entries()) {
    const { at, seq } = record
    const follows = before === undefined || (seq === before.seq + 1 && at >= before.at)
    if (!follows) close(i)
    if (!isUneventful(record, versions)) {
      close(i)
      facts.push({ kind: 'record', device, record })
      from = i + 1
    }
    before = record
  }
  close(records.length)
  return facts
}

type Kept = { readonly profiles: readonly Profile[]; readonly facts: readonly Fact[] }
const kept = new WeakMap<readonly Record[], Kept>()

/** The same, worked out once: a log that is held does not change, and neither does a list of profiles. */
export function condensedOnce(
  profiles: readonly Profile[],
  device: DeviceId,
  records: readonly Record[],
): readonly Fact[] {
  const before = kept.get(records)
  if (before !== undefined && before.profiles === profiles) return before.facts
  const facts = condense(profiles, device, records)
  kept.set(records, { profiles, facts })
  return facts
}

const runOf = (device: DeviceId, records: readonly Record[]): RunFact => ({
  kind: 'run',
  device,
  records,
  lastPermit: records.findLast(({ kind }) => kind === 'start-permitted') ?? null,
})

/** Whether a record changes nothing as long as nothing is locked, due or failed before it. */
function isUneventful(record: Record, versions: Versions): boolean {
  switch (record.kind) {
    case 'sample':
      return isPassed(record, versions)
    case 'retest-requested':
      return sameWindow(record, inForce(versions, record.at).profile)
    case 'start-permitted':
      return true
    case 'sample-rejected':
      return record.cause === 'operator' || record.cause === 'unknown'
    default:
      return !isJudged(record.kind)
  }
}

function isPassed(record: Extract<Record, { kind: 'sample' }>, versions: Versions): boolean {
  if (record.test === 'reference' || record.result !== 'pass') return false
  return !fails(inForce(versions, record.at).profile.setPoint.value, record.brac)
}

/** How many of the records, which stand by time, are not later than the moment. */
export function upTo(records: readonly Record[], asOf: Instant): number {
  let low = 0
  let high = records.length
  while (low < high) {
    const middle = (low + high) >> 1
    // In range by the bounds of the search; an absent record would only end it early.
    if ((records[middle]?.at ?? Number.POSITIVE_INFINITY) <= asOf) low = middle + 1
    else high = middle
  }
  return low
}
