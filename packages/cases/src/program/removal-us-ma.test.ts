import { assert } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder, toldDevice } from '../case-under.ts'
import { caseInMassachusetts, reinstated } from './testing/reinstated.ts'

const visits = (from: string, n: number) => {
  const log = caseUnder(massachusetts).installed('2024-02-06T17:00Z')
  const first = Date.parse(from)
  for (let i = 0; i < n; i++) log.serviceVisit(new Date(first + i * 28 * 86_400_000).toISOString())
  return log
}

/** Two failed start-up tests on the day: a lockout, ended by a visit; then so many visits, each in time. */
function lockedOutOn(day: string, visitsAfter = 0) {
  const log = caseUnder(massachusetts)
    .installed(`${day}T10:00Z`)
    .startTest(`${day}T17:00Z`, 30)
    .startTest(`${day}T18:00Z`, 30)
    .record(`${day}T18:00Z`, { kind: 'lockout-began', rule: 'failed-starts', visitBy: null })
    .serviceVisit(`${day}T20:00Z`)
  for (let n = 1; n <= visitsAfter; n++) {
    log.serviceVisit(new Date(Date.parse(`${day}T20:00Z`) + n * 28 * 86_400_000).toISOString())
  }
  return log.records
}

/** Before the next visit is due. */
const weeksAfter = (day: string) => new Date(Date.parse(day) + 20 * 86_400_000).toISOString().slice(0, 10)

const lockout = `${toldDevice}:failed-starts@3`

describe('Massachusetts: when removal may be requested', () => {
  test.each([
    ['2026-03-05T04:59Z', '2026-03-04'],
    ['2026-03-05T05:00Z', '2026-03-05'],
  ])('at %s it is %s there: the day after the two years [MA-REM-1]', (moment, today) => {
    const driver = reinstated().visitsUntil('2026-03-01').at(moment)
    expect(driver.term.requestFrom).toBe('2026-03-05')
    expect(driver.headline).toContain(today < '2026-03-05' ? 'from 5 March 2026' : 'You may now ask')
  })

  test.each([
    // The day on which clocks go forward, and the one on which they go back.
    ['2024-03-08', '2026-03-08T04:59:59.999Z', '2026-03-08T05:00Z'],
    ['2024-11-01', '2026-11-01T03:59:59.999Z', '2026-11-01T04:00Z'],
    ['2024-11-02', '2026-11-02T04:59:59.999Z', '2026-11-02T05:00Z'],
  ])('reinstated on %s: not yet at %s, from %s on [MA-REM-1]', (day, before, from) => {
    const driver = caseInMassachusetts()
      .opened('2022-01-03')
      .convicted('2012-04-01')
      .convicted('2022-01-10')
      .reinstated(day)
      .restricted(day, 'Z')
    expect(driver.at(before).headline).toContain('You may ask to have it removed from')
    expect(driver.at(from).headline).toContain('You may now ask to have it removed')
    expect(driver.at(before).nextChangeAt).toBe(Date.parse(from))
  })

  test.each([
    ['2025-09-03', '2026-03-05'],
    ['2025-09-04', '2026-03-05'],
    ['2025-09-05', '2026-03-06'],
    ['2025-08-30', '2026-03-05'],
    ['2026-01-15', '2026-07-16'],
    ['2025-12-31', '2026-07-01'],
  ])('a lockout on %s puts the request to %s: six clean months [MA-REM-1]', (day, requestFrom) => {
    const driver = reinstated().log(lockedOutOn(day)).at(weeksAfter(day))
    expect(driver.term).toMatchObject({ endsOn: '2026-03-04', requestFrom, cleanSince: day })
  })

  test.each([
    ['2026-08-30', '2027-03-01'],
    ['2026-08-31', '2027-03-01'],
    ['2026-08-28', '2027-03-01'],
    ['2026-08-27', '2027-02-28'],
  ])('a month that has no such day: lockout on %s, request from %s', (day, requestFrom) => {
    expect(reinstated().log(lockedOutOn(day)).at(weeksAfter(day)).term.requestFrom).toBe(requestFrom)
  })

  test('a lockout that was excused or set aside never counted [MA-REM-1]', () => {
    const stands = reinstated().log(lockedOutOn('2026-01-15')).at('2026-02-09')
    expect(stands.findings.map(({ id, class: of }) => [id, of])).toContainEqual([lockout, 'lockout'])
    const heard = reinstated().log(lockedOutOn('2026-01-15')).heard('2026-02-10', lockout, 'not-responsible')
    expect(heard.at('2026-02-09').term.requestFrom).toBe('2026-07-16')
    expect(heard.at('2026-02-10').term).toMatchObject({ requestFrom: '2026-03-05', cleanSince: null })
    const found = reinstated().log(lockedOutOn('2026-01-15')).heard('2026-02-10', lockout, 'responsible')
    expect(found.at('2026-02-10').term.requestFrom).toBe('2026-07-16')
  })

  test('a lockout counts while a hearing about it is asked for', () => {
    const asked = reinstated()
      .log(lockedOutOn('2026-01-15'))
      .fact('2026-01-20', { kind: 'hearing-requested', about: lockout, statement: 'Mouthwash.' })
    expect(asked.at('2026-01-21').term.requestFrom).toBe('2026-07-16')
  })

  test('a visit kept late and one missed count like any lockout', () => {
    const missed = reinstated().log(visits('2024-03-05T15:00Z', 20).records).at('2026-03-06')
    expect(missed.findings.map(({ rule }) => rule)).toContain('missed-visit')
    expect((missed.term.requestFrom ?? '') > '2026-03-05').toBe(true)
  })

  test('time since the installation never counts [MA-REM-3]', () => {
    const early = caseInMassachusetts()
      .opened('2022-01-03')
      .convicted('2012-04-01')
      .convicted('2022-01-10')
      .suspended('2022-01-10', '2030-01-09')
      .approved('2022-02-01')
      .vehicle('2022-02-01')
      .installed('2022-02-06')
    expect(early.at('2029-12-31').term).toMatchObject({ endsOn: null, requestFrom: null })
  })
})

describe('Massachusetts: request and decision', () => {
  const asked = () => reinstated().asksRemoval('2026-03-06')

  test('a request waits for an officer, and the device stays in use [MA-REM-4]', () => {
    const waiting = reinstated().visitsUntil('2026-03-06').asksRemoval('2026-03-06').at('2026-03-07')
    expect(waiting.stage.kind).toBe('removal-requested')
    expect(waiting.headline).toContain('Keep using the device')
    expect(asked().removalDecided('2026-03-10', false).at('2026-03-11').stage.kind).toBe('restricted')
  })

  test('granted, removed and lifted: completed, and only then [MA-REQ-3] [MA-REM-4]', () => {
    const driver = asked().removalDecided('2026-03-10')
    expect(driver.at('2026-03-10').stage.kind).toBe('removal-granted')
    expect(driver.at('2026-03-10').checklist.map(({ state, who }) => [state, who])).toEqual([
      ['met', 'authority'],
      ['open', 'participant'],
      ['open', 'authority'],
    ])
    driver.removed('2026-03-12', 'car-1', { why: 'program-completed' })
    expect(driver.at('2026-03-12').stage.kind).toBe('removal-granted')
    const done = driver.lifted('2026-03-13').at('2026-03-13')
    expect(done.stage.kind).toBe('completed')
    expect(done.findings.filter(({ rule }) => rule === 'unauthorized-removal')).toEqual([])
    expect(done.checklist.map(({ id, state }) => [id, state])).toEqual([
      ['removal', 'met'],
      [`removal:${toldDevice}`, 'met'],
      ['restriction', 'met'],
    ])
  })

  test.each([
    ['2026-03-04', 'broken'],
    ['2026-03-05', 'met'],
  ])('a request of %s, a day after the term or on its last: %s [MA-REM-1]', (day, state) => {
    const told = reinstated().asksRemoval(day).at(day)
    expect(told.item('term-over')).toMatchObject({ state, who: 'authority', law: { clauses: ['MA-REQ-2'] } })
    expect(told.next.find(({ id }) => id === 'requirement:term-over') !== undefined).toBe(state === 'broken')
  })

  test('a log that comes late shows that a request was too early, also after it was granted [MA-REM-1]', () => {
    const told = () => reinstated().asksRemoval('2026-03-06')
    const clean = told().log(lockedOutOn('2025-09-05', 7)).at('2026-03-07').item('clean-months')
    expect(clean).toMatchObject({ state: 'met', words: expect.stringContaining('5 September 2025') })
    const early = told().log(lockedOutOn('2025-09-06', 7)).at('2026-03-07').item('clean-months')
    expect(early).toMatchObject({
      state: 'broken',
      words: expect.stringContaining('first day to request was 7 March 2026'),
    })
    const granted = told().log(lockedOutOn('2025-09-06', 7)).removalDecided('2026-03-08').at('2026-03-09')
    expect(granted.stage.kind).toBe('removal-granted')
    expect(granted.item('removal')).toMatchObject({ state: 'broken', who: 'authority' })
  })

  test('who is suspended after the grant may not drive, whatever was granted', () => {
    const driver = asked().removalDecided('2026-03-10').suspended('2026-03-12', '2026-06-11')
    expect(driver.at('2026-03-12').stage.kind).toBe('suspended')
  })

  test('an answer about another request decides nothing', () => {
    const driver = asked().fact('2026-03-08', {
      kind: 'removal-decided',
      request: 99,
      granted: true,
      reason: 'A slip.',
    })
    expect(driver.at('2026-03-09').stage.kind).toBe('removal-requested')
  })

  test('a conviction after the completion begins anew', () => {
    const driver = asked()
      .removalDecided('2026-03-10')
      .removed('2026-03-12', 'car-1', { why: 'program-completed' })
      .lifted('2026-03-13')
      .convicted('2027-01-04')
      .suspended('2027-01-04', '2030-01-03')
    const again = driver.at('2027-01-05')
    expect(again.stage.kind).toBe('suspended')
    expect(again.term.endsOn).toBeNull()
  })
})

describe('Massachusetts: a device that comes out without leave', () => {
  const out = () => reinstated().removed('2025-03-05', 'car-1', { removedBy: 'participant' })

  test('suspends at once and takes all credit [MA-VIO-5]', () => {
    const after = out().at('2025-03-06')
    expect(after.findings.map(({ rule }) => rule)).toContain('unauthorized-removal')
    expect(after.stage).toMatchObject({ kind: 'suspended', law: { clauses: ['MA-VIO-5'] } })
    expect(after.term).toMatchObject({ endsOn: null, requestFrom: null })
    expect(after.term.parts.map(({ id }) => id.split('@')[0])).toContain('credit-lost')
    const again = out().approved('2025-09-01').installed('2025-09-03').reinstated('2025-09-10').at('2025-09-11')
    expect(again.term.endsOn).toBe('2027-09-09')
  })

  test('set aside by a hearing, nothing is lost [MA-VIO-5]', () => {
    const finding = out()
      .at('2025-03-06')
      .findings.find(({ rule }) => rule === 'unauthorized-removal')
    assert(finding !== undefined, 'the removal is found')
    const heard = out().heard('2025-04-01', finding.id, 'not-responsible').at('2025-04-02')
    expect(heard.term.endsOn).toBe('2026-03-04')
    expect(heard.stage.kind).toBe('restricted')
  })

  test.each([
    [{ removedBy: 'provider', why: 'device-replaced' }, false],
    [{ removedBy: 'provider', why: 'vehicle-changed' }, false],
    [{ removedBy: 'provider', why: 'program-completed' }, false],
    [{ removedBy: 'provider', why: 'not-said' }, false],
    [{ removedBy: 'participant', why: 'device-replaced' }, true],
  ] as const)('removed as %j is unauthorized: %s', (more, unauthorized) => {
    const rules = reinstated().removed('2025-03-05', 'car-1', more).at('2025-03-06').findings
    expect(rules.some(({ rule, class: of }) => rule === 'unauthorized-removal' && of === 'violation')).toBe(
      unauthorized,
    )
  })

  test('the provider takes it from a car that was sold: no violation', () => {
    const sold = reinstated().givenUp('2025-03-04').removed('2025-03-05').at('2025-03-06')
    expect(sold.findings.filter(({ class: of }) => of === 'violation')).toEqual([])
  })

  test('by a provider without leave, of somebody who moved away, and by unknown hand: a person decides', () => {
    const moved = reinstated().movedTo('2025-03-01', 'NH').removed('2025-03-05').at('2025-03-06')
    const provider = reinstated().removed('2025-03-05').at('2025-03-06')
    const unknown = reinstated().removed('2025-03-05', 'car-1', { removedBy: 'unknown' }).at('2025-03-06')
    for (const { findings, stage } of [moved, provider, unknown]) {
      expect(findings.filter(({ class: of }) => of === 'violation')).toEqual([])
      expect(findings.some(({ class: of }) => of === 'for-a-person')).toBe(true)
      expect(stage.kind).toBe('restricted')
    }
  })
})
