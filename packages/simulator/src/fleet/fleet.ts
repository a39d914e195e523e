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
import { massachusettsLives, massachusettsRunning, type Plot } from './ma-lives.ts'
import { maineLives, maineRunning } from './me-lives.ts'
import { person, pick } from './people.ts'

/** One jurisdiction's part of the demo. */
export type Program = {
  readonly jurisdiction: string
  readonly state: 'MA' | 'ME'
  readonly hearings: string
  readonly officer: string
  readonly admin: string
  readonly auditor: string
  readonly lives: readonly (readonly [count: number, plot: Plot])[]
  /** The life of a car that runs as a process: its facts, with the device in since so many days. */
  readonly running: Plot
}

export const PROGRAMS: readonly Program[] = [
  {
    jurisdiction: 'US-MA',
    state: 'MA',
    hearings: 'RMV Boston, hearing room 2',
    officer: 'Honora Okafor',
    admin: 'Anselm Lindqvist',
    auditor: 'Philippa Crane',
    lives: massachusettsLives,
    running: massachusettsRunning,
  },
  {
    jurisdiction: 'US-ME',
    state: 'ME',
    hearings: 'BMV Augusta, room 1',
    officer: 'Cedric Lavoie',
    admin: 'Marguerite Stroud',
    auditor: 'Gideon Marsden',
    lives: maineLives,
    running: maineRunning,
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

/** A life that has not been led yet: who it is about is known, and leading it takes a while. */
export type Unled = Pick<LifeOf, 'caseId' | 'jurisdiction' | 'zone' | 'participant' | 'center'> & {
  /** The state of a case that it leads to, and which of them it is, from 0. */
  readonly plot: string
  readonly n: number
  readonly lead: () => Led
}

/** All lives, one of each program in turn. */
export function demoFleet(now: Instant, seed: number, kit: Kit): readonly Unled[] {
  const programs = PROGRAMS.map((program) => livesOf(program, now, seed, kit))
  const longest = Math.max(...programs.map(({ length }) => length))
  return Array.from({ length: longest }).flatMap((_, i) => programs.flatMap((lives) => lives[i] ?? []))
}

function livesOf({ lives, ...program }: Program, now: Instant, seed: number, kit: Kit): readonly Unled[] {
  const plots = lives.flatMap(([count, plot]) => Array.from({ length: count }, (_, n) => [plot, n] as const))
  return plots.map(([plot, n], i) => {
    const life = lifeOf(program, { now, seed: seed * 1_000 + i + 1, n: i + 1 })
    const { caseId: id, jurisdiction, zone, participant, center } = life.of
    const lead = () => {
      plot(life, n)
      return life.lead(kit)
    }
    return { caseId: id, jurisdiction, zone, participant, center, plot: plot.name, n, lead }
  })
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
