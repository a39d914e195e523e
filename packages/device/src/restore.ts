/**
 * After a crash or a power loss the log gives the state back: what was recorded is known, what was only granted is
 * gone.
 */
import type { Entry } from '@keyturn/domain/record.ts'
import type { DeviceConfig } from './config.ts'
import { apply, emptyLedger, type Ledger } from './ledger.ts'
import { newState, type State } from './state.ts'

/** The ledger that the entries make, oldest first. */
export const foldLedger = (entries: Iterable<Entry>, config: DeviceConfig): Ledger => {
  let ledger = emptyLedger(config)
  for (const entry of entries) ledger = apply(ledger, entry, config)
  return ledger
}

/** A device that has just been switched on again with this log. Its first input is `power restored`. */
export const restore = (entries: Iterable<Entry>, config: DeviceConfig): State => {
  const ledger = foldLedger(entries, config)
  return { ...newState(ledger), now: ledger.lastAt }
}
