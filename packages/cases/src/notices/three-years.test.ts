import { addDays, civilDateOf, inZone } from '@keyturn/domain/civil.ts'
import { after, assert, type CivilDate, hours, type Instant } from '@keyturn/domain/units.ts'
import { describe, expect, test } from 'vitest'
import { told } from '../case-under.ts'
import { assessCase } from '../program/assess-case.ts'
import { caseLawOf } from '../program/case-law.ts'
import { programCaseUnder } from '../program/program-case-under.ts'
import { type Consequences, eventKey, liveThrough } from './live-through.ts'

const ZONE = 'America/New_York'
const BEGAN = told('2025-09-01T12:00Z')
const ENDS = told('2028-09-01T12:00Z')
const known = caseLawOf('US-MA')
assert(known !== undefined, 'Massachusetts has a program')
const law = known

/** Visits every 28 days at two in the afternoon UTC; the fifth and the twentieth are missed and made nine days late. */
function lived() {
  const story = programCaseUnder(law)
    .opened('2025-09-01T12:00Z')
    .convicted('2018-03-05')
    .convicted('2025-02-10')
    .suspended('2025-02-10', '2026-08-10')
    .approved('2025-09-01T13:00Z', 'hardship-license')
    .vehicle('2025-09-01T13:01Z')
    .vendor('2025-09-01T13:02Z', 'ACME')
    .affidavit('2025-09-02T13:00Z')
    .installed('2025-09-05T14:00Z')
    .hardship('2025-09-08', '2026-08-10')
    .restricted('2025-09-08T15:00Z', 'HZ')
  let day: CivilDate = civilDateOf(told('2025-09-05T14:00Z'), ZONE)
  for (let n = 1; ; n += 1) {
    const isLate = n === 5 || n === 20
    day = addDays(day, isLate ? 39 : 28)
    if (`${day}T14:00Z` > '2028-09-01') break
    story.visit(`${day}T14:00Z`)
  }
  return story.reinstated('2026-08-11').file
}

/** Looks every so often, as a server does that is not always there. */
function lookEvery(span: number, file: ReturnType<typeof lived>) {
  const all: Consequences[] = []
  const told = new Set<string>()
  const announced = new Set<string>()
  const assessAt = (asOf: Instant) => assessCase(law, file, asOf)
  for (let from = BEGAN; from < ENDS; ) {
    // Sums of whole milliseconds are moments.
    const to = Math.min(from + span, ENDS) as Instant
    const one = liveThrough({
      caseId: file.caseId,
      facts: file.facts,
      assessAt,
      since: BEGAN,
      from,
      to,
      told,
      announced,
    })
    for (const { id } of one.notices) told.add(id)
    for (const event of one.events) announced.add(eventKey(event))
    all.push(one)
    from = one.until
  }
  return {
    steps: all.reduce((sum, { steps }) => sum + steps, 0),
    notices: all.flatMap(({ notices }) => notices),
    events: all.flatMap(({ events }) => events).map(eventKey),
  }
}

describe('three years under Massachusetts law', () => {
  const file = lived()
  const whole = lookEvery(ENDS - BEGAN, file)

  test('tell the same at once as when somebody looks every 31 hours, clock changes and a leap day among them', () => {
    const often = lookEvery(hours(31), file)
    expect(often.notices.map(({ id }) => id)).toEqual(whole.notices.map(({ id }) => id))
    expect(often.events.toSorted()).toEqual(whole.events.toSorted())
  })

  test('remind of every visit, and of the two that were missed with their 48 hours [OUT-14] [MA-LCK-5]', () => {
    const count = (kind: string, audience = 'participant') =>
      whole.notices.filter((one) => one.kind === kind && one.audience === audience).length
    expect(count('service-visit/passed')).toBe(2)
    expect(count('lockout-visit/at-once')).toBe(2)
    expect(count('lockout-visit/passed')).toBe(2)
    expect(count('service-visit/opens')).toBeGreaterThan(35)
    const reminders = whole.notices.filter(({ kind }) => kind.startsWith('service-visit/') && !kind.endsWith('/passed'))
    expect(reminders.filter(({ dueAt }) => !inZone(dueAt, ZONE).includes(', 09:00 E'))).toEqual([])
  })

  test('say before the hardship license ends that it ends, and never that the restriction does [MA-REQ-3]', () => {
    const hardship = whole.notices.filter(({ kind }) => kind.startsWith('hardship-ends/'))
    expect(hardship.map(({ kind }) => kind)).toContain('hardship-ends/60-days')
    expect(whole.notices.some(({ words }) => /restriction (has ended|is over)/i.test(words))).toBe(false)
  })

  test('go by in order, nothing twice, in fewer looks than there are days', () => {
    const ids = whole.notices.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const dues = whole.notices.map(({ dueAt }) => dueAt)
    expect(dues).toEqual(dues.toSorted((a, b) => a - b))
    expect(whole.steps).toBeLessThan(after(ENDS, hours(0)) / 86_400_000 - BEGAN / 86_400_000)
  })
})
