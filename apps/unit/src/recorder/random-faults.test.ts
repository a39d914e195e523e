import type { Fault } from '@keyturn/local/disk/faulty-disk.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bench } from './recorder-bench.ts'

type Deed =
  | { readonly do: 'append'; readonly n: number }
  | { readonly do: 'close' | 'tend' | 'heal' }
  | {
      readonly do: 'fail'
      readonly after: number
      readonly times: number
      readonly fault: Fault
      readonly copy: 'first' | 'second' | 'both'
    }
  | { readonly do: 'end'; readonly how: 'loses power' | 'is killed'; readonly kept: number }

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('append' as const), n: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 2, arbitrary: fc.constantFrom<Deed>({ do: 'close' }, { do: 'tend' }, { do: 'heal' }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('fail' as const),
      after: fc.integer({ min: 0, max: 6 }),
      times: fc.integer({ min: 1, max: 8 }),
      fault: fc.constantFrom<Fault>('refused', 'torn', 'answer-lost'),
      copy: fc.constantFrom('first', 'second', 'both'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      how: fc.constantFrom('loses power', 'is killed'),
      kept: fc.integer({ min: 0, max: 300 }),
    }),
  },
)

test('no sequence of faults, crashes and repairs loses a promised record', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 40 }), async (deeds) => {
      const run = await bench()
      const heal = () => {
        run.disk.failing = () => undefined
      }
      for (const each of deeds) {
        switch (each.do) {
          case 'append':
            await run.append(each.n)
            break
          case 'close':
            await run.close()
            break
          case 'tend':
            await run.recorder().tend()
            break
          case 'heal':
            heal()
            break
          case 'fail': {
            const from = run.disk.calls.length + each.after
            run.disk.failing = ({ does, path }) => {
              const at = run.disk.calls.length - 1
              if (at < from || at >= from + each.times || does === 'read' || does === 'list') return undefined
              return each.copy === 'both' || path.startsWith(`/${each.copy}`) ? each.fault : undefined
            }
            break
          }
          case 'end':
            await run.recorder().stop()
            if (each.how === 'loses power') run.disk.crash(each.kept)
            run.forget()
            await run.reopen()
            break
        }
      }
      heal()
      await run.recorder().stop()
      run.forget()
      const found = await run.check('after all that')
      expect(found.length).toBeGreaterThanOrEqual(0)
    }),
    { numRuns: 400, seed: 20_261_122 },
  )
})
