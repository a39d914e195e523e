import { addDays, civilDateOf, startOfDay } from '@keyturn/domain/civil.ts'
import { after, days, hours, type Instant, instant } from '@keyturn/domain/units.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Consequences, eventKey, liveThrough } from './live-through.ts'
import { noticesDue } from './notices-due.ts'
import { told, visitingCase, ZONE } from './testing/visiting-case.ts'

const BEGAN = told('2025-09-01T13:00Z')
const ENDS = told('2028-09-01T13:00Z')

/** A visit every 28 days at nine in the morning there, from the first day on; `missed` ones come nine days late. */
function visitsOver(missed: readonly number[]): readonly Instant[] {
  const visits: Instant[] = []
  for (let day = civilDateOf(BEGAN, ZONE), n = 0; ; n += 1) {
    const at = after(startOfDay(missed.includes(n) ? addDays(day, 9) : day, ZONE), hours(9))
    if (at > ENDS) return visits
    visits.push(at)
    day = addDays(day, missed.includes(n) ? 37 : 28)
  }
}

/** Looks at the case at the given moments only, as a server does that is not always there. */
function lookAt(moments: readonly Instant[], visits: readonly Instant[]) {
  const all: Consequences[] = []
  const ids = new Set<string>()
  const keys = new Set<string>()
  let from = BEGAN
  for (const to of moments) {
    for (let until = from; until < to; ) {
      const one = liveThrough({
        caseId: 'MA-2024-0001',
        facts: [],
        assessAt: visitingCase(visits),
        since: BEGAN,
        from: until,
        to,
        told: ids,
        announced: keys,
      })
      for (const { id } of one.notices) ids.add(id)
      for (const event of one.events) keys.add(eventKey(event))
      all.push(one)
      until = one.until
    }
    from = to
  }
  return {
    notices: all.flatMap(({ notices }) => notices).map(({ id, dueAt }) => `${dueAt} ${id}`),
    events: all.flatMap(({ events }) => events).map((event) => `${event.at} ${eventKey(event)}`),
  }
}

describe('three years of a case', () => {
  const visits = visitsOver([5, 18])
  const whole = lookAt([ENDS], visits)

  test('pass in one go, across clock changes and a leap day', () => {
    expect(visits).toHaveLength(39)
    // The period after the last visit does not open within the three years any more.
    expect(whole.notices.filter((line) => line.includes('/opens/'))).toHaveLength(38)
    expect(whole.notices.filter((line) => line.includes('service-visit') && line.includes('/passed/'))).toHaveLength(4)
    expect(whole.notices.filter((line) => line.includes('/24-hours/'))).toHaveLength(2)
    expect(whole.events.filter((line) => line.includes('finding-opened'))).toHaveLength(2)
    expect(whole.events.filter((line) => line.includes('finding-ended'))).toHaveLength(2)
    expect(whole.events.filter((line) => line.includes('deadline-passed'))).toHaveLength(4)
  })

  test('come out the same however often somebody looks', () => {
    const hourly: Instant[] = []
    for (let at = BEGAN; at < ENDS; at = after(at, hours(7))) hourly.push(after(at, hours(7)))
    expect(lookAt([...hourly.filter((at) => at < ENDS), ENDS], visits)).toEqual(whole)
  })

  test('come out the same when nobody looks for weeks', () => {
    const gap = fc.integer({ min: 1, max: 90 * 86_400_000 })
    fc.assert(
      fc.property(fc.array(gap, { minLength: 1, maxLength: 60 }), (gaps) => {
        const moments: Instant[] = []
        for (const ms of gaps) moments.push(instant((moments.at(-1) ?? BEGAN) + ms))
        expect(lookAt([...moments.filter((at) => at < ENDS), ENDS], visits)).toEqual(whole)
      }),
      { numRuns: 40 },
    )
  })

  test('tell each date in order, and nothing twice', () => {
    const dues = whole.notices.map((line) => Number(line.split(' ')[0]))
    expect(dues).toEqual(dues.toSorted((a, b) => a - b))
    expect(new Set(whole.notices).size).toBe(whole.notices.length)
  })

  test('name the moment to look again, and nothing is due before it', () => {
    const assessAt = visitingCase(visits)
    const base = {
      caseId: 'c',
      facts: [],
      assessAt,
      since: BEGAN,
      told: new Set<string>(),
      announced: new Set<string>(),
    }
    for (let from = BEGAN, n = 0; n < 60; n += 1) {
      const { nextAt, until } = liveThrough({ ...base, from, to: after(from, days(1)) })
      expect(nextAt).not.toBeNull()
      if (nextAt === null) return
      const early = liveThrough({ ...base, from: until, to: instant(Math.max(until, nextAt - 1)) })
      expect(early.notices.filter(({ dueAt }) => dueAt > until)).toEqual([])
      from = after(from, days(1))
    }
  })
})

describe('notices due', () => {
  test('an interval gives the same notices however it is cut', () => {
    const assessment = visitingCase(visitsOver([0]))(told('2025-10-12T00:00Z'))
    const seen = { assessment, facts: [] }
    const [from, to] = [told('2025-09-01T00:00Z'), told('2025-12-01T00:00Z')]
    const whole = noticesDue(seen, from, to)
    expect(whole).toHaveLength(6)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: from, max: to }), { maxLength: 12 }), (cuts) => {
        const edges = [from, ...cuts.toSorted((a, b) => a - b).map(instant), to]
        const pieces = edges.slice(1).flatMap((edge, index) => noticesDue(seen, edges[index] ?? from, edge))
        expect(pieces).toEqual(whole)
      }),
    )
  })
})
