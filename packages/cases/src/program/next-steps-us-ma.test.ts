import { assert } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder, told, toldDevice } from '../case-under.ts'
import { caseLawOf } from './case-law.ts'
import { deviceOf, programCaseUnder, type ToldCase } from './program-case-under.ts'

const law = caseLawOf('US-MA')
assert(law !== undefined, 'Massachusetts has a program')

const begun = () => programCaseUnder(law).opened('2022-01-03').convicted('2012-04-01').convicted('2022-01-10')
const driving = (...tail: readonly ((log: ReturnType<typeof caseUnder>) => unknown)[]) => {
  const log = caseUnder(massachusetts).installed('2024-02-06T15:00Z')
  for (const add of tail) add(log)
  return begun()
    .approved('2024-02-01')
    .vehicle('2024-02-01')
    .affidavit('2024-02-02')
    .installed('2024-02-06T15:00Z')
    .reinstated('2024-02-08')
    .restricted('2024-02-08', 'Z')
    .log(log.records)
}
const ids = (story: ToldCase, moment: string, who = 'driver') =>
  story
    .at(moment)
    .next.filter((one) => one.who === who)
    .map(({ id }) => id)
const dates = (story: ToldCase, moment: string) =>
  story.at(moment).deadlines.map(({ what, state }) => `${what} ${state}`)

describe('what everybody does next', () => {
  test('before the approval: see an officer, and install nothing [MA-INS-1]', () => {
    expect(ids(begun(), '2022-02-01')[0]).toBe('requirement:approval')
  })

  test('after it: papers and vehicles in the order a person gets them done [MA-INS-2]', () => {
    expect(ids(begun().approved('2024-02-01'), '2024-02-02')).toEqual([
      'requirement:vendor',
      'requirement:affidavit:participant',
      'requirement:vehicles',
    ])
  })

  test('with a device in: its visits, and in two cars which one [MA-OPR-2]', () => {
    const one = driving()
    expect(ids(one, '2024-02-10')).toContain(`${toldDevice}:service-visit`)
    const two = driving().vehicle('2024-02-09', 'car-2').installed('2024-02-09T15:00Z', 'car-2')
    const visits = two.at('2024-02-10').next.filter(({ id }) => id.includes('service-visit'))
    expect(visits.map(({ id }) => id)).toEqual([
      `${toldDevice}:service-visit`,
      `${deviceOf('car-2')}:service-visit@fact-11`,
    ])
    expect(visits[0]?.words).toMatch(/^Car car-1: Have the device serviced by /)
    const titles = two
      .at('2024-02-10')
      .deadlines.flatMap(({ what, title }) => (what === 'service-visit' ? [title] : []))
    expect(titles).toEqual(['Service visit, Car car-1 (1ABC23)', 'Service visit, Car car-2 (1ABC23)'])
  })

  test('a device without a log: when the visit is due, then overdue, then to be towed [MA-SVC-2] [MA-LCK-5]', () => {
    const bare = () => begun().approved('2024-02-01').vehicle('2024-02-01').installed('2024-02-06T15:00Z')
    const step = (moment: string) => {
      const found = bare()
        .at(moment)
        .next.find(({ id }) => id.includes('service-visit@fact-'))
      return [found?.urgency, found?.words]
    }
    expect(step('2024-02-10')).toEqual([
      'later',
      'Have the device serviced by Thu 7 Mar 2024, 23:59 EST. Book early: the last day may be full.',
    ])
    expect(step('2024-03-05')[0]).toBe('soon')
    expect(step('2024-03-08')).toEqual([
      'now',
      'The visit is overdue and none is reported. Drive to your service provider by Sun 10 Mar 2024, 00:00 EST; after that the car has to be towed.',
    ])
    expect(step('2024-03-11')[1]).toContain('The car may have to be towed there.')
  })

  test('a device that came out asks for nothing more', () => {
    const gone = driving().removed('2024-02-09T15:00Z', 'car-1', { why: 'device-replaced' })
    expect(ids(gone, '2024-02-10').filter((id) => id.startsWith(toldDevice))).toEqual([])
    expect(dates(gone, '2024-02-10').filter((one) => one.startsWith('service-visit'))).toEqual([])
  })

  test('a lockout: drive to the visit, then tow; and a hearing may be asked for [MA-LCK-5] [MA-LCK-6]', () => {
    const story = driving((log) => log.retest('2024-02-20T17:00Z', 40))
    expect(ids(story, '2024-02-21')[0]).toBe(`${toldDevice}:visit-provider`)
    expect(ids(story, '2024-02-23')[0]).toBe(`${toldDevice}:tow-to-provider`)
    expect(ids(story, '2024-02-23')).toContain(`hearing:${toldDevice}:failed-retest@2`)
  })

  test('when the term is over: removal may be asked for, and nothing ends by itself [MA-REQ-3] [MA-REM-1]', () => {
    const story = driving((log) => {
      for (let at = told('2024-03-02T15:00Z'); at < told('2026-03-01T00:00Z'); at = (at + 28 * 86_400_000) as typeof at)
        log.serviceVisit(new Date(at).toISOString())
    })
    expect(ids(story, '2026-02-07')).not.toContain('request-removal')
    expect(ids(story, '2026-02-08')).toContain('request-removal')
    expect(dates(story, '2026-02-07')).toEqual(
      expect.arrayContaining(['term-ends open', 'removal-request-opens not-yet-open']),
    )
    expect(dates(story, '2026-02-09')).toContain('term-ends passed')
    expect(story.at('2026-02-09').stage.kind).toBe('restricted')
    const asked = story.asksRemoval('2026-02-10')
    expect(ids(asked, '2026-02-11', 'authority')).toContain(`decide-removal@${asked.file.facts.length}`)
    const granted = asked.removalDecided('2026-02-12')
    expect(ids(granted, '2026-02-13')).toContain('have-device-removed')
  })

  test('what the machine does not decide waits for a person, in one step', () => {
    const story = driving((log) => log.tamper('2024-02-10T15:00Z', 'power-cut', 'unknown'))
    const [look] = story.at('2024-02-12').next.filter(({ id }) => id === 'look-at')
    expect(look).toMatchObject({
      who: 'authority',
      words: expect.stringContaining('whose cause the device cannot tell'),
    })
    const settled = story.excused('2024-02-13', `${toldDevice}:unexplained-sign@2`)
    expect(ids(settled, '2024-02-14', 'authority')).not.toContain('look-at')
  })
})

describe('every date with its rule and its facts', () => {
  test('no deadline is without law, and none but a booking without facts', () => {
    const story = driving((log) => log.retest('2024-02-20T17:00Z', 40))
      .suspended('2024-02-20', '2024-05-20')
      .booked('2024-02-21', '2024-02-28T15:00Z')
      .reported('2024-02-22', 'no-device')
    const { deadlines } = story.at('2024-02-23')
    expect(deadlines.map(({ what }) => what)).toEqual([
      'lockout-visit',
      'booked-visit',
      'service-visit',
      'hearing-request',
      'suspension-ends',
    ])
    for (const { law: ground, because } of deadlines) {
      expect(ground.kind).toMatch(/cited|researched|assumed/)
      expect(because.length).toBeGreaterThan(0)
    }
  })

  test.each([
    ['2024-12-31T17:00Z', 'open'],
    ['2025-01-01T04:59:59.999Z', 'open'],
    ['2025-01-01T05:00Z', undefined],
  ])('a hardship license to the last day of the year: at %s %s [MA-REQ-2]', (moment, state) => {
    const story = begun().suspended('2022-01-10', '2025-01-09').approved('2024-02-01', 'hardship-license')
    story.hardship('2024-02-08', '2024-12-31')
    expect(story.at(moment).deadlines.find(({ what }) => what === 'hardship-ends')?.state).toBe(state)
  })
})
