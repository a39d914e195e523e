/** An override opens a locked car for some hours, after Washington's mould: all tests stay on (WAC 204-50-092). */
import type { KeypadCode, ReliefGiver } from '@keyturn/domain/relief.ts'
import { after, before, type Instant, minutes } from '@keyturn/domain/units.ts'
import { emit, type Work } from './emit.ts'
import type { Statement } from './input.ts'
import { giverInWords, giversInWords, refuseStatement } from './orders.ts'
import { isLocked } from './starting.ts'

type Signed = Extract<Statement, { readonly statement: 'override' }>

/** Two good clocks may differ by this much. */
const CLOCKS_DIFFER = minutes(10)

/**
 * A signed override is begun by giving it to the device, within the hours that the law gives it. The one that is
 * running, given again, is nothing new.
 */
export function overrideAct(work: Work, { id, by, issuedAt }: Signed): void {
  const { draft } = work
  if (draft.ledger.override?.id === id) {
    draft.reply = { said: 'override-began', at: draft.now }
    return
  }
  const refused = refusalOf(work, id, by) ?? lateness(work, issuedAt)
  if (refused !== null) return refuseStatement(work, id, refused)
  beginOverride(work, id, by)
}

/** Why no override may begin now, whoever gives it; null when one may. */
export function refusalOf({ draft, config }: Work, id: string, by: ReliefGiver): string | null {
  const { ledger } = draft
  const { overrideBy } = config.relief
  if (!ledger.installed) return 'the device is not installed, so nothing stops this car'
  if (ledger.overridesUsed.includes(id)) return 'this override was used before; each is good for one use'
  if (!overrideBy.includes(by))
    return `here only ${giversInWords(overrideBy)} may give an override; this one is given by ${giverInWords(by)}`
  if (ledger.overrideUsed)
    return 'an override was used since the last service visit; none again before the device was serviced'
  return isLocked(ledger) ? null : 'no lockout stops this car now; an override does not shorten a wait'
}

function lateness({ draft, config }: Work, issuedAt: Instant): string | null {
  if (draft.now > after(issuedAt, config.relief.activateWithin))
    return `it had to be begun within ${config.relief.activateWithin / 3_600_000} hours of being issued`
  return draft.now < before(issuedAt, CLOCKS_DIFFER) ? 'it is dated ahead of this device’s clock' : null
}

/** From now on until the law's hours are over the car starts on a passed test. */
export function beginOverride(work: Work, id: string, by: ReliefGiver | KeypadCode['by']): void {
  const { draft, config } = work
  const until = after(draft.now, config.relief.overrideLasts)
  draft.reply = { said: 'override-began', at: draft.now }
  emit(work, 'provider', { kind: 'override-began', override: id, by, until })
}
