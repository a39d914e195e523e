import { describe, expect, test } from 'vitest'
import { deviceOf, type ToldCase } from './program-case-under.ts'
import { caseInMassachusetts, reinstated } from './testing/reinstated.ts'

const doubts = (told: ToldCase, moment: string) =>
  told
    .at(moment)
    .findings.filter(({ class: of, rule }) => of === 'for-a-person' && rule !== 'missed-visit')
    .map(({ rule }) => rule)

describe('facts that cannot be', () => {
  test('leave a sound case without a doubt', () => {
    expect(doubts(reinstated(), '2024-03-06')).toEqual([])
  })

  test('a case opened twice keeps the first participant', () => {
    const twice = reinstated().opened('2024-03-06', { name: 'Somebody Else' })
    expect(doubts(twice, '2024-03-06')).toEqual(['opened-twice'])
    expect(twice.at('2024-03-06').participant?.name).toBe('Dana Ferreira')
  })

  test('a device that was never installed cannot come out', () => {
    const removed = reinstated().fact('2024-03-06', {
      kind: 'device-removed',
      device: deviceOf('car-9'),
      removedBy: 'participant',
      why: 'not-said',
    })
    expect(doubts(removed, '2024-03-06')).toContain('names-no-device')
  })

  test('vehicles, people and facts that were never told are named as such', () => {
    expect(doubts(reinstated().givenUp('2024-03-06', 'car-9'), '2024-03-06')).toEqual(['names-no-vehicle'])
    expect(doubts(reinstated().memberLeft('2024-03-06', 'nobody'), '2024-03-06')).toEqual(['names-nobody'])
    expect(doubts(reinstated().affidavit('2024-03-06', 'nobody'), '2024-03-06')).toEqual(['names-nobody'])
    expect(doubts(reinstated().withdrawn('2024-03-06', 99), '2024-03-06')).toEqual(['withdraws-nothing'])
    expect(doubts(reinstated().withdrawn('2024-03-06', 0), '2024-03-06')).toEqual(['withdraws-nothing'])
  })

  test('a period that ends before it begins counts nothing', () => {
    const backwards = reinstated().suspended('2024-06-01', '2024-05-01')
    expect(doubts(backwards, '2024-06-02')).toContain('ends-before-it-begins')
    expect(backwards.at('2024-06-02').term.endsOn).toBe('2026-03-04')
    expect(backwards.at('2024-06-02').stage.kind).toBe('restricted')
    const hardship = caseInMassachusetts()
      .opened('2022-01-03')
      .convicted('2022-01-10')
      .hardship('2022-06-01', '2022-05-01')
    expect(doubts(hardship, '2022-06-02')).toEqual(['ends-before-it-begins'])
    const order = caseInMassachusetts().opened('2022-01-03').courtOrder('2022-06-01', '2022-05-01').at('2022-06-02')
    expect(order.term.required).toBe(false)
  })

  test('a decision about no request decides nothing', () => {
    const nobody = reinstated().fact('2026-03-08', { kind: 'removal-decided', request: 99, granted: true, reason: 'x' })
    expect(doubts(nobody, '2026-03-08')).toContain('names-no-request')
    expect(nobody.at('2026-03-08').stage.kind).toBe('restricted')
  })

  test('of two officers who decide at once, the first decision holds and the second is shown', () => {
    const first = reinstated().asksRemoval('2026-03-06').removalDecided('2026-03-10T15:00Z', false)
    const both = first.removalDecided('2026-03-10T15:00Z', true)
    expect(doubts(both, '2026-03-11')).toContain('decided-twice')
    expect(both.at('2026-03-11').stage.kind).toBe('restricted')
    const settled = both.withdrawn('2026-03-12', 12)
    expect(doubts(settled, '2026-03-12')).not.toContain('decided-twice')
    expect(settled.at('2026-03-12').stage.kind).toBe('removal-granted')
  })

  test('a withdrawal that is withdrawn brings the fact back', () => {
    const told = reinstated().withdrawn('2024-04-01', 9)
    expect(told.at('2024-03-31').term.endsOn).toBe('2026-03-04')
    expect(told.at('2024-04-01').term.endsOn).toBeNull()
    expect(told.withdrawn('2024-04-02').at('2024-04-02').term.endsOn).toBe('2026-03-04')
  })
})
