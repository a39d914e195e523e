/** Statements as a table and as plain text. `docs/formats/remittance.md` describes both. */
import { dollars, plainDollars } from '@keyturn/domain/money.ts'
import { cents } from '@keyturn/domain/units.ts'
import type { CaseStatement, RemittanceStatement } from '../endpoints/fees.ts'
import { writeCsv } from '../reports/csv.ts'

/** Money is told in a column of its own for each direction, so that no cell begins with a sign. */
const more = (amount: number): string => (amount > 0 ? plainDollars(cents(amount)) : '')
const less = (amount: number): string => (amount < 0 ? plainDollars(cents(-amount)) : '')

/** One row a line, and one for the sums. */
export function remittanceCsv(statement: RemittanceStatement): string {
  const head = ['month', 'vendor', 'jurisdiction', 'case', 'visit_on', 'entered_on', 'what', 'fee', 'taken_back']
  const own = [statement.month, statement.vendor, statement.jurisdiction]
  const lines = statement.lines.map(({ case: caseId, on, enteredOn, words, amount }) => [
    ...own,
    caseId,
    on,
    enteredOn,
    words,
    more(amount),
    less(amount),
  ])
  const sums: (readonly [string, number])[] = [
    ['opening balance', statement.opening],
    ['fees of the month', statement.fees],
    ['taken back', statement.takenBack],
    ['received by the authority', -statement.remitted],
    ['due', statement.due],
  ]
  const totals = sums.map(([what, amount]) => [...own, 'total', '', '', what, more(amount), less(amount)])
  return writeCsv([head, ...lines, ...totals])
}

/** For people: a page of fixed columns. */
export function remittanceText(statement: RemittanceStatement): string {
  const { vendor, authority, jurisdiction, month, final, lines } = statement
  return [
    `REMITTANCE OF ${vendor} TO THE ${authority} (${jurisdiction}), ${month}`,
    final ? 'The month is closed.' : 'The month is not closed yet: more may be entered.',
    '',
    row('Opening balance', statement.opening),
    ...lines.map((line) => row(`${line.on}  ${line.case}  ${line.words}`, line.amount)),
    rule,
    row('Fees of the month', statement.fees),
    row('Taken back', statement.takenBack),
    row('Received by the authority', -statement.remitted),
    row('DUE', statement.due),
    '',
  ].join('\n')
}

/** One row a line. */
export function statementCsv(statement: CaseStatement): string {
  const head = [
    'case',
    'at',
    'entered_at',
    'vendor',
    'what',
    'charged',
    'taken_off_or_paid',
    'owed',
    'owed_back',
    'law',
  ]
  const lines = statement.lines.map(({ at, enteredAt, vendor, words, amount, owed, law }) => [
    statement.case,
    at,
    enteredAt,
    vendor,
    words,
    more(amount),
    less(amount),
    more(owed),
    less(owed),
    law,
  ])
  return writeCsv([head, ...lines])
}

/** For people. Days are those of the jurisdiction. */
export function statementText(statement: CaseStatement, dayOf: (moment: string) => string): string {
  const { owed } = statement
  return [
    `STATEMENT FOR CASE ${statement.case} (${statement.jurisdiction}), as of ${dayOf(statement.asOf)}`,
    '',
    ...statement.lines.flatMap(({ at, vendor, words, amount, law }) => [
      row(`${dayOf(at)}  ${words} (${vendor})`, amount),
      `            ${law}`,
    ]),
    rule,
    row('Charged', statement.charged),
    row('Taken off', statement.takenOff),
    row('Paid', -statement.paid),
    row(owed < 0 ? 'TO BE PAID BACK TO YOU' : 'YOU OWE', Math.abs(owed)),
    '',
  ].join('\n')
}

const WIDTH = 74
const rule = '-'.repeat(WIDTH + 14)
const row = (words: string, amount: number): string =>
  `${words.length > WIDTH ? `${words.slice(0, WIDTH - 3)}...` : words.padEnd(WIDTH)}${dollars(cents(amount)).padStart(14)}`
