/** Holds the car, the log and the server against an `expect:`. */
import type { Outputs } from '@keyturn/device/outputs.ts'
import { type Instant, unreachable } from '@keyturn/domain/units.ts'
import type { Check, LockoutPattern, Simple } from './expectation.ts'
import { knownRelief } from './known-relief.ts'
import { isAt, localText, type Moment } from './moment.ts'
import { compareInterval, compareRecords, type Difference } from './records.ts'
import { dueDifference, keypadHeldUntil, overrideUntil, refusedDifference } from './relief-checks.ts'
import { compareStatus } from './status.ts'
import type { World } from './world.ts'

/** Numbers of records: where the steps began, and how long the log was at the `expect` before this one. */
export type Marks = { readonly start: number; readonly lastExpect: number }

/** The differences; none when the check holds. */
export function differencesOf(world: World, check: Check, marks: Marks): readonly NonNullable<Difference>[] {
  const { timeZone: zone } = world.profile
  const { out } = world
  switch (check.of) {
    case 'mode':
    case 'starter':
    case 'horn':
    case 'buzzer':
    case 'lamp':
    case 'engine':
      return words(check.is, simple(world, out, check.of))
    case 'display':
      return words(linesText(check.lines), linesText(out.display))
    case 'display-contains': {
      const shown = out.display.join('\n')
      const missing = check.texts.filter((text) => !shown.includes(text))
      return missing.length === 0
        ? []
        : [{ expected: `contains ${missing.map(quoted).join(', ')}`, happened: linesText(out.display) }]
    }
    case 'countdown':
      return momentDifference(check.to, out.countdownTo, zone)
    case 'lockout':
      return lockout(world, check.lockout)
    case 'service-due':
      return some(dueDifference(world, check))
    case 'override':
      return momentDifference(check.until, overrideUntil(world), zone)
    case 'keypad-hold':
      return momentDifference(check.until, keypadHeldUntil(world), zone)
    case 'refused':
      return some(refusedDifference(world, check.refused, marks.lastExpect))
    case 'records': {
      const from = check.records.since === 'start' ? marks.start : marks.lastExpect
      return some(compareRecords(world.log.records.slice(from), check.records, zone))
    }
    case 'interval':
      return some(compareInterval(world.log.records, check.interval))
    case 'status':
      return status(world, check)
    case 'server':
      return held(world, check.holds)
    default:
      return unreachable(check)
  }
}

function simple({ car }: World, out: Outputs, of: Simple): string {
  if (of === 'horn') return out.horn ? 'sounding' : 'silent'
  return of === 'engine' ? car.engine : out[of]
}

function lockout({ state, profile }: World, pattern: 'none' | LockoutPattern): readonly NonNullable<Difference>[] {
  const zone = profile.timeZone
  const inForce = state.ledger.lockouts
  const text =
    inForce.length === 0
      ? 'none'
      : inForce.map(({ rule, visitBy }) => `${rule}, visit by ${visitText(visitBy, zone)}`).join('; ')
  if (pattern === 'none') return words('none', text)
  const found = inForce.some(({ rule, visitBy }) => {
    if (pattern.rule !== undefined && pattern.rule !== rule) return false
    if (pattern.visitBy === undefined) return true
    return pattern.visitBy === 'at-once' ? visitBy === null : visitBy !== null && isAt(visitBy, pattern.visitBy)
  })
  if (found) return []
  const wanted =
    pattern.visitBy === undefined
      ? ''
      : `, visit by ${pattern.visitBy === 'at-once' ? 'at once' : localText(pattern.visitBy.at, zone)}`
  return [{ expected: `${pattern.rule ?? 'a lockout'}${wanted}`, happened: text }]
}

const visitText = (visitBy: Instant | null, zone: string): string =>
  visitBy === null ? 'at once' : localText(visitBy, zone)

/** The server judges what it holds; the device sends what is new first, if the server can be reached. */
function status(
  world: World,
  { status: pattern }: Extract<Check, { of: 'status' }>,
): readonly NonNullable<Difference>[] {
  world.upload()
  const assessment = world.server.assessment(world.profile, world.at, knownRelief(world))
  return compareStatus(assessment, pattern, (order) => world.desk.nameOf(order) ?? order)
}

function held({ server, log }: World, holds: 'everything' | 'nothing' | number): readonly NonNullable<Difference>[] {
  const wanted = holds === 'everything' ? log.records.length : holds === 'nothing' ? 0 : holds
  const count = server.head.lastSeq
  return count === wanted ? [] : [{ expected: `${holds} (${wanted} records)`, happened: `${count} records` }]
}

function momentDifference(
  wanted: Moment | 'none',
  actual: Instant | null,
  zone: string,
): readonly NonNullable<Difference>[] {
  if (wanted === 'none' ? actual === null : actual !== null && isAt(actual, wanted)) return []
  return [
    {
      expected: wanted === 'none' ? 'none' : localText(wanted.at, zone),
      happened: actual === null ? 'none' : localText(actual, zone),
    },
  ]
}

const words = (expected: string, happened: string): readonly NonNullable<Difference>[] =>
  expected === happened ? [] : [{ expected, happened }]

const some = (difference: Difference): readonly NonNullable<Difference>[] => (difference === null ? [] : [difference])

const quoted = (text: string): string => `"${text}"`
const linesText = (lines: readonly [string, string]): string => `${quoted(lines[0])} / ${quoted(lines[1])}`
