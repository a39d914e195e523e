/** Units and ids. A plain number never crosses a boundary: it says what it measures. */

declare const unit: unique symbol
type Unit<Name extends string> = number & { readonly [unit]: Name }
declare const id: unique symbol
type Id<Name extends string> = string & { readonly [id]: Name }

/** Milliseconds since the Unix epoch, UTC. Always passed in, never read. */
export type Instant = Unit<'instant'>
/** A span in whole milliseconds, never negative. */
export type Duration = Unit<'duration'>
/** Breath alcohol in whole milligrams per 210 L of breath: 0.020 g/210 L is 20. */
export type BrAC = Unit<'brac'>
/** A calendar date `YYYY-MM-DD`, without a time or a zone. */
export type CivilDate = Id<'civil-date'>
/** The device's own name, printed on its case: letters, digits and hyphens, 3 to 40 of them. */
export type DeviceId = Id<'device'>
/** A case: one participant under one authority. 3 to 40 letters, digits and inner hyphens: `MA-2026-0117`. */
export type CaseId = Id<'case'>
/** Money in whole cents; negative where something is given back. */
export type Cents = Unit<'cents'>

/** The largest breath alcohol value a device can state: 0.999 g/210 L. */
export const BRAC_MAX = 999

/** @throws RangeError unless `ms` is a whole number. */
export const instant = (ms: number): Instant => whole(ms, 'instant') as Instant
/** @throws RangeError unless `ms` is a whole number, zero or more. */
export const duration = (ms: number): Duration => {
  if (ms < 0) throw new RangeError(`a duration is never negative, got ${ms} ms`)
  return whole(ms, 'duration') as Duration
}
/** Spans by their unit. @throws RangeError unless they come to whole milliseconds, zero or more. */
export const seconds = (n: number): Duration => duration(n * 1_000)
export const minutes = (n: number): Duration => duration(n * 60_000)
export const hours = (n: number): Duration => duration(n * 3_600_000)
export const days = (n: number): Duration => duration(n * 86_400_000)

/** @throws RangeError unless `n` is a whole number from 0 to 999. */
export const mgPer210L = (n: number): BrAC => {
  if (!Number.isInteger(n) || n < 0 || n > BRAC_MAX) {
    throw new RangeError(`breath alcohol is a whole number of mg per 210 L from 0 to ${BRAC_MAX}, got ${n}`)
  }
  return n as BrAC
}

const DEVICE_ID = /^[A-Za-z0-9](?:[A-Za-z0-9-]{1,38})[A-Za-z0-9]$/

/** Whether the text is a well-formed device id. */
export const isDeviceId = (text: string): text is DeviceId => DEVICE_ID.test(text)

/** @throws RangeError unless the text is 3 to 40 letters, digits and inner hyphens. */
export const deviceId = (text: string): DeviceId => {
  if (!isDeviceId(text)) throw new RangeError(`not a device id (3 to 40 letters, digits, hyphens): ${text}`)
  return text
}

/** @throws RangeError unless `n` is a whole number of cents. */
export const cents = (n: number): Cents => {
  if (!Number.isSafeInteger(n)) throw new RangeError(`money is whole cents, got ${n}`)
  return n as Cents
}

/** Whether the text is a well-formed case id. Its form is that of a device id. */
export const isCaseId = (text: string): text is CaseId => DEVICE_ID.test(text)

/** @throws RangeError unless the text is 3 to 40 letters, digits and inner hyphens. */
export const caseId = (text: string): CaseId => {
  if (!isCaseId(text)) throw new RangeError(`not a case id (3 to 40 letters, digits, hyphens): ${text}`)
  return text
}

/** The moment a span later. Sums of whole milliseconds stay whole. */
export const after = (at: Instant, span: Duration): Instant => (at + span) as Instant
/** The moment a span earlier. */
export const before = (at: Instant, span: Duration): Instant => (at - span) as Instant

/** UTC with milliseconds, the one textual form of a moment in logs and answers: `2026-03-02T14:00:00.000Z`. */
export const iso = (at: Instant): string => new Date(at).toISOString()

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?Z$/

/** Reads a UTC moment. Undefined when the text is not one (a missing `Z`, a 31st of June). */
export const parseInstant = (text: string): Instant | undefined => {
  if (!ISO.test(text)) return undefined
  const ms = Date.parse(text)
  // Date.parse rolls some impossible days over to the next month; the day must read back as written.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text.slice(0, 10)) return undefined
  return ms as Instant
}

/** g/210 L as people read it: 20 is `0.020`. */
export const gramsPer210L = (brac: BrAC): string => (brac / 1_000).toFixed(3)

/** For the `default` of a switch over a union: a missing arm does not compile, a forged value stops the run. */
export const unreachable = (value: never): never => {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}

/** States what must be true if our own code is right. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`broken invariant: ${message}`)
}

const whole = (n: number, what: string): number => {
  if (!Number.isSafeInteger(n)) throw new RangeError(`${what} must be a whole number of milliseconds, got ${n}`)
  return n
}
