import { after, type BrAC, type Duration, duration, mgPer210L } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { configFor, hardware } from './config.ts'
import { type BodyOf, type Input, type InputKind, input } from './input.ts'
import { broken, brokenDeeply, type Watched } from './invariants.ts'
import type { State } from './state.ts'
import { step } from './step.ts'
import { carUnder } from './told.ts'

/** One word of a path: some time passes, then one input or one whole breath. */
type Word = { readonly name: string; readonly ms: number; readonly feed: (play: Play) => Play }
type Play = Watched & { readonly at: Input['at']; readonly up: Duration; readonly fault: string | undefined }

const MINUTE = 60_000

/** Fewer readings a breath keep an exhaustive search small; what is searched here is the order of things. */
const parts = { ...hardware, blowMin: duration(1_000), analyzing: duration(1_000) }

function player(profile: Profile, deep: boolean) {
  const config = { ...configFor(profile, parts), volumeMinMl: 300 }
  const feed = <K extends InputKind>(play: Play, ms: number, kind: K, body: BodyOf<K>): Play => {
    const at = after(play.at, duration(ms))
    const up = duration(play.up + ms)
    const given = input(kind, body, { at, up, draw: at % 4_294_967_296 })
    const { state, entries } = step(play.state, given, config)
    const next = { state, log: entries.length === 0 ? play.log : [...play.log, ...entries] }
    const fault =
      play.fault ?? broken(play, given, next, config) ?? (deep ? brokenDeeply(play, given, next, config) : undefined)
    return { ...next, at, up, fault }
  }
  const breath = (play: Play, brac: BrAC): Play => {
    let now = play
    for (let n = 0; n < 21; n++) {
      const flowMlPerS = 420 + (n % 7) * 6
      now = feed(now, 50, 'breath', { flowMlPerS, nanoamps: brac * 40, deciCelsius: 340, humidity: 95, hum: 50 })
    }
    return feed(now, 1_000, 'tick', null)
  }
  const word = <K extends InputKind>(name: string, ms: number, kind: K, body: BodyOf<K>): Word => ({
    name,
    ms,
    feed: (play) => feed(play, ms, kind, body),
  })
  const words: readonly Word[] = [
    word('3 min', 3 * MINUTE, 'tick', null),
    word('16 min', 16 * MINUTE, 'tick', null),
    word('3 days', 72 * 60 * MINUTE, 'tick', null),
    word('ignition on', 20_000, 'ignition', 'on'),
    word('crank', 100, 'ignition', 'crank'),
    word('ignition off', 100, 'ignition', 'off'),
    word('engine running', 100, 'engine', 'running'),
    word('stall', 100, 'engine', 'stalled'),
    { name: 'blow sober', ms: 0, feed: (play) => breath(feed(play, 10_000, 'tick', null), mgPer210L(0)) },
    { name: 'blow drunk', ms: 0, feed: (play) => breath(feed(play, 10_000, 'tick', null), mgPer210L(90)) },
    word('plug pulled', 100, 'power', 'lost'),
    word('power back', 1_000, 'power', 'restored'),
    word('case opened', 100, 'tamper', 'case-opened'),
    word('sensor fault', 100, 'malfunction', { code: 'sensor', present: true }),
    word('sensor mended', 100, 'malfunction', { code: 'sensor', present: false }),
    word('bench opened', 100, 'service', { do: 'open', technician: 't', center: 'c', rescue: null }),
  ]
  return { config, words }
}

const begin = (state: State, from: { at: Input['at']; up: Duration }, log: Watched['log']): Play => ({
  state,
  log,
  at: from.at,
  up: from.up,
  fault: undefined,
})

const starts = (profile: Profile): readonly (readonly [string, Play])[] => {
  const cars = [
    ['a car at rest', carUnder(profile).installed()],
    ['a car that runs', carUnder(profile).installed().start()],
    ['a retest that waits', carUnder(profile).installed().start().untilRetest()],
    ['a car after a failed retest', carUnder(profile).installed().start().untilRetest().blow(90).off()],
  ] as const
  return cars.map(([name, car]) => [name, begin(car.state, { at: car.at, up: car.up }, car.log)] as const)
}

/** How deep every sequence of words is walked: 16 words, so 69,904 sequences of up to four from each start. */
const DEPTH = 4

describe.each([massachusetts, maine])(
  '$id: every sequence of inputs up to four words holds the invariants',
  (profile) => {
    test.each(starts(profile))('from %s [MA-USE-6]', (_name, start) => {
      const { words } = player(profile, false)
      let walked = 0
      const walk = (play: Play, path: readonly string[]): void => {
        for (const word of words) {
          const next = word.feed(play)
          walked += 1
          if (next.fault !== undefined) throw new Error(`${next.fault}: ${[...path, word.name].join(', ')}`)
          if (path.length + 1 < DEPTH) walk(next, [...path, word.name])
        }
      }
      walk(start, [])
      expect(walked).toBe(words.length + words.length ** 2 + words.length ** 3 + words.length ** 4)
    })
  },
)

test.each([massachusetts, maine])(
  '$id: long random sequences hold all invariants, ticks and JSON and log included',
  (profile) => {
    const { words } = player(profile, true)
    const [first] = starts(profile)
    const start = first?.[1]
    if (start === undefined) throw new Error('no start')
    fc.assert(
      fc.property(fc.array(fc.nat(words.length - 1), { maxLength: 60 }), (path) => {
        let play = start
        for (const n of path) play = words[n]?.feed(play) ?? play
        expect(play.fault).toBeUndefined()
      }),
      { numRuns: 150, seed: 20_260_302 },
    )
  },
)

test.each([massachusetts, maine])('$id: ticks between the inputs never change what is recorded', (profile) => {
  const { words, config } = player(profile, false)
  const [, running] = starts(profile)
  const start = running?.[1]
  if (start === undefined) throw new Error('no start')
  const tick = (play: Play, ms: number): Play => {
    const at = after(play.at, duration(ms))
    const up = duration(play.up + ms)
    const { state, entries } = step(play.state, input('tick', null, { at, up, draw: 7 }), config)
    return { ...play, state, log: [...play.log, ...entries] }
  }
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(words.length - 1), fc.array(fc.nat(1_000), { maxLength: 4 })), { maxLength: 25 }),
      (path) => {
        let plain = start
        let ticked = start
        for (const [n, ticks] of path) {
          const word = words[n]
          if (word === undefined) continue
          // Ticks at moments inside the time that passes before the word, in order.
          for (const part of ticks.toSorted((a, b) => a - b)) {
            const seen = tick(ticked, Math.floor((word.ms * part) / 1_000))
            ticked = { ...ticked, state: seen.state, log: seen.log }
          }
          plain = word.feed(plain)
          ticked = word.feed(ticked)
        }
        expect(ticked.log).toEqual(plain.log)
      },
    ),
    { numRuns: 300, seed: 20_260_303 },
  )
})
