/**
 * From the head's readings to a result (ME-2): flow becomes volume, the fuel cell's current settles on the alveolar
 * plateau, and what no human breath looks like is called by its name.
 */
import type { Cause, CircumventionSign, RejectReason, TestKind } from '@keyturn/domain/record.ts'
import { after, BRAC_MAX, type BrAC, mgPer210L, unreachable } from '@keyturn/domain/units.ts'
import { fails } from '@keyturn/rules/profile.ts'
import { emit, type Work } from './emit.ts'
import type { BreathFrame } from './input.ts'
import { measured } from './measuring.ts'
import { attemptUsed, retestResult } from './running.ts'
import { failedUnasked, permit, testOf } from './starting.ts'
import type { Breath } from './state.ts'

type Blowing = Extract<Breath, { readonly is: 'blowing' }>

/** Below this flow, in mL/s, nobody is blowing. */
const STILL = 20
const WINDOW_FRAMES = 10
/** Flow may be out of bounds this long, in ms, before the breath is refused: a breath needs a moment to build up. */
const OUT_OF_BOUNDS_MS = 600
/** The plateau is reached when two half seconds differ by no more than this share of the current, or two mg/210 L. */
const PLATEAU_SHARE = 20
const PLATEAU_MG = 2
/** A breath this many times the least volume without a plateau has none. */
const VOLUME_LIMIT = 3
/** Air from lungs is warmer than 28 °C and moister than 50 %, and no lungs blow steadier than one part in fifty. */
const COLD_DECI_CELSIUS = 280
const DRY_PERCENT = 50
const STEADY_SHARE = 50
const HUM_MIN = 20

/** One reading. Time between readings is the input's own; a first reading counts from itself. */
export function breathFrame(work: Work, frame: BreathFrame): void {
  const { draft } = work
  const { breath, now } = draft
  switch (breath.is) {
    case 'none':
      if (Math.abs(frame.flowMlPerS) >= STILL) begin(work)
      return
    case 'ignored':
      if (Math.abs(frame.flowMlPerS) >= STILL) draft.breath = { is: 'ignored', last: now }
      return
    case 'analyzing':
      return
    case 'blowing':
      return follow(work, breath, frame)
    default:
      return unreachable(breath)
  }
}

function begin(work: Work): void {
  const { draft, config } = work
  const { at } = draft.phase
  if (draft.head === 'disconnected') return refuse(work, 'unprompted', 'device-not-ready', 0)
  // Gas at the bench needs no ignition; a driver's breath needs a warm device.
  if (draft.session.is === 'closed' && (at === 'asleep' || at === 'warming-up'))
    return refuse(work, testOf(draft, config.confirmation), 'device-not-ready', 0)
  draft.verdict = { said: 'nothing', at: draft.now }
  draft.breath = {
    is: 'blowing',
    test: testOf(draft, config.confirmation),
    since: draft.now,
    last: draft.now,
    frames: 0,
    volumeUl: 0,
    blownMs: 0,
    weakMs: 0,
    strongMs: 0,
    window: { frames: 0, nanoamps: 0 },
    previous: { frames: 0, nanoamps: 0 },
    flowMin: Number.MAX_SAFE_INTEGER,
    flowMax: 0,
    humidity: 0,
    deciCelsius: 0,
    hum: 0,
  }
}

function follow(work: Work, breath: Blowing, frame: BreathFrame): void {
  const { draft, config } = work
  const { hardware } = config
  const flow = frame.flowMlPerS
  const ml = Math.floor(breath.volumeUl / 1_000)
  if (flow <= -STILL) return refuse(work, breath.test, 'do-not-inhale', ml)
  // A pause is judged by its length, when it is over or too long; see `pauseOver`.
  if (flow < STILL) return
  // Volume is what flowed while it was read; a pause adds none.
  const ms = Math.min(draft.now - breath.last, hardware.frameMax)
  const weakMs = flow < hardware.flowMinMlPerS ? breath.weakMs + ms : 0
  const strongMs = flow > hardware.flowMaxMlPerS ? breath.strongMs + ms : 0
  if (weakMs > OUT_OF_BOUNDS_MS) return refuse(work, breath.test, 'blow-harder', ml)
  if (strongMs > OUT_OF_BOUNDS_MS) return refuse(work, breath.test, 'blow-softer', ml)
  const full = breath.window.frames === WINDOW_FRAMES
  const window = full ? { frames: 0, nanoamps: 0 } : breath.window
  const settledFlow = draft.now - breath.since > OUT_OF_BOUNDS_MS
  const next: Blowing = {
    is: 'blowing',
    test: breath.test,
    since: breath.since,
    last: draft.now,
    frames: breath.frames + 1,
    volumeUl: breath.volumeUl + flow * ms,
    blownMs: breath.blownMs + ms,
    weakMs,
    strongMs,
    window: { frames: window.frames + 1, nanoamps: window.nanoamps + frame.nanoamps },
    previous: full ? breath.window : breath.previous,
    flowMin: settledFlow ? Math.min(breath.flowMin, flow) : breath.flowMin,
    flowMax: settledFlow ? Math.max(breath.flowMax, flow) : breath.flowMax,
    humidity: breath.humidity + frame.humidity,
    deciCelsius: breath.deciCelsius + frame.deciCelsius,
    hum: breath.hum + frame.hum,
  }
  draft.breath = next
  if (next.window.frames === WINDOW_FRAMES) halfSecondFull(work, next)
}

/** Looked at each full half second: enough breath, long enough, and level? */
function halfSecondFull(work: Work, breath: Blowing): void {
  const { draft, config } = work
  const ml = Math.floor(breath.volumeUl / 1_000)
  if (ml < config.volumeMinMl || breath.blownMs < config.hardware.blowMin) return
  if (!isLevel(breath, draft.ledger.picoampsPerMg)) {
    if (ml >= config.volumeMinMl * VOLUME_LIMIT) refuse(work, breath.test, 'no-plateau', ml)
    return
  }
  // Gas from a technician's bottle is cold, dry and steady, asked for or not.
  if (draft.session.is === 'closed') {
    const sign = signOf(breath)
    if (sign !== undefined) return circumvented(work, sign)
    if (config.hardware.humRequired && breath.hum / breath.frames < HUM_MIN)
      return refuse(work, breath.test, 'hum-invalid', ml)
  }
  const nanoamps = Math.round(breath.window.nanoamps / breath.window.frames)
  draft.breath = {
    is: 'analyzing',
    test: breath.test,
    doneAt: after(draft.now, config.hardware.analyzing),
    nanoamps,
    volumeMl: ml,
  }
  const { phase } = draft
  // From here the retest is taken: the law asks the driver for the breath, not the device for its answer.
  if (breath.test === 'retest' && phase.at === 'running' && phase.retest.is === 'pending') {
    draft.phase = { ...phase, retest: { is: 'answered', number: phase.retest.number } }
  }
}

function isLevel(breath: Blowing, picoampsPerMg: number): boolean {
  if (breath.previous.frames === 0) return false
  const difference = Math.abs(breath.window.nanoamps - breath.previous.nanoamps)
  const floor = (PLATEAU_MG * picoampsPerMg * WINDOW_FRAMES) / 1_000
  return difference <= Math.max(floor, breath.window.nanoamps / PLATEAU_SHARE)
}

function signOf(breath: Blowing): CircumventionSign | undefined {
  if (breath.deciCelsius / breath.frames < COLD_DECI_CELSIUS) return 'cold-air'
  if (breath.humidity / breath.frames < DRY_PERCENT) return 'filter'
  return (breath.flowMax - breath.flowMin) * STEADY_SHARE <= breath.flowMax ? 'bag' : undefined
}

function circumvented(work: Work, sign: CircumventionSign): void {
  const { draft } = work
  draft.breath = { is: 'ignored', last: draft.now }
  draft.verdict = { said: 'circumvention', at: draft.now }
  emit(work, 'operator', { kind: 'circumvention', sign })
  attemptUsed(work)
}

/** A breath without a result is recorded with the reason that the display gives. */
export function refuse(work: Work, test: TestKind, reason: RejectReason, volumeMl: number): void {
  const { draft } = work
  draft.breath = { is: 'ignored', last: draft.now }
  draft.verdict = { said: reason, at: draft.now }
  emit(work, 'operator', { kind: 'sample-rejected', test, reason, volumeMl })
  if (test === 'retest') attemptUsed(work)
}

/** Nobody has blown for the longest pause: the breath is over, and it was too short. */
export function pauseOver(work: Work): void {
  const { draft } = work
  const { breath } = draft
  if (breath.is === 'blowing') {
    refuse(work, breath.test, 'blow-longer', Math.floor(breath.volumeUl / 1_000))
  }
  draft.breath = { is: 'none' }
}

/** Something else happened first. What was taken is analyzed; what was not finished is nobody's attempt. */
export function interruptBreath(work: Work, cause: Cause): void {
  const { draft } = work
  const { breath } = draft
  if (breath.is === 'analyzing') return analyzed(work)
  if (breath.is === 'blowing') {
    const volumeMl = Math.floor(breath.volumeUl / 1_000)
    emit(work, cause, { kind: 'sample-rejected', test: breath.test, reason: 'device-not-ready', volumeMl })
  }
  draft.breath = { is: 'none' }
}

/** The sensor's answer, by the calibration on record. */
export function analyzed(work: Work): void {
  const { draft, config } = work
  const { breath } = draft
  if (breath.is !== 'analyzing') return
  draft.breath = { is: 'none' }
  const brac = bracOf(breath.nanoamps, draft.ledger.picoampsPerMg)
  if (breath.test === 'reference') return measured(work, brac, breath.nanoamps)
  const failed = fails(config.setPoint, brac)
  const result = failed ? 'fail' : 'pass'
  draft.verdict = { said: result, at: draft.now }
  emit(work, 'operator', { kind: 'sample', test: breath.test, result, brac, volumeMl: breath.volumeMl })
  const { phase } = draft
  switch (breath.test) {
    case 'start':
      if (phase.at !== 'ready') return
      if (!failed) return permit(work, 'passed-test', after(draft.now, config.startWithin))
      draft.phase = { at: 'ready', announced: false }
      return emit(work, 'operator', { kind: 'hold-began', until: after(draft.now, config.holdAfterFail) })
    case 'retest':
      if (phase.at === 'running' && phase.retest.is === 'answered') retestResult(work, phase, failed)
      return
    case 'confirmation':
    case 'unprompted':
      if (failed) failedUnasked(work)
      return
    default:
      return unreachable(breath.test)
  }
}

/**
 * Whole mg per 210 L, never below zero and never beyond what a device can state. The sensor is read to a tenth of a
 * milligram and the tenths are cut off, so that no breath is told higher than it was measured.
 */
export const bracOf = (nanoamps: number, picoampsPerMg: number): BrAC => {
  const tenths = Math.round((nanoamps * 10_000) / picoampsPerMg)
  return mgPer210L(Math.min(BRAC_MAX, Math.max(0, Math.floor(tenths / 10))))
}
