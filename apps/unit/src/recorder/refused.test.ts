import type { Entry } from '@keyturn/domain/record.ts'
import { duration, instant } from '@keyturn/domain/units.ts'
import { expect, test } from 'vitest'
import { START, settled, UnitBench } from '../unit-bench.ts'
import { RecordRefused } from './recorder.ts'

/** A moment after the last one that the format can spell. */
const BEYOND = Date.UTC(9_999, 11, 31) + 2 * 86_400_000

const note = (why: string, at = START): Entry => ({
  kind: 'statement-refused',
  statement: 's',
  why,
  at: instant(at),
  up: duration(0),
  cause: 'unknown',
})

test('a record that the format cannot carry fails alone', async () => {
  const { recorder, records } = await begun()
  const before = recorder.lastSeq()
  const [first, bad, last] = [[note('first')], [note('bad', BEYOND)], [note('last')]].map((entries) =>
    recorder.append(entries),
  )
  await expect(bad).rejects.toThrow(RecordRefused)
  expect(await first).toHaveLength(1)
  expect(await last).toHaveLength(1)
  expect(recorder.lastSeq()).toBe(before + 2)
  expect((await records()).flatMap((r) => (r.kind === 'statement-refused' ? [r.why] : []))).toEqual(['first', 'last'])
})

test('a segment that would begin with such a record is not begun', async () => {
  const { recorder } = await begun()
  await recorder.close()
  const before = await recorder.bytes()
  await expect(recorder.append([note('bad', BEYOND)])).rejects.toThrow(RecordRefused)
  expect(await recorder.bytes()).toEqual(before)
})

test('a device whose recorder refused a record is out of order and says so', async () => {
  const { unit } = await begun()
  await unit.passTest()
  expect(unit.controller.outputs().starter).toBe('permitted')
  const { append } = unit.recorder
  // The next record comes with what no format carries: a fault that nobody knows of yet.
  unit.recorder.append = (entries) => {
    unit.recorder.append = append
    return append.call(
      unit.recorder,
      entries.map((entry) => ({ ...entry, at: instant(BEYOND) })),
    )
  }
  await unit.car.act({ do: 'tamper', sign: 'case-opened' })
  await settled()
  expect(unit.failures.map(String)).toEqual([expect.stringContaining('the log cannot carry tamper')])
  expect(unit.controller.state().ledger.malfunctions).toEqual(['recorder'])
  expect(unit.controller.outputs().starter).toBe('blocked')
  expect((await unit.records()).at(-1)).toMatchObject({ kind: 'malfunction', code: 'recorder' })
})

async function begun() {
  const unit = await (await UnitBench.start()).install()
  return { unit, recorder: unit.recorder, records: () => unit.records() }
}
