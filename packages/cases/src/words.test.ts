import { duration, instant } from '@keyturn/domain/units.ts'
import { expect, test } from 'vitest'
import { eventExamples } from './event-examples.ts'
import { timeline } from './timeline.ts'
import { span, words } from './words.ts'

const boston = 'America/New_York'
const events = Object.values(eventExamples)

test.each(events.map((event) => [event.kind, event] as const))('%s is told in one plain sentence', (_kind, event) => {
  const said = words(event, boston)
  expect(said).toMatch(/^[A-Z"].*\.$/)
  expect(said).not.toMatch(/undefined|NaN|null|\{|\[object/)
})

test('every record of a log has its place, time and sentence', () => {
  const at = instant(Date.UTC(2026, 2, 2, 14))
  const records = events.map((event, i) => ({ ...event, seq: i + 1, at, up: duration(0), cause: 'operator' as const }))
  const told = timeline(records.toReversed(), boston)
  expect(told.map(({ seq }) => seq)).toEqual(records.map(({ seq }) => seq))
  expect(told[10]).toEqual({
    seq: 11,
    at,
    when: 'Mon 2 Mar 2026, 09:00 EST',
    kind: 'sample',
    words: 'Start test failed at 0.034 g/210 L.',
    cause: 'operator',
  })
})

test('moments inside a sentence are told in the zone', () => {
  expect(words(eventExamples['service-missed'], boston)).toBe(
    'Service visit missed: it was due by Mon 2 Mar 2026, 09:00 EST.',
  )
})

test.each([
  [0, '0 milliseconds'],
  [1, '1 millisecond'],
  [1_000, '1 second'],
  [119_000, '2 minutes'],
  [-86_400_000, '1 day'],
])('a span of %i ms is told as %s', (ms, said) => {
  expect(span(ms)).toBe(said)
})

test('a reset at a visit ends the tamper indicator and claims no lockout', () => {
  expect(words(eventExamples['service-reset'], boston)).toBe('Tamper indicator put out at the service visit.')
})

test('a control character in a text of a record stays harmless', () => {
  const event = { ...eventExamples['service-opened'], technician: 'A\n\u001b[2J\u009bB\u007f' }
  expect(words(event, boston)).toBe('Service visit begun by A\ufffd\ufffd[2J\ufffdB\ufffd at Worcester.')
})
