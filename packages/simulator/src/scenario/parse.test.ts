import { describe, expect, test } from 'vitest'
import { parseScenarios } from './parse.ts'

const head = (steps: string, more = '') => `title: A test
clauses: [ME-5a]
jurisdiction: US-ME
start: 2026-03-02 09:00
${more}steps:
${steps}`

/** `line:column message` of each problem. */
const problems = (text: string): readonly string[] => {
  const parsed = parseScenarios(text)
  return parsed.kind === 'refused' ? parsed.problems.map((p) => `${p.place.line}:${p.place.column} ${p.message}`) : []
}
const only = (text: string) => {
  const parsed = parseScenarios(text)
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems))
  const [scenario] = parsed.scenarios
  if (scenario === undefined) throw new Error('no scenario')
  return scenario
}

describe('a readable file', () => {
  test('local times are read on the clock of the jurisdiction', () => {
    expect(new Date(only(head('  - crank\n')).start).toISOString()).toBe('2026-03-02T14:00:00.000Z')
  })

  test('a time with Z is UTC', () => {
    const text = head('  - crank\n').replace('09:00', '09:00Z')
    expect(new Date(only(text).start).toISOString()).toBe('2026-03-02T09:00:00.000Z')
  })

  test('steps keep their words and their place', () => {
    const { steps } = only(head('  - ignition: on\n  - blow: 0.031\n  - wait: 1 h 30 min\n'))
    expect(steps.map(({ text, place }) => `${place.line}:${place.column} ${text}`)).toEqual([
      '6:5 ignition: on',
      '7:5 blow: 0.031',
      '8:5 wait: 1 h 30 min',
    ])
    expect(steps.map(({ act }) => act)).toEqual([
      { do: 'ignition', to: 'on' },
      { do: 'blow', breath: { brac: 31, how: 'good', atOnce: false } },
      { do: 'wait', span: 5_400_000 },
    ])
  })

  test('a word of two parts takes a space or a hyphen', () => {
    const { steps } = only(head('  - tamper: case opened\n  - tamper: case-opened\n'))
    expect(steps[0]?.act).toEqual(steps[1]?.act)
  })

  test('a full visit has all its acts in order', () => {
    const act = only(head('  - service: full\n')).steps[0]?.act
    expect(act?.do === 'service' && act.acts.map((a) => a.do)).toEqual([
      'open',
      'inspect',
      'as-found',
      'calibrate',
      'confirm',
      'confirm',
      'reset',
      'certify',
    ])
  })

  test('a file may hold several scenarios', () => {
    const parsed = parseScenarios(`${head('  - crank\n')}---\n${head('  - upload\n')}`)
    expect(parsed.kind === 'parsed' && parsed.scenarios.length).toBe(2)
  })
})

describe('a file that cannot be read names the line, the column and the remedy', () => {
  test.each([
    [
      'an unknown key',
      head('  - crank\n', 'vehicel: {}\n'),
      '5:1 "vehicel" is not a key of a scenario. Did you mean "vehicle"?',
    ],
    ['an unknown step', head('  - crnak\n'), '6:5 "crnak" is not a step. Did you mean "crank"?'],
    ['a step without its value', head('  - blow\n'), '6:5 the step "blow" needs a value: "blow: …"'],
    [
      'two steps behind one hyphen',
      head('  - ignition: on\n    blow: 0.031\n'),
      '7:5 one step is one line: begin "blow" with a hyphen of its own',
    ],
    [
      'breath alcohol in the wrong unit',
      head('  - blow: 31\n'),
      '6:11 blow: "31" is not breath alcohol in g/210 L with up to three decimals, such as 0.031',
    ],
    [
      'more alcohol than a device states',
      head('  - blow: 1.5\n'),
      '6:11 blow: 1.5 is more than a device can state (0.999 g/210 L)',
    ],
    [
      'a span without a unit',
      head('  - wait: 10\n'),
      '6:11 wait: "10" is not a span of time such as 10 min, 1 h 30 min, 45 s or 3 days',
    ],
    [
      'a span in weeks',
      head('  - wait: 2 weeks\n'),
      '6:11 wait: "weeks" is not a unit of time; known: ms, s, min, h, days',
    ],
    ['no time at all', head('  - wait: 0 min\n'), '6:11 wait: "0 min" is no time at all'],
    [
      'a battery in the wrong unit',
      head('  - battery: 10200\n'),
      '6:14 battery: "10200" is not a voltage such as 12.6 V',
    ],
    [
      'degrees of another scale',
      head('  - temperature: 14 F\n'),
      '6:18 temperature: "14 F" is not a temperature in degrees Celsius such as -20 C',
    ],
    [
      'a moment before the start',
      head('  - wait until: 2026-03-01 09:00\n'),
      '6:17 wait until: that moment is not after the start of the scenario',
    ],
    [
      'a day that is not in the calendar',
      head('  - wait until: 2026-06-31 09:00\n'),
      '6:17 wait until: there is no 2026-06-31 09:00 in the calendar',
    ],
    [
      'an hour that the clocks skip',
      head('  - wait until: 2026-03-08 02:30\n'),
      '6:17 wait until: there is no 2026-03-08 02:30 in America/New_York: the clocks are set forward over it',
    ],
    [
      'an hour that comes twice',
      head('  - wait until: 2026-11-01 01:30\n'),
      '6:17 wait until: 2026-11-01 01:30 happens twice in America/New_York: write it in UTC, with a Z',
    ],
    [
      'a service date past what the law allows',
      head('  - crank\n', 'service due: 2026-06-01\n'),
      '5:14 service due: Maine allows 60 days from installation, 2026-05-01 at the latest',
    ],
    [
      'a jurisdiction without a profile',
      head('  - crank\n').replace('US-ME', 'US-TX'),
      '3:15 there is no profile for the jurisdiction "US-TX"; there is one for US-MA, US-ME',
    ],
    [
      'a clause that is no id',
      head('  - crank\n').replace('ME-5a', 'five'),
      '2:11 "five" is not a clause id such as ME-5a or MA-LCK-1',
    ],
    [
      'an unknown kind of record',
      head('  - expect: {records: [ignition-onn]}\n'),
      '6:24 "ignition-onn" is not a kind of record. Did you mean "ignition-on"?',
    ],
    [
      'a field that the record does not have',
      head('  - expect: {records: [{sample: {colour: red}}]}\n'),
      '6:34 "colour" is not a key of a record "sample". Known: seq, at, up, cause, test, result, brac, volume ml.',
    ],
    [
      'a rule of another state',
      head('  - expect: {lockout: failed-starts}\n'),
      '6:23 "failed-starts" is not a lockout rule of Maine. Known: failed-samples, tampering, refused-retests, missed-visit, unserviced-violations.',
    ],
    [
      'a display line that is too long',
      head('  - expect: {display: [this line is far too long, ""]}\n'),
      '6:24 a line of the display has at most 20 characters; this has 25',
    ],
    ['a key written twice', head('  - crank\n', 'title: Again\n'), '5:1 Map keys must be unique'],
    [
      'YAML that does not parse',
      head('  - {ignition: on\n'),
      '7:1 Flow map in block collection must be sufficiently indented and end with a }',
    ],
    ['an alias', head('  - &a crank\n  - *a\n'), '6:8 anchors (&name) are not part of this format'],
    ['a missing title', head('  - crank\n').replace('title: A test\n', ''), '1:1 a scenario needs "title:"'],
    ['an empty file', '', '1:1 the file is empty'],
    ['a list instead of a scenario', '- crank\n', '1:1 a scenario begins with "title:"'],
  ])('%s', (_what, text, problem) => {
    expect(problems(text)[0]).toBe(problem)
  })

  test('every bad step is named, not only the first', () => {
    expect(problems(head('  - crnak\n  - ignition: on\n  - wait: 10\n'))).toHaveLength(2)
  })
})
