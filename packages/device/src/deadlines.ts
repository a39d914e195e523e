/**
 * The one place that judges deadlines. Each falls due at its own moment, before the input is looked at, so how often
 * the device ticks cannot change what is recorded. What an order moves, and what a moved date undoes, falls due here
 * too.
 */
import { after, assert, type Instant, unreachable } from '@keyturn/domain/units.ts'
import { analyzed, pauseOver } from './breath.ts'
import type { DeviceConfig } from './config.ts'
import { emit, setNow, type Work } from './emit.ts'
import { earlier, NEVER, over } from './moments.ts'
import { unfounded } from './next-due.ts'
import { missRetest, requestRetest } from './running.ts'
import { closeSession } from './service.ts'
import { announceReady, readyAt } from './starting.ts'
import type { State } from './state.ts'

/** The next moment at which something falls due. While the device has no power, nothing does. */
function nextDeadline(state: State, config: DeviceConfig): Instant {
  if (state.phase.at === 'unpowered') return NEVER
  return earlier(
    earlier(phaseDue(state), breathDue(state, config)),
    earlier(sessionDue(state), state.ledger.fallsDueAt),
  )
}

/**
 * Lets everything fall due up to and including `until`, each at its moment (or now, if that passed without power).
 * Returns what comes next.
 */
export function settle(work: Work, until: Instant): Instant {
  const { draft, config } = work
  for (;;) {
    const next = nextDeadline(draft, config)
    if (next > until) {
      setNow(draft, until)
      return next
    }
    setNow(draft, next > draft.now ? next : draft.now)
    fire(work)
  }
}

/** One thing that is due now. The order settles what happens when two fall on the same instant. */
function fire(work: Work): void {
  const { draft, config } = work
  const { now, phase, breath } = draft
  if (breathDue(draft, config) <= now) return breath.is === 'analyzing' ? analyzed(work) : pauseOver(work)
  if (sessionDue(draft) <= now) return closeSession(work)
  if (draft.ledger.fallsDueAt <= now) return fireService(work)
  switch (phase.at) {
    case 'warming-up':
      draft.phase = { at: 'ready', announced: false }
      return
    case 'ready':
      return announceReady(work)
    case 'start-permitted':
      emit(work, 'operator', { kind: 'start-permit-lapsed' })
      draft.phase = { at: 'ready', announced: false }
      return
    case 'running':
      if (phase.retest.is === 'scheduled') return requestRetest(work, phase)
      return missRetest(work, phase, 'not-taken')
    case 'unpowered':
    case 'asleep':
      return assert(false, `nothing falls due while ${phase.at}`)
    default:
      return unreachable(phase)
  }
}

function phaseDue(state: State): Instant {
  const { phase } = state
  switch (phase.at) {
    case 'unpowered':
    case 'asleep':
      return NEVER
    case 'warming-up':
      return phase.readyAt
    case 'ready':
      return readyAt(state)
    case 'start-permitted':
      return over(phase.heldUntil)
    case 'running':
      if (phase.retest.is === 'scheduled') return phase.retest.dueAt
      // A breath begun in time is heard to its end; whether it was taken is known then.
      if (state.breath.is === 'blowing' && state.breath.test === 'retest') return NEVER
      return phase.retest.is === 'pending' ? over(phase.retest.answerBy) : NEVER
    default:
      return unreachable(phase)
  }
}

const sessionDue = ({ session }: State): Instant => (session.is === 'open' ? over(session.until) : NEVER)

function breathDue({ breath }: State, { hardware }: DeviceConfig): Instant {
  switch (breath.is) {
    case 'none':
      return NEVER
    case 'analyzing':
      return breath.doneAt
    case 'blowing':
    case 'ignored':
      return after(breath.last, hardware.pauseMax)
    default:
      return unreachable(breath)
  }
}

function fireService(work: Work): void {
  const { draft } = work
  const { ledger, now } = draft
  const undone = unfounded(ledger, work.config)
  if (undone !== undefined) return emit(work, 'provider', { kind: 'lockout-ended', rule: undone.rule })
  if (ledger.move !== null) return emit(work, 'provider', { kind: 'due-date-moved', ...ledger.move })
  // An engine that runs runs on (MA-USE-6), and no permit is longer than the override; the next start is locked again.
  if (ledger.override !== null && over(ledger.override.until) <= now)
    return emit(work, 'device', { kind: 'override-ended', override: ledger.override.id })
  const lapsed = ledger.lockouts.find(({ visitBy, closed }) => !closed && visitBy !== null && over(visitBy) <= now)
  if (lapsed !== undefined) return emit(work, 'unknown', { kind: 'lockout-closed', rule: lapsed.rule })
  if (!ledger.reminded && ledger.remindAt <= now)
    return emit(work, 'device', { kind: 'service-reminder', dueAt: ledger.dueAt })
  if (!ledger.warned && ledger.warnAt <= now) {
    emit(work, 'device', { kind: 'service-warning', dueAt: ledger.dueAt })
    return emit(work, 'device', { kind: 'service-required', why: 'scheduled', visitBy: ledger.dueAt })
  }
  // Whoever kept the visit from happening, the device cannot know; the case engine and people will say.
  if (!ledger.missed && over(ledger.dueAt) <= now)
    return emit(work, 'unknown', { kind: 'service-missed', dueAt: ledger.dueAt })
  emit(work, 'unknown', { kind: 'violations-service-missed', dueAt: ledger.resetBy })
}
