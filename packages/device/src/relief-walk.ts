/** Test support: the words of relief, to make paths of: orders, overrides, codes, visits, and what goes wrong. */
import type { KeypadCode, TollingOrder } from '@keyturn/domain/relief.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import type { Player, Word } from './paths.ts'
import { day, orderFor } from './told.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Tampering only where the profile has a rule on it. */
export function reliefWords(profile: Profile, player: Player): readonly Word[] {
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
    order('day for day', { ...all, interval: { from: day('2026-03-20'), until: day('2026-04-10') } }),
    order('the end', { ...all, moves: { kind: 'ended' }, supersedes: 'three weeks' }),
    order('of a vendor', { ...all, moves: { kind: 'days', days: 9 } }, 'vendor'),
    override,
    code('extension', { kind: 'extension', by: 'authority', counter: 1, days: 8 }),
    code('second extension', { kind: 'extension', by: 'authority', counter: 3, days: 10 }),
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
