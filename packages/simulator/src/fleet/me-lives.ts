/** The lives of the Maine part of the demo. Days before today. */
import type { Life } from './life.ts'
import type { Plot } from './ma-lives.ts'
import { installs, installsRunning, keepsVisits, opens, prepares, type Visits, vehicle, visits } from './steps.ts'

const EVERY = 55
const WITHIN = 60

/** A license given back on condition of a device, then visits and trips until `upTo`. */
function restricted(
  life: Life,
  since: number,
  upTo: number,
  offense: 'first' | 'second' = 'second',
  trips = 7,
): Visits {
  // A second offense takes nine months without a license; after a first one a device is for the rest of 150 days.
  const [convicted, days] = offense === 'second' ? [since + 285, 1_095] : [since + 45, 150]
  opens(life, convicted - 2, offense === 'second' ? [convicted + 1_500, convicted] : [convicted], days)
  prepares(life, since + 6)
  const told: Visits = { device: installs(life, since + 1, WITHIN), every: EVERY, within: WITHIN }
  const until = life.day(convicted - 7 - (days - 1))
  life.say('officer', since, 14, { kind: 'hardship-license-issued', on: life.day(since), until })
  keepsVisits(life, since + 1, upTo, told)
  life.trips('car-1', since - 1, Math.max(1, upTo), trips)
  return told
}
const sinceVisits = (count: number, lastVisit: number): number => count * EVERY + lastVisit - 1

const waiting: Plot = (life, n) => opens(life, 6 + n * 4, [20 + n * 4], 150)
const goodStanding: Plot = (life, n) => void restricted(life, sinceVisits(n % 2, 4 + ((n * 5) % 45)), 1)
const serviceSoon: Plot = (life, n) => void restricted(life, sinceVisits(1, 55 + n), 55 + n)
const missedVisit: Plot = (life, n) => void restricted(life, sinceVisits(1, 62 + n), 63 + n)
const failedSamples: Plot = (life, n) => {
  restricted(life, sinceVisits(1, 20 + n), 5)
  life
    .failedStart(4, 7, 31)
    .failedStart(3, 7, 44)
    .failedStart(1, 8, 28 + n)
}
const refusedRetests: Plot = (life, n) => {
  restricted(life, sinceVisits(1, 24 + n), 6)
  life.missedRetest(5, 8).missedRetest(3, 18).missedRetest(1, 8)
}
const violationsService: Plot = (life, n) => {
  restricted(life, sinceVisits(1, 18 + n), 4)
  life.missedRetest(2, 17)
}
const tampered: Plot = (life, n) => {
  restricted(life, sinceVisits(1, 15 + n), 4)
  const place = { line: 0, column: 0 }
  life.car('car-1', 2, 20, {
    do: 'steps',
    steps: [{ place, text: 'tamper', act: { do: 'tamper', sign: 'case-opened' } }],
  })
  life.car('car-1', 2, 21, { do: 'upload' })
}
const openedAgain: Plot = (life, n) => {
  const told = restricted(life, sinceVisits(1, 40 + n), 20)
  life.failedStart(19, 7, 33).failedStart(18, 7, 41).failedStart(16, 8, 29)
  visits(life, 14, told, 'lockout')
  life.trips('car-1', 12, 1, 4)
}
const secondVehicle: Plot = (life, n) => {
  restricted(life, sinceVisits(1, 30 + n), 1)
  life.say('driver', 22, 18, vehicle(life, 'car-2', 'employer'))
}
const asksRemoval = (life: Life, daysAgo: number): Life =>
  life.say('driver', daysAgo, 12, {
    kind: 'removal-requested',
    statement: 'My term is over. I ask to have the device removed.',
  })
const decidesRemoval = (life: Life, daysAgo: number): Life =>
  life.say('officer', daysAgo, 11, (found) => {
    const asked = found.stage.because[0]
    const reason = 'The term is served.'
    return asked.of === 'case' ? { kind: 'removal-decided', request: asked.seq, granted: true, reason } : null
  })
const removalRequested: Plot = (life, n) => {
  restricted(life, sinceVisits(2, 9 + n), 1, 'first')
  asksRemoval(life, 2)
}
const completed: Plot = (life, n) => {
  const end = 15 + n * 6
  const { device } = restricted(life, sinceVisits(2, end + 9), end + 1, 'first')
  asksRemoval(life, end + 5)
  decidesRemoval(life, end + 2)
  life.say('technician', end, 11, { kind: 'device-removed', device, removedBy: 'provider', why: 'program-completed' })
}

/** The facts around a device that runs elsewhere: installed so many days before today, the license given that day. */
export const maineRunning: Plot = (life, installedAgo) => {
  const convicted = installedAgo + 285
  opens(life, convicted - 2, [convicted + 1_500, convicted], 1_095)
  prepares(life, installedAgo + 6)
  installsRunning(life, installedAgo, WITHIN)
  const until = life.day(convicted - 7 - 1_094)
  life.say('officer', installedAgo, 14, { kind: 'hardship-license-issued', on: life.day(installedAgo), until })
}

export const maineLives: readonly (readonly [count: number, plot: Plot])[] = [
  [6, waiting],
  [20, goodStanding],
  [4, serviceSoon],
  [3, missedVisit],
  [3, failedSamples],
  [2, refusedRetests],
  [4, violationsService],
  [2, tampered],
  [4, openedAgain],
  [3, secondVehicle],
  [3, removalRequested],
  [6, completed],
]
