import { addDays, civilDateOf } from '@keyturn/domain/civil.ts'
import { mgPer210L } from '@keyturn/domain/units.ts'
import type { Profile, ServiceReset } from '@keyturn/rules/profile.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { describe, expect, test } from 'vitest'
import type { VisitClaims } from './claims.ts'
import { carUnder, type ToldCar } from './told.ts'

const reference = mgPer210L(40)
const open = (car: ToldCar) =>
  car.feed('service', { do: 'open', technician: 'tech-1', center: 'center-1', rescue: null })
const certify = (car: ToldCar, inDays: number) =>
  car.certified({ visit: 'scheduled', dueOn: addDays(civilDateOf(car.at, car.config.timeZone), inDays) })
const refusal = (car: ToldCar) => {
  const entry = car.log.at(-1)
  return entry?.kind === 'service-refused' ? entry.why : undefined
}

describe('a service visit', () => {
  test('runs from inspection to the next due date, each act recorded [MA-SVC-1] [ME-7G]', () => {
    const car = carUnder(massachusetts, '2026-05-01T16:00Z')
      .installed()
      .wait(28 * 86_400_000)
    const from = car.log.length
    car.serviced()
    expect(car.kinds().slice(from)).toEqual([
      'service-opened',
      'service-inspected',
      'service-as-found',
      'service-calibrated',
      'service-confirmed',
      'service-confirmed',
      'service-reset',
      'service-completed',
    ])
    expect(new Date(car.state.ledger.dueAt).toISOString()).toBe('2026-06-29T03:59:59.999Z')
    expect(car.log.slice(from).every(({ cause }) => cause === 'provider')).toBe(true)
  })

  test('calibration corrects a drifted sensor, and the as-found value stays on record', () => {
    const car = open(carUnder(maine).installed()).feed('service', { do: 'inspect', sound: true, notes: '' })
    // The cell gives nine tenths of what it gave when new.
    const gas = (act: Parameters<ToldCar['gas']>[0]) =>
      car.feed('service', act).breathe(reference, 110, { nanoamps: 1_440, flowMlPerS: 400 }).wait(4_000)
    gas({ do: 'as-found', reference })
    expect(car.log.at(-1)).toMatchObject({ kind: 'service-as-found', reference: 40, measured: 36, within: true })
    gas({ do: 'calibrate', gasLot: 'lot-7', reference })
    expect(car.log.at(-1)).toMatchObject({ kind: 'service-calibrated', picoampsPerMg: 36_000 })
    gas({ do: 'confirm', reference })
    expect(car.log.at(-1)).toMatchObject({ kind: 'service-confirmed', measured: 40, number: 1, within: true })
  })

  test.each([
    [35, true],
    [34, false],
    [45, true],
    [46, false],
  ])('a reading of %i for a gas of 40 is within tolerance: %s', (mg, within) => {
    const car = open(carUnder(maine).installed()).feed('service', { do: 'inspect', sound: true, notes: '' })
    car.gas({ do: 'as-found', reference }, mgPer210L(mg))
    expect(car.log.at(-1)).toMatchObject({ kind: 'service-as-found', within })
  })

  test('a confirmation out of tolerance starts the two again', () => {
    const car = open(carUnder(maine).installed()).feed('service', { do: 'inspect', sound: true, notes: '' })
    car.gas({ do: 'as-found', reference }, reference).gas({ do: 'calibrate', gasLot: 'x', reference }, reference)
    car.gas({ do: 'confirm', reference }, reference).gas({ do: 'confirm', reference }, mgPer210L(50))
    expect(car.log.at(-1)).toMatchObject({ within: false, number: 2 })
    expect(refusal(certify(car, 10))).toBe('not-confirmed')
  })
})

describe('an act out of order is refused with its reason and changes nothing', () => {
  test('without a session', () => {
    expect(refusal(certify(carUnder(maine).installed(), 10))).toBe('no-session')
  })
  test('a second session', () => {
    expect(refusal(open(open(carUnder(maine).installed())))).toBe('session-open')
  })
  test('a session while the engine runs', () => {
    expect(refusal(open(carUnder(maine).installed().start()))).toBe('engine-running')
  })
  test('a certificate without inspection, as-found check, calibration or confirmations', () => {
    const car = open(carUnder(maine).installed())
    expect(refusal(certify(car, 10))).toBe('not-inspected')
    car.feed('service', { do: 'inspect', sound: true, notes: '' })
    expect(refusal(certify(car, 10))).toBe('no-as-found')
    car.gas({ do: 'as-found', reference }, reference)
    expect(refusal(certify(car, 10))).toBe('not-calibrated')
    car.gas({ do: 'calibrate', gasLot: 'x', reference }, reference)
    expect(refusal(certify(car, 10))).toBe('not-confirmed')
    expect(refusal(car.feed('service', { do: 'reset' }))).toBe('not-confirmed')
  })
  test('a certificate for a device that was found unsound', () => {
    const car = open(carUnder(maine).installed()).feed('service', { do: 'inspect', sound: false, notes: 'cracked' })
    expect(refusal(certify(car, 10))).toBe('unsound')
  })
  test.each([
    ['Massachusetts', 30, undefined, massachusetts],
    ['Massachusetts', 31, 'due-date-too-late', massachusetts],
    ['Massachusetts', -1, 'due-date-past', massachusetts],
    ['Massachusetts', 0, undefined, massachusetts],
    ['Maine', 60, undefined, maine],
    ['Maine', 61, 'due-date-too-late', maine],
  ] as const)('%s: a due date in %i days is answered with %s [MA-OPR-2]', (_name, inDays, why, profile) => {
    const car = open(carUnder(profile).installed()).feed('service', { do: 'inspect', sound: true, notes: '' })
    car.gas({ do: 'as-found', reference }, reference).gas({ do: 'calibrate', gasLot: 'x', reference }, reference)
    car.gas({ do: 'confirm', reference }, reference).gas({ do: 'confirm', reference }, reference)
    expect(refusal(certify(car, inDays))).toBe(why)
  })
  test('a second installation, and one under another jurisdiction’s profile', () => {
    expect(refusal(carUnder(maine).installed().installed())).toBe('already-installed')
    const dueOn = addDays(civilDateOf(carUnder(maine).at, 'America/New_York'), 10)
    const other = { do: 'install', technician: 't', center: 'c', profile: 'US-MA@2026-11-01', dueOn } as const
    expect(refusal(carUnder(maine).feed('service', other))).toBe('wrong-device')
  })
})

describe('a certificate is held against what the device measured', () => {
  /** All but the certificate; as found 43 for a gas of 40. */
  const ready = (car: ToldCar) => {
    open(car).feed('service', { do: 'inspect', sound: true, notes: 'cable worn' })
    car
      .gas({ do: 'as-found', reference }, mgPer210L(43))
      .gas({ do: 'calibrate', gasLot: 'lot-7', reference }, reference)
    car.gas({ do: 'confirm', reference }, reference).gas({ do: 'confirm', reference }, mgPer210L(41))
    return car.feed('service', { do: 'reset' })
  }
  const certified = (claims: Partial<VisitClaims>) => {
    const car = ready(carUnder(massachusetts).installed())
    return car.certified({ visit: 'scheduled', dueOn: addDays(civilDateOf(car.at, car.config.timeZone), 20), claims })
  }
  const gas = (measured: number, of = 40) => ({ reference: mgPer210L(of), measured: mgPer210L(measured) })

  test.each([
    ['a better as-found value', { asFound: gas(40) }],
    ['no as-found value', { asFound: null }],
    ['another reference gas as found', { asFound: gas(43, 50) }],
    ['another gas lot', { calibration: { gasLot: 'lot-8', reference } }],
    ['another reference', { calibration: { gasLot: 'lot-7', reference: mgPer210L(50) } }],
    ['no calibration', { calibration: null }],
    ['better confirmations', { asLeft: [gas(40), gas(40)] }],
    ['one confirmation', { asLeft: [gas(40)] }],
    ['a confirmation that never was', { asLeft: [gas(40), gas(41), gas(40)] }],
    ['the confirmations turned round', { asLeft: [gas(41), gas(40)] }],
    ['an unsound inspection', { inspection: { sound: false, notes: 'cable worn' } }],
    ['other notes', { inspection: { sound: true, notes: '' } }],
    ['no reset', { resets: [] }],
    ['a reset that was not done', { resets: ['tamper-indicator', 'lockouts'] }],
  ])('%s is refused, and the visit goes on', (_name, claims) => {
    const car = certified(claims)
    expect(refusal(car)).toBe('bad-certificate')
    expect(car.state.session.is).toBe('open')
    expect(car.count('service-completed')).toBe(0)
  })

  test('what was measured is accepted', () => {
    const truth = {
      inspection: { sound: true, notes: 'cable worn' },
      asFound: gas(43),
      calibration: { gasLot: 'lot-7', reference },
      asLeft: [gas(40), gas(41)],
      resets: ['tamper-indicator'],
    }
    expect(certified(truth).log.at(-1)).toMatchObject({ kind: 'service-completed' })
  })

  test('a reset that no technician may do is called that', () => {
    expect(refusal(certified({ resets: ['failed-starts'] }))).toBe('reset-not-allowed')
  })

  test('a removal is held against it too', () => {
    const car = open(carUnder(maine).installed()).feed('service', { do: 'inspect', sound: true, notes: '' })
    const dueOn = civilDateOf(car.at, 'America/New_York')
    expect(refusal(car.certified({ visit: 'removal', dueOn, claims: { asFound: gas(40) } }))).toBe('bad-certificate')
  })

  test('confirmations from before a new calibration count no more', () => {
    const car = ready(carUnder(maine).installed()).gas({ do: 'calibrate', gasLot: 'lot-9', reference }, reference)
    expect(refusal(certify(car, 10))).toBe('not-confirmed')
  })
})

describe('what a technician may reset, the profile says', () => {
  const without = (reset: ServiceReset): Profile => {
    const mayReset = { ...maine.service.mayReset, value: maine.service.mayReset.value.filter((may) => may !== reset) }
    return { ...maine, service: { ...maine.service, mayReset } }
  }
  const lockedUnder = (profile: Profile) => {
    const car = carUnder(profile).installed()
    return car.wait(car.state.ledger.dueAt - car.at + 1)
  }

  test('the tamper indicator', () => {
    const car = carUnder(without('tamper-indicator')).installed().serviced()
    expect(car.log.findLast(({ kind }) => kind === 'service-refused')).toMatchObject({ why: 'reset-not-allowed' })
    expect(car.count('service-reset')).toBe(0)
    expect(car.log.at(-1)).toMatchObject({ kind: 'service-completed' })
  })

  test('a lockout', () => {
    const car = lockedUnder(without('lockouts')).serviced('lockout')
    expect(refusal(car)).toBe('reset-not-allowed')
    expect(car.lockouts()).toEqual(['missed-visit'])
    expect(lockedUnder(maine).serviced('lockout').lockouts()).toEqual([])
    const free = carUnder(without('lockouts')).installed().serviced()
    expect(free.log.at(-1)).toMatchObject({ kind: 'service-completed' })
    const lifted = lockedUnder(without('lockouts')).override('o-1').serviced('lockout')
    expect(refusal(lifted)).toBe('reset-not-allowed')
  })
})

describe('a center of another vendor', () => {
  const rescue = { credential: 'rescue-7', vendor: 'kestrel' }
  const opened = (car: ToldCar) => car.feed('service', { do: 'open', technician: 'tech-9', center: 'center-9', rescue })

  test('serves on the authority’s word, which is recorded first', () => {
    const car = opened(carUnder(maine).installed())
    expect(car.log.slice(-2)).toMatchObject([
      { kind: 'rescue-accepted', credential: 'rescue-7', vendor: 'kestrel' },
      { kind: 'service-opened', technician: 'tech-9' },
    ])
  })

  test('is refused where the law knows no such word', () => {
    const relief = { ...maine.relief, rescue: { ...maine.relief.rescue, value: { allowed: false } } }
    const car = opened(carUnder({ ...maine, relief }).installed())
    expect(refusal(car)).toBe('rescue-not-allowed')
    expect(car.state.session.is).toBe('closed')
  })
})

describe('an open session', () => {
  test('blocks the starter, and tampering in it is the technician’s', () => {
    const car = open(carUnder(maine).installed()).feed('ignition', 'on').wait(60_000)
    expect(car.feed('ignition', 'crank').log.at(-1)).toMatchObject({ why: 'in-service', allowed: false })
    car.feed('tamper', 'case-opened')
    expect(car.log.at(-1)).toMatchObject({ kind: 'tamper', cause: 'provider' })
    expect(car.lockouts()).toEqual([])
    expect(car.state.ledger.tamperedAt).toBe(0)
  })

  test('takes gas that comes too early or too long for what it is', () => {
    const car = open(carUnder(maine).installed()).breathe(reference, 200, {
      flowMlPerS: 400,
      deciCelsius: 200,
      humidity: 0,
    })
    expect(car.wait(4_000).count('circumvention')).toBe(0)
    expect(car.lockouts()).toEqual([])
  })

  test('ends by itself after two hours, and with a restart', () => {
    const car = open(carUnder(maine).installed())
    expect(car.wait(7_200_000).state.session.is).toBe('open')
    expect(car.wait(1).log.at(-1)).toMatchObject({ kind: 'service-abandoned' })
    expect(open(car).crashed(1_000).kinds().slice(-2)).toEqual(['device-restarted', 'service-abandoned'])
  })

  test('a removal takes the device out of service', () => {
    const car = open(carUnder(maine).installed()).feed('service', { do: 'inspect', sound: true, notes: '' })
    const dueOn = civilDateOf(car.at, 'America/New_York')
    car.certified({ visit: 'removal', dueOn })
    expect(car.kinds().slice(-2)).toEqual(['service-completed', 'uninstalled'])
    expect(car.wait(400 * 86_400_000).lockouts()).toEqual([])
  })
})
