/**
 * What a device's shell does with bytes that somebody brings: it verifies them to the pinned root, records what does
 * not hold, and hands the controller the rest.
 */
import type { Record } from '@keyturn/domain/record.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { TEXT_MAX } from '@keyturn/evidence/fields.ts'
import { giverFor } from '@keyturn/evidence/statement/giver.ts'
import { type CodeGiver, readCode } from '@keyturn/evidence/statement/keypad-code.ts'
import type { StatementVerdict } from '@keyturn/evidence/statement/statement.ts'
import { verifyStatementFile } from '@keyturn/evidence/statement/verify-statement.ts'
import { codeDay } from './desk.ts'
import type { World } from './world.ts'

type Verified = Extract<StatementVerdict, { readonly kind: 'verified' }>

/** Somebody hands the device a statement file. */
export function hearFile(world: World, file: string): void {
  const verdict = verdictOn(world, file)
  if (verdict === null) return
  const { statement, speaker } = verdict
  const { id, kind } = statement
  if (kind === 'revocations') return world.trustLess(file)
  if (kind !== 'order' && kind !== 'override')
    return refuse(world, id, `a car does nothing with a statement of kind ${kind}`)
  const { device, profile, unit } = world
  const given = giverFor(speaker, { jurisdiction: profile.id, vendor: unit.vendor }, null)
  if (given.kind === 'not') return refuse(world, id, given.why)
  if (kind === 'override') {
    if (statement.subject !== device) return refuse(world, id, `it is for ${statement.subject}, not for this device`)
    return world.feed('statement', { statement: 'override', id, by: given.by, issuedAt: statement.issuedAt })
  }
  const { supersedes, scope, interval, due, moves, capDays, staggerDays } = statement
  const order = { id, supersedes, scope, interval, due, moves, capDays, staggerDays }
  world.feed('statement', { statement: 'order', id, by: given.by, order })
}

/** The verified statement; null when it was refused, and recorded so. */
export function verdictOn(world: World, file: string): Verified | null {
  const verdict = runSync(verifyStatementFile(file, world.trust, world.deviceNow), world.crypto)
  if (verdict.kind === 'verified') return verdict
  refuse(world, verdict.id ?? 'unreadable', verdict.why)
  return null
}

export const refuse = (world: World, statement: string, why: string): void =>
  world.note({ kind: 'statement-refused', statement: statement.slice(0, TEXT_MAX), why: why.slice(0, TEXT_MAX) })

/** Somebody types digits. */
export function hearDigits(world: World, digits: string): void {
  const { device, unit, desk, log } = world
  const secrets = desk.authority.codeSecrets(device, unit.vendor)
  const used = { authority: lastCounter(log.records, 'authority'), vendor: lastCounter(log.records, 'vendor') }
  const on = codeDay(world.deviceNow)
  const verdict = runSync(readCode({ secrets, used, device, digits, on }), world.crypto)
  const code = verdict.kind === 'code' ? verdict.code : null
  world.feed('keypad', { digits: digits.length, code, used: verdict.kind === 'used' })
}

/** The highest counter that the device accepted of a giver; 0 when none was. */
const lastCounter = (records: readonly Record[], by: CodeGiver): number =>
  records.reduce(
    (most, one) => (one.kind === 'keypad-accepted' && one.by === by ? Math.max(most, one.counter) : most),
    0,
  )
