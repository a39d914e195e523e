import { assert } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { expect, test } from 'vitest'
import { caseUnder, told } from '../case-under.ts'
import { caseLawOf } from './case-law.ts'
import { programCaseUnder } from './program-case-under.ts'
import { caseTimeline } from './timeline.ts'
import { tell } from './told.ts'

const law = caseLawOf('US-MA')
assert(law !== undefined, 'Massachusetts has a program')

test('the story has every fact and every record that matters, oldest first, with who told it and how late', () => {
  const log = caseUnder(massachusetts).installed('2024-02-06T15:00Z').startTest('2024-02-07T12:00Z', 0)
  const story = programCaseUnder(law)
    .opened('2024-01-03')
    .vehicle('2024-02-01')
    .installed('2024-02-06T15:00Z')
    .fact(
      '2024-02-10T15:00Z',
      { kind: 'violation-reported', violation: 'no-device', account: 'Seen.', device: null, documents: [] },
      '2024-02-14T15:00Z',
    )
    .withdrawn('2024-02-16')
    .log(log.retest('2024-02-12T12:00Z', 40).records)
  const now = story.at('2024-02-20')
  const entries = caseTimeline(tell(law, story.file, now.asOf), now.findings)
  const lines = entries.map(
    (one) =>
      `${one.when} | ${one.by?.name ?? 'device'} | ${one.ref.words}${one.later === null ? '' : ` | ${one.later} later`}${one.withdrawn ? ' | withdrawn' : ''}`,
  )
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "Wed 3 Jan 2024, 12:00 EST | H. Alves | Case opened by H. Alves for Dana Ferreira, license MA S12345678.
    Thu 1 Feb 2024, 12:00 EST | H. Alves | Vehicle added: Car car-1, plate 1ABC23, car, 12 V, owned.
    Tue 6 Feb 2024, 10:00 EST | H. Alves | Device KT-TOLD-0001 installed in Car car-1 (1ABC23) at C-1 by T-1; identity proved by driver’s license, use and care explained; next visit due by 7 March 2024.
    Sat 10 Feb 2024, 10:00 EST | H. Alves | H. Alves reported "Operating a vehicle without an ignition interlock device": Seen. | 4 days later | withdrawn
    Mon 12 Feb 2024, 07:00 EST | device | Retest failed at 0.040 g/210 L.
    Fri 16 Feb 2024, 12:00 EST | H. Alves | H. Alves withdrew what was told (#4). Reason: Told by mistake."
  `)
})

test('nothing of what happened later is told', () => {
  const story = programCaseUnder(law).opened('2024-01-03').vehicle('2024-02-01')
  const asOf = told('2024-01-15T12:00Z')
  expect(caseTimeline(tell(law, story.file, asOf), []).map(({ ref }) => ref.seq)).toEqual([1])
})
