import { maine } from '@keyturn/rules/us-me.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { at, MA, orderBody, reliefUnit } from '../relief/relief-bench.ts'
import { settled, UnitBench } from '../unit-bench.ts'
import { type HardCopy, hardCopyOf, NotPrintable } from './copy.ts'
import { hardCopyPdf } from './pdf.ts'
import { hardCopyText } from './text.ts'

let log: Uint8Array
let copy: HardCopy

/**
 * A drive, a failed breath, a bag, an opened case, a fault, a missed retest, and the days until service is asked for.
 */
beforeAll(async () => {
  const unit = await (await UnitBench.start({ profile: maine })).install()
  await unit.car.act({ do: 'malfunction', code: 'fuel-cell', present: true })
  await unit.car.act({ do: 'malfunction', code: 'fuel-cell', present: false })
  await unit.passTest()
  await unit.car.act({ do: 'ignition', to: 'crank' })
  await unit.wait(30 * 60_000)
  await unit.car.act({ do: 'ignition', to: 'off' })
  await unit.wait(60_000)
  await unit.car.act({ do: 'ignition', to: 'on' })
  await unit.wait(60_000)
  await unit.car.act({ do: 'blow', brac: 0, how: 'short' })
  await unit.wait(5_000)
  await unit.car.act({ do: 'blow', brac: 25, how: 'good' })
  await unit.wait(5_000)
  await unit.car.act({ do: 'tamper', sign: 'case-opened' })
  await unit.car.act({ do: 'ignition', to: 'off' })
  await unit.wait(54 * 86_400_000)
  await unit.wait(8 * 86_400_000)
  await settled()
  await unit.recorder.close()
  log = await unit.recorder.bytes()
  copy = hardCopyOf(log)
})

const section = (clause: string) => copy.sections.find((each) => each.clause === clause)!.rows
const kinds = (clause: string) => section(clause).map(({ what }) => what.split(',')[0])

describe('the printed copy', () => {
  test('has every use and attempted use of the vehicle [ME-7A]', () => {
    expect(kinds('ME-7A')).toEqual([
      'ignition-on',
      'start-permitted',
      'start-attempted',
      'engine-started',
      'ignition-off',
      'engine-stopped',
      'ignition-on',
      'ignition-off',
    ])
  })

  test('has every attempt to tamper [ME-7B]', () => {
    expect(section('ME-7B')).toMatchObject([{ what: 'tamper, sign case-opened', cause: 'operator' }])
  })

  test('has every breath with its concentration in g/210 L [ME-7C]', () => {
    expect(section('ME-7C').map(({ what }) => what.replace(/, \d\.\d\d L$/, ''))).toEqual([
      'start test: PASS, 0.000 g/210 L',
      'start test: no result, blow-longer',
      'start test: FAIL, 0.025 g/210 L',
    ])
  })

  test('has every malfunction [ME-7D]', () => {
    expect(kinds('ME-7D')).toEqual(['malfunction', 'malfunction-cleared'])
  })

  test('has every failure to give a retest [ME-7E]', () => {
    expect(section('ME-7E')).toMatchObject([{ what: 'retest-missed, how not-taken' }])
  })

  test('has the dates on which service was asked for [ME-7F]', () => {
    expect(kinds('ME-7F')).toEqual(expect.arrayContaining(['service-reminder', 'service-missed']))
  })

  test('has every service performed [ME-7G]', () => {
    expect(kinds('ME-7G')).toEqual(['installed'])
  })

  test('has by whose word a date moved or a locked car started', async () => {
    const { unit, desk, keypad } = await reliefUnit()
    await desk.take(MA.sign(orderBody(), { at, id: 'order-1' }))
    await keypad.type('1234 5678 9012')
    const { sections } = hardCopyOf(await unit.recorder.bytes())
    const rows = (title: RegExp) => sections.find((each) => title.test(each.title))?.rows.map(({ what }) => what)
    expect(rows(/^Orders, overrides/)).toEqual([
      expect.stringMatching(/^order-accepted, order order-1, by authority, supersedes none, functions service-visit, /),
      'due-date-moved, of service-visit, rule none, order order-1, days 7, dueAt Wed 30 Dec 2026, 23:59 EST',
    ])
    expect(rows(/tamper/)).toEqual(['keypad-refused, digits 12, why wrong'])
  })

  test('leaves no record out and prints none twice [ME-7]', () => {
    const seqs = copy.sections.flatMap(({ rows }) => rows.map(({ seq }) => seq)).sort((a, b) => a - b)
    expect(seqs).toEqual(Array.from({ length: copy.records }, (_, i) => i + 1))
  })

  test('numbers its pages and names device and log on each', () => {
    const pages = hardCopyText(log).split('\f')
    expect(pages.length).toBeGreaterThan(1)
    for (const [i, page] of pages.entries()) {
      expect(page).toContain(`KT-TEST-1  log ${copy.digest.slice(0, 16)}`)
      expect(page).toContain(`page ${i + 1} of ${pages.length}`)
      for (const line of page.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
      expect(page.trimEnd().split('\n').length).toBeLessThanOrEqual(60)
    }
    expect(pages.join('')).toContain('ME-7F  "Service required" messages')
  })

  test('is a PDF too', async () => {
    const pdf = Buffer.from(await hardCopyPdf(log))
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(pdf.subarray(-6).toString().trim()).toBe('%%EOF')
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(1)
  })

  test('is refused for what is no log', () => {
    expect(() => hardCopyText(Buffer.from('a letter'))).toThrow(NotPrintable)
  })
})
