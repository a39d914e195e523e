/** The endpoints about money. */
import type { Route } from '../../kernel/route.ts'
import { caseStatementFileRoute, caseStatementRoute } from './case-statement.ts'
import { filePricesRoute, listPricesRoute } from './prices.ts'
import { recordMoneyRoute } from './record-money.ts'
import { recordRemittanceRoute, remittanceFileRoute, remittanceStatementRoute } from './remittances.ts'

export const feeRoutes: readonly Route[] = [
  caseStatementRoute,
  caseStatementFileRoute,
  recordMoneyRoute,
  remittanceStatementRoute,
  remittanceFileRoute,
  recordRemittanceRoute,
  filePricesRoute,
  listPricesRoute,
]
