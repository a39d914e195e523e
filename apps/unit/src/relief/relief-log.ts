/** What the log says of relief beyond the controller's own ledger: when an order came, what moved a date last. */
import { codeId } from '@keyturn/device/held-orders.ts'
import type { Entry, EntryOf } from '@keyturn/domain/record.ts'
import type { Instant } from '@keyturn/domain/units.ts'

export class ReliefLog {
  readonly #acceptedAt = new Map<string, Instant>()
  readonly #moved = new Map<string, EntryOf<'due-date-moved'>>()
  #override: EntryOf<'override-began'> | null = null

  constructor(entries: readonly Entry[]) {
    this.add(entries)
  }

  add(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (entry.kind === 'order-accepted') this.#acceptedAt.set(entry.order, entry.at)
      if (entry.kind === 'keypad-accepted') this.#acceptedAt.set(codeId(entry), entry.at)
      if (entry.kind === 'due-date-moved') this.#moved.set(`${entry.of} ${entry.rule}`, entry)
      if (entry.kind === 'override-began') this.#override = entry
    }
  }

  acceptedAt(order: string): Instant | null {
    return this.#acceptedAt.get(order) ?? null
  }

  /** What moved the date last; whether it still stands as it was moved, the ledger says. */
  movedBy(of: EntryOf<'due-date-moved'>['of'], rule: string): string | null {
    return this.#moved.get(`${of} ${rule}`)?.order ?? null
  }

  override(): EntryOf<'override-began'> | null {
    return this.#override
  }
}
