/** Two lines of twenty characters: what is the matter and what to do, in plain words. */
import { civilDateOf, daysBetween, inZone } from '@keyturn/domain/civil.ts'
import type { RejectReason } from '@keyturn/domain/record.ts'
import { type Instant, unreachable } from '@keyturn/domain/units.ts'
import type { DeviceConfig } from './config.ts'
import type { Mode } from './mode.ts'
import { isLifted } from './starting.ts'
import type { State } from './state.ts'

export type Lines = readonly [string, string]

/** What the driver reads in this mode at this moment: for a few seconds the answer to a code or a statement. */
export function linesFor(mode: Mode, state: State, config: DeviceConfig, at: Instant): Lines {
  return (MAY_ANSWER.has(mode) ? answered(state, config, at) : undefined) ?? ownLines(mode, state, config, at)
}

function ownLines(mode: Mode, state: State, config: DeviceConfig, at: Instant): Lines {
  const { phase, ledger } = state
  switch (mode) {
    case 'unpowered':
    case 'asleep':
      return ['', '']
    case 'uninstalled':
      return ['NOT INSTALLED', 'SEE SERVICE CENTER']
    case 'in-service':
      return ['IN SERVICE', 'BY TECHNICIAN']
    case 'malfunction':
      return state.head === 'disconnected'
        ? ['HANDSET UNPLUGGED', 'PLUG IT IN']
        : ['DEVICE FAULT', 'CALL SERVICE CENTER']
    case 'warming-up':
      return ['WARMING UP', phase.at === 'warming-up' ? `PLEASE WAIT ${clock(phase.readyAt - at)}` : '']
    case 'ready':
      return [rejected(state, config, at) ?? 'READY: BLOW NOW', notice(state, config, at) ?? 'STEADY FOR 5 SECONDS']
    case 'sampling':
      return ['KEEP BLOWING', progress(state, config)]
    case 'analyzing':
      return ['SAMPLE TAKEN', 'ANALYZING, WAIT']
    case 'start-permitted':
      return [
        phase.at === 'start-permitted' && phase.basis === 'free-restart' ? 'RESTART ALLOWED' : 'PASS',
        `START NOW ${phase.at === 'start-permitted' ? clock(phase.until - at) : ''}`,
      ]
    case 'held':
      return [`FAIL: WAIT ${clock(ledger.holdUntil - at)}`, notice(state, config, at) ?? 'THEN BLOW AGAIN']
    case 'locked':
      return ['LOCKED: CALL SERVICE', wayOut(state, config, at)]
    case 'running':
      return [verdictLine(state, config, at) ?? 'DRIVE SAFELY', notice(state, config, at) ?? '']
    case 'retest-pending':
      return [
        rejected(state, config, at) ?? 'RETEST: BLOW NOW',
        phase.at === 'running' && phase.retest.is === 'pending' ? `TIME LEFT ${clock(phase.retest.answerBy - at)}` : '',
      ]
    case 'alerting':
      return ['STOP WHEN SAFE', 'SWITCH ENGINE OFF']
    default:
      return unreachable(mode)
  }
}

/** Where nobody is being told what to do this very moment. */
const MAY_ANSWER: ReadonlySet<Mode> = new Set<Mode>([
  'asleep',
  'uninstalled',
  'ready',
  'start-permitted',
  'held',
  'running',
])

function answered(state: State, config: DeviceConfig, at: Instant): Lines | undefined {
  const { ledger, reply } = state
  if (at - reply.at > config.hardware.showResult) return undefined
  switch (reply.said) {
    case 'order-accepted':
      return ['ORDER ACCEPTED', `SERVICE BY ${dayOf(ledger.dueAt, config.timeZone)}`]
    case 'code-accepted':
      return ['CODE ACCEPTED', `SERVICE BY ${dayOf(ledger.dueAt, config.timeZone)}`]
    case 'override-began':
      return ['CAR UNLOCKED', ledger.override === null ? '' : `FOR ${clock(ledger.override.until - at)}`]
    case 'code-refused':
      return ['CODE NOT ACCEPTED', 'CHECK IT OR CALL']
    case 'code-held':
      return ['TOO MANY WRONG CODES', `KEYPAD WAITS ${clock(ledger.keypadHeldUntil - at)}`]
    case 'statement-refused':
      return ['NOT ACCEPTED', 'CALL WHO ISSUED IT']
    case 'nothing':
      return undefined
    default:
      return unreachable(reply.said)
  }
}

/** A locked car says so whatever it is told; the answer stands beside it. */
function wayOut(state: State, config: DeviceConfig, at: Instant): string {
  const { ledger } = state
  if (ledger.keypadHeldUntil > at) return `KEYPAD WAITS ${clock(ledger.keypadHeldUntil - at)}`
  const [answer] = answered(state, config, at) ?? []
  if (answer !== undefined) return answer
  return ledger.lockouts.some(({ visitBy }) => visitBy !== null) ? 'TOW TO THE CENTER' : 'SERVICE ENDS LOCKOUT'
}

/** The second line, where there is something to be told: a visit owed or near, tampering, a weak battery. */
function notice(state: State, config: DeviceConfig, at: Instant): string | undefined {
  const { ledger } = state
  if (ledger.override !== null && isLifted(ledger)) return `UNLOCKED FOR ${clock(ledger.override.until - at)}`
  const visitBy = earliestVisit(state)
  if (visitBy !== null) return `SERVICE BY ${shortTime(visitBy, config.timeZone, at)}`
  if (ledger.tamperedAt > 0) return 'TAMPER RECORDED'
  if (ledger.installed && ledger.reminded) {
    const left = daysBetween(civilDateOf(at, config.timeZone), civilDateOf(ledger.dueAt, config.timeZone))
    if (left <= 0) return 'SERVICE DUE TODAY'
    return ledger.warned && config.warnDaysBefore > 0 ? `SERVICE IN ${left} D: GO` : `SERVICE IN ${left} DAYS`
  }
  return ledger.lowVoltage ? 'CHECK CAR BATTERY' : undefined
}

/** The first of the visits that a lockout or a violations reset asks for. */
export function earliestVisit({ ledger }: State): Instant | null {
  let earliest: Instant | null = ledger.resetBy > 0 && !ledger.resetMissed ? ledger.resetBy : null
  for (const { visitBy, closed } of ledger.lockouts) {
    if (!closed && visitBy !== null && (earliest === null || visitBy < earliest)) earliest = visitBy
  }
  return earliest
}

const isFresh = (state: State, config: DeviceConfig, at: Instant) => at - state.verdict.at <= config.hardware.showResult

function verdictLine(state: State, config: DeviceConfig, at: Instant): string | undefined {
  if (!isFresh(state, config, at)) return undefined
  const { said } = state.verdict
  if (said === 'pass' || said === 'fail') return said.toUpperCase()
  return rejected(state, config, at)
}

function rejected(state: State, config: DeviceConfig, at: Instant): string | undefined {
  const { said } = state.verdict
  if (!isFresh(state, config, at) || said === 'nothing' || said === 'pass' || said === 'fail') return undefined
  return said === 'circumvention' ? 'BLOW YOURSELF' : REJECTED[said]
}

const REJECTED: { readonly [Reason in RejectReason]: string } = {
  'blow-harder': 'BLOW HARDER',
  'blow-softer': 'BLOW SOFTER',
  'blow-longer': 'BLOW LONGER',
  'do-not-inhale': 'DO NOT INHALE',
  'hum-invalid': 'HUM WHILE BLOWING',
  'no-plateau': 'BLOW AGAIN, DEEPER',
  'device-not-ready': 'WAIT, NOT READY',
}

function progress({ breath }: State, config: DeviceConfig): string {
  if (breath.is !== 'blowing') return ''
  const share = Math.min(1, breath.volumeUl / (config.volumeMinMl * 1_000))
  return '#'.repeat(Math.round(share * 18)).padEnd(18, '-')
}

/** `4:59`, or `29:59`, or `2:05:00` for hours. */
function clock(ms: number): string {
  const total = Math.max(0, Math.ceil(ms / 1_000))
  const [hours, minutes, rest] = [Math.floor(total / 3_600), Math.floor(total / 60) % 60, total % 60]
  const two = (n: number) => String(n).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** `Wed 14:00` within the week, `29 Mar` beyond it: an order may have moved the visit that far. */
function shortTime(at: Instant, zone: string, now: Instant): string {
  const days = daysBetween(civilDateOf(now, zone), civilDateOf(at, zone))
  if (days > 6) return dayOf(at, zone)
  const text = inZone(at, zone)
  return `${text.slice(0, 3)} ${/\d\d:\d\d/.exec(text)?.[0] ?? ''}`
}

/** `29 Mar`. */
const dayOf = (at: Instant, zone: string): string => /\d+ [A-Z][a-z]+/.exec(inZone(at, zone))?.[0] ?? ''
