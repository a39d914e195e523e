/** Statements as the contract tells them. */

import type { DriverStatement } from '@keyturn/cases/fees/statement.ts'
import { lawWords } from '@keyturn/cases/law.ts'
import type { CaseStatement } from '@keyturn/contract/endpoints/fees.ts'
import { iso } from '@keyturn/domain/units.ts'

export const statementOf = (
  of: { readonly caseId: string; readonly jurisdiction: string; readonly timeZone: string },
  { asOf, lines, charged, takenOff, paid, owed }: DriverStatement,
): CaseStatement => ({
  case: of.caseId,
  jurisdiction: of.jurisdiction,
  asOf: iso(asOf),
  timeZone: of.timeZone,
  lines: lines.map(({ id, at, enteredAt, law, ...line }) => ({
    posting: id,
    at: iso(at),
    enteredAt: iso(enteredAt),
    ...line,
    law: lawWords(law),
  })),
  charged,
  takenOff,
  paid,
  owed,
})
