/**
 * The comparison: the same controller as an XState v5 statechart, as its manual would have it written. It covers what
 * the trace uses (warm-up, start test, wait after a fail, permit, retests, free restart) and is checked against the
 * controller after every input before anything is timed.
 */
import type { DeviceConfig } from '@keyturn/device/config.ts'
import type { BreathFrame } from '@keyturn/device/input.ts'
import { and, assign, not, setup } from 'xstate'

/** The same moment and body as the controller's input; XState wants the tag under `type`. */
export type Event = {
  readonly type: string
  readonly at: number
  readonly up: number
  readonly draw: number
  readonly body: unknown
}

type Context = {
  readonly config: DeviceConfig
  readonly now: number
  readonly readyAt: number
  readonly holdUntil: number
  readonly permitUntil: number
  readonly freeUntil: number
  readonly dueAt: number
  readonly answerBy: number
  readonly retest: number
  readonly chance: number
  readonly barred: boolean
  readonly since: number
  readonly last: number
  readonly volumeUl: number
  readonly frames: number
  readonly window: number
  readonly windowFrames: number
  readonly previous: number
  readonly doneAt: number
  readonly nanoamps: number
  readonly failed: number
  readonly records: number
}

const mix = (n: number): number => {
  let mixed = (n + 0x9e37_79b9) >>> 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0_aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
const within = (chance: number, { min, max }: { min: number; max: number }): number => min + (chance % (max - min + 1))
// The trace sends a breath frame with every event of this type.
const frameOf = (event: Event): BreathFrame => event.body as BreathFrame

export const controller = setup({
  // XState reads the types off these values and never the values themselves; its manual writes them so.
  types: { context: {} as Context, events: {} as Event, input: {} as { config: DeviceConfig; now: number } },
  guards: {
    on: ({ event }) => event.body === 'on',
    off: ({ event }) => event.body === 'off',
    crank: ({ event }) => event.body === 'crank',
    running: ({ event }) => event.body === 'running',
    warm: ({ context }) => context.now >= context.readyAt,
    free: ({ context, event }) =>
      context.freeUntil > 0 && context.freeUntil >= event.at && context.holdUntil <= event.at,
    waited: ({ context }) => context.holdUntil <= context.now,
    lapsed: ({ context }) => context.now > context.permitUntil,
    due: ({ context }) => context.now >= context.dueAt,
    late: ({ context }) => context.now > context.answerBy,
    enough: ({ context }) =>
      context.windowFrames === 10 &&
      context.volumeUl >= context.config.volumeMinMl * 1_000 &&
      context.last - context.since >= context.config.hardware.blowMin &&
      Math.abs(context.window - context.previous) <= Math.max(800, context.window / 20),
    paused: ({ context }) => context.now >= context.last + context.config.hardware.pauseMax,
    analyzed: ({ context }) => context.now >= context.doneAt,
    fails: ({ context }) => Math.round(context.nanoamps / 40) >= context.config.setPoint.brac,
  },
  actions: {
    clock: assign({ now: ({ event }) => event.at }),
    record: assign({ records: ({ context }) => context.records + 1 }),
    warmUp: assign({ readyAt: ({ event }) => event.at + 7_000 }),
    inhale: assign({
      since: ({ event }) => event.at,
      last: ({ event }) => event.at,
      volumeUl: 0,
      frames: 0,
      window: 0,
      windowFrames: 0,
      previous: 0,
    }),
    follow: assign(({ context, event }) => {
      const frame = frameOf(event)
      const full = context.windowFrames === 10
      return {
        now: event.at,
        last: event.at,
        frames: context.frames + 1,
        volumeUl: context.volumeUl + frame.flowMlPerS * (event.at - context.last),
        window: (full ? 0 : context.window) + frame.nanoamps,
        windowFrames: (full ? 0 : context.windowFrames) + 1,
        previous: full ? context.window : context.previous,
      }
    }),
    analyze: assign({
      doneAt: ({ context }) => context.last + context.config.hardware.analyzing,
      nanoamps: ({ context }) => Math.round(context.window / context.windowFrames),
    }),
    hold: assign({
      holdUntil: ({ context }) => context.doneAt + context.config.holdAfterFail,
      failed: ({ context }) => context.failed + 1,
    }),
    permit: assign({ permitUntil: ({ context }) => context.doneAt + context.config.startWithin }),
    permitFree: assign({ permitUntil: ({ context }) => context.freeUntil }),
    trip: assign(({ context, event }) => {
      const chance = mix(event.draw)
      return {
        chance,
        dueAt: event.at + within(chance, context.config.retestFirst),
        retest: 0,
        barred: false,
        freeUntil: 0,
      }
    }),
    ask: assign({
      retest: ({ context }) => context.retest + 1,
      answerBy: ({ context }) => context.dueAt + context.config.answerWithin,
    }),
    again: assign(({ context }) => {
      const chance = mix(context.chance)
      return { chance, dueAt: context.doneAt + within(chance, context.config.retestLater) }
    }),
    bar: assign({ barred: true }),
    stop: assign({
      freeUntil: ({ context, event }) => (context.barred ? 0 : event.at + context.config.freeRestartWithin),
    }),
  },
}).createMachine({
  context: ({ input }) => ({
    config: input.config,
    now: input.now,
    readyAt: 0,
    holdUntil: 0,
    permitUntil: 0,
    freeUntil: 0,
    dueAt: 0,
    answerBy: 0,
    retest: 0,
    chance: 1,
    barred: false,
    since: 0,
    last: 0,
    volumeUl: 0,
    frames: 0,
    window: 0,
    windowFrames: 0,
    previous: 0,
    doneAt: 0,
    nanoamps: 0,
    failed: 0,
    records: 0,
  }),
  initial: 'asleep',
  on: { tick: { actions: 'clock' } },
  states: {
    asleep: {
      on: {
        ignition: [
          { guard: and(['on', 'free']), target: 'permitted', actions: ['clock', 'record', 'permitFree', 'record'] },
          { guard: 'on', target: 'warming', actions: ['clock', 'warmUp', 'record'] },
        ],
      },
    },
    warming: {
      always: { guard: 'warm', target: 'ready' },
      on: { ignition: { guard: 'off', target: 'asleep', actions: ['clock', 'record'] } },
    },
    ready: {
      initial: 'waiting',
      on: { ignition: { guard: 'off', target: 'asleep', actions: ['clock', 'record'] } },
      states: {
        waiting: {
          always: { guard: 'waited', target: 'idle', actions: 'record' },
        },
        idle: {
          on: { breath: { target: 'blowing', actions: ['clock', 'inhale'] } },
        },
        blowing: {
          always: [
            { guard: 'enough', target: 'analyzing', actions: 'analyze' },
            { guard: 'paused', target: 'idle', actions: 'record' },
          ],
          on: { breath: { actions: 'follow' } },
        },
        analyzing: {
          always: [
            { guard: and(['analyzed', 'fails']), target: 'waiting', actions: ['record', 'hold', 'record'] },
            { guard: 'analyzed', target: '#permitted', actions: ['record', 'permit', 'record'] },
          ],
          on: { breath: { actions: 'clock' } },
        },
      },
    },
    permitted: {
      id: 'permitted',
      always: { guard: 'lapsed', target: 'ready', actions: 'record' },
      on: {
        ignition: [
          { guard: 'off', target: 'asleep', actions: ['clock', 'record'] },
          { guard: 'crank', actions: ['clock', 'record'] },
        ],
        engine: { guard: 'running', target: 'running', actions: ['clock', 'record', 'trip'] },
      },
    },
    running: {
      initial: 'scheduled',
      on: { ignition: { guard: 'off', target: 'asleep', actions: ['clock', 'record', 'record', 'stop'] } },
      states: {
        scheduled: { always: { guard: 'due', target: 'pending', actions: ['ask', 'record'] } },
        pending: {
          always: { guard: 'late', target: 'alerting', actions: ['bar', 'record', 'record'] },
          on: { breath: { target: 'blowing', actions: ['clock', 'inhale'] } },
        },
        blowing: {
          always: [
            { guard: 'enough', target: 'analyzing', actions: 'analyze' },
            { guard: 'late', target: 'alerting', actions: ['bar', 'record', 'record'] },
            { guard: 'paused', target: 'pending', actions: 'record' },
          ],
          on: { breath: { actions: 'follow' } },
        },
        analyzing: {
          always: [
            { guard: and(['analyzed', 'fails']), target: 'alerting', actions: ['bar', 'record', 'record'] },
            { guard: and(['analyzed', not('fails')]), target: 'scheduled', actions: ['record', 'again'] },
          ],
          on: { breath: { actions: 'clock' } },
        },
        alerting: {},
      },
    },
  },
})
