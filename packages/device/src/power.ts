/**
 * Power, supply, cold, covers and cables: what happened to the device, and whose doing it was (ME-7B, ME-10A, OUT-4).
 */
import type { Cause, TamperSign } from '@keyturn/domain/record.ts'
import { emit, judgeAgain, type Work } from './emit.ts'
import { cutShort } from './running.ts'
import { closeSession } from './service.ts'
import { revokePermit } from './starting.ts'

/** The vehicle's supply went away; the backup holds long enough to say so. */
export function powerLost(work: Work): void {
  const { draft } = work
  const cause = causeOfLoss(work)
  const { supply, phase } = draft
  emit(work, cause, {
    kind: 'power-lost',
    lastMillivolts: supply.millivolts,
    lowestMillivolts: supply.lowest,
    deciCelsius: draft.deciCelsius,
  })
  if (phase.at === 'running' && phase.retest.is === 'pending') {
    if (cause === 'operator') emit(work, 'operator', { kind: 'retest-missed', how: 'power-lost' })
    else cutShort(work, 'power-lost', cause)
  }
  if (cause === 'operator' && draft.ledger.installed) emit(work, 'operator', { kind: 'tamper', sign: 'power-cut' })
  draft.phase = { at: 'unpowered', since: draft.now }
  draft.breath = { is: 'none' }
  draft.ignition = 'off'
  draft.free = { is: 'none' }
}

/**
 * A supply that ran down is `power`; one that was healthy a moment ago was cut; what we cannot tell stays `unknown`.
 */
function causeOfLoss({ draft, config }: Work): Cause {
  const { supply, now, session, ledger } = draft
  const { voltageFresh, lowMillivolts, healthyMillivolts } = config.hardware
  if (session.is === 'open') return 'provider'
  // The starter draws a weak battery down in less time than between two readings.
  if (ledger.crankedAt > 0 && now - ledger.crankedAt <= config.hardware.crankMax) return 'power'
  if (supply.readAt === 0 || now - supply.readAt > voltageFresh) return 'unknown'
  if (supply.millivolts < lowMillivolts) return 'power'
  return supply.millivolts >= healthyMillivolts ? 'operator' : 'unknown'
}

/** Power is back, or the device restarted by itself: nothing that was granted before is granted now. */
export function powerRestored(work: Work): void {
  const { draft } = work
  const { ledger } = draft
  const since = draft.phase.at === 'unpowered' && draft.phase.since > 0 ? draft.phase.since : ledger.lastAt
  const afterMs = since === 0 ? 0 : Math.max(0, draft.now - since)
  const lost = ledger.lastAt > 0 && !ledger.powered
  if (ledger.lastAt === 0 || lost) emit(work, lost ? 'power' : 'device', { kind: 'power-restored', afterMs })
  else emit(work, 'device', { kind: 'device-restarted', afterMs })
  if (ledger.retestOpen) emit(work, 'device', { kind: 'retest-cut-short', how: 'device-restart' })
  if (ledger.sessionOpen) closeSession(work)
  judgeAgain(work)
  draft.phase = { at: 'asleep' }
}

/** A voltage reading. Only crossing the line is recorded; every reading is remembered for the next power loss. */
export function supplyRead(work: Work, millivolts: number): void {
  const { draft, config } = work
  const { lowMillivolts, healthyMillivolts } = config.hardware
  const lowest = draft.supply.readAt === 0 ? millivolts : Math.min(draft.supply.lowest, millivolts)
  draft.supply = { millivolts, readAt: draft.now, lowest: millivolts >= healthyMillivolts ? millivolts : lowest }
  // A starter draws any battery down for a moment; that says nothing about its health.
  const cranking = draft.phase.at === 'start-permitted' && draft.phase.cranked
  if (millivolts < lowMillivolts && !cranking && !draft.ledger.lowVoltage) {
    emit(work, 'power', { kind: 'low-voltage', millivolts })
  }
  if (millivolts >= healthyMillivolts && draft.ledger.lowVoltage)
    emit(work, 'power', { kind: 'voltage-recovered', millivolts })
}

/**
 * The breath head was unplugged or plugged in. With the engine running that is no accident we can rule out: `unknown`.
 */
export function headChanged(work: Work, head: 'connected' | 'disconnected'): void {
  const { draft } = work
  if (head === draft.head) return
  draft.head = head
  const cause = draft.session.is === 'open' ? 'provider' : 'unknown'
  emit(work, cause, { kind: head === 'connected' ? 'head-connected' : 'head-disconnected' })
  if (head === 'connected') return
  draft.breath = { is: 'none' }
  if (draft.phase.at === 'running' && draft.session.is === 'closed') {
    emit(work, 'unknown', { kind: 'tamper', sign: 'head-removed' })
  } else revokePermit(work)
}

/** A cover opened or a cable cut is tampering, unless a technician's session is open. */
export function tamperSensed(work: Work, sign: TamperSign): void {
  const { session, ledger } = work.draft
  if (session.is === 'open') return emit(work, 'provider', { kind: 'tamper', sign })
  emit(work, ledger.installed ? 'operator' : 'unknown', { kind: 'tamper', sign })
}

/** A fault of the device is the device's: an open retest is cut short, and no start is permitted until it is gone. */
export function malfunction(work: Work, code: string, present: boolean): void {
  const { draft } = work
  if (draft.ledger.malfunctions.includes(code) === present) return
  emit(work, 'device', { kind: present ? 'malfunction' : 'malfunction-cleared', code })
  if (!present) return
  draft.breath = { is: 'none' }
  cutShort(work, 'malfunction', 'device')
  revokePermit(work)
}
