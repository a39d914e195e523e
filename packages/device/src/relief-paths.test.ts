import type { Profile } from '@keyturn/rules/profile.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { begin, bothWays, type Play, Player, sequences, walkAll } from './paths.ts'
import { reliefWords } from './relief-walk.ts'
import { carUnder, type ToldCar } from './told.ts'

const DAY = 86_400_000

const starts = (profile: Profile): readonly (readonly [string, ToldCar])[] => [
  ['a car at rest', carUnder(profile).installed()],
  [
    'a missed visit',
    carUnder(profile)
      .installed()
      .wait(70 * DAY),
  ],
  [
    'a failed retest',
    carUnder(profile)
      .installed()
      .start()
      .untilRetest()
      .blow(90)
      .off()
      .wait(6 * DAY),
  ],
]

describe.each([massachusetts, maine])('$id: orders, overrides and codes in every sequence of three', (profile) => {
  test.each(starts(profile))('from %s hold the invariants [MA-USE-6]', (_name, car) => {
    const all = reliefWords(profile, new Player(profile, false))
    expect(walkAll(all, begin(car), 3)).toBe(sequences(all.length, 3))
  })
})

test.each([massachusetts, maine])(
  '$id: long random sequences with relief hold all invariants, ticks and JSON and log included',
  (profile) => {
    const all = reliefWords(profile, new Player(profile, true))
    const start = begin(carUnder(profile).installed())
    fc.assert(
      fc.property(fc.array(fc.nat(all.length - 1), { maxLength: 40 }), (path) => {
        let play: Play = start
        for (const n of path) play = all[n]?.feed(play) ?? play
        expect(play.fault).toBeUndefined()
      }),
      { numRuns: 150, seed: 20_260_314 },
    )
  },
)

test.each([massachusetts, maine])('$id: with relief too, ticks between the inputs change nothing', (profile) => {
  const player = new Player(profile, false)
  const all = reliefWords(profile, player)
  const start = begin(carUnder(profile).installed())
  const parts = fc.array(fc.nat(1_000), { maxLength: 4 })
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(all.length - 1), parts), { maxLength: 25 }), (path) => {
      const [plain, ticked] = bothWays(player, all, start, path)
      expect(ticked.log).toEqual(plain.log)
    }),
    { numRuns: 200, seed: 20_260_315 },
  )
})
