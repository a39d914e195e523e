/** What cases cost: a driver's statement, a vendor's remittance, prices, and what people settle about money. */
import { CENTS_MAX } from '@keyturn/domain/money.ts'
import { cents } from '@keyturn/domain/units.ts'
import { CHARGES } from '@keyturn/rules/fees.ts'
import { z } from 'zod'
import { bytesReply, endpoint, jsonBody, jsonReply, noBody } from '../endpoint.ts'
import {
  dateField,
  factSeqField,
  findingIdField,
  momentIn,
  nameField,
  organizationIdField,
  wordsField,
} from '../facts/text.ts'
import { jurisdictionField, noQuery } from '../fields.ts'
import { caseParams } from './cases.ts'

/** Whole cents, above zero. */
const amountField = z.int().min(1).max(CENTS_MAX).transform(cents)
const signedCents = z.int()
const idField = z.string().max(100)

export const StatementLine = z.strictObject({
  posting: z.string(),
  at: z.string(),
  enteredAt: z.string(),
  vendor: z.string(),
  kind: z.string(),
  words: z.string(),
  /** Cents: what is owed more by this line; below zero: less. */
  amount: signedCents,
  owed: signedCents,
  /** The posting that this one takes back. */
  reverses: z.string().nullable(),
  /** The law, or the assumption, in words. */
  law: z.string(),
})

export const CaseStatement = z.strictObject({
  case: z.string(),
  jurisdiction: z.string(),
  asOf: z.string(),
  timeZone: z.string(),
  /** Oldest entry first. */
  lines: z.array(StatementLine),
  charged: signedCents,
  takenOff: signedCents,
  paid: signedCents,
  /** Below zero: it is to be paid back. */
  owed: signedCents,
})
export type CaseStatement = z.infer<typeof CaseStatement>

export const caseStatement = endpoint({
  method: 'GET',
  path: '/v1/cases/:caseId/statement',
  summary: 'What the driver owes and why, line by line, each with its law. A vendor sees its own lines.',
  params: caseParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(CaseStatement),
  replyBytesMax: 4 * 1_024 * 1_024,
  problems: ['unknown-case'],
})

export const STATEMENT_FORMATS = ['csv', 'text'] as const
const formatQuery = z.strictObject({ format: z.enum(STATEMENT_FORMATS).default('text') })

export const caseStatementFile = endpoint({
  method: 'GET',
  path: '/v1/cases/:caseId/statement/file',
  summary: 'The same as a table (`format=csv`) or as plain text.',
  params: caseParams,
  query: formatQuery,
  body: noBody,
  reply: bytesReply,
  replyBytesMax: 4 * 1_024 * 1_024,
  problems: ['unknown-case'],
})

/** What people settle about money. `of` names facts, postings' sources or findings that a provider's failure led to. */
export const MoneyEntry = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('charged'),
    vendor: organizationIdField,
    charge: z.enum(CHARGES),
    amount: amountField,
    /** The finding that led to it, as an assessment tells it. */
    about: findingIdField.nullable().default(null),
  }),
  z.strictObject({
    kind: z.enum(['paid', 'paid-back']),
    vendor: organizationIdField,
    amount: amountField,
    reference: nameField,
  }),
  z.strictObject({
    kind: z.literal('provider-caused'),
    /** Facts of the case by their place, or findings by their id. */
    of: z
      .array(z.union([factSeqField, findingIdField]))
      .min(1)
      .max(20),
    reason: wordsField,
  }),
  z.strictObject({ kind: z.literal('withdrawn'), of: idField, reason: wordsField }),
])
export type MoneyEntry = z.output<typeof MoneyEntry>

export const recordMoney = endpoint({
  method: 'POST',
  path: '/v1/cases/:caseId/money',
  summary: 'Record a charge besides the visits, a payment, or that a provider’s failure led to costs.',
  params: caseParams,
  query: noQuery,
  body: jsonBody(z.strictObject({ at: momentIn.optional(), entry: MoneyEntry })),
  keyed: true,
  reply: jsonReply(z.strictObject({ id: z.string(), statement: CaseStatement })),
  replyBytesMax: 4 * 1_024 * 1_024,
  problems: ['unknown-case', 'idempotency-key-missing', 'idempotency-key-reused', 'not-durable'],
})

export const vendorParams = z.strictObject({ vendor: organizationIdField, jurisdiction: jurisdictionField })
const monthField = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'a month is written 2026-03')
export const monthParams = z.strictObject({
  vendor: organizationIdField,
  jurisdiction: jurisdictionField,
  month: monthField,
})

export const RemittanceStatement = z.strictObject({
  vendor: z.string(),
  jurisdiction: z.string(),
  authority: z.string(),
  month: z.string(),
  /** Whether the month is closed: it is a day after its end, and does not change any more. */
  final: z.boolean(),
  opening: signedCents,
  lines: z.array(
    z.strictObject({
      case: z.string(),
      posting: z.string(),
      on: z.string(),
      enteredOn: z.string(),
      words: z.string(),
      amount: signedCents,
    }),
  ),
  fees: signedCents,
  takenBack: signedCents,
  remitted: signedCents,
  /** `opening + fees + takenBack - remitted`. */
  due: signedCents,
})
export type RemittanceStatement = z.infer<typeof RemittanceStatement>

export const remittanceStatement = endpoint({
  method: 'GET',
  path: '/v1/vendors/:vendor/remittances/:jurisdiction/:month',
  summary: 'What a vendor has to pass on to an authority for a month, case by case.',
  params: monthParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(RemittanceStatement),
  replyBytesMax: 64 * 1_024 * 1_024,
  problems: ['unknown-jurisdiction'],
})

export const remittanceFile = endpoint({
  method: 'GET',
  path: '/v1/vendors/:vendor/remittances/:jurisdiction/:month/file',
  summary: 'The same as a table (`format=csv`) or as plain text.',
  params: monthParams,
  query: formatQuery,
  body: noBody,
  reply: bytesReply,
  replyBytesMax: 64 * 1_024 * 1_024,
  problems: ['unknown-jurisdiction'],
})

export const recordRemittance = endpoint({
  method: 'POST',
  path: '/v1/vendors/:vendor/remittances/:jurisdiction',
  summary: 'The authority records that a vendor’s money has arrived.',
  params: vendorParams,
  query: noQuery,
  body: jsonBody(z.strictObject({ id: nameField, paidAt: momentIn, amount: amountField, reference: nameField })),
  reply: jsonReply(z.strictObject({ id: z.string(), recorded: z.boolean() })),
  problems: ['unknown-jurisdiction', 'not-durable'],
})

const PriceTable = z.strictObject(
  // Zero is no price: what costs nothing is left out.
  Object.fromEntries(CHARGES.map((charge) => [charge, amountField.optional()])),
)
export const Prices = z.strictObject({ effectiveOn: dateField, prices: PriceTable })

export const filePrices = endpoint({
  method: 'POST',
  path: '/v1/vendors/:vendor/prices/:jurisdiction',
  summary: 'File a price list. It counts from its day on, for what happens after it was filed.',
  params: vendorParams,
  query: noQuery,
  body: jsonBody(Prices),
  reply: jsonReply(z.strictObject({ recordedAt: z.string() })),
  problems: ['unknown-jurisdiction', 'not-durable'],
})

export const listPrices = endpoint({
  method: 'GET',
  path: '/v1/vendors/:vendor/prices/:jurisdiction',
  summary: 'Every price list that a vendor has filed for a jurisdiction, oldest first.',
  params: vendorParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(
    z.strictObject({
      lists: z.array(
        z.strictObject({
          effectiveOn: z.string(),
          recordedAt: z.string(),
          prices: z.record(z.string(), z.int()),
        }),
      ),
    }),
  ),
  problems: [],
})
