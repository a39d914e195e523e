/** The next moment at which something in the ledger falls due, and what falls due at once. */
import type { Instant } from '@keyturn/domain/units.ts'
import type { DeviceConfig } from './config.ts'
import type { Ledger, Lockout } from './ledger.ts'
import { earlier, NEVER, over } from './moments.ts'

/** When the next of the dates and countdowns in the ledger falls due. What follows at once is due when it was made. */
export function nextDue(ledger: Ledger, config: DeviceConfig): Instant {
  if (!ledger.installed) return NEVER
  if (ledger.move !== null) return ledger.lastAt
  if (ledger.lockouts.length > 0 && unfounded(ledger, config) !== undefined) return ledger.lastAt
  let next = NEVER
  if (!ledger.reminded) next = earlier(next, ledger.remindAt)
  if (!ledger.warned) next = earlier(next, ledger.warnAt)
  if (!ledger.missed) next = earlier(next, over(ledger.dueAt))
  if (ledger.resetBy > 0 && !ledger.resetMissed) next = earlier(next, over(ledger.resetBy))
  if (ledger.override !== null) next = earlier(next, over(ledger.override.until))
  for (const { visitBy, closed } of ledger.lockouts)
    if (!closed && visitBy !== null) next = earlier(next, over(visitBy))
  return next
}

/** A lockout whose count is no longer reached, because an order has undone what was counted. */
export const unfounded = ({ lockouts, counts }: Ledger, config: DeviceConfig): Lockout | undefined =>
  lockouts.find(({ rule }) => config.lockouts.some((limit) => limit.rule === rule && counts[limit.on] < limit.times))
