/** Breath alcohol in the units that makers write, as whole milligrams per 210 L. No floating point on the way. */
import { BRAC_MAX, type BrAC } from '@keyturn/domain/units.ts'

/** `percent` is g per 100 mL of blood, which the 2100:1 ratio makes g per 210 L of breath. */
export const UNITS = ['g/210L', 'mg/210L', 'percent', 'mg/L', 'ug/100mL'] as const
export type Unit = (typeof UNITS)[number]

/** Milligrams per 210 L in one of the unit: numerator and denominator. */
const FACTORS: { readonly [U in Unit]: readonly [bigint, bigint] } = {
  'g/210L': [1_000n, 1n],
  'mg/210L': [1n, 1n],
  percent: [1_000n, 1n],
  'mg/L': [210n, 1n],
  'ug/100mL': [21n, 10n],
}

const DECIMAL = /^\+?(\d{1,6})(?:\.(\d{1,9}))?$/

/**
 * Reads an amount; tenths of a milligram are cut off, as the device cuts them. Undefined when it is no amount, or more
 * than a device can state.
 */
export function bracFrom(text: string, unit: Unit): BrAC | undefined {
  const [, whole, part = ''] = DECIMAL.exec(text.trim()) ?? []
  if (whole === undefined) return undefined
  const [times, over] = FACTORS[unit]
  const mg = (BigInt(whole + part) * times) / (over * 10n ** BigInt(part.length))
  // The range is that of the unit.
  return mg <= BigInt(BRAC_MAX) ? (Number(mg) as BrAC) : undefined
}
