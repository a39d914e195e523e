/** What the driver and the starter relay get. There is no output that stops an engine (MA-USE-6). */
import { type Instant, unreachable } from '@keyturn/domain/units.ts'
import type { DeviceConfig } from './config.ts'
import { earliestVisit, linesFor } from './display.ts'
import { isAlerting, type Mode, modeOf } from './mode.ts'
import { isLifted } from './starting.ts'
import type { State } from './state.ts'

export type Outputs = {
  readonly mode: Mode
  readonly starter: 'blocked' | 'permitted'
  readonly horn: boolean
  readonly buzzer: 'silent' | 'beep' | 'alarm'
  readonly lamp: 'off' | 'green' | 'amber' | 'red'
  /** Two lines of at most 20 characters. */
  readonly display: readonly [string, string]
  /** The moment that the display counts down to, if any. */
  readonly countdownTo: Instant | null
}

/** What the device does for the world in this state at this moment. `at` is the device's own time. */
export function outputs(state: State, config: DeviceConfig, at: Instant): Outputs {
  const mode = modeOf(state, at)
  return {
    mode,
    starter: mode === 'start-permitted' ? 'permitted' : 'blocked',
    horn: isAlerting(state),
    buzzer: buzzerFor(mode, state, config, at),
    lamp: lampFor(mode, state),
    display: linesFor(mode, state, config, at),
    countdownTo: countdownOf(mode, state),
  }
}

function buzzerFor(mode: Mode, state: State, config: DeviceConfig, at: Instant): Outputs['buzzer'] {
  const { ledger } = state
  if (mode === 'unpowered') return 'silent'
  // ME-10C: tampering that is detected is heard, and the lamp stays red until a technician resets it.
  if (ledger.tamperedAt > 0 && at - ledger.tamperedAt <= config.hardware.alarm) return 'alarm'
  if (isAlerting(state)) return 'alarm'
  return mode === 'retest-pending' || mode === 'ready' ? 'beep' : 'silent'
}

function lampFor(mode: Mode, { ledger, verdict }: State): Outputs['lamp'] {
  if (mode === 'unpowered') return 'off'
  if (ledger.tamperedAt > 0) return 'red'
  switch (mode) {
    case 'asleep':
      return 'off'
    case 'start-permitted':
      return 'green'
    case 'running':
      return verdict.said === 'fail' ? 'red' : 'green'
    case 'held':
    case 'locked':
    case 'alerting':
    case 'malfunction':
    case 'uninstalled':
      return 'red'
    case 'warming-up':
    case 'ready':
    case 'sampling':
    case 'analyzing':
    case 'retest-pending':
    case 'in-service':
      return 'amber'
    default:
      return unreachable(mode)
  }
}

function countdownOf(mode: Mode, state: State): Instant | null {
  const { phase, ledger } = state
  if (phase.at === 'warming-up') return phase.readyAt
  if (phase.at === 'start-permitted') return phase.until
  if (phase.at === 'running' && phase.retest.is === 'pending') return phase.retest.answerBy
  if (mode === 'held') return ledger.holdUntil
  if (ledger.override !== null && isLifted(ledger)) return ledger.override.until
  return earliestVisit(state)
}
