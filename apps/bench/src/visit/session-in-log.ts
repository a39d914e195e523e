/**
 * A visit as the device recorded it. What the bench meant is in its journal; what happened is here, so a lost answer, a
 * crash of the laptop and a session that ran out all come to the same: look at the log.
 */
import type { Record } from '@keyturn/domain/record.ts'
import type { BrAC, Instant } from '@keyturn/domain/units.ts'

export type Gas = { readonly reference: BrAC; readonly measured: BrAC; readonly within: boolean; readonly seq: number }

export type SessionInLog = {
  /** The record that opened it. */
  readonly openedSeq: number
  readonly inspection: { readonly sound: boolean; readonly notes: string } | null
  readonly asFound: Gas | null
  readonly calibration: { readonly gasLot: string; readonly reference: BrAC; readonly seq: number } | null
  readonly confirmations: readonly Gas[]
  readonly reset: boolean
  /** Why the device refused the last act that it refused; null when it has refused none since one that worked. */
  readonly refusal: string | null
  readonly end:
    | { readonly how: 'open' }
    | { readonly how: 'abandoned'; readonly seq: number }
    | { readonly how: 'completed'; readonly certificate: string; readonly dueAt: Instant; readonly seq: number }
}

/** The technician's first session at or after the record; null when the log has none. */
export function sessionIn(records: readonly Record[], technician: string, fromSeq: number): SessionInLog | null {
  let session: SessionInLog | null = null
  for (const record of records) {
    if (record.seq < fromSeq) continue
    if (session === null) {
      if (record.kind === 'service-opened' && record.technician === technician) session = opened(record.seq)
    } else if (session.end.how === 'open') session = later(session, record)
  }
  return session
}

const opened = (seq: number): SessionInLog => ({
  openedSeq: seq,
  inspection: null,
  asFound: null,
  calibration: null,
  confirmations: [],
  reset: false,
  refusal: null,
  end: { how: 'open' },
})

function later(session: SessionInLog, record: Record): SessionInLog {
  const { seq } = record
  const went = { ...session, refusal: null }
  switch (record.kind) {
    case 'service-inspected':
      return { ...went, inspection: { sound: record.sound, notes: record.notes } }
    case 'service-as-found': {
      const { reference, measured, within } = record
      return { ...went, asFound: { reference, measured, within, seq } }
    }
    case 'service-calibrated':
      // A new calibration has to be confirmed anew.
      return { ...went, calibration: { gasLot: record.gasLot, reference: record.reference, seq }, confirmations: [] }
    case 'service-confirmed': {
      const { reference, measured, within } = record
      const gas = { reference, measured, within, seq }
      return { ...went, confirmations: within ? [...session.confirmations, gas] : [] }
    }
    case 'service-reset':
      return { ...went, reset: true }
    case 'service-refused':
      return { ...session, refusal: record.why }
    case 'service-abandoned':
      return { ...went, end: { how: 'abandoned', seq } }
    case 'service-completed': {
      const { certificate, dueAt } = record
      return { ...went, end: { how: 'completed', certificate, dueAt, seq } }
    }
    default:
      return session
  }
}
