/** The cases of the two cars that run here: the same people and places as in the fleet, and a device of their own. */
import { civilDateOf } from '@keyturn/domain/civil.ts'
import { caseId, type Instant } from '@keyturn/domain/units.ts'
import type { CaseWorld } from '@keyturn/simulator/case-scenario/case-world.ts'
import { CENTERS } from '@keyturn/simulator/case-scenario/vendors.ts'
import { chanceFrom } from '@keyturn/simulator/chance.ts'
import { PROGRAMS, VENDOR_PEOPLE } from '@keyturn/simulator/fleet/fleet.ts'
import { Life } from '@keyturn/simulator/fleet/life.ts'
import { person } from '@keyturn/simulator/fleet/people.ts'
import { nodeKit } from '@keyturn/simulator/scenario/kit.ts'
import { type DemoCar, FLEET, PAST_DAYS } from '../fleet.ts'
import { paymentsOf } from './payments.ts'
import type { LedCase } from './store-case.ts'

const VENDOR = 'northgate'

export type LiveCase = Omit<LedCase, 'accountOf'> & { readonly world: CaseWorld }

/** Facts alone: what happens in these cars their own logs tell. */
export const liveCases = (now: Instant, listedAt: Instant): readonly LiveCase[] =>
  FLEET.map((car, n) => liveCase(car, n, { now, listedAt }))

function liveCase(
  { device, jurisdiction, case: id, driver }: DemoCar,
  n: number,
  { now, listedAt }: { readonly now: Instant; readonly listedAt: Instant },
): LiveCase {
  const program = PROGRAMS.find((one) => one.jurisdiction === jurisdiction)
  const people = VENDOR_PEOPLE[VENDOR]
  const center = CENTERS.find((one) => one.vendor === VENDOR && one.state === program?.state)
  if (program === undefined || people === undefined || center === undefined) throw new Error(`no program for ${device}`)
  const chance = chanceFrom(7_000 + n)
  const { state, hearings, officer, admin, running } = program
  const zone = 'America/New_York'
  const today = civilDateOf(now, zone)
  const life = new Life({
    caseId: caseId(id),
    jurisdiction,
    state,
    hearings,
    zone,
    participant: { ...person(chance, state, today, n), name: driver },
    center,
    seed: 7_000 + n,
    chance,
    today,
    now,
    names: { officer, admin, ...people },
    firstDevice: 1,
    log: 'none',
  })
  running(life, PAST_DAYS)
  const { world, refused } = life.lead(nodeKit)
  if (refused.length > 0) throw new Error(`the case of ${device} is refused: ${refused.join(' ')}`)
  const paid = paymentsOf(world, { jurisdiction, vendor: VENDOR, zone }, { now, listedAt, owes: false })
  return { caseId: caseId(id), jurisdiction, vendor: VENDOR, facts: world.facts, cars: [], paid, world }
}
