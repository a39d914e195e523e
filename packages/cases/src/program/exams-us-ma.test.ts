import { assert } from '@keyturn/domain/units.ts'
import { describe, expect, test } from 'vitest'
import { caseLawOf } from './case-law.ts'
import { programCaseUnder } from './program-case-under.ts'

const law = caseLawOf('US-MA')
assert(law !== undefined, 'Massachusetts has a program')

const suspended = () =>
  programCaseUnder(law)
    .opened('2021-02-01')
    .convicted('2012-04-01')
    .convicted('2021-03-01')
    .suspended('2021-03-01', '2026-02-28')
    .approved('2021-04-01')
    .vehicle('2021-04-01')

describe('Massachusetts: exams after a long suspension', () => {
  test.each([
    ['2023-02-28', false],
    ['2023-03-01', false],
    ['2023-03-02', true],
  ])('suspended since 1 March 2021, on %s exams are asked for: %s [MA-INS-6]', (on, asked) => {
    const now = suspended().at(on)
    expect(now.item('exams')?.state).toBe(asked ? undefined : 'not-needed')
    expect(now.item('learners-permit-exam')?.state).toBe(asked ? 'open' : undefined)
    expect(now.item('road-test')?.state).toBe(asked ? 'open' : undefined)
  })

  test.each([
    ['2023-03-01', false],
    ['2023-03-02', true],
  ])('a hardship license on %s is relief in time: exams asked for %s [MA-INS-6]', (on, asked) => {
    const now = suspended().hardship(on, '2026-02-28').at('2025-01-01')
    expect(now.checklist.some(({ id }) => id === 'learners-permit-exam')).toBe(asked)
    // Full reinstatement later brings no exam back: there was relief before.
    const later = suspended().hardship(on, '2026-02-28').reinstated('2026-03-02').at('2026-03-03')
    expect(later.checklist.some(({ id }) => id === 'learners-permit-exam')).toBe(asked)
  })

  test('a license given back without them is for an officer to look at [MA-INS-6]', () => {
    const given = suspended().installed('2023-05-01').reinstated('2023-05-02')
    expect(given.at('2023-05-03').item('learners-permit-exam')).toMatchObject({ state: 'broken', who: 'authority' })
    expect(given.at('2023-05-03').item('road-test')).toMatchObject({ state: 'broken', who: 'authority' })
    expect(given.exam('2023-05-10', 'road-test').at('2023-05-11').item('road-test')?.state).toBe('met')
  })

  test('both are passed, the road test in a vehicle with a device [MA-INS-6]', () => {
    const driver = suspended()
      .installed('2023-05-01')
      .exam('2023-05-02', 'learners-permit')
      .exam('2023-05-20', 'road-test')
    const done = driver.at('2023-05-21')
    expect([done.item('learners-permit-exam')?.state, done.item('road-test')?.state]).toEqual(['met', 'met'])
    const bare = suspended().exam('2023-05-20', 'road-test').at('2023-05-21').item('road-test')
    expect(bare).toMatchObject({ state: 'broken', words: expect.stringContaining('without a device') })
    const before = suspended().exam('2020-05-20', 'learners-permit').at('2023-05-21').item('learners-permit-exam')
    expect(before?.state).toBe('open')
  })

  test.each([
    [{ centerBrake: true, sponsorSeat: true }, 'road-test'],
    [{ centerBrake: false, sponsorSeat: true }, 'special-road-test'],
    [{ centerBrake: true, sponsorSeat: false }, 'special-road-test'],
  ])('in a vehicle with %j it is the %s [MA-INS-6]', (more, id) => {
    const driver = () => suspended().vehicle('2023-04-01', 'car-1', more).installed('2023-05-01')
    expect(driver().at('2023-05-02').item(id)?.state).toBe('open')
    expect(driver().exam('2023-05-20', 'special-road-test').at('2023-05-21').item(id)?.state).toBe('met')
    const ordinary = driver().exam('2023-05-20', 'road-test').at('2023-05-21').item(id)?.state
    expect(ordinary).toBe(id === 'road-test' ? 'met' : 'broken')
  })
})
