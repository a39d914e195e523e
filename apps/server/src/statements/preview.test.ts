import { addDays, parseCivilDate } from '@keyturn/domain/civil.ts'
import type { TollingOrder } from '@keyturn/domain/relief.ts'
import { type CivilDate, caseId, deviceId, instant } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { describe, expect, test } from 'vitest'
import { type DueDevice, daysTouched, loadOf, movingByKind, movingDates, type Standing } from './preview.ts'
import { type Previewed, warningsFor } from './preview-warnings.ts'

const day = (text: string): CivilDate => parseCivilDate(text) ?? ('' as CivilDate)
const ORDER: TollingOrder = {
  id: 'preview',
  supersedes: null,
  scope: {
    jurisdiction: 'US-MA',
    vendors: ['northgate'],
    models: null,
    firmwares: null,
    regions: null,
    functions: ['service-visit'],
  },
  interval: { from: day('2026-03-14'), until: day('2026-03-21') },
  due: { from: day('2026-03-14'), until: day('2026-03-21') },
  moves: { kind: 'day-for-day' },
  capDays: 20,
  staggerDays: 5,
  reason: '',
} as TollingOrder & { reason: string }

const ONE_DAY = { from: day('2026-03-14'), until: day('2026-03-14') }

const due = (n: number, more: Partial<DueDevice> = {}): DueDevice => {
  const dueOn = addDays(day('2026-03-14'), n % 8)
  return {
    caseId: caseId(`CASE-${n}`),
    device: deviceId(`KT-MA-${n}`),
    of: 'service-visit',
    rule: '',
    identity: { vendor: 'northgate', model: '', firmware: '', region: '' },
    center: 'northgate-lowell',
    sinceOn: addDays(dueOn, -30),
    dueOn,
    standsOn: dueOn,
    ...more,
  }
}
const standingOf = (dues: readonly DueDevice[]): readonly Standing[] => {
  const found = new Map<string, Standing>()
  for (const { center, standsOn: on } of dues) {
    const before = found.get(`${on}${center}`)
    found.set(`${on}${center}`, { center, on, visits: (before?.visits ?? 0) + 1 })
  }
  return [...found.values()]
}
const total = (load: ReturnType<typeof loadOf>, of: 'before' | 'plain' | 'staggered') =>
  load.reduce((sum, one) => sum + one[of], 0)
const peak = (load: ReturnType<typeof loadOf>, of: 'before' | 'plain' | 'staggered') =>
  load.reduce((most, one) => Math.max(most, one[of]), 0)

const dues = Array.from({ length: 800 }, (_, n) => due(n))
const moving = movingDates(ORDER, dues, { daysMax: 30 })
const load = [...loadOf(standingOf(dues), moving)]

describe('the preview of an order', () => {
  test('moves each date in scope by the rule of the device, and no date back', () => {
    expect(moving).toHaveLength(800)
    expect(moving.every(({ from, plain, to }) => from < plain && plain <= to)).toBe(true)
    const [one] = movingByKind(moving)
    expect(one).toMatchObject({ of: 'service-visit', dates: 800, daysMin: 8, plain: { until: '2026-03-29' } })
    expect(movingDates(ORDER, [due(1, { standsOn: day('2026-05-01') })], { daysMax: 30 })).toEqual([])
  })

  test('loses no visit and adds none, with and without stagger', () => {
    expect([total(load, 'before'), total(load, 'plain'), total(load, 'staggered')]).toEqual([800, 800, 800])
    expect(daysTouched(moving)?.from).toBe('2026-03-14')
  })

  test('shows that a stagger lowers what one center has on one day [OUT-1]', () => {
    // One day without service: its visits come on top of those of the day they move to.
    const oneDay = { ...ORDER, interval: { from: day('2026-03-14'), until: day('2026-03-14') }, due: ONE_DAY }
    const all = [...dues, ...dues.map((one, n) => ({ ...one, device: deviceId(`KT-NX-${n}`) }))]
    const peakOf = (staggerDays: number) =>
      peak(loadOf(standingOf(all), movingDates({ ...oneDay, staggerDays }, dues, { daysMax: 30 })), 'staggered')
    expect(peakOf(0)).toBe(300)
    expect(peakOf(5)).toBeLessThan(230)
  })

  test('holds the law’s limit whatever the order says', () => {
    const few = movingDates({ ...ORDER, capDays: 400 }, dues, { daysMax: 5 })
    expect(few.every(({ days }) => days === 5)).toBe(true)
  })
})

describe('what is wrong with an order', () => {
  const told: Previewed = {
    order: ORDER,
    by: 'authority',
    profile: massachusetts,
    now: instant(Date.UTC(2026, 2, 22, 16)),
    relief: { orders: [], outages: [] },
    known: { devices: 800, unknown: { vendor: 0, model: 800, firmware: 0, region: 800 } },
    moving,
    load,
    vendorName: (vendor) => vendor,
  }
  const signed = {
    by: 'authority',
    issuer: 'RMV',
    cites: [],
    issuedAt: told.now,
    knownAt: told.now,
    withdrawnAt: null,
  } as const
  const outage = {
    ...signed,
    id: 'outage-1',
    supersedes: null,
    scope: ORDER.scope,
    from: instant(Date.UTC(2026, 2, 14, 12)),
    until: instant(Date.UTC(2026, 2, 21, 12)),
    cause: 'server',
    account: '',
  } as const
  const codes = (more: Partial<Previewed> = {}) => warningsFor({ ...told, ...more }).map(({ code }) => code)
  const withOrder = (more: Partial<TollingOrder>, rest: Partial<Previewed> = {}) =>
    codes({ order: { ...ORDER, ...more }, ...rest })

  test('nothing, of a plain one after its outage, but that its dates have passed', () => {
    expect(codes({ relief: { orders: [], outages: [outage] } })).toEqual(['already-past'])
  })

  test.each<readonly [string, Partial<TollingOrder>]>([
    ['interval-backwards', { interval: { from: day('2026-03-21'), until: day('2026-03-14') } }],
    ['due-backwards', { due: { from: day('2026-03-21'), until: day('2026-03-14') } }],
    ['interval-in-future', { interval: { from: day('2026-03-14'), until: day('2026-04-14') } }],
    ['due-before-interval', { due: { from: day('2026-02-01'), until: day('2026-03-21') } }],
    ['longer-than-law', { capDays: 90 }],
    ['supersedes-unknown', { supersedes: 'order-77' }],
    ['not-known', { scope: { ...ORDER.scope, regions: ['Worcester'] } }],
  ])('%s, in words', (code, more) => {
    expect(withOrder(more)).toContain(code)
    expect(withOrder({})).not.toContain(code)
  })

  test('that the law gives a vendor no leave, quoted', () => {
    const [first] = warningsFor({ ...told, by: 'vendor' })
    expect(first).toMatchObject({ code: 'law-gives-no-leave', grave: true })
    expect(first?.law).toContain('540 CMR 25.06(3)')
  })

  test('that another order in force moves the same dates, alike or otherwise', () => {
    const other = (moves: TollingOrder['moves']) => ({
      relief: { orders: [{ ...signed, order: { ...ORDER, id: 'order-1', moves }, reason: '' }], outages: [outage] },
    })
    expect(codes(other({ kind: 'day-for-day' }))).toContain('overlaps')
    expect(codes(other({ kind: 'days', days: 3 }))).toContain('contradicts')
    expect(withOrder({ supersedes: 'order-1' }, other({ kind: 'days', days: 3 }))).not.toContain('contradicts')
  })

  test('that an outage was declared backwards, or none at all', () => {
    const backwards = { ...outage, until: instant(outage.from - 1) }
    expect(codes({ relief: { orders: [], outages: [backwards] } })).toContain('outage-backwards')
    expect(codes()).toContain('no-outage-declared')
  })

  test('that nothing moves, or nothing is known here at all', () => {
    expect(codes({ moving: [], load: [] })).toContain('nothing-moves')
    const nobody = { devices: 0, unknown: { vendor: 0, model: 0, firmware: 0, region: 0 } }
    expect(codes({ moving: [], load: [], known: nobody })).toContain('scope-matches-nothing')
  })

  test('that a return without stagger is a cliff', () => {
    const heap = [{ center: 'a', on: '2026-03-29', before: 10, plain: 60, staggered: 60 }]
    expect(withOrder({ staggerDays: 0 }, { load: heap })).toContain('cliff')
  })
})
