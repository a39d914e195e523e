import { expect, test } from 'vitest'
import { atOnce, type Steps, withRests } from '../print/steps.ts'
import { oneAtATime, PrintingAlready } from './print.ts'

function* counted(): Steps<number> {
  for (let n = 0; n < 3; n++) yield
  return 7
}

test('work in steps comes to the same with rests, one at every step', async () => {
  let rests = 0
  const rest = async () => {
    rests += 1
  }
  expect([atOnce(counted()), await withRests(counted(), rest)]).toEqual([7, 7])
  expect(rests).toBe(3)
})

test('copies are printed one after the other, and a fifth is sent away', async () => {
  const printing = oneAtATime()
  let at = 0
  let most = 0
  const copy = async () => {
    at += 1
    most = Math.max(most, at)
    await new Promise((done) => setImmediate(done))
    at -= 1
  }
  const jam = printing(async () => Promise.reject(new Error('paper jam')))
  const others = Array.from({ length: 3 }, () => printing(copy))
  await expect(printing(copy)).rejects.toThrow(PrintingAlready)
  await expect(jam).rejects.toThrow('paper jam')
  await Promise.all(others)
  expect(most).toBe(1)
  await printing(copy)
})
