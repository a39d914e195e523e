/** The way from ignition on to a running engine: warm up, blow, start (MA-USE-1, MA-USE-2, ME-3). */
import type { StartAnswer, TestKind } from '@keyturn/domain/record.ts'
import { after, type Instant, minutes } from '@keyturn/domain/units.ts'
import { roll } from './chance.ts'
import { emit, type Work } from './emit.ts'
import type { Ledger } from './ledger.ts'
import { earlier, later, NEVER } from './moments.ts'
import type { State } from './state.ts'

/** Locked for good or after its grace, and no override lifts it: no start before a service visit. */
export function isLocked({ lockouts, override }: Ledger): boolean {
  for (const { closed, since } of lockouts) if (closed && (override === null || since > override.since)) return true
  return false
}

/** The car starts only because an override lifts a lockout. */
export const isLifted = (ledger: Ledger): boolean =>
  ledger.override !== null && !isLocked(ledger) && ledger.lockouts.some(({ closed }) => closed)

/** Whether a breath may lead to a start at all. A wait after a fail is not asked here. */
export const mayTest = (state: State): boolean =>
  state.ledger.installed &&
  !isLocked(state.ledger) &&
  state.ledger.malfunctions.length === 0 &&
  state.head === 'connected' &&
  state.session.is === 'closed'

/** What the device answers when the key is turned to the starter now. */
export const startAnswer = (state: State): StartAnswer => {
  if (!state.ledger.installed) return 'not-installed'
  if (isLocked(state.ledger)) return 'locked-out'
  if (state.session.is === 'open') return 'in-service'
  if (state.phase.at === 'warming-up' || state.ledger.malfunctions.length > 0 || state.head === 'disconnected') {
    return 'not-ready'
  }
  if (state.phase.at === 'start-permitted' && state.now <= state.phase.until) {
    return state.phase.basis === 'free-restart' ? 'free-restart' : 'passed-test'
  }
  return state.ledger.holdUntil > state.now ? 'held' : 'test-required'
}

/** When the device will say that it is ready, or `NEVER` while it may not. ME-8A. */
export const readyAt = (state: State): Instant => {
  if (state.phase.at !== 'ready' || state.phase.announced || state.breath.is !== 'none' || !mayTest(state)) return NEVER
  return state.ledger.holdUntil > state.now ? state.ledger.holdUntil : state.now
}

/** Says that a breath may be given, and records it (ME-8A). */
export function announceReady(work: Work): void {
  work.draft.phase = { at: 'ready', announced: true }
  emit(work, 'device', { kind: 'ready', test: 'start' })
}

/** What a breath that begins now is for. */
export const testOf = (state: State, wait: { readonly min: number; readonly max: number }): TestKind => {
  const { phase, session, ledger, now } = state
  if (session.is === 'open') return session.measure === null ? 'unprompted' : 'reference'
  if (phase.at === 'running' && phase.retest.is === 'pending') return 'retest'
  if (phase.at === 'ready' && mayTest(state) && ledger.holdUntil <= now) return 'start'
  const since = now - ledger.failedAt
  return ledger.failedAt > 0 && since >= wait.min && since <= wait.max ? 'confirmation' : 'unprompted'
}

/** Ignition on: a free restart where one is still open, otherwise warm up. */
export function ignitionOn(work: Work): void {
  const { draft } = work
  draft.ignition = 'on'
  emit(work, 'operator', { kind: 'ignition-on' })
  // Power was lost on the road and the engine was not found running again: it stopped unseen.
  if (draft.ledger.engineOn) emit(work, 'unknown', { kind: 'engine-stopped' })
  if (draft.ledger.alert) emit(work, 'device', { kind: 'alert-ended' })
  if (restartsFreely(work)) return
  const { warmUp } = work.config.hardware
  const takes = warmUp.find(({ aboveDeciCelsius }) => draft.deciCelsius > aboveDeciCelsius)?.takes ?? minutes(3)
  draft.phase = { at: 'warming-up', readyAt: after(draft.now, takes) }
}

/** A fault takes the leave to start away, unless the key is already turned: then the engine may still catch. */
export function revokePermit(work: Work): void {
  const { draft } = work
  if (draft.phase.at === 'start-permitted' && !draft.phase.cranked) draft.phase = { at: 'ready', announced: false }
}

/** Lets the starter work until then. The only way to a start permission. */
export function permit(work: Work, basis: 'passed-test' | 'free-restart', until: Instant): void {
  const { draft } = work
  const { override } = draft.ledger
  // No start is begun after an override's last instant.
  const by = override !== null && isLifted(draft.ledger) ? earlier(until, override.until) : until
  draft.phase = { at: 'start-permitted', basis, until: by, heldUntil: by, cranked: false }
  emit(work, 'device', { kind: 'start-permitted', basis, until: by })
}

/** ME-5d: never after a failed, missed or pending retest; and never while a visit is owed. */
export const restartsFreely = (work: Work): boolean => {
  const { free } = work.draft
  if (free.is === 'none' || !mayRestartFreely(work.draft, free.until)) return false
  permit(work, 'free-restart', free.until)
  return true
}

const mayRestartFreely = (state: State, until: Instant): boolean =>
  until >= state.now &&
  mayTest(state) &&
  state.ledger.lockouts.length === 0 &&
  state.ledger.resetBy === 0 &&
  state.ledger.holdUntil <= state.now

/** A breath above the set point takes the leave to start away, whatever it was blown for (ME-3a). It counts nothing. */
export function failedUnasked(work: Work): void {
  const { draft } = work
  revokePermit(work)
  draft.free = { is: 'none' }
  if (draft.phase.at === 'running') draft.phase = { ...draft.phase, barred: true }
}

/** The key is turned to the starter: every attempt is recorded, whatever comes of it (ME-7A). */
export function crank(work: Work): void {
  const why = startAnswer(work.draft)
  const { phase, now } = work.draft
  const allowed = why === 'passed-test' || why === 'free-restart'
  if (allowed && phase.at === 'start-permitted') {
    const heldUntil = later(phase.until, after(now, work.config.hardware.crankMax))
    work.draft.phase = { ...phase, heldUntil, cranked: true }
  }
  emit(work, 'operator', { kind: 'start-attempted', allowed, why })
}

/** The engine runs: with the device's leave, after a restart of the device, or without leave. */
export function engineRuns(work: Work, draw: number): void {
  const { draft } = work
  const { phase, ledger } = draft
  draft.chance = draw
  draft.ignition = 'on'
  if (phase.at === 'start-permitted' && draft.session.is === 'closed') {
    // Only a free restart carries the retest of the trip before; a passed test begins a new trip.
    if (phase.basis !== 'free-restart') draft.free = { is: 'none' }
    emit(work, 'operator', {
      kind: 'engine-started',
      basis: phase.basis === 'free-restart' ? 'free-restart' : 'passed-test',
    })
    return runFrom(work, false)
  }
  draft.free = { is: 'none' }
  const wasRunning = ledger.engineOn && ledger.darkMs <= work.config.hardware.darkMax
  if (wasRunning || startedUnseen(work)) {
    emit(work, 'device', { kind: 'engine-resumed' })
    return runFrom(work, true)
  }
  // Dark for long on the road: whether the engine ran on or was started meanwhile, a person must judge.
  if (ledger.engineOn) emit(work, 'unknown', { kind: 'engine-stopped' })
  const cause = ledger.installed && !ledger.engineOn ? 'operator' : 'unknown'
  emit(work, cause, { kind: 'engine-started', basis: 'none' })
  if (ledger.installed && draft.session.is === 'closed') {
    emit(work, cause, { kind: 'circumvention', sign: 'start-without-test' })
  }
  runFrom(work, true)
}

/** The battery sagged under the starter and took the device down: the key had been turned with its leave. */
const startedUnseen = ({ draft, config }: Work): boolean =>
  draft.ledger.crankedAt > 0 && draft.now - draft.ledger.crankedAt <= config.hardware.restartMax

function runFrom(work: Work, barred: boolean): void {
  const { draft } = work
  draft.breath = { is: 'none' }
  draft.phase = {
    at: 'running',
    barred,
    // The horn goes on after a restart of the device: it sounds until the vehicle is turned off (ME-5c).
    alert: draft.ledger.alert,
    retest: { is: 'scheduled', dueAt: firstRetest(work) },
  }
  draft.free = { is: 'none' }
}

/** A free restart does not put the retest off; any other start draws a new first interval (ME-5a). */
function firstRetest({ draft, config }: Work): Instant {
  if (draft.ledger.alert) return NEVER
  if (draft.free.is === 'open') return later(draft.free.retestDueAt, draft.now)
  return after(draft.now, roll(draft, config.retestFirst))
}
