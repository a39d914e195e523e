/** Whoever brings too much that does not hold is not listened to for a while. */
import { after, type Duration, type Instant, minutes } from '@keyturn/domain/units.ts'

/** Refusals within ten minutes after which the device listens no more. */
export const REFUSALS_MAX = 5
export const REFUSALS_WITHIN: Duration = minutes(10)

/** Too many refusals: nothing is looked at until `again`. */
export class Held extends Error {
  override readonly name = 'Held' as const
  readonly again: Instant
  constructor(what: string, again: Instant) {
    super(`${what}; wait`)
    this.again = again
  }
}

/** Counts what was refused, or tried, at one door of the device. */
export class Refusals {
  readonly #what: string
  readonly #most: number
  #at: readonly Instant[] = []

  /** `what` says why somebody has to wait. */
  constructor(what = 'too many statements were refused', most = REFUSALS_MAX) {
    this.#what = what
    this.#most = most
  }

  /** @throws Held until the oldest of too many refusals is ten minutes old. */
  check(now: Instant): void {
    this.#at = this.#at.filter((at) => now - at < REFUSALS_WITHIN)
    const [oldest] = this.#at
    // The moment at which the oldest refusal no longer counts.
    if (oldest !== undefined && this.#at.length >= this.#most)
      throw new Held(this.#what, after(oldest, REFUSALS_WITHIN))
  }

  add(now: Instant): void {
    this.#at = [...this.#at, now]
  }
}
