/** Device steps per second beside an XState actor of the same behavior, on the same inputs in the same run. */
import type { Input } from '@keyturn/device/input.ts'
import { outputs } from '@keyturn/device/outputs.ts'
import { step } from '@keyturn/device/step.ts'
import { createActor, type SnapshotFrom } from 'xstate'
import { drivingTrace, type Trace } from './device-trace.ts'
import { controller, type Event } from './device-xstate.ts'
import { type Row, short } from './row.ts'

const ROUNDS = 5

/** Two rows: a month's driving as the device sees it, and the same with hardly any input that changes nothing. */
export function benchDevice(): Row[] {
  const driving = drivingTrace(60, 'every second')
  const busy = drivingTrace(600, 'when due')
  agree(driving)
  agree(busy)
  return [row('device steps per second', driving), row('the same, ticks only when something is due', busy)]
}

function row(what: string, trace: Trace): Row {
  const events = trace.inputs.map(eventOf)
  let ours = 0
  let theirs = 0
  // Turn about, best of several: the machine may be shared, and each side gets the same chances.
  for (let round = 0; round < ROUNDS; round++) {
    ours = Math.max(
      ours,
      perSecond(trace.inputs.length, () => runOurs(trace)),
    )
    theirs = Math.max(
      theirs,
      perSecond(events.length, () => runTheirs(trace, events)),
    )
  }
  return {
    what,
    figure: `${short(ours)}/s`,
    beside: `XState v5 actor ${short(theirs)}/s`,
    ratio: `${(ours / theirs).toFixed(0)} x`,
    budget: '5 M/s; 50 x',
  }
}

function perSecond(count: number, run: () => void): number {
  const from = process.hrtime.bigint()
  run()
  return (count * 1e9) / Number(process.hrtime.bigint() - from)
}

function runOurs({ start, inputs, config }: Trace): number {
  let state = start
  let records = 0
  for (const given of inputs) {
    const next = step(state, given, config)
    state = next.state
    records += next.entries.length
  }
  return records
}

function runTheirs(trace: Trace, events: readonly Event[]): number {
  const actor = createActor(controller, { input: { config: trace.config, now: trace.start.now } })
  actor.start()
  for (const event of events) actor.send(event)
  return actor.getSnapshot().context.records
}

const eventOf = ({ kind, at, up, draw, body }: Input): Event => ({ type: kind, at, up, draw, body })

/** Both machines must be in the same mode after every input, or there is nothing to compare. */
function agree({ start, inputs, config }: Trace): void {
  const actor = createActor(controller, { input: { config, now: start.now } })
  actor.start()
  let state = start
  let records = 0
  for (const [n, given] of inputs.entries()) {
    const next = step(state, given, config)
    state = next.state
    records += next.entries.length
    actor.send(eventOf(given))
    const snapshot = actor.getSnapshot()
    const { mode } = outputs(state, config, given.at)
    if (mode !== modeOf(snapshot) || records !== snapshot.context.records) {
      throw new Error(
        `input ${n} (${given.kind}): the controller is ${mode} with ${records} records, ` +
          `the statechart ${JSON.stringify(snapshot.value)} with ${snapshot.context.records}`,
      )
    }
  }
}

function modeOf(snapshot: SnapshotFrom<typeof controller>): string {
  const { value, context } = snapshot
  if (value === 'asleep') return 'asleep'
  if (value === 'warming') return 'warming-up'
  if (value === 'permitted') return 'start-permitted'
  const inner = typeof value === 'string' ? '' : String(Object.values(value)[0])
  switch (inner) {
    case 'blowing':
      return 'sampling'
    case 'waiting':
      return 'held'
    case 'idle':
      return context.holdUntil > context.now ? 'held' : 'ready'
    case 'scheduled':
      return 'running'
    case 'pending':
      return 'retest-pending'
    default:
      return inner
  }
}
