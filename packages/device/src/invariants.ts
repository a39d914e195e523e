/** Test support: what must hold after every step, whatever came before it. */
import type { Entry } from '@keyturn/domain/record.ts'
import type { DeviceConfig } from './config.ts'
import { type Input, input } from './input.ts'
import { outputs } from './outputs.ts'
import { foldLedger } from './restore.ts'
import { isLocked } from './starting.ts'
import type { State } from './state.ts'
import { step } from './step.ts'

/** A device under watch: its state, its whole log, and what the log says about the right to start. */
export type Watched = { readonly state: State; readonly log: readonly Entry[] }

/** The first promise that this step broke, in words; undefined when all hold. */
export function broken(before: Watched, given: Input, after: Watched, config: DeviceConfig): string | undefined {
  const { state, log } = after
  const out = outputs(state, config, state.now)
  const fresh = log.slice(before.log.length)
  const relief = brokenRelief(before, after)
  if (relief !== undefined) return relief
  if (out.starter === 'permitted') {
    if (isLocked(state.ledger)) return 'a start is permitted in a lockout'
    const { override, lockouts } = state.ledger
    if (lockouts.some(({ closed }) => closed) && (override === null || override.until < state.now))
      return 'a start is permitted on an override that is over'
    if (!state.ledger.installed) return 'a start is permitted by a device that is not installed'
    if (state.ledger.holdUntil > state.now) return 'a start is permitted during the wait after a fail'
    if (state.ledger.malfunctions.length > 0) return 'a start is permitted by a faulty device'
    const why = whyPermitted(log, config)
    if (why !== undefined) return why
  }
  if (before.state.phase.at === 'running' && state.phase.at !== 'running' && !mayEndTrip(given)) {
    return `a running engine was given up by ${given.kind}`
  }
  if (isLocked(state.ledger) && out.mode === 'locked' && !out.display[0].startsWith('LOCKED'))
    return 'a lockout shows no way out'
  for (const line of out.display) if (line.length > 20) return `a display line is too long: ${line}`
  for (let n = 1; n < fresh.length; n++) {
    if ((fresh[n]?.at ?? 0) < (fresh[n - 1]?.at ?? 0)) return 'records are out of order in time'
  }
  if ((fresh[0]?.at ?? Infinity) < (before.log.at(-1)?.at ?? 0)) return 'a record is earlier than the one before it'
  return undefined
}

/** Triggers that a person's own doing makes: no order undoes them. */
const OWN_DOING = ['start-test-failed', 'retest-failed', 'sample-failed', 'retest-missed', 'tamper'] as const

/** What relief may never do, until a visit begins a new period. */
function brokenRelief(before: Watched, { state, log }: Watched): string | undefined {
  const fresh = log.slice(before.log.length)
  if (fresh.some(({ kind }) => kind === 'service-completed' || kind === 'installed')) return undefined
  const [was, is] = [before.state.ledger, state.ledger]
  if (is.dueAt < was.dueAt) return 'the due date went back'
  if (was.resetBy > 0 && is.resetBy < was.resetBy) return 'the date of the violations service went back'
  for (const { rule, visitBy } of was.lockouts) {
    const now = is.lockouts.find((lockout) => lockout.rule === rule)
    if (now !== undefined && visitBy !== null && (now.visitBy ?? 0) < visitBy) return 'a time to visit went back'
  }
  for (const trigger of OWN_DOING)
    if (is.counts[trigger] < was.counts[trigger]) return `relief took ${trigger} off the count`
  if (fresh.some((entry) => entry.kind === 'lockout-ended' && !UNDONE.has(entry.rule)))
    return 'relief ended a lockout that a visit must end'
  if (fresh.some(({ kind }) => kind === 'override-began') && was.overrideUsed)
    return 'a second override began before the device was serviced'
  return undefined
}

/** Rules whose lockouts an order can undo: those for missed visits. */
const UNDONE: ReadonlySet<string> = new Set(['missed-visit', 'unserviced-violations'])

/** Promises that cost more to check: ticks, JSON, and the ledger from the log alone. */
export function brokenDeeply(before: Watched, given: Input, after: Watched, config: DeviceConfig): string | undefined {
  const { state, log } = after
  const tick = input('tick', null, { at: given.at, up: given.up, draw: given.draw })
  const idle = step(state, tick, config)
  if (idle.entries.length > 0 || JSON.stringify(idle.state) !== JSON.stringify(state))
    return 'an extra tick changed something'
  const copy: State = JSON.parse(JSON.stringify(before.state))
  if (JSON.stringify(step(copy, given, config).state) !== JSON.stringify(state))
    return 'JSON and back changed the next step'
  if (JSON.stringify(foldLedger(log, config)) !== JSON.stringify(state.ledger))
    return 'the log does not give the ledger back'
  return undefined
}

function mayEndTrip(given: Input): boolean {
  if (given.kind === 'ignition') return given.body === 'off'
  if (given.kind === 'engine') return given.body !== 'running'
  return given.kind === 'power' && given.body === 'lost'
}

/** Reads the right to start out of the log alone: a passed start test, or a free restart that the profile allows. */
function whyPermitted(log: readonly Entry[], config: DeviceConfig): string | undefined {
  const last = log.findLastIndex(({ kind }) => kind === 'start-permitted')
  const permit = log[last]
  if (permit?.kind !== 'start-permitted') return 'a start is permitted that was never recorded'
  const since = log.slice(last + 1).map(({ kind }) => kind)
  if (since.some((kind) => kind === 'device-restarted' || kind === 'power-restored'))
    return 'a permit outlived a restart'
  if (since.includes('ignition-off') || since.includes('engine-started')) return 'a permit was used twice'
  if (permit.basis === 'passed-test') {
    const test = log.slice(0, last).findLast(({ kind }) => kind === 'sample')
    const passed = test?.kind === 'sample' && test.test === 'start' && test.result === 'pass' && test.at === permit.at
    return passed ? undefined : 'a start is permitted without a passed test'
  }
  if (config.freeRestartWithin === 0) return 'a free restart is permitted that the profile does not know'
  const stopped = log.slice(0, last + 1).findLast(({ kind }) => kind === 'engine-stopped' || kind === 'engine-stalled')
  if (stopped === undefined || permit.at - stopped.at > config.freeRestartWithin) return 'a free restart came too late'
  const start = log.slice(0, last).findLastIndex(({ kind }) => kind === 'engine-started')
  const trip = log.slice(start, last)
  const bad = trip.some(
    (entry) => entry.kind === 'retest-missed' || entry.kind === 'retest-cut-short' || failedRetest(entry),
  )
  return bad ? 'a free restart followed a bad retest' : undefined
}

const failedRetest = (entry: Entry): boolean =>
  entry.kind === 'sample' && entry.test === 'retest' && entry.result === 'fail'
