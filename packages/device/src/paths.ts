/** Test support: words that make paths, and a player that watches every promise at every step. */
import { addDays, civilDateOf } from '@keyturn/domain/civil.ts'
import { after, type BrAC, type Duration, duration, mgPer210L } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { claimsOf } from './claims.ts'
import { configFor, type DeviceConfig, hardware } from './config.ts'
import { type BodyOf, type Input, type InputKind, input } from './input.ts'
import { broken, brokenDeeply, type Watched } from './invariants.ts'
import { step } from './step.ts'
import type { ToldCar } from './told.ts'

/** One word of a path: some time passes, then one input or one whole breath. */
export type Word = { readonly name: string; readonly ms: number; readonly feed: (play: Play) => Play }
export type Play = Watched & { readonly at: Input['at']; readonly up: Duration; readonly fault: string | undefined }

/** Fewer readings a breath keep an exhaustive search small; what is searched here is the order of things. */
const parts = { ...hardware, blowMin: duration(1_000), analyzing: duration(1_000) }
const reference = mgPer210L(40)

export class Player {
  readonly config: DeviceConfig
  readonly #deep: boolean

  /** `deep`: ticks, JSON and the log are looked at too after each step. */
  constructor(profile: Profile, deep: boolean) {
    this.config = { ...configFor(profile, parts), volumeMinMl: 300 }
    this.#deep = deep
  }

  feed<K extends InputKind>(play: Play, ms: number, kind: K, body: BodyOf<K>): Play {
    const at = after(play.at, duration(ms))
    const up = duration(play.up + ms)
    const given = input(kind, body, { at, up, draw: at % 4_294_967_296 })
    const { state, entries } = step(play.state, given, this.config)
    const next = { state, log: entries.length === 0 ? play.log : [...play.log, ...entries] }
    const fault =
      play.fault ??
      broken(play, given, next, this.config) ??
      (this.#deep ? brokenDeeply(play, given, next, this.config) : undefined)
    return { ...next, at, up, fault }
  }

  word<K extends InputKind>(name: string, ms: number, kind: K, body: BodyOf<K>): Word {
    return { name, ms, feed: (play) => this.feed(play, ms, kind, body) }
  }

  blow(name: string, mg: number): Word {
    return { name, ms: 0, feed: (play) => this.#breath(this.feed(play, 10_000, 'tick', null), mgPer210L(mg)) }
  }

  /** Blow sober, turn the key, run. */
  drive(name: string): Word {
    const steps = (play: Play): Play => {
      const ready = this.feed(this.feed(play, 1_000, 'ignition', 'on'), 20_000, 'tick', null)
      const cranked = this.feed(this.#breath(ready, mgPer210L(0)), 100, 'ignition', 'crank')
      return this.feed(cranked, 100, 'engine', 'running')
    }
    return { name, ms: 0, feed: steps }
  }

  /** A whole visit at a bench, due again as late as the profile allows. */
  serve(name: string): Word {
    const act = (play: Play, body: BodyOf<'service'>) => this.feed(play, 1_000, 'service', body)
    const gas = (play: Play, body: BodyOf<'service'>) => this.#breath(act(play, body), reference)
    const steps = (play: Play): Play => {
      let now = act(play, { do: 'open', technician: 't', center: 'c', rescue: null })
      now = act(now, { do: 'inspect', sound: true, notes: '' })
      now = gas(now, { do: 'as-found', reference })
      now = gas(now, { do: 'calibrate', gasLot: 'lot', reference })
      now = gas(gas(now, { do: 'confirm', reference }), { do: 'confirm', reference })
      const { session } = now.state
      if (session.is !== 'open') return now
      const dueOn = addDays(civilDateOf(now.state.now, this.config.timeZone), this.config.dueWithinDays)
      const claims = claimsOf(session)
      return act(now, { do: 'certify', technician: 't', certificate: 'c', visit: 'scheduled', dueOn, claims })
    }
    return { name, ms: 0, feed: steps }
  }

  /** A tick so much later, seen by the device alone: the next word still takes its own time from where it stood. */
  seen(play: Play, ms: number): Play {
    const at = after(play.at, duration(ms))
    const up = duration(play.up + ms)
    const { state, entries } = step(play.state, input('tick', null, { at, up, draw: 7 }), this.config)
    return { ...play, state, log: [...play.log, ...entries] }
  }

  #breath(play: Play, brac: BrAC): Play {
    let now = play
    for (let n = 0; n < 21; n++) {
      const flowMlPerS = 420 + (n % 7) * 6
      now = this.feed(now, 50, 'breath', { flowMlPerS, nanoamps: brac * 40, deciCelsius: 340, humidity: 95, hum: 50 })
    }
    return this.feed(now, 1_000, 'tick', null)
  }
}

/** A path that begins with this car. */
export const begin = ({ state, log, at, up }: ToldCar): Play => ({ state, log, at, up, fault: undefined })

/** Walks every sequence of words up to this depth. Answers how many steps that took. @throws at the first fault. */
export function walkAll(words: readonly Word[], start: Play, depth: number): number {
  let walked = 0
  const walk = (play: Play, path: readonly string[]): void => {
    for (const word of words) {
      const next = word.feed(play)
      walked += 1
      if (next.fault !== undefined) throw new Error(`${next.fault}: ${[...path, word.name].join(', ')}`)
      if (path.length + 1 < depth) walk(next, [...path, word.name])
    }
  }
  walk(start, [])
  return walked
}

/** How many sequences of one to `depth` words there are. */
export const sequences = (words: number, depth: number): number =>
  depth === 0 ? 0 : words ** depth + sequences(words, depth - 1)

/** One word and the shares, in thousandths, of the time before it at which the device ticks. */
export type Ticked = readonly (readonly [number, readonly number[]])[]

/** The same path with and without ticks on its way. */
export function bothWays(player: Player, words: readonly Word[], start: Play, path: Ticked): readonly [Play, Play] {
  let [plain, ticked] = [start, start]
  for (const [n, parts] of path) {
    const word = words[n]
    if (word === undefined) continue
    for (const part of parts.toSorted((a, b) => a - b))
      ticked = player.seen(ticked, Math.floor((word.ms * part) / 1_000))
    plain = word.feed(plain)
    ticked = word.feed(ticked)
  }
  return [plain, ticked]
}
