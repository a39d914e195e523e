import { assert, type CivilDate } from '@keyturn/domain/units.ts'
import { describe, expect, test } from 'vitest'
import { caseLawOf } from './case-law.ts'
import { deviceOf, programCaseUnder } from './program-case-under.ts'

const law = caseLawOf('US-ME')
assert(law !== undefined, 'Maine has a program')

// Written as a date.
const april = '2025-04-08' as CivilDate

const convicted = (times: number) => {
  const driver = programCaseUnder(law).opened('2025-01-02')
  for (let n = times; n > 1; n--) driver.convicted(`${2025 - n * 2}-02-01`)
  return driver.convicted('2025-01-10')
}

describe('Maine: how long', () => {
  test.each([
    [1, '2025-01-10', '2025-06-08', '2025-02-10', '2025-06-08', '2025-02-08'],
    [2, '2025-01-10', '2028-01-09', '2025-10-10', '2027-10-09', '2025-10-09'],
    [3, '2025-01-10', '2031-01-09', '2028-01-10', '2031-01-09', '2028-01-09'],
    [4, '2025-01-10', '2031-01-09', '2029-01-10', '2033-01-09', '2029-01-09'],
    [5, '2025-01-10', '2031-01-09', '2029-01-10', '2033-01-09', '2029-01-09'],
  ])('conviction %i: suspended %s to %s, license on %s, device to %s', (n, from, until, on, endsOn, served) => {
    const driver = convicted(n).suspended(from, until)
    expect(driver.at('2025-02-01').term).toMatchObject({ required: true, endsOn: null })
    const after = driver.reinstated(on).at(on).term
    expect(after.endsOn).toBe(endsOn)
    expect(after.parts.map(({ id, until: last }) => [id.split('@')[0], last])).toEqual([
      ['served', served],
      ['device', endsOn],
    ])
    expect(after.parts[0]?.law).toMatchObject({ kind: 'researched', grade: 'A' })
  })

  test('no conviction, no device', () => {
    expect(programCaseUnder(law).opened('2025-01-02').at('2025-01-03').term.required).toBe(false)
  })

  test('there are no clean months in the text: removal may be asked for when the term is over', () => {
    const driver = convicted(2)
      .suspended('2025-01-10', '2028-01-09')
      .reinstated('2025-10-10')
      .reported('2027-10-01', 'x')
    expect(driver.at('2027-10-08').term.requestFrom).toBe('2027-10-10')
  })
})

describe('Maine: what has to be there', () => {
  test('nothing that the texts do not ask for', () => {
    const driver = convicted(1).suspended('2025-01-10', '2025-06-08').vehicle('2025-02-01').installed('2025-02-08')
    expect(driver.at('2025-02-09').checklist.map(({ id }) => id)).toEqual(['device:car-1', 'proof-of-installation'])
  })

  test('the installer tells within 24 hours, the last instant too', () => {
    const install = (recorded: string) => {
      const driver = convicted(1).vehicle('2025-02-01')
      return driver.fact(
        '2025-02-08T15:00Z',
        {
          kind: 'device-installed',
          device: deviceOf('car-1'),
          vehicle: 'car-1',
          vendor: 'ACME',
          center: 'C-1',
          technician: 'T-1',
          identity: null,
          instructed: false,
          dueOn: april,
          certificate: null,
        },
        recorded,
      )
    }
    for (const [recorded, state] of [
      ['2025-02-09T14:59Z', 'met'],
      ['2025-02-09T15:00Z', 'met'],
      ['2025-02-09T15:00Z+1', 'broken'],
    ] as const)
      expect(install(recorded).at('2025-02-10').item('proof-of-installation')?.state).toBe(state)
  })

  test('a license with a device in the car is driving under the restriction', () => {
    const driver = convicted(1).suspended('2025-01-10', '2025-06-08').vehicle('2025-02-01')
    expect(driver.at('2025-02-01').stage.kind).toBe('suspended')
    expect(driver.installed('2025-02-08').at('2025-02-08').stage.kind).toBe('suspended')
    expect(driver.at('2025-06-09').stage.kind).toBe('installed')
    expect(driver.reinstated('2025-02-10').at('2025-02-10').stage.kind).toBe('restricted')
    const done = driver.asksRemoval('2025-06-09').removalDecided('2025-06-10')
    expect(done.at('2025-06-10').stage.kind).toBe('removal-granted')
    expect(done.removed('2025-06-11', 'car-1', { why: 'program-completed' }).at('2025-06-11').stage.kind).toBe(
      'completed',
    )
  })
})
