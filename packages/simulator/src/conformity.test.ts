/**
 * What software decides of the federal model specifications: around the set point, in repeated trials with people who
 * blow differently, the starter is let go exactly when the law says so. `docs/conformity.md`: what a laboratory adds.
 */
import { configFor } from '@keyturn/device/config.ts'
import { type BodyOf, type InputKind, input } from '@keyturn/device/input.ts'
import { outputs } from '@keyturn/device/outputs.ts'
import { restore } from '@keyturn/device/restore.ts'
import { step } from '@keyturn/device/step.ts'
import { addDays, civilDateOf } from '@keyturn/domain/civil.ts'
import { duration, instant, mgPer210L } from '@keyturn/domain/units.ts'
import { fails, type Profile, profileName } from '@keyturn/rules/profile.ts'
import { profiles } from '@keyturn/rules/profiles.ts'
import { describe, expect, test } from 'vitest'
import { breathFrames, FRAME_MS, FRESH_CELL } from './breath.ts'

const START = 1_772_460_000_000
const TRIALS = 20

type Trial = { readonly brac: number; readonly seed: number }

/** Whether the starter is let go after one breath at a device that is ready for it. */
function starts(profile: Profile, { brac, seed }: Trial): boolean {
  const config = configFor(profile)
  let state = restore([], config)
  let ms = 0
  const now = () => ({ at: instant(START + ms), up: duration(ms), draw: seed })
  const feed = <K extends InputKind>(kind: K, body: BodyOf<K>) => {
    state = step(state, input(kind, body, now()), config).state
  }
  const dueOn = addDays(civilDateOf(instant(START), config.timeZone), 20)
  feed('power', 'restored')
  feed('service', { do: 'install', technician: 't', center: 'c', profile: config.profile, dueOn })
  feed('ignition', 'on')
  ms += 60_000
  feed('tick', null)
  for (const frame of breathFrames({ brac, how: 'good', seed, ...FRESH_CELL })) {
    feed('breath', frame)
    ms += FRAME_MS
  }
  ms += 30_000
  feed('tick', null)
  return outputs(state, config, instant(START + ms)).starter === 'permitted'
}

const seeds = Array.from({ length: TRIALS }, (_, n) => n + 1)

describe.each(profiles.map((profile) => [profileName(profile), profile] as const))('%s', (_name, profile) => {
  const { brac: set } = profile.setPoint.value
  const around = Array.from({ length: 25 }, (_, n) => set - 12 + n)

  test.each(around)('twenty breaths of %i mg all start or all do not, as the law says [ME-1]', (brac) => {
    const lawful = !fails(profile.setPoint.value, mgPer210L(brac))
    expect(seeds.map((seed) => starts(profile, { brac, seed }))).toEqual(seeds.map(() => lawful))
  })
})
