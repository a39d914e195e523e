import { assessCase } from '@keyturn/cases/program/assess-case.ts'
import { instant } from '@keyturn/domain/units.ts'
import { describe, expect, test } from 'vitest'
import { nodeKit } from '../scenario/kit.ts'
import { demoFleet, FLEET_SIZE, type Unled } from './fleet.ts'

const NOW = instant(Date.UTC(2026, 10, 22, 14))
const lives = demoFleet(NOW, 1, nodeKit)
/** One of each plot, so that every plot is led and the test stays quick. */
const firsts = lives.filter(({ n, plot, jurisdiction }, i) => {
  const same = lives.findIndex((one) => one.plot === plot && one.jurisdiction === jurisdiction && one.n === n)
  return n === 0 && same === i
})
const led = firsts.map((life) => [`${life.jurisdiction} ${life.plot}`, life, life.lead()] as const)

const seen = ({ caseId, participant }: Unled) => [caseId, participant.name, participant.license.number]

describe('the fleet of the demo', () => {
  test('there are two hundred cases under two jurisdictions with ids and licenses of their own', () => {
    expect(lives).toHaveLength(FLEET_SIZE)
    expect(FLEET_SIZE).toBe(200)
    expect(new Set(lives.map(({ caseId }) => caseId)).size).toBe(FLEET_SIZE)
    expect(new Set(lives.map(({ participant }) => participant.license.number)).size).toBe(FLEET_SIZE)
    expect([...new Set(lives.map(({ jurisdiction }) => jurisdiction))]).toEqual(['US-MA', 'US-ME'])
  })

  test('names are written in several scripts', () => {
    const names = lives.map(({ participant }) => participant.name).join(' ')
    for (const script of ['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Ethiopic', 'Han', 'Hangul', 'Khmer']) {
      expect(names, script).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'))
    }
  })

  test('one seed and one moment give one fleet', () => {
    expect(demoFleet(NOW, 1, nodeKit).map(seen)).toEqual(lives.map(seen))
    expect(demoFleet(NOW, 2, nodeKit).map(seen)).not.toEqual(lives.map(seen))
  })

  test('a life led twice is the same to the byte', () => {
    const [again] = demoFleet(NOW, 1, nodeKit)
    const [, , first] = led[0] ?? []
    const second = again?.lead()
    expect(second?.world.facts).toEqual(first?.world.facts)
    expect(second?.world.cars[0]?.world.server.bytes()).toEqual(first?.world.cars[0]?.world.server.bytes())
  })

  test('the law refuses nothing of any plot', () => {
    expect(led.flatMap(([, , { refused }]) => refused)).toEqual([])
  })

  test('cases stand in every state of a case’s life', () => {
    const stages = new Set(led.map(([, , { world }]) => world.assess(NOW).stage.kind))
    expect([...stages].toSorted()).toEqual([
      'approved',
      'awaiting-approval',
      'completed',
      'installed',
      'removal-granted',
      'removal-requested',
      'restricted',
      'suspended',
    ])
    const findings = led.flatMap(([, , { world }]) => world.assess(NOW).findings)
    const rules = new Set(findings.map(({ rule }) => rule))
    for (const rule of ['failed-starts', 'failed-retest', 'missed-visit', 'missed-retests', 'failed-samples']) {
      expect(rules, rule).toContain(rule)
    }
    const standings = new Set(findings.map(({ standing }) => standing.kind))
    for (const kind of ['stands', 'hearing-requested', 'hearing-set', 'responsible', 'not-responsible', 'excused']) {
      expect(standings, kind).toContain(kind)
    }
  })

  test.each(led)(
    'nothing of %s lies after now, and its logs hold what they promise',
    (_plot, { caseId }, { world }) => {
      for (const { at, recordedAt } of world.facts) {
        expect(at).toBeLessThanOrEqual(recordedAt)
        expect(recordedAt).toBeLessThanOrEqual(NOW)
      }
      for (const car of world.cars) expect(car.broken(nodeKit)).toEqual([])
      expect(assessCase(world.law, world.file, NOW).caseId).toBe(caseId)
    },
  )
})
