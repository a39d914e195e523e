/** Amounts with their units: `0.031`, `10 min`, `10.2 V`, `-20 C`. An amount without its unit is refused. */
import { BRAC_MAX, type BrAC, type Duration, duration, mgPer210L } from '@keyturn/domain/units.ts'

export type Reading<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'refused'; readonly because: string }

const DAY_MS = 86_400_000
/** Two years and a month: longer than any program rule of the kept texts looks back in one sitting. */
export const SPAN_MAX_DAYS = 760

const read = <T>(value: T): Reading<T> => ({ kind: 'read', value })
const refused = (because: string): { readonly kind: 'refused'; readonly because: string } => ({
  kind: 'refused',
  because,
})

/** Breath alcohol in g/210 L with one to three decimals: `0.031`, also `0.031 g/210 L`. */
export function readBrAC(text: string): Reading<BrAC> {
  const match = /^(\d)\.(\d{1,3})(?: g\/210 ?L)?$/.exec(text.trim())
  if (match === null)
    return refused(`"${text}" is not breath alcohol in g/210 L with up to three decimals, such as 0.031`)
  const mg = Number(match[1]) * 1_000 + Number((match[2] ?? '').padEnd(3, '0'))
  return mg > BRAC_MAX ? refused(`${text} is more than a device can state (0.999 g/210 L)`) : read(mgPer210L(mg))
}

const UNIT_MS: { readonly [unit: string]: number } = {
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  day: DAY_MS,
  days: DAY_MS,
}

/** `10 min`, `1 h 30 min`, `4.5 s`, `3 days`. Whole milliseconds, more than zero, at most 760 days. */
export function readSpan(text: string): Reading<Duration> {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?) ?([a-z]+)(?: |$)/g)]
  const rebuilt = parts.map(([part]) => part).join('')
  if (parts.length === 0 || rebuilt !== text.trim()) {
    return refused(`"${text}" is not a span of time such as 10 min, 1 h 30 min, 45 s or 3 days`)
  }
  let ms = 0
  for (const [, amount, unit = ''] of parts) {
    const factor = UNIT_MS[unit]
    if (factor === undefined) return refused(`"${unit}" is not a unit of time; known: ms, s, min, h, days`)
    ms += Math.round(Number(amount) * factor)
  }
  if (ms === 0) return refused(`"${text}" is no time at all`)
  if (ms > SPAN_MAX_DAYS * DAY_MS) return refused(`${text} is more than ${SPAN_MAX_DAYS} days`)
  return read(duration(ms))
}

/** `12.6 V` as millivolts, 0 to 36 V. */
export function readVolts(text: string): Reading<number> {
  const match = /^(\d{1,2}(?:\.\d{1,3})?) ?V$/.exec(text.trim())
  const millivolts = match === null ? Number.NaN : Math.round(Number(match[1]) * 1_000)
  if (Number.isNaN(millivolts)) return refused(`"${text}" is not a voltage such as 12.6 V`)
  return millivolts > 36_000 ? refused(`${text} is outside 0 V to 36 V`) : read(millivolts)
}

/** `-20 C` or `-20 °C` as tenths of a degree, -60 to 90. */
export function readCelsius(text: string): Reading<number> {
  const match = /^(-?\d{1,3}(?:\.\d)?) ?°?C$/.exec(text.trim())
  const tenths = match === null ? Number.NaN : Math.round(Number(match[1]) * 10)
  if (Number.isNaN(tenths)) return refused(`"${text}" is not a temperature in degrees Celsius such as -20 C`)
  return tenths < -600 || tenths > 900 ? refused(`${text} is outside -60 C to 90 C`) : read(tenths)
}

/** A whole number, zero or more. */
export function readCount(text: string): Reading<number> {
  return /^\d{1,9}$/.test(text.trim()) ? read(Number(text)) : refused(`"${text}" is not a whole number`)
}
