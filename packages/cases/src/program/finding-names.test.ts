import { assert } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { expect, test } from 'vitest'
import { caseUnder, toldDevice } from '../case-under.ts'
import { caseLawOf } from './case-law.ts'
import { findingNamer } from './finding-names.ts'
import { programCaseUnder } from './program-case-under.ts'

const law = caseLawOf('US-MA')
assert(law !== undefined, 'Massachusetts has a program')

const log = caseUnder(massachusetts).installed('2024-02-06T15:00Z').retest('2024-02-20T17:00Z', 40)
const { file } = programCaseUnder(law).opened('2024-01-03').reported('2024-02-10', 'no-device').log(log.records)

test.each([
  [`${toldDevice}:failed-retest@2`, 'A failed rolling retest of 20 February 2024'],
  [`${toldDevice}:missed-visit@1`, 'A missed service visit'],
  [`${toldDevice}:missed-visit@fact-1`, 'A missed service visit'],
  ['no-device@2', 'Operating a vehicle without an ignition interlock device of 10 February 2024'],
  [
    `repeated-failed-starts@${toldDevice}:failed-starts@2`,
    'Two lockouts for failed start-up tests of 20 February 2024',
  ],
  ['repeated-failed-starts@failed-starts@2', 'Two lockouts for failed start-up tests of 10 February 2024'],
  ['no-device@99', 'Operating a vehicle without an ignition interlock device'],
  [`${toldDevice}:two-histories@1`, 'two histories of 6 February 2024'],
  ['nothing at all', 'nothing at all'],
  ['', ''],
])('%s is called %s', (id, name) => {
  expect(findingNamer(law, file, 'America/New_York')(id)).toBe(name)
})
