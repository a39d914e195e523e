import { instant } from '@keyturn/domain/units.ts'
import { beforeEach, describe, expect, test } from 'vitest'
import { nodeKit } from './kit.ts'
import { parseScenarios } from './parse.ts'
import { brokenAfterStep, brokenAtEnd } from './promises.ts'
import { World } from './world.ts'

function newWorld(jurisdiction: 'US-MA' | 'US-ME'): World {
  const parsed = parseScenarios(`title: T\njurisdiction: ${jurisdiction}\nstart: 2026-11-02 09:00\nsteps: [crank]\n`)
  const scenario = parsed.kind === 'parsed' ? parsed.scenarios[0] : undefined
  if (scenario === undefined) throw new Error('the scenario of this test does not parse')
  const made = new World(scenario, nodeKit)
  made.installed('R. Alden', 'Center 1')
  made.act({ do: 'ignition', to: 'on' })
  made.pass(60_000)
  return made
}

describe('a promise that is broken is seen', () => {
  let world: World
  beforeEach(() => {
    world = newWorld('US-MA')
  })
  const said = (broken: readonly { readonly expected: string }[]) => broken.map(({ expected }) => expected).join('\n')

  test('nothing is broken in an honest run', () => {
    expect(brokenAfterStep(world)).toEqual([])
    expect(brokenAtEnd(world, nodeKit)).toEqual([])
  })

  test('the device knows something that its log does not say', () => {
    const { state } = world
    world.state = { ...state, ledger: { ...state.ledger, holdUntil: instant(1) } }
    expect(said(brokenAfterStep(world))).toContain('the log gives the state back')
  })

  test('the device locks for a reason that the case does not find', () => {
    const { state } = world
    const lockout = { rule: 'failed-starts', since: world.at, visitBy: null, visitAsSet: null, closed: true }
    world.state = { ...state, ledger: { ...state.ledger, lockouts: [lockout] } }
    expect(said(brokenAfterStep(world))).toContain('are those of the case')
  })

  test('the starter is permitted and nobody wrote it down', () => {
    const until = instant(world.at + 60_000)
    const phase = { at: 'start-permitted', basis: 'passed-test', until, heldUntil: until, cranked: false } as const
    world.state = { ...world.state, phase }
    expect(said(brokenAfterStep(world))).toContain('no start permitted without a record of it')
  })

  test('a permission is recorded without a passed test', () => {
    const { at, up } = world.log.records.at(-1) ?? { at: world.at, up: world.state.up }
    world.log.append([{ kind: 'start-permitted', basis: 'passed-test', until: at, at, up, cause: 'device' }])
    expect(said(brokenAtEnd(world, nodeKit))).toContain('no start permitted without a passed test')
  })

  test('a record is changed after it was signed', () => {
    world.upload()
    const [first, ...rest] = world.log.closed
    if (first === undefined) throw new Error('nothing was sent')
    const forged = first.bytes.slice()
    forged[200] = (forged[200] ?? 0) ^ 1
    world.log.closed.splice(0, world.log.closed.length, { ...first, bytes: forged }, ...rest)
    expect(said(brokenAtEnd(world, nodeKit))).toContain('the log verifies')
    expect(said(brokenAtEnd(world, nodeKit))).toContain('byte for byte')
  })
})

test('the same file gives the same log, byte for byte', () => {
  const [one, other] = [newWorld('US-ME'), newWorld('US-ME')]
  one.upload()
  other.upload()
  expect(one.log.bytes()).toEqual(other.log.bytes())
  expect(one.log.bytes().length).toBeGreaterThan(500)
})
