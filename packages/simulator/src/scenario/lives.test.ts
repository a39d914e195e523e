/** Lives that nobody made up: whatever is done to a car, device and case engine agree, and every promise holds. */
import { days, hours, mgPer210L, minutes, seconds } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Manner } from '../breath.ts'
import { perform } from './acts.ts'
import { nodeKit } from './kit.ts'
import { parseScenarios } from './parse.ts'
import { brokenAfterStep, brokenAtEnd } from './promises.ts'
import type { Act, Scenario } from './scenario.ts'
import { World } from './world.ts'

type Doing = Exclude<Act, { do: 'expect' }>

const blow = (mg: number, how: Manner = 'good', atOnce = false): Doing => ({
  do: 'blow',
  breath: { brac: mgPer210L(mg), how, atOnce },
})
const wait = (span: ReturnType<typeof seconds>): Doing => ({ do: 'wait', span })
const fullVisit = (visit: 'scheduled' | 'lockout'): Doing => ({
  do: 'service',
  acts: [
    { do: 'open', technician: 'T', center: 'C' },
    { do: 'inspect', sound: true, notes: '' },
    { do: 'as-found', reference: mgPer210L(50), gas: mgPer210L(50) },
    { do: 'calibrate', reference: mgPer210L(50), gas: mgPer210L(50), gasLot: 'L' },
    { do: 'confirm', reference: mgPer210L(50), gas: mgPer210L(50) },
    { do: 'confirm', reference: mgPer210L(50), gas: mgPer210L(50) },
    { do: 'reset' },
    { do: 'certify', certificate: 'c', visit, dueOn: null },
  ],
})

const on: Doing = { do: 'ignition', to: 'on' }
const off: Doing = { do: 'ignition', to: 'off' }
const crank: Doing = { do: 'crank' }
const retest: Doing = { do: 'retest' }
const drive = (span: ReturnType<typeof seconds>): Doing => ({ do: 'drive', span, retests: mgPer210L(0) })

/** Steps as a file writes them, one a line. */
const told = (...steps: readonly string[]): readonly Doing[] => {
  const lines = steps.map((step) => `  - ${step}\n`).join('')
  const parsed = parseScenarios(`title: T\njurisdiction: US-MA\nstart: 2026-11-02 09:00\nsteps:\n${lines}`)
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems))
  return (parsed.scenarios[0]?.steps ?? []).flatMap(({ act }) => (act.do === 'expect' ? [] : [act]))
}
const of = (jurisdiction: string, days: string, more = '') =>
  `order: {by: authority of ${jurisdiction}, outage: ${days}, due: 2026-11-01 to 2027-03-01${more}}`
const everyDate = ', for: {dates: [service visit, violations service, lockout visit]}'

/** Help that comes by itself or by somebody's hand, lawful and not. */
const help = fc.constantFrom<readonly Doing[]>(
  told(of('US-MA', '2026-11-28 to 2026-12-05'), 'carry: phone'),
  told(of('US-ME', '2026-11-28 to 2026-12-05'), 'carry: phone'),
  told(of('US-MA', '2026-11-20 to 2026-12-20', everyDate), 'carry: qr'),
  told(of('US-ME', '2026-11-20 to 2026-12-20', everyDate), 'carry: qr'),
  told('order: {by: vendor, outage: 2026-11-28 to 2026-12-05}', 'carry: phone'),
  told('order: {by: stranger, outage: 2026-11-28 to 2026-12-05}', 'carry: phone'),
  told('carry: phone'),
  told('carry: mirror'),
  told('order: {ends: order}', 'carry: phone'),
  told('override: authority of US-MA', 'carry: phone'),
  told('override: authority of US-ME', 'carry: phone'),
  told('code: override'),
  told('code: 7 days'),
  told('code: again'),
  told('code: wrong'),
  told('code: wrong', 'code: wrong', 'code: wrong', 'code: wrong', 'code: wrong'),
  told('visit: offline'),
  told('visit: {how: offline, visit: lockout, as found: {gas: 0.061, says: 0.050}}'),
  told('visit: {how: rescue, visit: lockout}'),
  told('authority: down'),
  told('authority: up'),
)

/** What can happen to a car: a few acts that belong together, the everyday more often than the rare. */
const doings = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom<readonly Doing[]>(
      [on, blow(0), crank],
      [on, blow(20), crank, drive(minutes(20)), off],
      [on, blow(24), crank, retest],
      [on, blow(90), off],
      [blow(25)],
      [blow(0)],
      [blow(0, 'short')],
      [blow(0, 'good', true)],
      [off],
      [on],
      [crank],
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom<readonly Doing[]>(
      [retest],
      [retest, wait(minutes(11)), off],
      [retest, off],
      [retest, blow(90), off],
      [drive(minutes(20))],
      [{ do: 'engine', to: 'stall' }],
    ),
  },
  {
    weight: 5,
    arbitrary: fc.constantFrom<readonly Doing[]>(
      [wait(seconds(59))],
      [wait(minutes(4))],
      [wait(minutes(31))],
      [wait(hours(9))],
      [wait(days(1))],
      [wait(days(3))],
      [off, wait(days(24))],
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<readonly Doing[]>(
      [off, fullVisit('scheduled')],
      [fullVisit('lockout')],
      [{ do: 'service', acts: [{ do: 'open', technician: 'T', center: 'C' }] }],
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom<readonly Doing[]>(
      [{ do: 'power-lost', manner: 'unplugged' }, wait(minutes(1)), { do: 'power-restored' }],
      [{ do: 'power-lost', manner: 'flat-battery' }, wait(hours(2)), { do: 'power-restored' }],
      [{ do: 'power-lost', manner: 'flat-battery' }, wait(days(9)), { do: 'power-restored' }],
      [{ do: 'crash' }],
      [{ do: 'battery', millivolts: 10_500 }],
      [{ do: 'battery', millivolts: 12_600 }],
      [{ do: 'temperature', deciCelsius: -250 }],
      [{ do: 'head', to: 'disconnected' }],
      [{ do: 'head', to: 'connected' }],
      [{ do: 'malfunction', code: 'sensor', present: true }, wait(minutes(20))],
      [{ do: 'malfunction', code: 'sensor', present: false }],
      [{ do: 'clock', byMs: 3_600_000 }],
      [{ do: 'clock', byMs: -864_000_000 }],
      [{ do: 'keypad', digits: '123456' }],
      [{ do: 'power-lost', manner: 'unplugged' }, { do: 'clock', byMs: -864_000_000 }, { do: 'power-restored' }],
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<readonly Doing[]>(
      [on, blow(0, 'bag')],
      [blow(90, 'filter')],
      [{ do: 'tamper', sign: 'case-opened' }],
      [on, { do: 'engine', to: 'push-start' }],
      [{ do: 'server', to: 'down' }],
      [{ do: 'server', to: 'up' }],
    ),
  },
)

const doingsWithHelp = fc.oneof({ weight: 4, arbitrary: doings }, { weight: 1, arbitrary: help })

function scenarioFor(jurisdiction: string, seed: number): Scenario {
  const parsed = parseScenarios(
    `title: T\njurisdiction: ${jurisdiction}\nseed: ${seed}\nstart: 2026-11-02 09:00\nsteps: [crank]\n`,
  )
  const scenario = parsed.kind === 'parsed' ? parsed.scenarios[0] : undefined
  if (scenario === undefined) throw new Error('the scenario of this test does not parse')
  return scenario
}

const RUNS = Number(process.env['LIVES'] ?? 60)

test.each([massachusetts, maine])(
  '$id: device and case engine agree about any life of a car',
  { timeout: 120_000 },
  ({ id }) => {
    fc.assert(
      fc.property(
        fc.array(doingsWithHelp, { minLength: 1, maxLength: 40, size: 'max' }),
        fc.integer({ min: 1, max: 1_000 }),
        (life, seed) => {
          const world = new World(scenarioFor(id, seed), nodeKit)
          world.installed('T', 'C')
          for (const act of life.flat()) {
            perform(world, act)
            expect(brokenAfterStep(world)).toEqual([])
          }
          world.server.up = true
          world.upload()
          expect(brokenAtEnd(world, nodeKit)).toEqual([])
          expect(world.server.head.lastSeq).toBe(world.log.records.length)
        },
      ),
      { numRuns: RUNS, seed: Number(process.env['LIVES_SEED'] ?? 20_261_102) },
    )
  },
)
