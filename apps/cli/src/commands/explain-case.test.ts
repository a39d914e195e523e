import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { keyturn } from '../told-terminal.ts'

const root = join(import.meta.dirname, '..', '..', '..', '..')
const story = join(root, 'conformance/cases/us-ma/from-approval-to-removal.yaml')
const explain = (...args: readonly string[]) => keyturn(['explain', '--file', story, ...args])

describe('the story of a case from its file', () => {
  test.each([
    ['2020-09-08', 'AWAITING APPROVAL since Tue 8 Sep 2020'],
    ['2020-09-22', 'INSTALLED'],
    ['2021-02-16', 'Your car is locked out. Drive it to your service provider by Thu 18 Feb 2021, 06:50 EST.'],
    ['2021-02-22', 'Come to the hearing on Tue 9 Mar 2021, 10:00 EST'],
    ['2021-03-10', 'Found not responsible. It stays on record and does not count.'],
    ['2021-06-15', '2019 gray van'],
    ['2021-11-20', 'Time with a device in NH from 1 March 2020 to 31 August 2020 counts.'],
    ['2022-08-02', 'Two failed start-up tests in one service period'],
    ['2023-04-01', 'Dana Whitfield'],
    ['2023-04-14', 'COMPLETED since Fri 14 Apr 2023'],
  ])('on %s it says: %s [MA-REM-4]', async (day, words) => {
    const told = await explain('--at', day)
    expect(told).toMatchObject({ exit: 0, err: '' })
    expect(told.out).toContain(words)
  })

  test('what a device kept for itself for a month is not known before, and is told afterwards', async () => {
    const then = await explain('--at', '2022-07-31', '--known-at', '2022-07-31')
    expect(then.out).not.toContain('Your car is locked out')
    const now = await explain('--at', '2022-07-31')
    expect(now.out).toContain('Your car is locked out')
    expect((await explain('--at', '2022-08-02', '--known-at', '2022-08-02')).out).toContain('CORRECTIONS')
  })

  test('the whole story stands below it in order', async () => {
    const { out } = await explain('--timeline')
    const lines = out.slice(out.indexOf('IN ORDER')).split('\n')
    expect(lines[1]).toContain('Case opened')
    expect(lines.length).toBeGreaterThan(80)
  })

  test('as JSON it is the assessment', async () => {
    const { out } = await explain('--at', '2021-02-16', '--json')
    expect(JSON.parse(out)).toMatchObject({ case: 'MA-2020-0417', assessment: { stage: { kind: 'restricted' } } })
  })
})

describe('a file that cannot be told', () => {
  test.each([
    [['--file', join(root, 'README.md')], 'tells no case'],
    [['--file', join(root, 'conformance/cases/us-ma/removal.yaml')], 'tells several cases; say which: MA-REM-1A'],
    [['MA-NOBODY', '--file', story], 'and not MA-NOBODY'],
    [['--file', story, '--at', 'yesterday'], 'a day 2026-03-20'],
    [['--file', story, '--at', '2019-01-01', '--known-at', '2019-01-01'], 'Nothing is told'],
    [['--file', story, '--log', 'car.log'], 'give one of them'],
    [['--file', join(root, 'conformance/scenario-faults/case-unreadable.yaml')], 'is not a clause id'],
  ])('%j: %s', async (args, words) => {
    const told = await keyturn(['explain', ...args])
    expect(told.exit).toBe(2)
    expect(told.err).toContain(words)
  })
})
