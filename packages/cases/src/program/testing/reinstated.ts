import { assert } from '@keyturn/domain/units.ts'
import { caseLawOf } from '../case-law.ts'
import { programCaseUnder } from '../program-case-under.ts'

const law = caseLawOf('US-MA')
assert(law !== undefined, 'Massachusetts has a program')

/** A case in Massachusetts in which nothing is told yet, for tests. */
export const caseInMassachusetts = () => programCaseUnder(law)

/** A case in Massachusetts, fully reinstated on 5 March 2024: two years are full on 4 March 2026. */
export const reinstated = () =>
  caseInMassachusetts()
    .opened('2022-01-03')
    .convicted('2012-04-01')
    .convicted('2022-01-10')
    .suspended('2022-01-10', '2024-01-09')
    .approved('2024-02-01')
    .vehicle('2024-02-01')
    .affidavit('2024-02-02')
    .installed('2024-02-06')
    .reinstated('2024-03-05')
    .restricted('2024-03-05', 'Z')
