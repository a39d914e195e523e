import type { Cause, Event, Record } from '@keyturn/domain/record.ts'
import { deviceId, duration, instant, mgPer210L } from '@keyturn/domain/units.ts'
import { effectiveFrom } from '@keyturn/rules/effective.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assess } from './assess.ts'
import { condense } from './condense.ts'
import { eventExamples } from './event-examples.ts'
import { explain } from './explain.ts'
import { recordFacts } from './fact.ts'

const device = deviceId('KT-ANY-0001')
const begin = Date.UTC(2026, 0, 15, 12)
const DAY = 86_400_000

const causes: readonly Cause[] = [
  'operator',
  'operator',
  'operator',
  'device',
  'power',
  'provider',
  'vehicle',
  'unknown',
]
const sample = fc.record({
  kind: fc.constant('sample' as const),
  test: fc.constantFrom('start', 'retest', 'confirmation', 'unprompted', 'reference'),
  result: fc.constantFrom('pass', 'fail', 'measured'),
  brac: fc.integer({ min: 0, max: 60 }).map(mgPer210L),
  volumeMl: fc.constant(1_800),
})
const dated = (kind: 'installed' | 'service-completed') =>
  fc.integer({ min: 0, max: 40 }).map((days): ((at: number) => Event) => (at) => ({
    ...eventExamples[kind],
    dueAt: instant(at + days * DAY),
  }))
const event: fc.Arbitrary<(at: number) => Event> = fc.oneof(
  { weight: 4, arbitrary: sample.map((one) => () => one) },
  { weight: 4, arbitrary: fc.constantFrom(...Object.values(eventExamples)).map((one) => () => one) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(eventExamples['retest-missed'], eventExamples.tamper).map((one) => () => one),
  },
  { weight: 2, arbitrary: dated('service-completed') },
  { weight: 1, arbitrary: dated('installed') },
)
/** Any log at all, sensible or not: it begins with an installation, and no kind is left out. */
const log = fc
  .array(fc.tuple(event, fc.integer({ min: 0, max: 12 * DAY }), fc.constantFrom(...causes)), { maxLength: 40 })
  .map((steps): readonly Record[] => {
    let at = begin
    const records = [
      { ...eventExamples.installed, dueAt: instant(begin + 30 * DAY), cause: 'provider' as Cause, at: instant(begin) },
    ]
    const rest = steps.map(([make, wait, cause]) => {
      at += wait
      return { ...make(at), cause, at: instant(at) }
    })
    return [...records, ...rest].map((one, i) => ({ ...one, seq: i + 1, up: duration(0) }))
  })
const profile = fc.constantFrom<Profile>(massachusetts, maine)
const moment = fc.integer({ min: 0, max: 400 * DAY }).map((ms) => instant(begin + ms))

const holds = (property: fc.IProperty<never> | fc.IRawProperty<unknown>) => fc.assert(property, { numRuns: 300 })

describe('for any log', () => {
  test('an assessment never throws, is plain data, and explains itself', () => {
    holds(
      fc.property(profile, log, moment, (law, records, asOf) => {
        const assessment = assess(law, recordFacts(device, records), asOf)
        expect(JSON.parse(JSON.stringify(assessment))).toEqual(assessment)
        expect(explain(assessment)).not.toMatch(/undefined|NaN|\[object/)
        expect(assessment.next.length).toBeGreaterThan(0)
      }),
    )
  })

  test('a prefix is judged the same with and without its future', () => {
    holds(
      fc.property(profile, log, moment, (law, records, asOf) => {
        const past = records.filter(({ at }) => at <= asOf)
        const withFuture = assess(law, recordFacts(device, records), asOf)
        expect(assess(law, recordFacts(device, past), asOf)).toEqual(
          past.length === 0 ? { ...withFuture, device: null } : withFuture,
        )
      }),
    )
  })

  test('the order of upload, and uploading twice, change nothing', () => {
    holds(
      fc.property(profile, log, moment, fc.infiniteStream(fc.integer()), (law, records, asOf, chance) => {
        const facts = recordFacts(device, records)
        const shuffled = [...facts, ...facts]
          .map((fact) => ({ fact, place: chance.next().value }))
          .toSorted((a, b) => a.place - b.place)
          .map(({ fact }) => fact)
        expect(assess(law, shuffled, asOf)).toEqual(assess(law, facts, asOf))
      }),
    )
  })

  test('uneventful records in runs give the same answer as one by one', () => {
    holds(
      fc.property(profile, log, moment, (law, records, asOf) => {
        expect(assess(law, condense(law, device, records), asOf)).toEqual(
          assess(law, recordFacts(device, records), asOf),
        )
      }),
    )
  })

  test('the same facts give the same answer, byte for byte', () => {
    holds(
      fc.property(profile, log, moment, (law, records, asOf) => {
        const once = assess(law, recordFacts(device, records), asOf)
        const again = assess(law, structuredClone(recordFacts(device, records)), asOf)
        expect(JSON.stringify(again)).toBe(JSON.stringify(once))
      }),
    )
  })

  test('a later version of the law never changes an earlier fact', () => {
    const change = effectiveFrom('2026-06-01')
    holds(
      fc.property(profile, log, (newest, records) => {
        const law: Profile = { ...newest, version: effectiveFrom('2026-01-01') }
        const strict: Profile = {
          ...law,
          version: change,
          lockouts: [{ ...law.lockouts[0], id: 'stricter', times: 1 }],
        }
        const until = instant(Date.parse('2026-06-01T03:59:59.999Z'))
        const facts = recordFacts(device, records)
        expect(assess([law, strict], facts, until)).toEqual(assess(law, facts, until))
        const later = instant(begin + 400 * DAY)
        const early = ({ findings }: ReturnType<typeof assess>) =>
          findings
            .filter(({ since, class: of }) => since <= until && of !== 'integrity')
            .map(({ id, profile: name, law: by }) => [id, name, by])
        expect(early(assess([strict, law], facts, later))).toEqual(early(assess(law, facts, later)))
      }),
    )
  })

  test('every finding has facts and law, and every lockout a way out', () => {
    holds(
      fc.property(profile, log, moment, (law, records, asOf) => {
        const { findings, status, next } = assess(law, recordFacts(device, records), asOf)
        expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length)
        const seqs = new Set(records.map(({ seq }) => seq))
        for (const { because } of findings) {
          expect(because.length).toBeGreaterThan(0)
          for (const { seq } of because) expect(seqs).toContain(seq)
        }
        const known = status.kind === 'unknown' ? status.otherwise : status
        if (known?.kind !== 'locked-out') return
        expect(next.map(({ id }) => id)).toContain(known.car === 'stays-locked' ? 'tow-to-provider' : 'visit-provider')
      }),
    )
  })

  test('what is not the driver’s doing never locks', () => {
    holds(
      fc.property(profile, log, moment, (law, records, asOf) => {
        const innocent = records.map((one): Record => (one.cause === 'operator' ? { ...one, cause: 'device' } : one))
        const { findings } = assess(law, recordFacts(device, innocent), asOf)
        const held = findings.filter((one) => one.class === 'lockout' || one.class === 'violation')
        // Only the calendar is left, which does not ask whose doing it was.
        expect(held.filter(({ rule }) => rule !== 'missed-visit')).toEqual([])
      }),
    )
  })
})
