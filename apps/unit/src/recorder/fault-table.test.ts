import type { Fault } from '@keyturn/local/disk/faulty-disk.ts'
import { describe, expect, test } from 'vitest'
import { type Bench, bench } from './recorder-bench.ts'

const FAULTS: readonly Fault[] = ['refused', 'torn', 'answer-lost']
const ENDS = ['goes on', 'loses power', 'is killed'] as const

/** The work whose every write and sync fails in turn: two segments and a half. */
async function work(run: Bench): Promise<void> {
  for (const n of [1, 2, 3]) await run.append(n)
  await run.close()
  for (const n of [1, 1]) await run.append(n)
  await run.close()
  await run.append(2)
}

/** How many calls the work makes when nothing fails; each of them is a place to fail. */
async function countCalls(): Promise<number> {
  const run = await bench()
  const before = run.disk.calls.length
  await work(run)
  return run.disk.calls.length - before
}

const calls = await countCalls()
const places = Array.from({ length: calls }, (_, i) => i)

describe('a recorder whose disk fails', () => {
  test('has as many places to fail as its work makes calls', () => {
    // Six batches and two checkpoints, each an append and a sync on two copies.
    expect(calls).toBe(8 * 4)
  })

  for (const fault of FAULTS) {
    for (const end of ENDS) {
      test(`loses nothing when one call is ${fault} and the unit ${end}`, async () => {
        for (const place of places) {
          const run = await bench()
          run.failAt(place, 1, fault)
          await work(run)
          await run.finish(end)
          await run.check(`${fault} at call ${place}, then the unit ${end}`)
        }
      })

      test(`loses nothing when every call from one on is ${fault} and the unit ${end}`, async () => {
        for (const place of places) {
          const run = await bench()
          run.failAt(place, Number.POSITIVE_INFINITY, fault)
          await work(run)
          await run.finish(end)
          await run.check(`${fault} from call ${place} on, then the unit ${end}`)
        }
      })
    }

    test(`keeps working on one copy while the other is ${fault}`, async () => {
      for (const copy of ['first', 'second'] as const) {
        const run = await bench()
        run.disk.failing = ({ path, does }) => (path.startsWith(`/${copy}`) && does !== 'read' ? fault : undefined)
        await work(run)
        expect(run.unanswered).toBe(0)
        expect(run.recorder().health()).toBe('one-copy')
        await run.finish('goes on')
        const records = await run.check(`${copy} ${fault}`)
        const told = records.flatMap((r) =>
          r.kind === 'log-copy-lost' || r.kind === 'log-copy-restored' ? [`${r.kind} ${r.copy}`] : [],
        )
        expect(told).toEqual([`log-copy-lost ${copy}`, `log-copy-restored ${copy}`])
      }
    })
  }
})
