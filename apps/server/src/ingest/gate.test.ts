import { expect, test } from 'vitest'
import { gate } from './gate.ts'

/** Work that ends when told to. */
function piece() {
  let finish: () => void = () => undefined
  const done = new Promise<void>((resolve) => {
    finish = resolve
  })
  return { done, finish }
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

test('no more than its width are inside, and all get their turn in order', async () => {
  const enter = gate(2)
  const pieces = Array.from({ length: 5 }, piece)
  const began: number[] = []
  const all = pieces.map(({ done }, n) =>
    enter(() => {
      began.push(n)
      return done
    }),
  )
  await settled()
  expect(began).toEqual([0, 1])
  pieces[1]?.finish()
  await settled()
  expect(began).toEqual([0, 1, 2])
  for (const { finish } of pieces) finish()
  await Promise.all(all)
  expect(began).toEqual([0, 1, 2, 3, 4])
})

test('work that fails gives its place to the next', async () => {
  const enter = gate(1)
  const failed = enter(() => Promise.reject(new Error('on purpose')))
  const next = enter(async () => 'done')
  await expect(failed).rejects.toThrow('on purpose')
  expect(await next).toBe('done')
})
