import type { KeypadCode, TollingOrder } from '@keyturn/domain/relief.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { begin, bothWays, type Play, Player, sequences, type Word, walkAll } from './paths.ts'
import { carUnder, day, orderFor, type ToldCar } from './told.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

function words(profile: Profile, player: Player): readonly Word[] {
  const order = (name: string, change: Partial<TollingOrder>, by: 'authority' | 'vendor' = 'authority') => {
    const whole = orderFor(player.config, { id: name, ...change })
    return player.word(name, MINUTE, 'statement', { statement: 'order', id: name, by, order: whole })
  }
  const code = (name: string, body: KeypadCode) =>
    player.word(name, MINUTE, 'keypad', { digits: 12, code: body, used: false })
  const all = { due: { from: day('2026-01-01'), until: day('2027-12-31') } }
  const override: Word = {
    name: 'override',
    ms: MINUTE,
    feed: (play) => {
      const body = { statement: 'override', id: `o-${play.at}`, by: 'authority', issuedAt: play.at } as const
      return player.feed(play, MINUTE, 'statement', body)
    },
  }
  return [
    player.word('4 hours', 4 * HOUR + 1, 'tick', null),
    player.word('5 days', 5 * DAY, 'tick', null),
    player.word('31 days', 31 * DAY, 'tick', null),
    order('three days', { ...all, moves: { kind: 'days', days: 3 } }),
    order('three weeks', { ...all, moves: { kind: 'days', days: 21 }, supersedes: 'three days' }),
    order('the end', { ...all, moves: { kind: 'ended' }, supersedes: 'three weeks' }),
    order('of a vendor', { ...all, moves: { kind: 'days', days: 9 } }, 'vendor'),
    override,
    code('extension', { kind: 'extension', by: 'authority', counter: 1, days: 8 }),
    code('override by code', { kind: 'override', by: 'authority', counter: 2 }),
    player.word('wrong code', MINUTE, 'keypad', { digits: 12, code: null, used: false }),
    player.drive('drive'),
    player.blow('blow drunk', 90),
    player.word('ignition off', MINUTE, 'ignition', 'off'),
    player.word('case opened', MINUTE, 'tamper', 'case-opened'),
    player.serve('serve'),
    player.word('plug pulled', MINUTE, 'power', 'lost'),
    player.word('power back', MINUTE, 'power', 'restored'),
  ].filter(({ name }) => profile.lockouts.some(({ on }) => on === 'tamper') || name !== 'case opened')
}

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
    const all = words(profile, new Player(profile, false))
    expect(walkAll(all, begin(car), 3)).toBe(sequences(all.length, 3))
  })
})

test.each([massachusetts, maine])(
  '$id: long random sequences with relief hold all invariants, ticks and JSON and log included',
  (profile) => {
    const all = words(profile, new Player(profile, true))
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
  const all = words(profile, player)
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
