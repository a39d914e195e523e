/** Telephone codes typed at the device: the last resort when no signed bytes can reach it. Each try is recorded. */
import { addDays, civilDateOf, endOfDay } from '@keyturn/domain/civil.ts'
import type { KeypadRefusal } from '@keyturn/domain/record.ts'
import type { KeypadCode } from '@keyturn/domain/relief.ts'
import { unreachable } from '@keyturn/domain/units.ts'
import { emit, type Work } from './emit.ts'
import { codeId } from './held-orders.ts'
import type { Keyed } from './input.ts'
import { beginOverride, refusalOf } from './override.ts'
import { WRONG_CODES } from './relief-ledger.ts'

export const CODE_DIGITS = 12

/** One code, typed to its end. The shell has looked at its check digits; whether it may be obeyed is decided here. */
export function keypadAct(work: Work, keyed: Keyed): void {
  const { draft } = work
  const refused = keypadRefusal(work, keyed)
  if (refused !== null) return refuse(work, keyed.digits, refused)
  const { code } = keyed
  if (code === null) return
  const days = code.kind === 'extension' ? code.days : 0
  draft.reply = { said: 'code-accepted', at: draft.now }
  emit(work, 'provider', { kind: 'keypad-accepted', code: code.kind, by: code.by, counter: code.counter, days })
  if (code.kind === 'override') beginOverride(work, codeId(code), code.by)
}

function keypadRefusal({ draft, config, entries }: Work, { digits, code, used }: Keyed): KeypadRefusal | null {
  const { ledger, now } = draft
  if (ledger.keypadHeldUntil > now) return 'held'
  if (digits !== CODE_DIGITS) return 'not-a-code'
  if (used) return 'used'
  if (code === null) return 'wrong'
  if (code.counter <= ledger.codes[code.by]) return 'used'
  return mayCode({ draft, config, entries }, code) ? null : 'not-allowed'
}

/** A code that may not be obeyed now is not used up: it may be good later on its day. */
function mayCode(work: Work, code: KeypadCode): boolean {
  const { draft, config } = work
  const { ledger, now } = draft
  if (!ledger.installed) return false
  switch (code.kind) {
    case 'extension': {
      const { codeBy, codeDaysMax } = config.relief
      if (!codeBy.includes(code.by) || code.days < 1 || code.days > codeDaysMax) return false
      const dueOn = addDays(civilDateOf(ledger.dueAsSet, config.timeZone), code.days)
      const dueAt = endOfDay(dueOn, config.timeZone)
      return dueAt > ledger.dueAt && dueAt >= now
    }
    case 'override':
      return refusalOf(work, codeId(code), code.by) === null
    default:
      return unreachable(code)
  }
}

function refuse(work: Work, digits: number, why: KeypadRefusal): void {
  const { draft } = work
  draft.reply = { said: why === 'held' ? 'code-held' : 'code-refused', at: draft.now }
  emit(work, 'operator', { kind: 'keypad-refused', digits, why })
  const { wrongCodes, keypadHeldUntil } = draft.ledger
  if (why === 'wrong' && wrongCodes >= WRONG_CODES)
    emit(work, 'device', { kind: 'keypad-held', until: keypadHeldUntil })
}
