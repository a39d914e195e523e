/** What most lives go through, in the words of who does it. Days are counted before today. */
import type { CaseAssessment } from '@keyturn/cases/program/assessment.ts'
import type { FactBody, Sanction } from '@keyturn/cases/program/fact.ts'
import { addDays } from '@keyturn/domain/civil.ts'
import { deviceId } from '@keyturn/domain/units.ts'
import { findingOf, type Life } from './life.ts'
import { pick } from './people.ts'

const CARS = [
  'silver sedan',
  'blue hatchback',
  'green estate',
  'white pickup',
  'red coupe',
  'gray minivan',
  'black sedan',
  'brown station wagon',
] as const
const SIGNS = '0123456789ABCDEFGHJKLMNPRSTUVWXYZ'

/** The case is opened with its convictions, oldest first, and the last one's suspension where there is one. */
export function opens(life: Life, daysAgo: number, convictions: readonly number[], suspendedFor?: number): void {
  const { participant, jurisdiction, state, seed } = life.of
  const convicted = convictions.map((ago, i): FactBody => {
    const on = life.day(ago)
    const docket = `${on.slice(2, 4)}62CR${String(1_000 + seed * 7 + i).slice(-4)}`
    return { kind: 'conviction', offense: 'oui', on, state, docket }
  })
  const from = life.day(Math.min(...convictions) - 7)
  const suspended: readonly FactBody[] =
    suspendedFor === undefined
      ? []
      : [{ kind: 'suspension', from, until: addDays(from, suspendedFor - 1), why: 'operating under the influence' }]
  life.say('officer', daysAgo, 9, { kind: 'case-opened', jurisdiction, participant }, ...convicted, ...suspended)
}

export const approves = (life: Life, daysAgo: number, toward: 'hardship-license' | 'full-reinstatement'): Life =>
  life.say('officer', daysAgo, 10, {
    kind: 'approval-granted',
    toward,
    reason:
      toward === 'hardship-license'
        ? 'Proof of work and of hardship; no other way to get there.'
        : 'The suspension is served and the fees are paid.',
  })

export function vehicle(life: Life, name: string, use: 'owned' | 'leased' | 'employer' = 'owned'): FactBody {
  const { chance } = life.of
  const signs = (n: number) => Array.from({ length: n }, () => SIGNS[chance.between(0, SIGNS.length - 1)]).join('')
  const kind = pick(chance, CARS, 'silver sedan')
  const body = kind.includes('pickup') ? 'truck' : kind.includes('van') ? 'van' : 'car'
  return {
    kind: 'vehicle-added',
    vehicle: name,
    body,
    description: `${2004 + chance.between(0, 20)} ${kind}`,
    vin: `1KT${signs(14)}`,
    plate: `${chance.between(1, 9)}${signs(2)} ${chance.between(100, 999)}`,
    volts: 12,
    electricsSound: true,
    use,
    centerBrake: true,
    sponsorSeat: true,
  }
}

export const affidavit = (life: Life, daysAgo: number, signer = 'participant', notarized = true): FactBody => ({
  kind: 'affidavit-filed',
  signer,
  signedOn: life.day(daysAgo),
  notary: notarized ? { name: 'Prudence Vale, notary public', on: life.day(daysAgo) } : null,
  document: null,
})

/** Provider chosen, vehicle told, affidavits handed in, installation booked. */
export function prepares(life: Life, daysAgo: number, { papers = true }: { readonly papers?: boolean } = {}): void {
  const { vendor, center } = life.of.center
  life.say('driver', daysAgo, 12, { kind: 'vendor-chosen', vendor, center }, vehicle(life, 'car-1'))
  if (papers) life.say('driver', daysAgo, 14, affidavit(life, daysAgo))
}

export const books = (
  life: Life,
  told: number,
  forDay: number,
  purpose: 'installation' | 'scheduled' | 'lockout',
): Life =>
  life.say('driver', told, 15, {
    kind: 'visit-booked',
    vehicle: 'car-1',
    center: life.of.center.center,
    purpose,
    for: life.at(forDay, 10),
    confirmation: `B-${1_000 + life.of.seed}`,
  })

/** The device goes in. Answers its id. */
export function installs(life: Life, daysAgo: number, within: number, name = 'car-1') {
  const device = life.device()
  const { vendor, center } = life.of.center
  life.say('technician', daysAgo, 11, {
    kind: 'device-installed',
    device,
    vehicle: name,
    vendor,
    center,
    technician: life.of.names.technician,
    identity: 'driver license',
    instructed: true,
    dueOn: life.day(daysAgo - within),
    certificate: `${device}-0`,
  })
  return device
}

type Device = ReturnType<typeof installs>
export type Visits = { readonly device: Device; readonly every: number; readonly within: number }

/** One visit; the next one is due as late as the law allows. */
export const visits = (
  life: Life,
  daysAgo: number,
  { device, within }: Visits,
  purpose: 'scheduled' | 'lockout' = 'scheduled',
): Life =>
  life.say('technician', daysAgo, 16, {
    kind: 'visit-kept',
    device,
    center: life.of.center.center,
    technician: life.of.names.technician,
    purpose,
    dueOn: life.day(daysAgo - within),
    sound: true,
    uploaded: true,
  })

/** Visits at their time since `from`, up to the last one that is not after `to`. Answers how long ago that was. */
export function keepsVisits(life: Life, from: number, to: number, told: Visits): number {
  let last = from
  for (let daysAgo = from - told.every; daysAgo >= to; daysAgo -= told.every) {
    visits(life, daysAgo, told)
    last = daysAgo
  }
  return last
}

export function gives(life: Life, daysAgo: number, license: 'HZ' | 'Z', until?: number): void {
  life.say(
    'officer',
    daysAgo,
    13,
    ...(license === 'HZ'
      ? [{ kind: 'hardship-license-issued', on: life.day(daysAgo), until: life.day(until ?? -365) } as const]
      : [{ kind: 'fully-reinstated', on: life.day(daysAgo) } as const]),
    { kind: 'restriction-added', code: license },
  )
}

export const asksForHearing = (life: Life, daysAgo: number, rule: string, statement: string): Life =>
  life.say(
    'driver',
    daysAgo,
    12,
    about(rule, (id) => ({ kind: 'hearing-requested', about: id, statement })),
  )

/** Set for a day: negative is still to come. */
export const setsHearing = (life: Life, daysAgo: number, rule: string, forDay: number): Life =>
  life.say(
    'officer',
    daysAgo,
    10,
    about(rule, (id) => ({
      kind: 'hearing-scheduled',
      hearing: 'hearing-1',
      about: [id],
      for: life.session(forDay, 10),
      place: life.of.hearings,
      noticeOn: life.day(daysAgo),
    })),
  )

export const decides = (
  life: Life,
  daysAgo: number,
  rule: string,
  outcome: 'responsible' | 'not-responsible',
  reason: string,
  sanction: Sanction = { kind: 'none' },
): Life =>
  life.say(
    'officer',
    daysAgo,
    11,
    about(rule, (id) => ({
      kind: 'hearing-decided',
      hearing: 'hearing-1',
      outcomes: [{ about: id, outcome }],
      sanction,
      participantPresent: true,
      reason,
    })),
  )

/** Says something about the last finding of a rule; nothing when there is none. */
export const about =
  (rule: string, body: (id: string) => FactBody) =>
  (found: CaseAssessment): FactBody | null => {
    const id = findingOf(found, rule)
    return id === null ? null : body(id)
  }

/** The device of a life that runs as a process of its own: only the fact is told here. */
export function installsRunning(life: Life, daysAgo: number, within: number): void {
  const { state, names, center } = life.of
  const device = deviceId(`KT-${state}-0001`)
  life.say('technician', daysAgo, 11, {
    kind: 'device-installed',
    device,
    vehicle: 'car-1',
    vendor: center.vendor,
    center: center.center,
    technician: names.technician,
    identity: 'driver license',
    instructed: true,
    dueOn: life.day(daysAgo - within),
    certificate: `${device}-0`,
  })
}
