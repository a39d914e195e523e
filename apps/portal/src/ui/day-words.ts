/** Days of the calendar for people. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** `4 May 2026`. What is no day, such as `life`, stays what it is. */
export function dayWords(day: string): string {
  const [year = '', month = '', of = ''] = day.split('-')
  const name = MONTHS[Number(month) - 1]
  return name === undefined ? day : `${Number(of)} ${name} ${year}`
}

/** `1 day`, `3 days`. */
export const daysWords = (days: number): string => `${days} ${days === 1 ? 'day' : 'days'}`
