import { configFor } from '@keyturn/device/config.ts'
import { type BodyOf, type InputKind, input } from '@keyturn/device/input.ts'
import { restore } from '@keyturn/device/restore.ts'
import { step } from '@keyturn/device/step.ts'
import { addDays, civilDateOf } from '@keyturn/domain/civil.ts'
import type { Entry } from '@keyturn/domain/record.ts'
import { duration, instant } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { describe, expect, test } from 'vitest'
import { breathFrames, FRAME_MS, FRESH_CELL, type Manner } from './breath.ts'

const config = configFor(massachusetts)
const START = 1_772_460_000_000

/** What the controller records when somebody blows in this manner at a device that is ready. */
function recordedFor(how: Manner, brac: number, seed: number): Entry[] {
  let state = restore([], config)
  const log: Entry[] = []
  let ms = 0
  const feed = <K extends InputKind>(kind: K, body: BodyOf<K>) => {
    const now = { at: instant(START + ms), up: duration(ms), draw: seed }
    const result = step(state, input(kind, body, now), config)
    state = result.state
    log.push(...result.entries)
  }
  feed('power', 'restored')
  feed('service', {
    do: 'install',
    technician: 't',
    center: 'c',
    profile: config.profile,
    dueOn: addDays(civilDateOf(instant(START), config.timeZone), 20),
  })
  feed('ignition', 'on')
  ms += 60_000
  feed('tick', null)
  log.length = 0
  for (const frame of breathFrames({ brac, how, seed, ...FRESH_CELL })) {
    feed('breath', frame)
    ms += FRAME_MS
  }
  ms += 5_000
  feed('tick', null)
  return log
}

const said = (log: readonly Entry[]) =>
  log.map((e) => {
    if (e.kind === 'sample') return `${e.result} ${e.brac}`
    return e.kind === 'sample-rejected' ? e.reason : e.kind === 'circumvention' ? e.sign : e.kind
  })

describe('a controller that hears a virtual breath', () => {
  test.each([
    ['good', 0, ['pass 0', 'start-permitted']],
    ['good', 20, ['pass 20', 'start-permitted']],
    ['good', 21, ['fail 21', 'hold-began']],
    ['good', 180, ['fail 180', 'hold-began']],
    ['no-hum', 0, ['pass 0', 'start-permitted']],
    ['short', 0, ['blow-longer']],
    ['hard', 0, ['blow-softer']],
    ['soft', 0, ['blow-harder']],
    ['inhale', 0, ['do-not-inhale']],
    ['bag', 0, ['bag']],
    ['filter', 120, ['filter']],
    ['cold-air', 0, ['cold-air']],
  ] as const)('answers a %s blow of %i with %j', (how, brac, expected) => {
    for (let seed = 1; seed <= 60; seed++) {
      expect(said(recordedFor(how, brac, seed)).slice(0, expected.length), `seed ${seed}`).toEqual(expected)
    }
  })
})
