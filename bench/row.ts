/** One line of the table that `npm run bench` prints. */
export type Row = {
  readonly what: string
  readonly figure: string
  readonly beside: string
  readonly ratio: string
  readonly budget: string
}

/** `5.2 M`, `480 k`, `1,234`: three significant figures are all that a shared machine allows. */
export const short = (n: number): string => {
  if (n >= 1e6) return `${(n / 1e6).toPrecision(3)} M`
  return n >= 1e4 ? `${(n / 1e3).toPrecision(3)} k` : n.toLocaleString('en-US', { maximumFractionDigits: 1 })
}
