import type { Event, Record } from '@keyturn/domain/record.ts'
import { duration, instant, mgPer210L } from '@keyturn/domain/units.ts'
import { describe, expect, test } from 'vitest'
import { sessionIn } from './session-in-log.ts'

const START = Date.parse('2026-03-02T14:00Z')
const TECHNICIAN = 'tech-7'
const brac = mgPer210L

/** Records in this order, a minute apart, the first of them number 1. */
const log = (...events: readonly Event[]): readonly Record[] =>
  events.map((event, n) => ({
    ...event,
    seq: n + 1,
    at: instant(START + n * 60_000),
    up: duration(n),
    cause: 'provider',
  }))

const opened: Event = { kind: 'service-opened', technician: TECHNICIAN, center: 'center-1' }
const inspected: Event = { kind: 'service-inspected', sound: true, notes: '' }
const asFound: Event = { kind: 'service-as-found', reference: brac(40), measured: brac(46), within: false }
const calibrated: Event = { kind: 'service-calibrated', gasLot: 'L-1', reference: brac(40), picoampsPerMg: 40_000 }
const confirmed = (measured: number, number = 1): Event => ({
  kind: 'service-confirmed',
  number,
  reference: brac(40),
  measured: brac(measured),
  within: Math.abs(measured - 40) <= 5,
})
const completed: Event = {
  kind: 'service-completed',
  technician: TECHNICIAN,
  certificate: 'certificate-1',
  visit: 'scheduled',
  dueAt: instant(START),
}

describe('a session in the log', () => {
  test('is told step by step from the device’s own records', () => {
    const session = sessionIn(
      log(opened, inspected, asFound, calibrated, confirmed(40), confirmed(41, 2)),
      TECHNICIAN,
      1,
    )
    expect(session).toMatchObject({
      openedSeq: 1,
      inspection: { sound: true },
      asFound: { reference: 40, measured: 46, within: false },
      calibration: { gasLot: 'L-1', reference: 40 },
      confirmations: [{ measured: 40 }, { measured: 41 }],
      end: { how: 'open' },
    })
  })

  test('counts confirmations in a row: a bad one and a new calibration begin again', () => {
    const of = (...events: readonly Event[]) =>
      sessionIn(log(opened, inspected, asFound, calibrated, ...events), TECHNICIAN, 1)?.confirmations.length
    expect(of(confirmed(40))).toBe(1)
    expect(of(confirmed(40), confirmed(60))).toBe(0)
    expect(of(confirmed(40), calibrated, confirmed(40))).toBe(1)
  })

  test('keeps why the device refused until something works again', () => {
    const refused: Event = { kind: 'service-refused', why: 'not-confirmed' }
    expect(sessionIn(log(opened, refused), TECHNICIAN, 1)?.refusal).toBe('not-confirmed')
    expect(sessionIn(log(opened, refused, inspected), TECHNICIAN, 1)?.refusal).toBeNull()
  })

  test('is the first one after the visit began, by this technician, and ends once', () => {
    const other: Event = { kind: 'service-opened', technician: 'tech-8', center: 'center-2' }
    const records = log(opened, { kind: 'service-abandoned' }, other, completed, opened, completed)
    expect(sessionIn(records, TECHNICIAN, 1)?.end).toEqual({ how: 'abandoned', seq: 2 })
    expect(sessionIn(records, TECHNICIAN, 3)?.end).toMatchObject({ how: 'completed', seq: 6 })
    expect(sessionIn(records, TECHNICIAN, 7)).toBeNull()
    expect(sessionIn(records, 'nobody', 1)).toBeNull()
  })
})
