/** The one word for what the device is doing. */
import type { Instant } from '@keyturn/domain/units.ts'
import { isLocked } from './starting.ts'
import type { State } from './state.ts'

export type Mode =
  | 'uninstalled'
  | 'asleep'
  | 'unpowered'
  | 'warming-up'
  | 'ready'
  | 'sampling'
  | 'analyzing'
  | 'start-permitted'
  | 'running'
  | 'retest-pending'
  | 'alerting'
  | 'held'
  | 'locked'
  | 'in-service'
  | 'malfunction'

/** The mode of this state at this moment of the device's own time. */
export function modeOf(state: State, at: Instant): Mode {
  const { phase, breath, ledger } = state
  if (phase.at === 'unpowered') return 'unpowered'
  if (phase.at === 'running') return runningMode(state)
  if (state.session.is === 'open') return 'in-service'
  if (phase.at === 'asleep') return 'asleep'
  if (!ledger.installed) return 'uninstalled'
  if (isLocked(ledger)) return 'locked'
  if (ledger.malfunctions.length > 0 || state.head === 'disconnected') return 'malfunction'
  if (phase.at === 'warming-up' || phase.at === 'start-permitted') return phase.at
  if (breath.is === 'blowing') return 'sampling'
  if (breath.is === 'analyzing') return 'analyzing'
  return ledger.holdUntil > at ? 'held' : 'ready'
}

/** The horn sounds until the vehicle is turned off, whatever else goes on (ME-5c). */
export const isAlerting = ({ phase }: State): boolean => phase.at === 'running' && phase.alert

function runningMode({ phase, breath }: State): Mode {
  if (phase.at !== 'running') return 'asleep'
  if (breath.is === 'blowing') return 'sampling'
  if (breath.is === 'analyzing') return 'analyzing'
  if (phase.alert) return 'alerting'
  return phase.retest.is === 'pending' ? 'retest-pending' : 'running'
}
