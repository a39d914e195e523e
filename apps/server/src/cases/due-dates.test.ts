import type { Event, Record } from '@keyturn/domain/record.ts'
import { duration, type Instant, instant, parseInstant } from '@keyturn/domain/units.ts'
import { describe, expect, test } from 'vitest'
import { datesInLog } from './due-dates.ts'

const ZONE = 'America/New_York'
const moment = (text: string): Instant => parseInstant(text) ?? instant(0)
const DUE = moment('2026-04-02T03:59:59.999Z')
const log = (...events: readonly (readonly [string, Event])[]): readonly Record[] =>
  events.map(([at, event], n) => ({ seq: n + 1, at: moment(at), up: duration(0), cause: 'provider', ...event }))
const installed: readonly [string, Event] = [
  '2026-03-02T14:00Z',
  { kind: 'installed', technician: 'T-1', profile: 'US-MA@2026-11-01', dueAt: DUE },
]
const lockout = (rule: string): readonly [string, Event] => [
  '2026-03-20T14:00Z',
  { kind: 'lockout-began', rule, visitBy: moment('2026-03-22T14:00Z') },
]

describe('the dates that a log gives a device', () => {
  test('begin with the last visit, and end with it', () => {
    expect(datesInLog(log(), ZONE)).toEqual([])
    expect(datesInLog(log(installed), ZONE)).toEqual([
      { of: 'service-visit', rule: '', sinceOn: '2026-03-02', dueOn: '2026-04-01', standsOn: '2026-04-01' },
    ])
    const served: readonly [string, Event] = [
      '2026-03-30T14:00Z',
      {
        kind: 'service-completed',
        technician: 'T-1',
        certificate: 'visit-1',
        visit: 'scheduled',
        dueAt: moment('2026-04-30T03:59:59.999Z'),
      },
    ]
    expect(datesInLog(log(installed, lockout('retest'), served), ZONE)).toEqual([
      { of: 'service-visit', rule: '', sinceOn: '2026-03-30', dueOn: '2026-04-29', standsOn: '2026-04-29' },
    ])
    const gone: readonly [string, Event] = ['2026-03-31T14:00Z', { kind: 'uninstalled', technician: 'T-1' }]
    expect(datesInLog(log(installed, gone), ZONE)).toEqual([])
  })

  test('keep the date before any order beside the one an order gave', () => {
    const moved: readonly [string, Event] = [
      '2026-03-28T14:00Z',
      {
        kind: 'due-date-moved',
        of: 'service-visit',
        rule: '',
        order: 'order-1',
        days: 8,
        dueAt: moment('2026-04-10T03:59:59.999Z'),
      },
    ]
    expect(datesInLog(log(installed, moved), ZONE)).toMatchObject([{ dueOn: '2026-04-01', standsOn: '2026-04-09' }])
  })

  test('are one for each lockout that leaves time, and for a countdown', () => {
    const atOnce: readonly [string, Event] = ['2026-03-20T14:00Z', { kind: 'lockout-began', rule: 'x', visitBy: null }]
    const countdown: readonly [string, Event] = [
      '2026-03-21T14:00Z',
      { kind: 'violations-reset-began', why: 'retest-missed', visitBy: moment('2026-03-26T14:00Z') },
    ]
    const ended: readonly [string, Event] = ['2026-03-21T15:00Z', { kind: 'lockout-ended', rule: 'b' }]
    const found = datesInLog(log(installed, lockout('a'), lockout('b'), atOnce, countdown, ended), ZONE)
    expect(found.map(({ of, rule, dueOn }) => [of, rule, dueOn])).toEqual([
      ['service-visit', '', '2026-04-01'],
      ['lockout-visit', 'a', '2026-03-22'],
      ['violations-service', '', '2026-03-26'],
    ])
  })
})
