/** Moments as they stand in a log, quickly: most share their day with the one before. */
const DAY_MS = 86_400_000

let day = ''
let dayStart = Number.NaN

/** `2026-03-02T14:00:00.000Z` in milliseconds; NaN unless it is spelled exactly as `momentText` spells it. */
export function momentMs(text: string): number {
  const date = text.slice(0, 10)
  if (date !== day) {
    const start = Date.parse(`${date}T00:00:00.000Z`)
    if (Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== date) return Number.NaN
    day = date
    dayStart = start
  }
  const hours = Number(text.slice(11, 13))
  const minutes = Number(text.slice(14, 16))
  const seconds = Number(text.slice(17, 19))
  if (hours > 23 || minutes > 59 || seconds > 59) return Number.NaN
  return dayStart + hours * 3_600_000 + minutes * 60_000 + seconds * 1_000 + Number(text.slice(20, 23))
}

let shownDay = Number.NaN
let shownDate = ''

/** The same back into text, always as 24 characters. */
export function momentText(ms: number): string {
  const number = Math.floor(ms / DAY_MS)
  if (number !== shownDay) {
    shownDate = new Date(number * DAY_MS).toISOString().slice(0, 11)
    shownDay = number
  }
  const rest = ms - number * DAY_MS
  const two = (n: number) => (n < 10 ? `0${n}` : String(n))
  const time = `${two(Math.floor(rest / 3_600_000))}:${two(Math.floor(rest / 60_000) % 60)}:${two(Math.floor(rest / 1_000) % 60)}`
  return `${shownDate}${time}.${String(rest % 1_000).padStart(3, '0')}Z`
}
