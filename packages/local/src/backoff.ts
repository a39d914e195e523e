/** How long to wait before the next try: twice as long each time, up to a limit, and never in step with other cars. */

export type Backoff = { readonly firstMs: number; readonly maxMs: number }

/** `chance` is a whole number from 0 to 2^32 - 1; the wait is between half and all of the doubled time. */
export const waitAfter = (failures: number, { firstMs, maxMs }: Backoff, chance: number): number => {
  // Beyond 2^20 the limit has long been reached, and the power stays a whole number.
  const doubled = Math.min(maxMs, firstMs * 2 ** Math.min(20, Math.max(0, failures - 1)))
  return Math.floor(doubled / 2 + ((doubled / 2) * chance) / 0xffff_ffff)
}
