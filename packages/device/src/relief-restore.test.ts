import type { Entry } from '@keyturn/domain/record.ts'
import type { TollingOrder } from '@keyturn/domain/relief.ts'
import { instant } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldLedger } from './restore.ts'
import { carUnder, day, orderFor, type ToldCar } from './told.ts'

const DAY = 86_400_000
const START = '2026-02-14T15:00Z'
const days = (id: string, n: number): Partial<TollingOrder> => ({ id, moves: { kind: 'days', days: n } })

/** Everything that relief can record, told in one life. */
const life = (profile: typeof maine): ToldCar => {
  const wide = { due: { from: day('2026-03-14'), until: day('2026-05-30') } }
  const car = carUnder(profile, START).installed()
  car.order({ ...wide, ...days('first', 2) }).order({ ...wide, ...days('second', 4), supersedes: 'first' })
  for (let n = 0; n < 5; n++) car.wrongCode()
  car.wait(DAY).code({ kind: 'extension', by: 'authority', counter: 1, days: 6 })
  car
    .start()
    .untilRetest()
    .blow(90)
    .off()
    .wait(6 * DAY)
  car.wait(Math.max(0, car.state.ledger.dueAt - car.at + DAY)).order({ ...wide, ...days('third', 9) })
  car.order({ ...wide, id: 'end', supersedes: 'third', moves: { kind: 'ended' } })
  car
    .wait(40 * DAY)
    .override('o-1')
    .start()
    .off()
    .wait(5 * 3_600_000)
  car
    .serviced('lockout')
    .wait(70 * DAY)
    .code({ kind: 'override', by: 'authority', counter: 2 })
  return car
    .start()
    .off()
    .wait(DAY)
    .serviced('lockout')
    .order({ ...wide, ...days('last', 3) })
}

/** What a driver can feel of the ledger; what only tells when things were recorded is left out. */
const felt = ({ state }: ToldCar) => {
  const { dueAt, remindAt, warnAt, missed, counts, lockouts, resetBy, resetMissed } = state.ledger
  const { orders, override, overrideUsed, overridesUsed, codes, wrongCodes, keypadHeldUntil, move } = state.ledger
  return {
    ...{ dueAt, remindAt, warnAt, missed, counts, lockouts, resetBy, resetMissed },
    ...{ orders, override, overrideUsed, overridesUsed, codes, wrongCodes, keypadHeldUntil, move },
  }
}

const restarted = (car: ToldCar, log: readonly Entry[], at: Entry['at']): ToldCar => {
  car.log.length = 0
  car.log.push(...log)
  car.at = at
  return car.crashed(1_000)
}

describe.each([massachusetts, maine])('$id: a life with orders, codes and overrides', (profile) => {
  const { log, config, steps } = life(profile)

  test('has recorded every kind of relief that a device can', () => {
    const kinds = new Set(log.map(({ kind }) => kind))
    for (const kind of ['order-accepted', 'due-date-moved', 'override-began', 'override-ended'] as const)
      expect(kinds).toContain(kind)
    for (const kind of ['keypad-accepted', 'keypad-refused', 'keypad-held', 'lockout-ended'] as const)
      expect(kinds).toContain(kind)
  })

  test('restored after any record of one moment comes to the same as after the last of them', () => {
    let torn = 0
    for (let n = 1; n < log.length; n++) {
      const last = log[n - 1]
      if (last === undefined || !HEALS.has(last.kind)) continue
      // Only what one step recorded at one moment can be torn.
      let end = n
      while (!steps.includes(end) && log[end]?.at === last.at) end += 1
      if (end === n) continue
      const whole = restarted(carUnder(profile, START), log.slice(0, end), last.at)
      expect(felt(restarted(carUnder(profile, START), log.slice(0, n), last.at))).toEqual(felt(whole))
      torn += 1
    }
    expect(torn).toBeGreaterThanOrEqual(10)
  })

  test('restored after every record, its log gives the ledger back and its dates never go back', () => {
    for (let n = 1; n <= log.length; n++) {
      const car = restarted(carUnder(profile, START), log.slice(0, n), log[n - 1]?.at ?? instant(0))
      expect(foldLedger(car.log, config)).toEqual(car.state.ledger)
      expect(car.state.ledger.dueAt).toBeGreaterThanOrEqual(foldLedger(log.slice(0, n), config).dueAt)
      expect(car.state.ledger.move).toBeNull()
    }
  })
})

/** Kinds whose record alone says all that follows from it in the same moment. */
const HEALS: ReadonlySet<Entry['kind']> = new Set<Entry['kind']>([
  'order-accepted',
  'due-date-moved',
  'keypad-accepted',
  'keypad-refused',
  'lockout-ended',
  'service-completed',
  'override-began',
])

describe('the sequence in which orders arrive', () => {
  const functions = fc.subarray(['service-visit', 'violations-service', 'lockout-visit'] as const, { minLength: 1 })
  const march = (n: number) => day(`2026-03-${String(n).padStart(2, '0')}`)
  const span = fc.tuple(fc.integer({ min: 5, max: 28 }), fc.nat(3)).map(([from, more]) => ({
    from: march(from),
    until: march(from + more),
  }))
  const moves = fc.oneof(
    fc.constant({ kind: 'day-for-day' } as const),
    fc.integer({ min: 1, max: 40 }).map((n) => ({ kind: 'days', days: n }) as const),
  )
  const orders = fc
    .array(fc.record({ functions, interval: span, due: span, moves, capDays: fc.nat(40), staggerDays: fc.nat(9) }), {
      minLength: 1,
      maxLength: 5,
    })
    .map((all) => all.map(({ functions: of, ...terms }, n) => ({ terms: { ...terms, id: `order-${n}` }, of })))

  const give = (
    car: ToldCar,
    all: readonly { terms: Partial<TollingOrder>; of: TollingOrder['scope']['functions'] }[],
  ) => {
    const { scope } = orderFor(car.config)
    for (const { terms, of } of all) car.order({ ...terms, scope: { ...scope, functions: of } })
    return car
  }
  const dates = (car: ToldCar) => {
    const { orders: _, ...rest } = felt(car)
    return rest
  }

  test.each([
    ['before anything is due', massachusetts, 10],
    ['with a visit missed and a lockout closed', massachusetts, 33],
    ['with the days of a violations service over', maine, 60],
  ] as const)('changes no date, %s', (_name, profile, later) => {
    const make = () => {
      const car = carUnder(profile, profile === maine ? '2026-01-14T15:00Z' : START).installed()
      car
        .wait((later - 8) * DAY)
        .start()
        .untilRetest()
        .blow(90)
        .off()
      return car.wait(8 * DAY)
    }
    fc.assert(
      fc.property(
        orders.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([one, other]) => {
          expect(dates(give(make(), one))).toEqual(dates(give(make(), other)))
        },
      ),
      { numRuns: 60, seed: 20_260_316 },
    )
  })
})
