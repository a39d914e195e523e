/** Moments at which something falls due. */
import { after, duration, type Instant, instant } from '@keyturn/domain/units.ts'

/** Later than any moment a device will see. */
export const NEVER: Instant = instant(8_640_000_000_000_000)

/** The last instant of a window still counts, so it is over one millisecond later. */
export const over = (until: Instant): Instant => (until >= NEVER ? NEVER : after(until, duration(1)))

/** The first of two moments. */
export const earlier = (one: Instant, other: Instant): Instant => (one < other ? one : other)

/** The last of two moments. */
export const later = (one: Instant, other: Instant): Instant => (one > other ? one : other)
