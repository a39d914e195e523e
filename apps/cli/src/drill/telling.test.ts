import { describe, expect, test } from 'vitest'
import { Disagreement, Telling } from './telling.ts'

function telling() {
  const said: string[] = []
  return { told: new Telling((line) => said.push(line)), said }
}

describe('what two of them say', () => {
  test('is counted when it is the same', () => {
    const { told, said } = telling()
    told.same('the date', { car: '2026-12-30', vendor: '2026-12-30', authority: '2026-12-30' })
    told.must('it starts', true)
    expect([told.agreed, said]).toEqual([2, []])
  })

  test('ends the drill at the first difference, with both answers', () => {
    const { told } = telling()
    const asked = () => told.same('the date', { car: '2026-12-30', vendor: '2026-12-30', authority: '2026-12-22' })
    expect(asked).toThrow(Disagreement)
    expect(asked).toThrow('the date: car says "2026-12-30", and authority says "2026-12-22"')
    expect(told.agreed).toBe(0)
  })

  test('is no agreement when nobody was asked', () => {
    expect(() => telling().told.same('the date', {})).toThrow('nobody was asked')
  })

  test('must be so, or what was found is told', () => {
    expect(() => telling().told.must('the car starts', false, { mode: 'locked' })).toThrow(
      'the car starts; what was found is {"mode":"locked"}',
    )
  })
})

test('a law is told below what was done by it', () => {
  const { told, said } = telling()
  told.part('Day 1')
  told.did('A date moves.', '540 CMR 25.06(3)')
  expect(said.join('')).toBe('\nDay 1\n  A date moves.\n      by law: 540 CMR 25.06(3)\n')
})
