import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseScenarios } from './parse.ts'

const text = (steps: string, more = '') =>
  `title: A test\njurisdiction: US-MA\nstart: 2026-11-02 09:00\n${more}steps:\n${steps}`

/** `line:column message` of the first problem. */
const problem = (steps: string, more = ''): string | undefined => {
  const parsed = parseScenarios(text(steps, more))
  if (parsed.kind === 'parsed') return undefined
  const [first] = parsed.problems
  return first === undefined ? '' : `${first.place.line}:${first.place.column} ${first.message}`
}

describe('a step that needs nobody’s server', () => {
  test('is read with what is usual', () => {
    const parsed = parseScenarios(text('  - order: {outage: 2026-11-28 to 2026-12-05}\n  - carry: phone\n'))
    const acts = parsed.kind === 'parsed' ? parsed.scenarios[0]?.steps.map(({ act }) => act) : []
    expect(acts).toMatchObject([
      {
        do: 'order',
        order: {
          by: { as: 'authority', jurisdiction: 'US-MA' },
          scope: { jurisdiction: 'US-MA', vendors: null, functions: ['service-visit'] },
          interval: { from: '2026-11-28', until: '2026-12-05' },
          due: { from: '2026-11-28', until: '2026-12-05' },
          moves: { kind: 'day-for-day' },
          capDays: 30,
          staggerDays: 0,
          supersedes: null,
        },
      },
      { do: 'carry', carry: { by: 'phone', name: null, altered: false } },
    ])
  })

  test.each([
    ['an order without its days', '  - order: {name: x}\n', '5:12 order needs "outage:", its first and last day'],
    [
      'days that are no span',
      '  - order: {outage: 2026-11-28}\n',
      '5:21 outage: "2026-11-28" is not days such as 2026-11-28 to 2026-12-05',
    ],
    [
      'an order that amends and ends at once',
      '  - order: {outage: 2026-11-28 to 2026-12-05, amends: a, ends: b}\n',
      '5:64 an order amends another one or ends it, not both',
    ],
    [
      'a signer nobody knows',
      '  - override: governor\n',
      '5:15 by: "governor" is not one who signs: authority, vendor, stranger, or the authority of a state: "authority of US-ME"',
    ],
    ['an unknown path', '  - carry: pigeon\n', '5:12 "pigeon" is not a path. Known: phone, bench, qr, mirror.'],
    ['a carry without a path', '  - carry: {what: order}\n', '5:12 carry needs "by:", one of phone, bench, qr, mirror'],
    [
      'a code that is none',
      '  - code: open sesame\n',
      '5:11 code: "open sesame" is not a code; known: override, 7 days, again, wrong',
    ],
    ['half a day', '  - code: 1.5 days\n', '5:11 code: "1.5 days" is not whole days such as 8 days'],
    [
      'a visit of another kind',
      '  - visit: online\n',
      '5:12 "online" is not a way to make a visit. Did you mean "offline"?',
    ],
    [
      'a date no device has',
      '  - order: {outage: 2026-11-28 to 2026-12-05, for: {dates: birthday}}\n',
      '5:60 "birthday" is not a date of a device. Known: service-visit, violations-service, lockout-visit.',
    ],
    ['an outage without a beginning', '  - outage: {by: vendor}\n', '5:13 outage needs "from:", the moment it began'],
    [
      'a name in capitals',
      '  - withdraw: THAT ONE\n',
      '5:15 "THAT ONE" is not a name: small letters, digits and spaces',
    ],
    [
      'what the device is not',
      '  - crank\n',
      '4:10 "colour" is not a key of device. Known: vendor, model, firmware, region.',
    ],
  ])('refuses %s, with its place', (what, steps, expected) => {
    const more = what === 'what the device is not' ? 'device: {colour: red}\n' : ''
    expect(problem(steps, more)).toBe(expected)
  })
})

describe('whatever a file of outages becomes', () => {
  const folder = path.join(import.meta.dirname, '..', '..', '..', '..', 'conformance', 'scenarios', 'outage')
  const stories = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'))
  const words = stories.join('\n').split(/[\s{}[\],]+/)

  test('it is read, or refused with places that are in it', () => {
    const edit = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      cut: fc.nat(12),
      put: fc.oneof(fc.constantFrom(...words, '{', '}', ': ', '\n  - ', '---\n', '"'), fc.string({ maxLength: 8 })),
    })
    fc.assert(
      fc.property(fc.constantFrom(...stories), fc.array(edit, { minLength: 1, maxLength: 6 }), (story, edits) => {
        let changed = story.slice(0, 2_500)
        for (const { at, cut, put } of edits) {
          const place = Math.floor(at * changed.length)
          changed = changed.slice(0, place) + put + changed.slice(place + cut)
        }
        const parsed = parseScenarios(changed)
        if (parsed.kind === 'parsed') return
        const lines = changed.split('\n').length
        expect(parsed.problems.length).toBeGreaterThan(0)
        for (const { place, message } of parsed.problems) {
          expect(message).not.toBe('')
          expect(place.line).toBeGreaterThanOrEqual(1)
          expect(place.line).toBeLessThanOrEqual(lines + 1)
        }
      }),
      { numRuns: 400, seed: 20_261_128 },
    )
  })
})
