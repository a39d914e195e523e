import { addDays, daysBetween, parseCivilDate } from '@keyturn/domain/civil.ts'
import { type DeviceIdentity, SERVICE_FUNCTIONS, type TollingOrder } from '@keyturn/domain/relief.ts'
import { type CivilDate, deviceId } from '@keyturn/domain/units.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DueDate, movedBy, spread } from './tolling.ts'

const day = (text: string): CivilDate => {
  const date = parseCivilDate(text)
  if (date === undefined) throw new Error(`no such day: ${text}`)
  return date
}
const identity: DeviceIdentity = {
  device: deviceId('KT-MA-0001'),
  jurisdiction: 'US-MA',
  vendor: 'northgate',
  model: 'K1',
  firmware: '1.4.0',
  region: 'Worcester',
}
const order: TollingOrder = {
  id: 'order-1',
  supersedes: null,
  scope: {
    jurisdiction: 'US-MA',
    vendors: null,
    models: null,
    firmwares: null,
    regions: null,
    functions: SERVICE_FUNCTIONS,
  },
  interval: { from: day('2026-03-14'), until: day('2026-03-22') },
  due: { from: day('2026-03-14'), until: day('2026-03-22') },
  moves: { kind: 'day-for-day' },
  capDays: 30,
  staggerDays: 0,
}
const due = (dueOn: string, sinceOn = '2026-02-20'): DueDate => ({
  of: 'service-visit',
  dueOn: day(dueOn),
  sinceOn: day(sinceOn),
})
const law = { identity, capDays: 30 }

describe('day for day', () => {
  test.each([
    ['2026-03-13', undefined],
    ['2026-03-14', '2026-03-23'],
    ['2026-03-18', '2026-03-27'],
    ['2026-03-22', '2026-03-31'],
    ['2026-03-23', undefined],
  ])('a date of %s moves to %s', (dueOn, to) => {
    expect(movedBy(order, due(dueOn), law)?.dueOn).toBe(to)
  })

  test.each([
    ['2026-03-13', 9],
    ['2026-03-14', 9],
    ['2026-03-15', 8],
    ['2026-03-21', 2],
    ['2026-03-22', 1],
    ['2026-03-23', undefined],
  ])('a period that began on %s gets %s of the nine days', (sinceOn, days) => {
    const wide = { ...order, due: { from: day('2026-03-14'), until: day('2026-04-30') } }
    expect(movedBy(wide, due('2026-04-20', sinceOn), law)?.days).toBe(days)
  })

  test('an outage of one day is one day', () => {
    const one = { ...order, interval: { from: day('2026-03-14'), until: day('2026-03-14') } }
    expect(movedBy(one, due('2026-03-14'), law)?.days).toBe(1)
  })
})

test.each([
  [8, 30, 8],
  [9, 30, 9],
  [10, 30, 9],
  [30, 8, 8],
  [0, 30, undefined],
  [30, 0, undefined],
  [-4, 30, undefined],
])('capped at %i by the order and at %i by the law, nine days are %s', (capDays, lawful, days) => {
  expect(movedBy({ ...order, capDays }, due('2026-03-18'), { identity, capDays: lawful })?.days).toBe(days)
})

test.each([
  [0, undefined],
  [1, 1],
  [10, 10],
  [-3, undefined],
])('an order of %i days moves by %s, whenever the period began', (days, moved) => {
  const plain: TollingOrder = { ...order, moves: { kind: 'days', days } }
  expect(movedBy(plain, due('2026-03-18', '2026-03-17'), law)?.days).toBe(moved)
})

test('an order that ends another moves nothing', () => {
  expect(movedBy({ ...order, moves: { kind: 'ended' } }, due('2026-03-18'), law)).toBeNull()
})

describe('scope', () => {
  const scoped = (scope: Partial<TollingOrder['scope']>, own: Partial<DeviceIdentity> = {}) =>
    movedBy({ ...order, scope: { ...order.scope, ...scope } }, due('2026-03-18'), {
      identity: { ...identity, ...own },
      capDays: 30,
    }) !== null

  test.each([
    ['jurisdiction', { jurisdiction: 'US-ME' }],
    ['vendor', { vendors: ['kestrel', 'harborlight'] }],
    ['model', { models: ['K2'] }],
    ['firmware', { firmwares: ['1.4.1'] }],
    ['region', { regions: ['Suffolk'] }],
    ['function', { functions: ['lockout-visit', 'violations-service'] }],
  ] as const)('another %s is not meant', (_what, scope) => {
    expect(scoped(scope)).toBe(false)
  })

  test('a list that names the device means it', () => {
    const all = { vendors: ['kestrel', 'northgate'], models: ['K1'], firmwares: ['1.4.0'], regions: ['Worcester'] }
    expect(scoped({ ...all, functions: ['service-visit'] })).toBe(true)
  })

  test('a list never fits what a device does not know of itself', () => {
    expect(scoped({ regions: [''] }, { region: '' })).toBe(false)
    expect(scoped({ regions: null }, { region: '' })).toBe(true)
  })
})

describe('stagger', () => {
  const staggered = { ...order, staggerDays: 4 }
  const on = (device: string, terms: TollingOrder = staggered) =>
    movedBy(terms, due('2026-03-18'), { identity: { ...identity, device: deviceId(device) }, capDays: 30 })

  test('spreads ten thousand devices evenly over its days and the first', () => {
    const load = new Map<number, number>()
    for (let n = 0; n < 10_000; n++) {
      const days = on(`KT-MA-${String(n).padStart(5, '0')}`)?.days ?? 0
      load.set(days, (load.get(days) ?? 0) + 1)
    }
    expect([...load.keys()].sort((a, b) => a - b)).toEqual([9, 10, 11, 12, 13])
    // Even odds give 2,000 a day, 40 the standard deviation: five of them either way.
    for (const devices of load.values()) expect(Math.abs(devices - 2_000)).toBeLessThan(200)
  })

  test('spreads ids that follow each other and orders for one device', () => {
    const neighbors = new Set(Array.from({ length: 40 }, (_, n) => on(`KT-MA-${1_000 + n}`)?.days))
    const orders = new Set(
      Array.from({ length: 40 }, (_, n) => on('KT-MA-0001', { ...staggered, id: `order-${n}` })?.days),
    )
    expect([neighbors.size, orders.size]).toEqual([5, 5])
  })

  test('says how many of the days only spread the return, and stays under the cap', () => {
    for (let n = 0; n < 200; n++) {
      const moved = on(`KT-MA-${1_000 + n}`, { ...staggered, capDays: 11 })
      expect(moved?.days).toBeLessThanOrEqual(11)
      expect((moved?.days ?? 0) - (moved?.staggered ?? 0)).toBe(9)
    }
    expect(on('KT-MA-0001', { ...staggered, capDays: 5 })).toMatchObject({ days: 5, staggered: 0 })
  })

  test('is the same number wherever it is worked out', () => {
    expect(['order-1/KT-MA-0001', 'order-1/KT-MA-0002', ''].map((text) => spread(text, 1_000))).toEqual([
      spread('order-1/KT-MA-0001', 1_000),
      spread('order-1/KT-MA-0002', 1_000),
      spread('', 1_000),
    ])
    expect(spread('anything', 1)).toBe(0)
  })
})

test('a moved date is later by its days, within every cap, and never moves what is not due in the span', () => {
  const days = fc.integer({ min: -40, max: 80 })
  const base = day('2026-03-10')
  const span = fc.tuple(days, fc.integer({ min: 0, max: 60 })).map(([from, more]) => ({
    from: addDays(base, from),
    until: addDays(base, from + more),
  }))
  const terms = fc.record({ interval: span, due: span, capDays: fc.nat(60), staggerDays: fc.nat(20) })
  fc.assert(
    fc.property(terms, days, fc.nat(60), fc.nat(60), (change, dueIn, period, lawful) => {
      const dueOn = addDays(base, dueIn)
      const date: DueDate = { of: 'service-visit', dueOn, sinceOn: addDays(dueOn, -period) }
      const moved = movedBy({ ...order, ...change }, date, { identity, capDays: lawful })
      if (moved === null) return
      expect(dueOn >= change.due.from && dueOn <= change.due.until).toBe(true)
      expect(daysBetween(dueOn, moved.dueOn)).toBe(moved.days)
      expect(moved.days).toBeGreaterThan(0)
      expect(moved.days).toBeLessThanOrEqual(Math.min(change.capDays, lawful))
    }),
    { numRuns: 2_000, seed: 20_260_310 },
  )
})
