/** While the engine runs: retests, the horn, and how a trip ends. Nothing here can stop an engine (MA-USE-6). */
import type { Cause, EntryOf } from '@keyturn/domain/record.ts'
import { after } from '@keyturn/domain/units.ts'
import type { Range } from '@keyturn/rules/profile.ts'
import { roll } from './chance.ts'
import { emit, type Work } from './emit.ts'
import { NEVER } from './moments.ts'
import { restartsFreely } from './starting.ts'
import type { Draft, Phase, Retest } from './state.ts'

type Running = Extract<Phase, { readonly at: 'running' }>

/** A retest at a moment nobody can foretell, within the range from now. */
const scheduled = (draft: Draft, range: Range): Retest => ({
  is: 'scheduled',
  dueAt: after(draft.now, roll(draft, range)),
})

/**
 * The scheduled moment has come (ME-5a, ME-5b, MA-USE-4). While the device is at fault or in service there is nothing
 * to ask for.
 */
export function requestRetest(work: Work, running: Running): void {
  const { draft, config } = work
  if (draft.ledger.malfunctions.length > 0 || draft.session.is === 'open' || !draft.ledger.installed) {
    draft.phase = { ...running, retest: scheduled(draft, config.retestFirst) }
    return
  }
  const number = draft.ledger.retests + 1
  const answerBy = after(draft.now, config.answerWithin)
  // A breath already begun was not asked for; it stays what it was when it began.
  draft.phase = { ...running, retest: { is: 'pending', number, answerBy, attempts: 0 } }
  emit(work, 'device', { kind: 'retest-requested', number, answerBy })
}

/** Time or attempts are used up (MA-USE-5, ME-5c, ME-6). */
export function missRetest(work: Work, running: Running, how: 'not-taken' | 'attempts-used'): void {
  const { draft } = work
  // Whoever still blows does so after the end: the rest of that breath is no breath of its own.
  if (draft.breath.is === 'blowing') draft.breath = { is: 'ignored', last: draft.breath.last }
  emit(work, whoseMiss(work), { kind: 'retest-missed', how })
  afterBadRetest(work, running, 'retest-missed')
}

/** A breath came to a result while a retest was open. */
export function retestResult(work: Work, running: Running, failed: boolean): void {
  if (failed) return afterBadRetest(work, running, 'retest-failed')
  const { draft, config } = work
  draft.phase = { ...running, retest: scheduled(draft, config.retestLater) }
}

/** A breath that gave no result uses one of the attempts, where attempts are counted (ME-6). */
export function attemptUsed(work: Work): void {
  const { draft, config } = work
  const { phase } = draft
  if (phase.at !== 'running' || phase.retest.is !== 'pending') return
  const attempts = phase.retest.attempts + 1
  draft.phase = { ...phase, retest: { ...phase.retest, attempts } }
  if (config.attemptsMax > 0 && attempts >= config.attemptsMax) missRetest(work, phase, 'attempts-used')
}

/** Nobody can blow into a head that is not there; whether it was pulled off, a person must judge. */
const whoseMiss = ({ draft }: Work): Cause => (draft.head === 'connected' ? 'operator' : 'unknown')

function afterBadRetest(work: Work, running: Running, why: 'retest-failed' | 'retest-missed'): void {
  const { draft, config } = work
  const sounds = config.hornUntilOff
  // While the horn sounds no further retest is asked: the driver is already told to switch off.
  const retest: Retest = sounds ? { is: 'scheduled', dueAt: NEVER } : scheduled(draft, config.retestLater)
  draft.phase = { at: 'running', barred: true, alert: sounds, retest }
  if (sounds && !running.alert) emit(work, 'device', { kind: 'alert-began', why })
}

/**
 * Ignition off ends the trip: an open retest is missed where the law says so, the horn stops, a free restart may open.
 */
export function switchOff(work: Work): void {
  const { draft } = work
  draft.ignition = 'off'
  emit(work, 'operator', { kind: 'ignition-off' })
  const { phase } = draft
  if (phase.at === 'running') {
    endRetest(work, phase, 'ignition-off', work.config.whenIgnitionOff)
    endTrip(work, phase, 'engine-stopped', 'operator')
  }
  draft.breath = { is: 'none' }
  draft.phase = { at: 'asleep' }
}

/** The engine stopped by itself, ignition still on (ME-5e). */
export function stall(work: Work): void {
  const { draft } = work
  const { phase } = draft
  if (phase.at !== 'running') return
  endRetest(work, phase, 'stalled', work.config.whenStalled)
  endTrip(work, phase, 'engine-stalled', 'vehicle')
  if (!restartsFreely(work)) draft.phase = { at: 'ready', announced: false }
}

function endTrip(work: Work, running: Running, kind: 'engine-stopped' | 'engine-stalled', cause: Cause): void {
  const { draft, config } = work
  if (running.alert) emit(work, 'device', { kind: 'alert-ended' })
  emit(work, cause, { kind })
  const { retest, barred } = running
  draft.free =
    config.freeRestartWithin > 0 && !barred && retest.is === 'scheduled'
      ? { is: 'open', until: after(draft.now, config.freeRestartWithin), retestDueAt: retest.dueAt }
      : { is: 'none' }
}

function endRetest(
  work: Work,
  running: Running,
  how: 'ignition-off' | 'stalled',
  outcome: 'missed' | 'cut-short',
): void {
  if (running.retest.is !== 'pending') return
  if (outcome === 'missed') return emit(work, whoseMiss(work), { kind: 'retest-missed', how: 'ignition-off' })
  emit(work, how === 'stalled' ? 'vehicle' : 'operator', { kind: 'retest-cut-short', how })
}

/** Something other than the driver took the chance to answer away; the trip goes on and another retest will come. */
export function cutShort(work: Work, how: EntryOf<'retest-cut-short'>['how'], cause: Cause): void {
  const { draft, config } = work
  const { phase } = draft
  if (phase.at !== 'running' || phase.retest.is === 'scheduled') return
  emit(work, cause, { kind: 'retest-cut-short', how })
  // A retest was called and never taken: whoever kept it from the driver, the next start needs a test (ME-5e).
  draft.phase = {
    ...phase,
    barred: true,
    retest: scheduled(draft, config.retestFirst),
  }
}
