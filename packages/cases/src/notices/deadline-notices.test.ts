import { inZone } from '@keyturn/domain/civil.ts'
import { describe, expect, test } from 'vitest'
import { noticesAbout } from './deadline-notices.ts'
import { deadline, told, ZONE } from './testing/visiting-case.ts'

const lines = (notices: ReturnType<typeof noticesAbout>) =>
  notices.map(({ dueAt, kind, audience }) => `${inZone(dueAt, ZONE)}  ${kind}  ${audience}`)

describe('reminders', () => {
  test('a service visit is reminded of from its first day to its last [OUT-14]', () => {
    const visit = deadline({
      id: 'v',
      what: 'service-visit',
      opensAt: told('2026-03-05T05:00Z'),
      closesAt: told('2026-03-11T03:59:59.999Z'),
    })
    expect(lines(noticesAbout(visit, ZONE))).toEqual([
      'Thu 5 Mar 2026, 09:00 EST  service-visit/opens  participant',
      'Sat 7 Mar 2026, 09:00 EST  service-visit/3-days  participant',
      'Mon 9 Mar 2026, 09:00 EDT  service-visit/1-days  participant',
      'Tue 10 Mar 2026, 09:00 EDT  service-visit/on-the-day  participant',
      'Wed 11 Mar 2026, 00:00 EDT  service-visit/passed  participant',
      'Wed 11 Mar 2026, 00:00 EDT  service-visit/passed  vendor',
    ])
  })

  test('where no first day is set, the first reminder comes a week before', () => {
    const visit = deadline({ id: 'v', what: 'service-visit', closesAt: told('2026-06-30T20:00Z') })
    expect(lines(noticesAbout(visit, ZONE))[0]).toBe('Tue 23 Jun 2026, 09:00 EDT  service-visit/opens  participant')
  })

  test('48 hours of a lockout are told at once, half way, and six hours before the end [MA-LCK-5]', () => {
    const lockout = deadline({
      id: 'l',
      what: 'lockout-visit',
      opensAt: told('2026-10-31T16:00Z'),
      closesAt: told('2026-11-02T16:00Z'),
    })
    expect(lines(noticesAbout(lockout, ZONE))).toEqual([
      'Sat 31 Oct 2026, 12:00 EDT  lockout-visit/at-once  participant',
      'Sun 1 Nov 2026, 11:00 EST  lockout-visit/24-hours  participant',
      'Mon 2 Nov 2026, 05:00 EST  lockout-visit/6-hours  participant',
      'Mon 2 Nov 2026, 11:00 EST  lockout-visit/passed  participant',
      'Mon 2 Nov 2026, 11:00 EST  lockout-visit/passed  vendor',
      'Mon 2 Nov 2026, 11:00 EST  lockout-visit/passed  authority',
    ])
  })

  test('the end of the term ends nothing by itself [MA-REQ-3]', () => {
    const end = deadline({ id: 't', what: 'term-ends', closesAt: told('2028-03-01T04:59:59.999Z') })
    const passed = noticesAbout(end, ZONE).at(-1)
    expect(passed?.words).toContain('The restriction goes on until you have applied')
    expect(passed?.words).toContain('Tue 29 Feb 2028, 23:59 EST')
  })

  test('a reminder is stale once the next one is due, the last one once the date has passed', () => {
    const visit = deadline({ id: 'v', what: 'service-visit', closesAt: told('2026-06-30T20:00Z') })
    const reminders = noticesAbout(visit, ZONE).filter(({ kind }) => !kind.endsWith('passed'))
    expect(reminders.map(({ staleAt }) => staleAt)).toEqual([
      ...reminders.slice(1).map(({ dueAt }) => dueAt),
      told('2026-06-30T20:00:00.001Z'),
    ])
  })

  test('no reminder of a short period comes before the period begins', () => {
    const reset = deadline({
      id: 'r',
      what: 'violations-service',
      opensAt: told('2026-06-29T20:00Z'),
      closesAt: told('2026-06-30T20:00Z'),
    })
    expect(lines(noticesAbout(reset, ZONE)).slice(0, 2)).toEqual([
      'Mon 29 Jun 2026, 16:00 EDT  violations-service/at-once  participant',
      'Tue 30 Jun 2026, 09:00 EDT  violations-service/on-the-day  participant',
    ])
  })

  test('a date that is moved is told again, under another id', () => {
    const ids = ['2026-06-30T20:00Z', '2026-07-04T20:00Z'].map(
      (closesAt) => noticesAbout(deadline({ id: 'v', what: 'service-visit', closesAt: told(closesAt) }), ZONE)[0]?.id,
    )
    expect(ids[0]).not.toBe(ids[1])
  })
})
