/** The controller: one pure step from a state and an input to the next state and what was recorded. */
import type { Entry } from '@keyturn/domain/record.ts'
import { instant, unreachable } from '@keyturn/domain/units.ts'
import { breathFrame, interruptBreath } from './breath.ts'
import type { DeviceConfig } from './config.ts'
import { settle } from './deadlines.ts'
import { emit, setNow, type Work } from './emit.ts'
import type { Input } from './input.ts'
import { keypadAct } from './keypad.ts'
import { orderAct } from './orders.ts'
import { overrideAct } from './override.ts'
import { headChanged, malfunction, powerLost, powerRestored, supplyRead, tamperSensed } from './power.ts'
import { stall, switchOff } from './running.ts'
import { serviceAct } from './service.ts'
import { crank, engineRuns, ignitionOn } from './starting.ts'
import { draftOf, type State } from './state.ts'

export type Step = { readonly state: State; readonly entries: readonly Entry[] }

const NOTHING: readonly Entry[] = []

/**
 * One step. Overdue deadlines are settled before the input is looked at, so extra ticks change nothing.
 * Every input has an answer: one that fits nowhere is recorded as `unexpected-input`.
 */
export function step(state: State, input: Input, config: DeviceConfig): Step {
  const now = timeOf(state, input)
  const jump = jumpOf(state, input, now)
  const steady = Math.abs(jump) <= config.hardware.clockTolerance
  // Most inputs are ticks with nothing due: the state stands, its clock runs on by the counter.
  if (input.kind === 'tick' && now < state.nextAt && steady) {
    return { state, entries: NOTHING }
  }
  const draft = draftOf(state)
  const work: Work = { draft, entries: [], config }
  if (now < state.nextAt) setNow(draft, now)
  else settle(work, instant(now))
  draft.up = input.up
  if (!steady) emit(work, 'unknown', { kind: 'clock-jump', byMs: jump })
  handle(work, input)
  // What the input itself made due at this very moment.
  draft.nextAt = settle(work, draft.now)
  return { state: draft, entries: work.entries }
}

/** The device's time: the counter carries it while there is power; across a power loss, never earlier than it was. */
function timeOf(state: State, input: Input): number {
  if (state.phase.at !== 'unpowered') return state.now + Math.max(0, input.up - state.up)
  return input.kind === 'power' ? Math.max(state.now, input.at - state.ledger.rtcOffset) : state.now
}

/**
 * How far the clock is from where the counter has it. Jumps on record are kept in the ledger, so that a wrong clock
 * gains nothing by a restart either; only a signed source may set the device's time.
 */
function jumpOf(state: State, input: Input, now: number): number {
  return state.phase.at === 'unpowered' && input.kind !== 'power' ? 0 : input.at - now - state.ledger.rtcOffset
}

function handle(work: Work, input: Input): void {
  const { draft } = work
  if (draft.phase.at === 'unpowered' && input.kind !== 'power' && input.kind !== 'tick') return unexpected(work, input)
  switch (input.kind) {
    case 'tick':
      return
    case 'ignition':
      return ignition(work, input)
    case 'engine':
      return engine(work, input)
    case 'breath':
      return breathFrame(work, input.body)
    case 'power':
      if ((input.body === 'lost') === (draft.phase.at === 'unpowered')) return unexpected(work, input)
      if (input.body === 'restored') return powerRestored(work)
      interruptBreath(work, 'unknown')
      return powerLost(work)
    case 'supply':
      return supplyRead(work, input.body)
    case 'temperature':
      draft.deciCelsius = input.body
      return
    case 'head':
      if (input.body === 'disconnected') interruptBreath(work, 'unknown')
      return headChanged(work, input.body)
    case 'tamper':
      return tamperSensed(work, input.body)
    case 'malfunction':
      if (input.body.present) interruptBreath(work, 'device')
      return malfunction(work, input.body.code, input.body.present)
    case 'service':
      // What the driver blew before the technician came is analyzed first.
      if (draft.session.is === 'closed') interruptBreath(work, 'provider')
      return serviceAct(work, input.body)
    case 'keypad':
      return keypadAct(work, input.body)
    case 'statement':
      return input.body.statement === 'order' ? orderAct(work, input.body) : overrideAct(work, input.body)
    default:
      return unreachable(input)
  }
}

function ignition(work: Work, input: Extract<Input, { kind: 'ignition' }>): void {
  const { draft } = work
  switch (input.body) {
    case 'on':
      return draft.ignition === 'on' ? unexpected(work, input) : ignitionOn(work)
    case 'crank':
      return draft.ignition === 'off' || draft.phase.at === 'running' ? unexpected(work, input) : crank(work)
    case 'off':
      if (draft.ignition === 'off') return unexpected(work, input)
      interruptBreath(work, 'operator')
      return switchOff(work)
    default:
      return unreachable(input.body)
  }
}

function engine(work: Work, input: Extract<Input, { kind: 'engine' }>): void {
  const { draft } = work
  const running = draft.phase.at === 'running'
  switch (input.body) {
    case 'running':
      if (running) return unexpected(work, input)
      interruptBreath(work, 'operator')
      return engineRuns(work, input.draw)
    case 'stalled':
    case 'stopped':
      // After ignition off the engine's own report confirms what is recorded already.
      if (!running) return input.body === 'stopped' && draft.ignition === 'off' ? undefined : unexpected(work, input)
      interruptBreath(work, 'vehicle')
      return stall(work)
    default:
      return unreachable(input.body)
  }
}

function unexpected(work: Work, { kind, body }: Input): void {
  const what = typeof body === 'string' ? `${kind} ${body}` : kind
  emit(work, 'unknown', { kind: 'unexpected-input', input: what })
}
