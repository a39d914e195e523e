/** Takes a signed statement in: verified, kept as it came, and what follows from it set going. */
import { createHash } from 'node:crypto'
import { CASE_STATEMENTS, DEVICE_STATEMENTS, PUBLIC_STATEMENTS } from '@keyturn/contract/endpoints/statements.ts'
import type { Actor } from '@keyturn/domain/actor.ts'
import { caseId, deviceId, type Instant } from '@keyturn/domain/units.ts'
import { chainOf } from '@keyturn/evidence/statement/write-statement.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import { transaction } from '@keyturn/store/pool.ts'
import { findCase } from '@keyturn/store/queries/cases/case-row.ts'
import { findDevice } from '@keyturn/store/queries/find-device.ts'
import {
  addCaseStatement,
  CASE_STATEMENTS_MAX,
  caseStatements,
} from '@keyturn/store/queries/statements/case-statements.ts'
import {
  addDeviceStatement,
  DEVICE_STATEMENTS_MAX,
  deviceStatements,
} from '@keyturn/store/queries/statements/device-statements.ts'
import type { KeptStatement, NewStatement } from '@keyturn/store/queries/statements/kept-statement.ts'
import {
  addPublicStatement,
  countPublicStatements,
  publicStatementsOf,
} from '@keyturn/store/queries/statements/public-statements.ts'
import { addWake } from '@keyturn/store/queries/statements/wakes.ts'
import { reassessCase } from '../cases/reassess-case.ts'
import { ok, problem, type Refusal } from '../kernel/answer.ts'
import type { Services } from '../services.ts'
import { whyNotByLaw } from './law-of-orders.ts'
import { whyNotBring } from './may-bring.ts'
import { recordLetter } from './record-letter.ts'
import { issuerOf, jurisdictionOf } from './speaker.ts'
import { trustNow, type Verified, verifyGiven } from './verify.ts'

export type TakeParts = Pick<Services, 'pool' | 'clock' | 'records' | 'rootKey'>
export type Given = { readonly file: string; readonly actor: Actor; readonly now: Instant }
/** A statement as it is kept, with the others that one issuer signed under its id. */
export type Taken = { readonly kept: KeptStatement; readonly jurisdiction: string; readonly others: readonly string[] }
export type TakeRefusal = Refusal<
  | 'no-root-key'
  | 'statement-refused'
  | 'statement-conflict'
  | 'forbidden'
  | 'unknown-case'
  | 'unknown-device'
  | 'too-many-statements'
>
type TakeOutcome = { readonly kind: 'ok'; readonly value: Taken } | TakeRefusal

/** Of one jurisdiction. Years of orders and outages are some hundreds. */
export const PUBLIC_STATEMENTS_MAX = 20_000
/** Evidence enough that an issuer contradicts itself. */
const VERSIONS_MAX = 8

/** The same statement again changes nothing and comes to the same answer. */
export async function takeStatement(parts: TakeParts, given: Given): Promise<TakeOutcome> {
  const verified = verifyGiven(given.file, await trustNow(parts, parts.pool, given.now), given.now)
  if ('code' in verified) return verified
  const { statement, speaker } = verified
  const mayNot = whyNotBring(given.actor, statement, speaker)
  if (mayNot !== null) return problem('forbidden', mayNot)
  const unlawful = whyNotByLaw(statement, speaker)
  if (unlawful !== null) return refused(statement.id, unlawful)
  const { kind } = statement
  if (PUBLIC_STATEMENTS.some((one) => one === kind)) return takePublic(parts, given, verified)
  if (CASE_STATEMENTS.some((one) => one === kind)) return takeLetter(parts, given, verified)
  if (DEVICE_STATEMENTS.some((one) => one === kind)) return takeForDevice(parts, given, verified)
  return refused(statement.id, `a ${kind} is not handed in here; certificates of visits go to the device’s visits`)
}

async function takePublic(parts: TakeParts, { file, actor, now }: Given, verified: Verified): Promise<TakeOutcome> {
  const told = toKeep(file, verified)
  const jurisdiction = jurisdictionOf(verified.statement, verified.speaker)
  return transaction(parts.pool, async (client): Promise<TakeOutcome> => {
    const before = await publicStatementsOf(client, told.id)
    const full =
      before.length >= VERSIONS_MAX || (await countPublicStatements(client, jurisdiction)) >= PUBLIC_STATEMENTS_MAX
    const outcome = among(before, told, full)
    if (outcome.kind === 'problem') return outcome
    if (outcome.isNew) {
      await addPublicStatement(client, { ...told, jurisdiction }, { at: now, by: actor })
      const vendors = outcome.others.length > 0 ? null : vendorsOf(verified)
      if (vendors !== undefined) {
        await addWake(client, { id: told.id, digest: told.digest, jurisdiction, vendors, at: now })
      }
    }
    return answer(await publicStatementsOf(client, told.id), told, jurisdiction)
  })
}

/** Whose cases are worked out anew: those of these vendors, of all (null), of nobody (undefined). */
function vendorsOf({ statement }: Verified): readonly string[] | null | undefined {
  switch (statement.kind) {
    case 'order':
    case 'outage':
      return statement.scope.vendors
    case 'revocations':
      return null
    default:
      return undefined
  }
}

async function takeLetter(parts: TakeParts, given: Given, verified: Verified): Promise<TakeOutcome> {
  const { file, actor, now } = given
  const { statement, speaker } = verified
  const id = caseId(statement.subject)
  const told = toKeep(file, verified)
  const jurisdiction = jurisdictionOf(statement, speaker)
  const outcome = await asSystem(parts.pool, async (client): Promise<TakeOutcome> => {
    const row = await findCase(client, id)
    if (row === undefined) return problem('unknown-case', `There is no case ${id} here.`)
    if (row.jurisdiction !== jurisdiction) {
      return refused(told.id, `it is of ${jurisdiction}, and the case ${id} is under ${row.jurisdiction}`)
    }
    if (speaker.as === 'vendor' && row.vendor !== speaker.id) {
      return refused(told.id, `${speaker.id} is not the vendor of the case ${id}`)
    }
    const before = await caseStatements(client, id)
    const under = before.filter((one) => one.id === told.id)
    const found = among(under, told, before.length >= CASE_STATEMENTS_MAX)
    if (found.kind === 'problem') return found
    if (found.isNew) await addCaseStatement(client, id, told, { at: now, by: actor })
    return answer(
      (await caseStatements(client, id)).filter((one) => one.id === told.id),
      told,
      jurisdiction,
    )
  })
  // After a crash in between, the same letter again finds the fact missing and records it.
  if (outcome.kind === 'ok') await recordLetter(parts, id, file, verified)
  return outcome
}

async function takeForDevice(parts: TakeParts, { file, actor, now }: Given, verified: Verified): Promise<TakeOutcome> {
  const { statement, speaker } = verified
  const id = deviceId(statement.subject)
  const told = toKeep(file, verified)
  const jurisdiction = jurisdictionOf(statement, speaker)
  const device = await findDevice(parts.pool, id)
  if (device === undefined) return problem('unknown-device', `No device ${id} is enrolled here.`)
  if (!device.profile.startsWith(`${jurisdiction}@`)) {
    return refused(told.id, `it is of ${jurisdiction}, and ${id} is under ${device.profile}`)
  }
  const outcome = await asSystem(parts.pool, async (client): Promise<TakeOutcome> => {
    const before = await deviceStatements(client, id, [told.kind])
    const under = before.filter((one) => one.id === told.id)
    const found = among(under, told, before.length >= DEVICE_STATEMENTS_MAX)
    if (found.kind === 'problem') return found
    if (found.isNew) await addDeviceStatement(client, id, { ...told, rescue: null }, { at: now, by: actor })
    return answer(
      (await deviceStatements(client, id, [told.kind])).filter((one) => one.id === told.id),
      told,
      jurisdiction,
    )
  })
  // What the device is decides which orders mean it.
  if (outcome.kind === 'ok' && told.kind === 'configuration') await reassessCase(parts, caseId(device.caseId))
  return outcome
}

type Place = { readonly kind: 'place'; readonly isNew: boolean; readonly others: readonly KeptStatement[] }

/** Where a statement stands among those kept under its id. What another issuer calls by that name harms nobody. */
export function among(
  before: readonly KeptStatement[],
  told: NewStatement,
  isFull: boolean,
): Place | Refusal<'statement-conflict' | 'too-many-statements'> {
  const [first] = before
  if (first !== undefined && first.issuer !== told.issuer) {
    return problem(
      'statement-conflict',
      `The id ${told.id} is taken by a statement of another issuer (${first.issuer}), which goes on to count. Sign yours under an id of its own.`,
    )
  }
  const others = before.filter(({ digest }) => digest !== told.digest)
  const isNew = others.length === before.length
  if (isNew && isFull) {
    return problem('too-many-statements', 'There are as many statements of this sort here as there may be.')
  }
  return { kind: 'place', isNew, others }
}

/** What was kept, or that it contradicts another one: then both are kept, and neither counts. */
export function answer(
  under: readonly KeptStatement[],
  told: NewStatement,
  jurisdiction: string,
): { readonly kind: 'ok'; readonly value: Taken } | Refusal<'statement-conflict'> {
  const kept = under.find(({ digest }) => digest === told.digest)
  if (kept === undefined) throw new Error(`statement ${told.id} was kept and is not there`)
  const others = under.filter(({ digest }) => digest !== told.digest)
  if (others.length === 0) return ok({ kept, jurisdiction, others: [] })
  return keepConflict(told.id)
}

/** Carried out of the transaction as an answer and not as a failure: what contradicts is kept. */
const keepConflict = (id: string): Refusal<'statement-conflict'> =>
  problem(
    'statement-conflict',
    `Its issuer has signed another statement under the id ${id}. Both are kept as evidence, and neither counts any more.`,
  )

/** The statement as the store has it. */
export function toKeep(file: string, { statement, speaker }: Verified): NewStatement {
  return {
    id: statement.id,
    // Who brings it may have another chain down to it; it is the same statement.
    digest: sha256Hex(chainOf(file).at(-1) ?? ''),
    kind: statement.kind,
    issuer: issuerOf(speaker),
    issuedAt: statement.issuedAt,
    file,
    fileDigest: sha256Hex(file),
  }
}

const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex')

export const refused = (id: string, why: string): Refusal<'statement-refused'> =>
  problem('statement-refused', `This statement does not hold here: ${why}.`, {
    refusal: { code: 'not-allowed', statement: id },
  })
