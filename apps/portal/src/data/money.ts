/** What cases cost. Amounts are whole cents. */
import { askJson } from './http.ts'
import { flag, list, moment, number, object, text } from './read.ts'

const whom = 'the server'

const statement = object({
  timeZone: text,
  asOf: moment,
  lines: list(
    object({ posting: text, at: moment, vendor: text, words: text, amount: number, owed: number, law: text }),
  ),
  charged: number,
  takenOff: number,
  paid: number,
  owed: number,
})
export type Statement = ReturnType<typeof statement>
export const readStatement = (caseId: string, signal: AbortSignal): Promise<Statement> =>
  askJson(`/v1/cases/${encodeURIComponent(caseId)}/statement`, (body) => statement(body, 'statement'), { whom, signal })

const remittance = object({
  authority: text,
  month: text,
  final: flag,
  opening: number,
  lines: list(object({ case: text, posting: text, on: text, words: text, amount: number })),
  fees: number,
  takenBack: number,
  remitted: number,
  due: number,
})
export type Remittance = ReturnType<typeof remittance>
export type MonthOf = { readonly vendor: string; readonly jurisdiction: string; readonly month: string }

const addressOf = ({ vendor, jurisdiction, month }: MonthOf): string =>
  `/v1/vendors/${encodeURIComponent(vendor)}/remittances/${jurisdiction}/${month}`
export const readRemittance = (of: MonthOf, signal: AbortSignal): Promise<Remittance> =>
  askJson(addressOf(of), (body) => remittance(body, 'remittance'), { whom, signal })
export const remittanceFile = (of: MonthOf): string => `${addressOf(of)}/file?format=csv`

const CENTS = 100
/** `$30.00`, `-$12.50`. */
export function dollars(cents: number): string {
  const whole = Math.trunc(Math.abs(cents) / CENTS)
  const rest = String(Math.abs(cents) % CENTS).padStart(2, '0')
  return `${cents < 0 ? '-' : ''}$${whole.toLocaleString('en-US')}.${rest}`
}
