/**
 * The demo's program: about two hundred invented cases in every state of a case's life, each led on the real engine and
 * the real controller over simulated months up to today. One seed and one moment give one fleet, byte for byte.
 */
import { civilDateOf } from '@keyturn/domain/civil.ts'
import { caseId, type Instant } from '@keyturn/domain/units.ts'
import { CENTERS, type Center } from '../case-scenario/vendors.ts'
import { chanceFrom } from '../chance.ts'
import type { Kit } from '../scenario/kit.ts'
import { type Led, Life, type LifeOf } from './life.ts'
import { massachusettsLives, type Plot } from './ma-lives.ts'
import { maineLives } from './me-lives.ts'
import { person, pick } from './people.ts'

export type FleetCase = Led &
  Pick<LifeOf, 'caseId' | 'jurisdiction' | 'participant' | 'center'> & { readonly plot: string }

type Program = {
  readonly jurisdiction: string
  readonly state: 'MA' | 'ME'
  readonly hearings: string
  readonly officer: string
  readonly admin: string
  readonly lives: readonly (readonly [count: number, plot: Plot])[]
}

const PROGRAMS: readonly Program[] = [
  {
    jurisdiction: 'US-MA',
    state: 'MA',
    hearings: 'RMV Boston, hearing room 2',
    officer: 'Honora Okafor',
    admin: 'Anselm Lindqvist',
    lives: massachusettsLives,
  },
  {
    jurisdiction: 'US-ME',
    state: 'ME',
    hearings: 'BMV Augusta, room 1',
    officer: 'Cedric Lavoie',
    admin: 'Marguerite Stroud',
    lives: maineLives,
  },
]
/** Who works for each vendor. Accounts of the demo have these names. */
export const VENDOR_PEOPLE: { readonly [vendor: string]: { readonly vendor: string; readonly technician: string } } = {
  northgate: { vendor: 'Vera Duarte', technician: 'Rufus Alden' },
  harborlight: { vendor: 'Tobias Wren', technician: 'Ottilie Marsh' },
  kestrel: { vendor: 'Imogen Frost', technician: 'Basil Thorne' },
}
/** Both states are on eastern time. */
const ZONE = 'America/New_York'

/** How many cases there are. */
export const FLEET_SIZE = PROGRAMS.reduce((sum, { lives }) => sum + lives.reduce((all, [count]) => all + count, 0), 0)

/** Makes the cases one after the other, so that whoever asks can show how far it is. */
export function* demoFleet(now: Instant, seed: number, kit: Kit): Generator<FleetCase, void, undefined> {
  for (const { lives, ...program } of PROGRAMS) {
    let n = 0
    for (const [count, plot] of lives) {
      for (let i = 0; i < count; i++) {
        n += 1
        const life = lifeOf(program, { now, seed: seed * 1_000 + n, n })
        plot(life, i)
        const { caseId: id, jurisdiction, participant, center } = life.of
        yield { ...life.lead(kit), caseId: id, jurisdiction, participant, center, plot: plot.name }
      }
    }
  }
}

type Nth = { readonly now: Instant; readonly seed: number; readonly n: number }

function lifeOf(
  { jurisdiction, state, hearings, officer, admin }: Omit<Program, 'lives'>,
  { now, seed, n }: Nth,
): Life {
  const chance = chanceFrom(seed + (state === 'ME' ? 500_000 : 0))
  const today = civilDateOf(now, ZONE)
  const center = pick<Center | undefined>(
    chance,
    CENTERS.filter((one) => one.state === state),
    CENTERS[0],
  )
  if (center === undefined) throw new Error('there are service centers')
  const people = VENDOR_PEOPLE[center.vendor]
  if (people === undefined) throw new Error(`nobody works for ${center.vendor}`)
  return new Life({
    caseId: caseId(`${state}-${today.slice(0, 4)}-${String(1_000 + n)}`),
    jurisdiction,
    state,
    hearings,
    zone: ZONE,
    participant: person(chance, state, today, n),
    center,
    seed: chance.between(1, 900_000),
    chance,
    today,
    now,
    names: { officer, admin, ...people },
    firstDevice: 1_000 + n * 3,
  })
}
