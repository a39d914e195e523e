/**
 * Times as other makers write them. A local time that a clock change skips does not exist and is refused; one that it
 * brings twice is refused too, unless the mapping says which is meant.
 */
import { type Instant, parseInstant } from '@keyturn/domain/units.ts'

export type ReadTime =
  | { readonly kind: 'moment'; readonly at: Instant }
  | { readonly kind: 'refused'; readonly why: string }

export type TimeRule = {
  readonly format: string
  readonly zone: string
  readonly twice: 'refuse' | 'earlier' | 'later'
}

const TOKENS: { readonly [token: string]: string } = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{1,2})',
  hh: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  SSS: '(?<milli>\\d{3})',
  A: '(?<half>[AaPp]\\.?[Mm]\\.?)',
}
const TOKEN = /YYYY|MM|DD|HH|hh|mm|SSS|ss|A/g

/** Whether a mapping can tell times so. */
export function isTimeFormat(format: string): boolean {
  if (format === 'iso') return true
  const tokens: readonly string[] = format.match(TOKEN) ?? []
  const needs = ['YYYY', 'MM', 'DD', 'mm']
  const once = new Set(tokens).size === tokens.length
  const hour = tokens.includes('HH') !== tokens.includes('hh') && tokens.includes('hh') === tokens.includes('A')
  return (
    once && hour && needs.every((token) => tokens.includes(token)) && /^[^A-Za-z]*$/.test(format.replace(TOKEN, ''))
  )
}

/** Whether the zone is known here. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone)
    return true
  } catch {
    return false
  }
}

/** Reads one time by the rule. Never throws. */
export function readTime(text: string, rule: TimeRule): ReadTime {
  const told = text.trim()
  const wall = rule.format === 'iso' ? isoWall(told) : patternWall(told, rule.format)
  if (wall === undefined) return refused(`"${told.slice(0, 40)}" is no time written ${rule.format}`)
  if (wall.kind === 'moment') return wall
  const moments = momentsOf(wall.at, rule.zone)
  const [first, second] = moments
  if (first === undefined) return refused(`${told} does not exist in ${rule.zone}: the clock change skips it`)
  if (second === undefined || rule.twice === 'earlier') return { kind: 'moment', at: first }
  if (rule.twice === 'later') return { kind: 'moment', at: second }
  return refused(`${told} exists twice in ${rule.zone}: the mapping does not say which is meant`)
}

type Wall = { readonly kind: 'moment'; readonly at: Instant } | { readonly kind: 'wall'; readonly at: number }

const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:?\d\d)?$/

function isoWall(told: string): Wall | undefined {
  const [, day, time, zone] = ISO.exec(told) ?? []
  const wall = day === undefined ? undefined : parseInstant(`${day}T${time}Z`)
  if (wall === undefined) return undefined
  if (zone === undefined) return { kind: 'wall', at: wall }
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? []
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
  // Whole milliseconds less whole milliseconds.
  return { kind: 'moment', at: (wall - offset) as Instant }
}

const patterns = new Map<string, RegExp>()

function patternWall(told: string, format: string): Wall | undefined {
  const known = patterns.get(format)
  const pattern = known ?? patternOf(format)
  if (known === undefined) patterns.set(format, pattern)
  const parts = pattern.exec(told)?.groups
  if (parts === undefined) return undefined
  const { year, month = '', day = '', hour = '0', minute, second = '00', milli = '000', half } = parts
  const hours = half === undefined ? Number(hour) : hourOf(Number(hour), half)
  if (hours === undefined) return undefined
  const wall = parseInstant(`${year}-${two(month)}-${two(day)}T${two(String(hours))}:${minute}:${second}.${milli}Z`)
  return wall === undefined ? undefined : { kind: 'wall', at: wall }
}

const patternOf = (format: string): RegExp => {
  const escaped = format.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  return new RegExp(`^${escaped.replace(TOKEN, (token) => TOKENS[token] ?? token)}$`)
}

const hourOf = (hour: number, half: string): number | undefined => {
  if (hour < 1 || hour > 12) return undefined
  return (hour % 12) + (/^p/i.test(half) ? 12 : 0)
}

const two = (text: string): string => text.padStart(2, '0')

/** The moments at which clocks in the zone show this, earliest first: none, one or two. */
function momentsOf(wall: number, zone: string): readonly Instant[] {
  const near = new Set([offsetAt(wall - DAY_MS, zone), offsetAt(wall, zone), offsetAt(wall + DAY_MS, zone)])
  // Whole milliseconds less whole milliseconds.
  const moments = [...near].map((offset) => (wall - offset) as Instant)
  return moments.filter((at) => at + offsetAt(at, zone) === wall).toSorted((a, b) => a - b)
}

const DAY_MS = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const numeric = 'numeric' as const
  const parts = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric }
  const made = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...parts })
  formats.set(zone, made)
  return made
}

const QUARTER_HOUR = 900_000
const KEPT_MAX = 50_000
const offsets = new Map<string, number>()

/** How far the zone's clocks are ahead of UTC. Zones change their clocks on quarter hours, so one answer serves one. */
function offsetAt(at: number, zone: string): number {
  const quarter = Math.floor(at / QUARTER_HOUR)
  const key = `${quarter} ${zone}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const offset = offsetOf(quarter * QUARTER_HOUR, zone)
  if (offsets.size >= KEPT_MAX) offsets.clear()
  offsets.set(key, offset)
  return offset
}

function offsetOf(at: number, zone: string): number {
  const part: { [type: string]: number } = {}
  for (const { type, value } of formatOf(zone).formatToParts(at)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - at
}

const refused = (why: string): ReadTime => ({ kind: 'refused', why })
