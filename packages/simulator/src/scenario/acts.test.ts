import { expect, test } from 'vitest'
import { perform } from './acts.ts'
import { nodeKit } from './kit.ts'
import { parseScenarios } from './parse.ts'
import { World } from './world.ts'

test('the technician who opened the visit completes it', () => {
  const steps = '[{service: {technician: S. Okafor}}]'
  const parsed = parseScenarios(`title: T\njurisdiction: US-MA\nstart: 2026-11-02 09:00\nsteps: ${steps}\n`)
  const scenario = parsed.kind === 'parsed' ? parsed.scenarios[0] : undefined
  if (scenario === undefined) throw new Error('the scenario of this test does not parse')
  const world = new World(scenario, nodeKit)
  world.installed('R. Alden', 'Center 1')
  for (const { act } of scenario.steps) if (act.do !== 'expect') expect(perform(world, act)).toBeNull()
  const by = world.log.records.flatMap((record) => (record.kind === 'service-completed' ? [record.technician] : []))
  expect(by.at(-1)).toBe('S. Okafor')
})
