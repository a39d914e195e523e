/** Money as people read and write it. In memory it is always whole cents. */
import { type Cents, cents } from './units.ts'

/** The largest amount of one posting: a hundred thousand dollars. A larger one is a slip of the keyboard. */
export const CENTS_MAX = 10_000_000

/** `$1,234.50`, `-$30.00`. */
export const dollars = (amount: Cents): string => {
  const sign = amount < 0 ? '-' : ''
  const whole = Math.floor(Math.abs(amount) / 100)
  return `${sign}$${whole.toLocaleString('en-US')}.${pad(Math.abs(amount) % 100)}`
}

/** `1234.50`: for tables that programs read. */
export const plainDollars = (amount: Cents): string =>
  `${amount < 0 ? '-' : ''}${Math.floor(Math.abs(amount) / 100)}.${pad(Math.abs(amount) % 100)}`

/** Reads `1234.50`. Undefined when it is not an amount with exactly two decimals. */
export const parsePlainDollars = (text: string): Cents | undefined => {
  const [, sign, whole, part] = /^(-?)(\d{1,13})\.(\d\d)$/.exec(text) ?? []
  if (sign === undefined) return undefined
  const amount = Number(whole) * 100 + Number(part)
  // One spelling for nothing at all.
  if (amount === 0 && sign === '-') return undefined
  return cents(sign === '-' ? -amount : amount)
}

/** The sum. Whole cents stay whole. */
export const sum = (amounts: readonly Cents[]): Cents => cents(amounts.reduce((total, one) => total + one, 0))

const pad = (n: number): string => String(n).padStart(2, '0')
