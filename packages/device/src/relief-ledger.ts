/** How relief on record changes the ledger: orders and codes, moved dates, overrides, wrong codes. */
import { addDays, civilDateOf, startOfDay } from '@keyturn/domain/civil.ts'
import type { Entry, EntryOf, Trigger } from '@keyturn/domain/record.ts'
import { after, duration, type Instant, instant, unreachable } from '@keyturn/domain/units.ts'
import type { DeviceConfig } from './config.ts'
import { codeId, orderOfCode, withOrder } from './held-orders.ts'
import type { Counts, Ledger, Lockout } from './ledger.ts'

/** So many wrong codes in a row and the keypad waits: a quarter of an hour, twice as long each time, a day at most. */
export const WRONG_CODES = 5
const FIRST_HOLD_MS = 15 * 60_000
const LONGEST_HOLD_MS = 24 * 60 * 60_000

const NEVER_HELD = instant(0)

/** What an entry about relief changes; every other kind changes nothing here. */
export function changedByRelief(ledger: Ledger, entry: Entry, config: DeviceConfig): Partial<Ledger> {
  switch (entry.kind) {
    case 'order-accepted':
      return { orders: withOrder(ledger.orders, entry, config) }
    case 'due-date-moved':
      return dateMoved(ledger, entry, config)
    case 'override-began':
      return overrideBegan(ledger, entry.override, entry.at, entry.until)
    case 'override-ended':
      return { override: null }
    case 'keypad-accepted':
      return codeAccepted(ledger, entry, config)
    case 'keypad-refused':
      return entry.why === 'wrong' ? codeWrong(ledger, entry.at) : {}
    default:
      return {}
  }
}

/** When the reminder and the warning for a due date begin. */
export function remindersFor(
  dueAt: Instant,
  { timeZone, remindDaysBefore, warnDaysBefore }: DeviceConfig,
): Pick<Ledger, 'remindAt' | 'warnAt'> {
  const dueOn = civilDateOf(dueAt, timeZone)
  const dayBefore = (days: number) => startOfDay(addDays(dueOn, -days), timeZone)
  return { remindAt: dayBefore(remindDaysBefore), warnAt: dayBefore(warnDaysBefore) }
}

/** A date that lies ahead again was not missed. A date that moved and is behind all the same stays missed. */
function dateMoved(ledger: Ledger, entry: EntryOf<'due-date-moved'>, config: DeviceConfig): Partial<Ledger> {
  const { of, rule, dueAt, at } = entry
  const ahead = dueAt >= at
  switch (of) {
    case 'service-visit': {
      const reminders = remindersFor(dueAt, config)
      return {
        dueAt,
        ...reminders,
        reminded: ledger.reminded && reminders.remindAt <= at,
        warned: config.warnDaysBefore === 0 || (ledger.warned && reminders.warnAt <= at),
        ...(ledger.missed && ahead ? { missed: false, counts: lowered(ledger.counts, 'service-missed') } : {}),
      }
    }
    case 'violations-service':
      return {
        resetBy: dueAt,
        ...(ledger.resetMissed && ahead
          ? { resetMissed: false, counts: lowered(ledger.counts, 'reset-unserviced') }
          : {}),
      }
    case 'lockout-visit':
      return { lockouts: ledger.lockouts.map((lockout) => (lockout.rule === rule ? moved(lockout, entry) : lockout)) }
    default:
      return unreachable(of)
  }
}

const moved = (lockout: Lockout, { dueAt, at }: EntryOf<'due-date-moved'>): Lockout => ({
  ...lockout,
  visitBy: dueAt,
  closed: lockout.closed && dueAt < at,
})

const lowered = (counts: Counts, trigger: Trigger): Counts => ({
  ...counts,
  [trigger]: Math.max(0, counts[trigger] - 1),
})

function overrideBegan(ledger: Ledger, id: string, since: Instant, until: Instant): Partial<Ledger> {
  const overridesUsed = ledger.overridesUsed.includes(id) ? ledger.overridesUsed : [...ledger.overridesUsed, id]
  return { override: { id, since, until }, overrideUsed: true, overridesUsed }
}

/** The code's own record says all that follows from it, so that a log torn right after it loses nothing. */
function codeAccepted(ledger: Ledger, entry: EntryOf<'keypad-accepted'>, config: DeviceConfig): Partial<Ledger> {
  const { code, by, counter, at } = entry
  const right = {
    codes: { ...ledger.codes, [by]: counter },
    wrongCodes: 0,
    keypadHeldUntil: NEVER_HELD,
  }
  switch (code) {
    case 'extension':
      return { ...right, orders: [...ledger.orders, orderOfCode(entry, ledger, config)] }
    case 'override':
      return { ...right, ...overrideBegan(ledger, codeId(entry), at, after(at, config.relief.overrideLasts)) }
    default:
      return unreachable(code)
  }
}

/** The wait follows from the wrong code itself, as the wait after a failed test does. */
function codeWrong(ledger: Ledger, at: Instant): Partial<Ledger> {
  const wrongCodes = ledger.wrongCodes + 1
  if (wrongCodes < WRONG_CODES) return { wrongCodes }
  const doubled = Math.min(LONGEST_HOLD_MS, FIRST_HOLD_MS * 2 ** Math.min(16, wrongCodes - WRONG_CODES))
  return { wrongCodes, keypadHeldUntil: after(at, duration(doubled)) }
}
