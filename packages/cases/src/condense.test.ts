import type { Event, Record } from '@keyturn/domain/record.ts'
import { deviceId, duration, instant, mgPer210L, minutes } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assess } from './assess.ts'
import { condense } from './condense.ts'
import { eventExamples } from './event-examples.ts'
import { recordFacts } from './fact.ts'

const device = deviceId('KT-ANY-0001')
const begin = Date.UTC(2026, 0, 15, 12)
const HOUR = 3_600_000
const DAY = 24 * HOUR

type Happening = { readonly what: string; readonly brac: number; readonly wait: number }

/** Mostly ordinary drives, and now and then something that counts. */
const life = fc.array(
  fc.record<Happening>({
    what: fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom('breath', 'permit', 'engine', 'ask') },
      { weight: 1, arbitrary: fc.constantFrom('fail', 'miss', 'power', 'visit', 'gap', 'back') },
    ),
    brac: fc.integer({ min: 0, max: 20 }),
    wait: fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: 0, max: 1 }) },
      { weight: 5, arbitrary: fc.integer({ min: 1, max: 8 * HOUR }) },
      { weight: 1, arbitrary: fc.integer({ min: DAY, max: 20 * DAY }) },
    ),
  }),
  { minLength: 10, maxLength: 80 },
)

function logOf(happenings: readonly Happening[], profile: Profile): readonly Record[] {
  const log: Record[] = []
  let at = begin
  let seq = 0
  const add = (event: Event, cause: Record['cause'] = 'operator') => {
    seq += 1
    // An event with a place, a moment and a cause is a record of its kind; spreading a union hides that.
    log.push({ ...event, seq, at: instant(at), up: duration(0), cause } as Record)
  }
  const sample = (result: 'pass' | 'fail', brac: number): Event => ({
    kind: 'sample',
    test: 'start',
    result,
    brac: mgPer210L(brac),
    volumeMl: 1_800,
  })
  const dueAt = () => instant(at + 20 * DAY)
  add({ ...eventExamples.installed, dueAt: dueAt() }, 'provider')
  const acts: { readonly [what: string]: (brac: number) => void } = {
    breath: (brac) => add(sample('pass', brac)),
    permit: () => add({ kind: 'start-permitted', basis: 'passed-test', until: instant(at + minutes(3)) }),
    engine: () => add({ kind: 'engine-started', basis: 'passed-test' }),
    ask: () => add({ kind: 'retest-requested', number: 1, answerBy: instant(at + profile.retest.answerWithin.value) }),
    fail: () => add(sample('fail', 60)),
    miss: () => add({ kind: 'retest-missed', how: 'not-taken' }),
    power: () => add(eventExamples['power-lost'], 'power'),
    visit: () => add({ ...eventExamples['service-completed'], dueAt: dueAt() }, 'provider'),
    gap: () => {
      seq += 1
    },
    back: () => {
      at -= HOUR
    },
  }
  for (const { what, brac, wait } of happenings) {
    at += wait
    acts[what]?.(brac)
  }
  return log
}

test.each([massachusetts, maine])('a life told in runs is judged as one told record by record: $id', (profile) => {
  let inRuns = 0
  fc.assert(
    fc.property(life, fc.integer({ min: 0, max: 60 * DAY }), (happenings, later) => {
      const log = logOf(happenings, profile)
      const facts = condense(profile, device, log)
      inRuns += log.length - facts.length
      const asOf = instant(begin + later)
      expect(assess(profile, facts, asOf)).toEqual(assess(profile, recordFacts(device, log), asOf))
    }),
    { numRuns: 2_000 },
  )
  expect(inRuns).toBeGreaterThan(10_000)
})

test('ordinary drives between two visits stand as one fact', () => {
  const drives = Array.from(
    { length: 100 },
    (_, n): Happening => ({ what: n % 2 === 0 ? 'breath' : 'permit', brac: 0, wait: 60_000 }),
  )
  const facts = condense(massachusetts, device, logOf([...drives, { what: 'visit', brac: 0, wait: 0 }], massachusetts))
  expect(facts.map(({ kind }) => kind)).toEqual(['record', 'run', 'record'])
})
