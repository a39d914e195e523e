import type { Profile } from '@keyturn/rules/profile.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { begin, bothWays, type Play, Player, sequences, type Word, walkAll } from './paths.ts'
import { carUnder } from './told.ts'

const MINUTE = 60_000

function player(profile: Profile, deep: boolean) {
  const play = new Player(profile, deep)
  const words: readonly Word[] = [
    play.word('3 min', 3 * MINUTE, 'tick', null),
    play.word('16 min', 16 * MINUTE, 'tick', null),
    play.word('3 days', 72 * 60 * MINUTE, 'tick', null),
    play.word('ignition on', 20_000, 'ignition', 'on'),
    play.word('crank', 100, 'ignition', 'crank'),
    play.word('ignition off', 100, 'ignition', 'off'),
    play.word('engine running', 100, 'engine', 'running'),
    play.word('stall', 100, 'engine', 'stalled'),
    play.blow('blow sober', 0),
    play.blow('blow drunk', 90),
    play.word('plug pulled', 100, 'power', 'lost'),
    play.word('power back', 1_000, 'power', 'restored'),
    play.word('case opened', 100, 'tamper', 'case-opened'),
    play.word('sensor fault', 100, 'malfunction', { code: 'sensor', present: true }),
    play.word('sensor mended', 100, 'malfunction', { code: 'sensor', present: false }),
    play.word('bench opened', 100, 'service', { do: 'open', technician: 't', center: 'c', rescue: null }),
  ]
  return { play, words }
}

const starts = (profile: Profile): readonly (readonly [string, Play])[] => {
  const cars = [
    ['a car at rest', carUnder(profile).installed()],
    ['a car that runs', carUnder(profile).installed().start()],
    ['a retest that waits', carUnder(profile).installed().start().untilRetest()],
    ['a car after a failed retest', carUnder(profile).installed().start().untilRetest().blow(90).off()],
  ] as const
  return cars.map(([name, car]) => [name, begin(car)] as const)
}

/** How deep every sequence of words is walked: 16 words, so 69,904 sequences of up to four from each start. */
const DEPTH = 4

describe.each([massachusetts, maine])(
  '$id: every sequence of inputs up to four words holds the invariants',
  (profile) => {
    test.each(starts(profile))('from %s [MA-USE-6]', (_name, start) => {
      const { words } = player(profile, false)
      expect(walkAll(words, start, DEPTH)).toBe(sequences(words.length, DEPTH))
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
  const { play, words } = player(profile, false)
  const [, running] = starts(profile)
  const start = running?.[1]
  if (start === undefined) throw new Error('no start')
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(words.length - 1), fc.array(fc.nat(1_000), { maxLength: 4 })), { maxLength: 25 }),
      (path) => {
        const [plain, ticked] = bothWays(play, words, start, path)
        expect(ticked.log).toEqual(plain.log)
      },
    ),
    { numRuns: 300, seed: 20_260_303 },
  )
})
