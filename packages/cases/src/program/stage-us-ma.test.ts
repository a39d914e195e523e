import { parseCivilDate } from '@keyturn/domain/civil.ts'
import { assert, type CivilDate } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder } from '../case-under.ts'
import { caseLawOf } from './case-law.ts'
import { programCaseUnder, type ToldCase } from './program-case-under.ts'

const law = caseLawOf('US-MA')
assert(law !== undefined, 'Massachusetts has a program')

const date = (text: string): CivilDate => {
  const found = parseCivilDate(text)
  assert(found !== undefined, `a date: ${text}`)
  return found
}

const required = () =>
  programCaseUnder(law)
    .opened('2022-01-03')
    .convicted('2012-04-01')
    .convicted('2022-01-10')
    .suspended('2022-01-10', '2023-01-09')

/** From the first day to the last, told day by day. */
const life = () =>
  required()
    .approved('2022-06-01', 'hardship-license')
    .vehicle('2022-06-01')
    .affidavit('2022-06-02')
    .installed('2022-06-03')
    .hardship('2022-06-06', '2023-01-09')
    .restricted('2022-06-06', 'HZ')
    .approved('2023-01-09')
    .reinstated('2023-01-10')
    .restricted('2023-01-10', 'Z')
    .asksRemoval('2025-01-10')
    .removalDecided('2025-01-20')
    .removed('2025-01-22', 'car-1', { why: 'program-completed' })
    .lifted('2025-01-23')

const stages = (told: ToldCase, days: readonly string[]) => days.map((day) => told.at(day).stage.kind)

describe('Massachusetts: the stages of a case', () => {
  test('follow each other from conviction to completion [MA-INS-1] [MA-INS-4] [MA-REM-4]', () => {
    const days = ['2022-01-09', '2022-01-10', '2022-06-01', '2022-06-03', '2022-06-06', '2023-01-10', '2025-01-10']
    expect(stages(life(), [...days, '2025-01-20', '2025-01-22', '2025-01-23'])).toEqual([
      'not-required',
      'awaiting-approval',
      'approved',
      'installed',
      'restricted',
      'restricted',
      'removal-requested',
      'removal-granted',
      'removal-granted',
      'completed',
    ])
  })

  test('name the fact that brought them, its words and its law', () => {
    const { stage } = life().at('2022-06-03')
    expect(stage.since).toBe(Date.parse('2022-06-03T17:00Z'))
    expect(stage.because[0]).toMatchObject({ of: 'case', kind: 'device-installed' })
    expect(stage.law).toMatchObject({ kind: 'cited', clauses: ['MA-INS-4'] })
  })

  test('a hardship license that ran out leaves nobody restricted, and asks for an officer', () => {
    const ended = required()
      .approved('2022-06-01', 'hardship-license')
      .vehicle('2022-06-01')
      .installed('2022-06-03')
      .hardship('2022-06-06', '2022-12-31')
      .restricted('2022-06-06', 'HZ')
    expect(stages(ended, ['2022-12-31', '2023-01-01T04:59Z', '2023-01-01T05:00Z'])).toEqual([
      'restricted',
      'restricted',
      'awaiting-approval',
    ])
    const after = ended.at('2023-01-02')
    expect(after.stage.since).toBe(Date.parse('2023-01-01T05:00Z'))
    expect(after.headline).toContain('Your hardship license has ended. Do not drive')
    expect(ended.approved('2023-01-03').at('2023-01-04').stage.kind).toBe('installed')
  })

  test('a suspension takes a license away, and its end gives none back', () => {
    const suspended = life().suspended('2023-06-01', '2023-08-31')
    expect(stages(suspended, ['2023-05-31', '2023-06-01', '2023-08-31', '2023-09-01'])).toEqual([
      'restricted',
      'suspended',
      'suspended',
      'awaiting-approval',
    ])
    expect(suspended.at('2023-06-15').headline).toBe(
      'Your license is suspended or revoked until 31 August 2023. Do not drive, not after that day either before a license is given back.',
    )
    const over = suspended.at('2023-09-02')
    expect(over.headline).toContain('The suspension is over, and no license has been given back. Do not drive')
    expect(over.stage.since).toBe(Date.parse('2023-09-01T04:00Z'))
    expect(suspended.at('2023-06-15').stage.since).toBe(Date.parse('2023-06-01T04:00Z'))
  })

  test('what a hearing imposes suspends also who never had a license back here', () => {
    const resident = programCaseUnder(law)
      .opened('2022-01-03', { license: { state: 'NH', number: 'N-1' } })
      .convicted('2012-04-01')
      .convicted('2022-01-10')
      .reported('2022-03-01', 'no-device')
    const [finding] = resident.at('2022-03-02').findings
    assert(finding !== undefined, 'the report is found')
    const sanction = { kind: 'suspension', from: date('2022-05-01'), until: date('2032-04-30') } as const
    const heard = resident.heard('2022-05-01', finding.id, 'responsible', sanction)
    expect(stages(heard, ['2022-04-30', '2022-05-01', '2032-04-30', '2032-05-01'])).toEqual([
      'awaiting-approval',
      'suspended',
      'suspended',
      'awaiting-approval',
    ])
  })

  test('a request waits while a license is held; a suspension comes first', () => {
    const asked = required()
      .approved('2023-01-09')
      .reinstated('2023-01-10')
      .restricted('2023-01-10', 'Z')
      .asksRemoval('2025-01-10')
    expect(asked.at('2025-01-11').stage.kind).toBe('removal-requested')
    expect(asked.suspended('2025-01-12', '2025-03-01').at('2025-01-13').stage.kind).toBe('suspended')
  })

  test('nothing is recorded, nothing is required', () => {
    const nothing = programCaseUnder(law).at('2022-01-01')
    expect(nothing.stage).toMatchObject({ kind: 'not-required', because: [{ words: 'Nothing is recorded.' }] })
    expect(nothing.checklist).toEqual([])
  })
})

describe('Massachusetts: the headline', () => {
  test('is a sentence for the driver at each stage', () => {
    const told = life().visitsUntil('2025-01-21')
    const days = [
      '2022-01-10',
      '2022-06-01',
      '2022-06-03',
      '2022-06-06',
      '2023-01-10',
      '2025-01-10',
      '2025-01-20',
      '2025-01-23',
    ]
    expect(days.map((day) => told.at(day).headline)).toMatchInlineSnapshot(`
      [
        "An ignition interlock is required. Speak with a hearings officer of the Registry of Motor Vehicles before you have one installed.",
        "You are approved. Have the device installed and hand in your papers; do not drive before both are done.",
        "The device is in. Bring your papers and the proof of installation to the Registry of Motor Vehicles; the restriction is not on your license yet.",
        "You may drive only vehicles with your ignition interlock. The two years begin with the full reinstatement of the license, which has not been recorded.",
        "You may drive only vehicles with your ignition interlock. You may ask to have it removed from 10 January 2025.",
        "Your request to have the device removed waits for the Registry of Motor Vehicles. Keep using the device and keep your visits.",
        "You may have the device removed. Make an appointment with your provider, and keep the papers.",
        "You have completed the program. The device is out and the restriction is lifted.",
      ]
    `)
  })

  test('says that the car is locked where only reports tell of it, until a visit is reported', () => {
    const silent = life()
    expect(silent.at('2022-07-03').headline).toContain('You may drive only')
    expect(silent.at('2022-07-05').headline).toContain('locked out, as far as is reported')
    expect(silent.visit('2022-07-06').at('2022-07-07').headline).toContain('You may drive only')
  })

  test('says first that the car is locked, and until when it still starts', () => {
    const log = caseUnder(massachusetts)
      .installed('2022-06-03T17:00Z')
      .startTest('2022-06-20T12:00Z', 40)
      .startTest('2022-06-20T12:40Z', 30)
      .record('2022-06-20T12:40Z', { kind: 'lockout-began', rule: 'failed-starts', visitBy: null })
    const locked = life().log(log.records)
    expect(locked.at('2022-06-20T13:00Z').headline).toBe(
      'Your car is locked out. Drive it to your service provider by Wed 22 Jun 2022, 08:40 EDT.',
    )
    expect(locked.at('2022-06-22T13:00Z').headline).toContain('does not start. Call your service provider')
  })
})
