/** The lives of the Massachusetts part of the demo: one plot for every state a case can be in. Days before today. */
import { mgPer210L } from '@keyturn/domain/units.ts'
import type { Life } from './life.ts'
import {
  about,
  affidavit,
  approves,
  asksForHearing,
  books,
  decides,
  gives,
  installs,
  installsRunning,
  keepsVisits,
  opens,
  prepares,
  setsHearing,
  type Visits,
  vehicle,
  visits,
} from './steps.ts'

const EVERY = 28
const WITHIN = 30
export type Plot = (life: Life, n: number) => void

/** Two convictions, approval, papers, a device, the restriction; then visits and trips until `upTo`. */
function restricted(life: Life, since: number, upTo: number, license: 'HZ' | 'Z' = 'Z', trips = 6): Visits {
  const suspension = license === 'HZ' ? 1_095 : undefined
  opens(life, since + 30, [since + 2_600, since + 400], suspension)
  approves(life, since + 26, license === 'HZ' ? 'hardship-license' : 'full-reinstatement')
  prepares(life, since + 25)
  books(life, since + 20, since + 5, 'installation')
  const told: Visits = { device: installs(life, since + 5, WITHIN), every: EVERY, within: WITHIN }
  gives(life, since, license, license === 'HZ' ? since + 393 - 1_094 : undefined)
  keepsVisits(life, since + 5, upTo, told)
  life.trips('car-1', since - 1, Math.max(1, upTo), trips)
  return told
}

/** The restriction since so many visits, the last of them so many days ago. */
const sinceVisits = (count: number, lastVisit: number): number => count * EVERY + lastVisit - 5

const waiting: Plot = (life, n) =>
  opens(life, 4 + n * 5, n % 3 === 2 ? [700 + n, 300 + n] : [2_400 + n * 11, 260 + n], 365)

const approved: Plot = (life, n) => {
  const since = 9 + n * 2
  opens(life, since + 12, [2_100 + n * 9, 420 + n])
  approves(life, since, 'full-reinstatement')
  if (n % 3 > 0) prepares(life, since - 2, { papers: n % 3 === 2 })
  if (n % 3 === 2) books(life, since - 3, -3 - n, 'installation')
}

const papersMissing: Plot = (life, n) => {
  const since = 8 + n
  opens(life, since + 20, [1_900 + n * 9, 420 + n])
  approves(life, since + 10, 'full-reinstatement')
  prepares(life, since + 9, { papers: n % 2 === 0 })
  life.say('driver', since + 8, 13, {
    kind: 'household-member-added',
    member: 'partner',
    name: 'Juniper Ashdown',
    license: { state: life.of.state, number: `S${44_000_000 + n}` },
  })
  if (n % 2 === 1) life.say('driver', since + 6, 13, affidavit(life, since + 6, 'partner', false))
  installs(life, since, WITHIN)
}

const installed: Plot = (life, n) => {
  opens(life, 26 + n, [1_700 + n * 9, 420 + n])
  approves(life, 16 + n, 'full-reinstatement')
  prepares(life, 15 + n)
  installs(life, 2 + n, WITHIN)
  life.trips('car-1', 1 + n, 1, 2)
}

const fullLicense: Plot = (life, n) => void restricted(life, sinceVisits(1 + ((n * 3) % 22), 2 + (n % 20)), 1)
const hardship: Plot = (life, n) => void restricted(life, sinceVisits(1 + ((n * 2) % 12), 3 + (n % 19)), 1, 'HZ')
const serviceSoon: Plot = (life, n) => void restricted(life, sinceVisits(2 + n, 26 + (n % 4)), 26 + (n % 4))

const failedStarts: Plot = (life, n) => {
  const ago = n % 2 === 0 ? 1 : 5
  restricted(life, sinceVisits(2 + n, 14), ago + 2)
  life.failedStart(ago + 1, 7, 31 + n).failedStart(ago, 7, 24 + n * 3)
}
const failedRetest: Plot = (life, n) => {
  const ago = 1 + n
  restricted(life, sinceVisits(3 + n, 12), ago + 1)
  life.failedRetest(ago, 19, 38 + n * 9)
}
const missedVisit: Plot = (life, n) => void restricted(life, sinceVisits(3 + n, 31 + (n % 4)), 32 + (n % 4))
const missedRetests: Plot = (life, n) => {
  restricted(life, sinceVisits(4 + n, 16), 6)
  life.missedRetest(4, 8).missedRetest(1, 18)
}

/** Locked out so many days ago, opened again by a visit the day after. Answers the rule. */
function lockedOnce(life: Life, ago: number, n: number, license: 'HZ' | 'Z' = 'Z'): string {
  const told = restricted(life, sinceVisits(4 + (n % 6), 10), ago + 3, license)
  if (n % 2 === 0) life.failedStart(ago + 2, 7, 23).failedStart(ago, 7, 22)
  else life.failedRetest(ago, 18, 29)
  visits(life, ago - 1, told, 'lockout')
  keepsVisits(life, ago - 1, 1, told)
  life.trips('car-1', ago - 2, 1, 6)
  return n % 2 === 0 ? 'failed-starts' : 'failed-retest'
}
const MOUTHWASH = 'I had used mouthwash minutes before, and blew clean a quarter of an hour later.'

const hearingRequested: Plot = (life, n) => void asksForHearing(life, 4, lockedOnce(life, 9 + n, n), MOUTHWASH)
const hearingSet: Plot = (life, n) => {
  const rule = lockedOnce(life, 20 + n, n)
  asksForHearing(life, 15, rule, MOUTHWASH)
  setsHearing(life, 8, rule, -6 - n)
}
const hearingWon: Plot = (life, n) => {
  const rule = lockedOnce(life, 60 + n, n)
  asksForHearing(life, 55, rule, 'The device was cold and asked three times.')
  setsHearing(life, 50, rule, 30)
  life.say('vendor', 40, 14, {
    kind: 'hearing-evidence',
    hearing: 'hearing-1',
    from: 'provider',
    what: 'As found at the visit, the sensor read 0.058 from a bottle of 0.050. It was replaced.',
    document: null,
  })
  decides(
    life,
    30,
    rule,
    'not-responsible',
    'The sensor was out of tolerance by more than the reading was over the limit.',
  )
}
const hearingLost: Plot = (life, n) => {
  const rule = lockedOnce(life, 60 + n, n)
  setsHearing(life, 45, rule, 25)
  const sanction = { kind: 'suspension', from: life.day(25), until: life.day(25 - 180) } as const
  decides(life, 25, rule, 'responsible', 'No explanation was offered; the log is clear.', sanction)
}
const contested: Plot = (life, n) => {
  const rule = lockedOnce(life, 70 + n, n)
  setsHearing(life, 55, rule, 35)
  const sanction = { kind: 'suspension', from: life.day(35), until: life.day(35 - 365) } as const
  decides(life, 35, rule, 'responsible', 'The second occasion within half a year.', sanction)
  const statement = 'A witness was not heard.'
  life.say('driver', 24 - n, 12, { kind: 'decision-contested', hearing: 'hearing-1', statement })
}

const excused: Plot = (life, n) => {
  const last = 31 + 12 + n
  const told = restricted(life, sinceVisits(3 + n, last), last)
  const { vendor } = life.of.center
  life.sayLate('vendor', 12, 14 + n, 9, {
    kind: 'provider-failure',
    vendor,
    until: life.at(11, 18),
    what: 'The vendor’s booking and calibration systems were down after an attack; no center could serve anybody.',
    documents: [],
  })
  visits(life, 9, told, 'lockout')
  const reason = 'The provider could not serve anybody on the last day.'
  life.say(
    'officer',
    6,
    10,
    about('missed-visit', (id) => ({ kind: 'excusal-granted', about: id, cause: 'provider', reason, documents: [] })),
  )
  life.trips('car-1', 8, 1, 3)
}

const unauthorizedRemoval: Plot = (life, n) => {
  const told = restricted(life, sinceVisits(6 + n, 20), 6)
  life.say('technician', 2, 12, {
    kind: 'device-removed',
    device: told.device,
    removedBy: 'participant',
    why: 'not-said',
  })
}
const suspendedAgain: Plot = (life, n) => {
  restricted(life, sinceVisits(5 + n, 9), 4)
  life.say('officer', 3, 10, {
    kind: 'suspension',
    from: life.day(3),
    until: life.day(3 - 90),
    why: 'chemical test refused',
  })
}
const otherPerson: Plot = (life, n) => {
  restricted(life, sinceVisits(5 + n, 9), 1)
  const account = 'The center’s camera review shows a passenger blowing at the start on the parking lot.'
  life.say('technician', 4, 16, {
    kind: 'violation-reported',
    violation: 'other-person',
    account,
    device: null,
    documents: [],
  })
}
const bag: Plot = (life, n) => {
  restricted(life, sinceVisits(5 + n, 9), 3)
  const breath = { brac: mgPer210L(0), how: 'bag', atOnce: false } as const
  const place = { line: 0, column: 0 }
  const steps = (
    [
      { do: 'ignition', to: 'on' },
      { do: 'blow', breath },
      { do: 'ignition', to: 'off' },
    ] as const
  ).map((act) => ({ place, text: act.do, act }))
  life.car('car-1', 2, 23, { do: 'steps', steps })
}

const elsewhere = (life: Life, since: number): Life =>
  life.say('driver', 60, 12, {
    kind: 'credit-requested',
    state: 'NH',
    from: life.day(since + 250),
    until: life.day(since + 70),
    vendor: 'northgate',
    proof: { maintained: true, serviced: true, freeOfViolations: true, sameSettings: true },
    documents: [],
  })
const creditGranted: Plot = (life, n) => {
  const since = sinceVisits(9 + n, 8)
  restricted(life, since, 1)
  elsewhere(life, since).say('officer', 40, 11, (found) => {
    const request = found.checklist.find(({ id }) => id.startsWith('credit@'))
    const seq = Number(request?.id.slice('credit@'.length) ?? 0)
    return {
      kind: 'credit-decided',
      request: seq,
      granted: true,
      reason: 'Service reports of six months; settings as here.',
    }
  })
}
const creditRequested: Plot = (life, n) => {
  const since = sinceVisits(9 + n, 12)
  restricted(life, since, 1)
  elsewhere(life, since)
}

const SERVED = 27
const asksRemoval = (life: Life, daysAgo: number): Life =>
  life.say('driver', daysAgo, 12, {
    kind: 'removal-requested',
    statement: 'The two years are over. I ask to have the device removed.',
  })
const decidesRemoval = (life: Life, daysAgo: number, granted: boolean, reason: string): Life =>
  life.say('officer', daysAgo, 11, (found) => {
    const asked = found.stage.because[0]
    return asked.of === 'case' ? { kind: 'removal-decided', request: asked.seq, granted, reason } : null
  })

const removalRequested: Plot = (life, n) => {
  restricted(life, sinceVisits(SERVED + n, 6), 1, 'Z', 14)
  asksRemoval(life, 3 + (n % 4))
}
const removalDenied: Plot = (life, n) => {
  restricted(life, sinceVisits(SERVED + n, 8), 1, 'Z', 14)
  asksRemoval(life, 15)
  decidesRemoval(life, 9, false, 'The service report of the spring is missing. Hand it in and ask again.')
}
const removalGranted: Plot = (life, n) => {
  restricted(life, sinceVisits(SERVED + n, 12), 2, 'Z', 14)
  asksRemoval(life, 16)
  decidesRemoval(life, 4, true, 'Term served; more than six months without lockout or violation.')
}
const completed: Plot = (life, n) => {
  const end = 12 + n * 9
  const { device } = restricted(life, sinceVisits(SERVED, end + 12), end + 1, 'Z', 14)
  asksRemoval(life, end + 14)
  decidesRemoval(life, end + 3, true, 'Term served; more than six months without lockout or violation.')
  life.say('technician', end, 11, { kind: 'device-removed', device, removedBy: 'provider', why: 'program-completed' })
  life.say('officer', end - 1, 11, { kind: 'restriction-removed', reason: 'The device is off; removal was granted.' })
}

const secondVehicle: Plot = (life, n) => {
  restricted(life, sinceVisits(6 + n, 7), 1)
  life.say('driver', 80, 18, vehicle(life, 'car-2', n % 2 === 0 ? 'owned' : 'employer'))
  if (n % 3 === 2) return
  const told: Visits = { device: installs(life, 76, WITHIN, 'car-2'), every: EVERY, within: WITHIN }
  keepsVisits(life, 76, 2, told)
  life.trips('car-2', 75, 1, 9, 12)
}
const outOfContact: Plot = (life, n) => {
  restricted(life, sinceVisits(6 + n, 13), 1)
  life.car('car-1', 12, 18, { do: 'contact', to: 'lost' })
}

/** The facts around a device that runs elsewhere: in since so many days before today, restricted since the next day. */
export const massachusettsRunning: Plot = (life, installedAgo) => {
  opens(life, installedAgo + 31, [installedAgo + 2_400, installedAgo + 410])
  approves(life, installedAgo + 25, 'full-reinstatement')
  prepares(life, installedAgo + 24)
  books(life, installedAgo + 20, installedAgo, 'installation')
  installsRunning(life, installedAgo, WITHIN)
  gives(life, installedAgo - 1, 'Z')
}

/** What a newcomer looks for comes first; the many in good standing fill up behind it. */
export const massachusettsLives: readonly (readonly [count: number, plot: Plot])[] = [
  [4, failedStarts],
  [4, hearingSet],
  [4, removalRequested],
  [9, waiting],
  [8, approved],
  [6, papersMissing],
  [4, installed],
  [3, hearingRequested],
  [3, failedRetest],
  [4, missedVisit],
  [2, missedRetests],
  [6, serviceSoon],
  [4, hearingWon],
  [3, hearingLost],
  [2, contested],
  [4, excused],
  [2, unauthorizedRemoval],
  [2, suspendedAgain],
  [2, otherPerson],
  [2, bag],
  [2, creditGranted],
  [2, creditRequested],
  [2, removalDenied],
  [3, removalGranted],
  [4, secondVehicle],
  [2, outOfContact],
  [7, completed],
  [18, hardship],
  [22, fullLicense],
]
