/** What a log tells of the time after a device was taken out is nobody's doing who drove with it. */
import { groundOf } from '../law.ts'
import type { CaseFinding } from './assessment.ts'
import type { FactOf } from './fact.ts'
import type { DeviceLaw } from './lifted.ts'
import type { Scene } from './scene.ts'

type Turn = FactOf<'device-installed'> | FactOf<'device-removed'>

/**
 * The findings of the logs with what came after a removal set right: a visit cannot be missed with a device that is
 * gone, what looks like tampering on the provider's bench is not held against the participant, and a breath that was
 * failed with a device that is said to be gone is for a person.
 */
export function whileIn(scene: Scene, lifted: readonly CaseFinding[], law: DeviceLaw): readonly CaseFinding[] {
  const turns = turnsOf(scene)
  if (turns.size === 0) return lifted
  return lifted.flatMap((finding): readonly CaseFinding[] => {
    const last = turns.get(finding.device ?? '')?.findLast(({ at }) => at < finding.since)
    if (last?.kind !== 'device-removed') return [finding]
    if (isMissedDate(law, finding)) return []
    return last.removedBy === 'provider' && isAgainst(finding) ? [notHeld(scene, finding, last)] : [finding]
  })
}

/** Installations and removals of each device that was ever removed, by time. */
function turnsOf({ told }: Scene): ReadonlyMap<string, readonly Turn[]> {
  const removed = new Set<string>(told.of('device-removed').map(({ device }) => device))
  const turns = new Map<string, Turn[]>()
  if (removed.size === 0) return turns
  for (const fact of told.facts) {
    if (fact.kind !== 'device-installed' && fact.kind !== 'device-removed') continue
    if (!removed.has(fact.device)) continue
    const same = turns.get(fact.device)
    if (same === undefined) turns.set(fact.device, [fact])
    else same.push(fact)
  }
  return turns
}

const isMissedDate = (law: DeviceLaw, { rule, since }: CaseFinding): boolean =>
  law
    .at(since)
    .profile.lockouts.some(({ id, on }) => id === rule && (on === 'service-missed' || on === 'reset-unserviced'))

const isAgainst = ({ class: of }: CaseFinding): boolean =>
  of === 'lockout' || of === 'violation' || of === 'violations-reset' || of === 'for-a-person'

function notHeld({ ref, lawAt }: Scene, finding: CaseFinding, removed: FactOf<'device-removed'>): CaseFinding {
  const breath = finding.class === 'lockout' || finding.class === 'violations-reset'
  return {
    ...finding,
    class: breath ? 'for-a-person' : 'not-held',
    because: [...finding.because, ref(removed)],
    law: groundOf(lawAt(finding.since).violations.othersFailure),
    effect: breath
      ? 'The provider had reported the device as taken out by then, and its log shows a breath. Nothing is counted; a person compares both.'
      : 'Not held against you: the provider had taken the device out by then.',
    consequences: [],
    hearingBy: null,
  }
}
