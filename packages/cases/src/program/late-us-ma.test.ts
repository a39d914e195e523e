import { assert, instant } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder, told, toldDevice } from '../case-under.ts'
import { assessCase } from './assess-case.ts'
import { caseLawOf } from './case-law.ts'
import type { CaseFile, DeviceHistory } from './fact.ts'
import { programCaseUnder } from './program-case-under.ts'

const law = caseLawOf('US-MA')
assert(law !== undefined, 'Massachusetts has a program')

const begun = () =>
  programCaseUnder(law)
    .opened('2024-01-03')
    .convicted('2012-04-01')
    .convicted('2022-01-10')
    .vehicle('2024-02-01')
    .installed('2024-02-06T15:00Z')

/** A log that was received in parts: up to each record at the moment beside it. */
const withReceipts = (
  log: ReturnType<typeof caseUnder>,
  ...receipts: readonly (readonly [seq: number, at: string])[]
): CaseFile => {
  const received = receipts.map(([seq, at]) => ({ seq, at: told(at) }))
  const history: DeviceHistory = { device: toldDevice, source: 'signed-log', records: log.records, received }
  return { ...begun().file, devices: [history] }
}
/** What the case knew at a moment: the records received by then. */
const asKnown = (file: CaseFile, at: string): CaseFile => ({
  ...file,
  devices: file.devices.map((one) => {
    const seq = one.received.findLast((receipt) => receipt.at <= told(at))?.seq ?? 0
    return { ...one, records: one.records.filter((record) => record.seq <= seq) }
  }),
})

describe('a device that was out of contact for a month', () => {
  const log = () =>
    caseUnder(massachusetts)
      .installed('2024-02-06T15:00Z')
      .retest('2024-02-20T17:00Z', 40)
      .serviceVisit('2024-02-21T15:00Z')
      .startTest('2024-03-25T15:00Z', 0)
  const file = withReceipts(log(), [1, '2024-02-06T16:00Z'], [4, '2024-03-26T15:00Z'])

  test('before its log came, the calendar had a missed visit', () => {
    const known = assessCase(law, asKnown(file, '2024-03-20T15:00Z'), told('2024-03-20T15:00Z'))
    expect(known.findings.map(({ rule }) => rule)).toEqual(['missed-visit'])
    expect(known.corrections).toEqual([])
  })

  test('when it comes, everything is judged anew, and what it changed is told', () => {
    const after = assessCase(law, file, told('2024-03-26T16:00Z'))
    expect(after.findings.filter(({ rule }) => rule === 'missed-visit').map(({ since }) => since)).toEqual([
      told('2024-03-23T04:00Z'),
    ])
    expect(after.findings[0]).toMatchObject({ rule: 'failed-retest', learnedAt: told('2024-03-26T15:00Z') })
    expect(after.corrections).toMatchObject([
      {
        kind: 'came-late',
        at: told('2024-02-20T17:00Z'),
        learnedAt: told('2024-03-26T15:00Z'),
        words:
          'The log of KT-TOLD-0001 from Tue 20 Feb 2024, 12:00 EST on came 35 days later, on Tue 26 Mar 2024, 11:00 EDT. It showed: A failed rolling retest; A missed service visit. It showed that the visit of Wed 21 Feb 2024, 10:00 EST was kept; until then the calendar had it as missed. Everything since was judged anew.',
        because: [{ of: 'device', seq: 2 }, { seq: 3 }, { seq: 3 }],
      },
    ])
  })

  test('a log that comes within a day, or brings nothing, corrects nothing', () => {
    const prompt = withReceipts(log(), [3, '2024-02-21T17:00Z'], [4, '2024-03-25T16:00Z'])
    expect(assessCase(law, prompt, told('2024-03-26T16:00Z')).corrections.map(({ words }) => words)).toEqual([])
    const quiet = caseUnder(massachusetts).installed('2024-02-06T15:00Z').startTest('2024-02-07T15:00Z', 0)
    const nothing = withReceipts(quiet, [1, '2024-02-06T16:00Z'], [2, '2024-02-27T15:00Z'])
    expect(assessCase(law, nothing, told('2024-02-28T16:00Z')).corrections).toEqual([])
  })
})

describe('facts that are told late', () => {
  const visit = (recorded: string) =>
    begun().fact(
      '2024-03-05T15:00Z',
      {
        kind: 'visit-kept',
        device: toldDevice,
        center: 'C-1',
        technician: 'T-1',
        purpose: 'scheduled',
        dueOn: null,
        sound: true,
        uploaded: true,
      },
      recorded,
    )

  test.each([
    ['2024-03-06T15:00Z', 0],
    ['2024-03-06T15:00Z+1', 1],
  ])('told at %s: %i came late', (recorded, count) => {
    expect(
      visit(recorded)
        .at('2024-04-01')
        .corrections.filter(({ kind }) => kind === 'came-late'),
    ).toHaveLength(count)
  })

  test('a visit told late takes the missed one back, and says how late it was', () => {
    const story = visit('2024-03-18T15:00Z')
    expect(story.at('2024-03-20').findings).toEqual([])
    expect(story.at('2024-03-20').corrections[0]?.words).toBe(
      'Told 13 days later, on Mon 18 Mar 2024, 11:00 EDT; everything since was judged anew.',
    )
  })

  test('a conviction of long ago is history, not lateness', () => {
    expect(begun().at('2024-02-20').corrections).toEqual([])
  })

  test('a fact taken back stays in the story with who took it back and why', () => {
    const story = begun().reported('2024-02-10', 'no-device').withdrawn('2024-02-12')
    const found = story.at('2024-02-13')
    expect(found.findings).toEqual([])
    expect(found.corrections).toMatchObject([
      {
        kind: 'withdrawn',
        words:
          'H. Alves withdrew what was told on Sat 10 Feb 2024, 12:00 EST: Told by mistake. The case is judged as if it had never been told.',
      },
    ])
    // As of the day before, it stood.
    expect(story.at('2024-02-11').findings).toHaveLength(1)
  })
})

test('a late fact is told as of any day after it happened, and not before', () => {
  const log = caseUnder(massachusetts).installed('2024-02-06T15:00Z').retest('2024-02-20T17:00Z', 40)
  const file = withReceipts(log, [1, '2024-02-06T16:00Z'], [2, '2024-03-26T15:00Z'])
  const at = told('2024-02-20T17:00Z')
  expect(assessCase(law, file, instant(at - 1)).corrections).toEqual([])
  expect(assessCase(law, file, at).corrections).toHaveLength(1)
})
