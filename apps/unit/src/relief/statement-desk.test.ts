import { days } from '@keyturn/domain/units.ts'
import { profileName } from '@keyturn/rules/profile.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { madeUpAuthority } from '@keyturn/simulator/authority/authority.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explain } from '../link/explain.ts'
import { StatementRefused } from '../service/refused.ts'
import { device } from '../unit-bench.ts'
import { Held } from './refusals.ts'
import { at, authority, lockOut, MA, orderBody, reliefUnit } from './relief-bench.ts'
import { KEPT_MAX, Shelf } from './shelf.ts'
import { trustOf } from './trust.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const order = MA.sign(orderBody(), { at, id: 'order-1' })

describe('an order that reaches the car', () => {
  test('moves the date, is kept, and can be handed on [OUT-1]', async () => {
    const { unit, desk, shelf } = await reliefUnit()
    const before = unit.controller.state().ledger.dueAt
    expect(await desk.take(order)).toEqual({
      outcome: 'accepted',
      words:
        'The order is accepted. The date of the service visit is 7 days later than it was set. ' +
        'It is due by Wed 30 Dec 2026, 23:59 EST now.',
      recorded: ['order-accepted', 'due-date-moved'],
    })
    expect(unit.controller.state().ledger.dueAt - before).toBe(7 * DAY)
    expect(shelf.several('order').map(({ file }) => file)).toEqual([order])
  })

  test('is nothing new the second time, by whatever path', async () => {
    const { unit, desk } = await reliefUnit()
    await desk.take(order)
    const records = (await unit.records()).length
    expect(await desk.take(order)).toMatchObject({ outcome: 'accepted', recorded: [] })
    expect(await unit.records()).toHaveLength(records)
  })

  test('before the installation is kept and holds from the installation on', async () => {
    const { unit, desk, shelf } = await reliefUnit({ installed: false })
    expect(await desk.take(order)).toMatchObject({ outcome: 'refused', recorded: ['statement-refused'] })
    expect(shelf.several('order')).toHaveLength(1)
    await unit.install()
    await desk.again()
    expect((await unit.kinds()).slice(-3)).toEqual(['installed', 'order-accepted', 'due-date-moved'])
  })

  test('moves the date although the disk that keeps files is full', async () => {
    const { unit, desk, shelf } = await reliefUnit()
    const before = unit.controller.state().ledger.dueAt
    shelf.keep = () => Promise.reject(new Error('ENOSPC'))
    expect(await desk.take(order)).toMatchObject({ outcome: 'accepted' })
    expect(unit.controller.state().ledger.dueAt).toBeGreaterThan(before)
    expect(unit.failures).toHaveLength(1)
  })

  test('amended by a later one follows the later one alone', async () => {
    const { unit, desk } = await reliefUnit()
    await desk.take(order)
    const amended = MA.sign(orderBody({ supersedes: 'order-1', moves: { kind: 'days', days: 3 } }), {
      at,
      id: 'order-2',
    })
    await desk.take(amended)
    // A date on the device never goes back.
    expect(unit.controller.state().ledger.orders.map(({ holds }) => holds)).toEqual([false, true])
    expect(await desk.take(order)).toMatchObject({ outcome: 'accepted', recorded: [] })
  })

  test.each([
    [
      'for another state',
      authority.authority('US-ME').sign(orderBody({ scope: { ...orderBody().scope, jurisdiction: 'US-ME' } }), { at }),
      /this device is under US-MA/,
    ],
    [
      'for other vendors',
      MA.sign(orderBody({ scope: { ...orderBody().scope, vendors: ['kestrel'] } }), { at }),
      /names other vendors/,
    ],
    [
      'of the vendor, where only the authority may',
      authority
        .vendor('northgate', { jurisdiction: 'US-MA' })
        .sign(orderBody({ scope: { ...orderBody().scope, vendors: ['northgate'] } }), { at }),
      /only the authority may move dates/,
    ],
    [
      'of another vendor',
      authority
        .vendor('kestrel', { jurisdiction: 'US-MA' })
        .sign(orderBody({ scope: { ...orderBody().scope, vendors: ['kestrel'] } }), { at }),
      /it comes from vendor kestrel/,
    ],
  ])('%s is refused, recorded and said', async (_what, file, why) => {
    const { desk, shelf, refusals } = await reliefUnit()
    const answer = await desk.take(file)
    expect(answer).toMatchObject({ outcome: 'refused', recorded: ['statement-refused'] })
    expect(answer.words).toMatch(new RegExp(why.source, 'i'))
    expect(await refusals()).toEqual([expect.stringMatching(why)])
    expect(shelf.several('order')).toEqual([])
  })

  test.each([
    ['forged', madeUpAuthority('thief').authority('US-MA').sign(orderBody(), { at }), /is not by the root/],
    [
      'in another state’s name',
      authority.authority('US-ME').sign(orderBody(), { at, subject: 'US-ME' }),
      /it is for US-MA/,
    ],
    [
      'with a key that may not',
      authority.authority('US-MA', { key: 'letters', may: ['letters'] }).sign(orderBody(), { at }),
      /may not sign/,
    ],
    ['changed in one place', order.replace(/.$/m, 'A'), /./],
    ['too long', `${'a'.repeat(70_000)}\n`, /longer than/],
    ['of nothing', '', /does not end with a newline/],
  ])('%s does not verify, and is recorded', async (_what, file, why) => {
    const { desk, refusals } = await reliefUnit()
    await expect(desk.take(file)).rejects.toThrow(why)
    expect(await refusals()).toEqual([expect.stringMatching(why)])
  })

  test('is not looked at after five that were refused, for ten minutes', async () => {
    const { unit, desk, refusals } = await reliefUnit()
    for (let n = 0; n < 5; n++) await expect(desk.take('x\n')).rejects.toThrow('no compact JWS')
    await expect(desk.take(order)).rejects.toThrow(Held)
    expect(await refusals()).toHaveLength(5)
    await unit.wait(600_000)
    expect(await desk.take(order)).toMatchObject({ outcome: 'accepted' })
  })
})

describe('an override', () => {
  const override = (head: object = {}) =>
    MA.sign({ kind: 'override', why: 'the vendor is gone' }, { at, subject: device, id: 'override-1', ...head })

  test('opens a locked car for four hours, once [OUT-1]', async () => {
    const { unit, desk } = await reliefUnit()
    await lockOut(unit)
    await unit.wait(49 * HOUR)
    const now = unit.controller.at()
    expect(await desk.take(override({ at: now }))).toMatchObject({ outcome: 'accepted', recorded: ['override-began'] })
    expect(unit.controller.state().ledger.override?.until).toBe(now + 4 * HOUR)
    expect(explain(unit.controller.state(), unit.profile, unit.controller.at())[0]).toMatchObject({
      rule: 'override',
      words: expect.stringMatching(/^The car starts on a passed test until .* EST. All tests stay on.$/),
    })
    await unit.wait(5 * HOUR)
    expect(await desk.take(override({ at: unit.controller.at(), id: 'override-2' }))).toMatchObject({
      outcome: 'refused',
      words: expect.stringContaining('none again before the device was serviced'),
    })
  })

  test('for another car is refused and recorded', async () => {
    const { desk, refusals } = await reliefUnit()
    expect(await desk.take(override({ subject: 'KT-OTHER-1' }))).toMatchObject({ outcome: 'refused' })
    expect(await refusals()).toEqual(['the override is for KT-OTHER-1, and this is KT-TEST-1'])
  })

  test('of another vendor counts only by a rescue that the car keeps', async () => {
    const { unit, desk } = await reliefUnit()
    await lockOut(unit)
    await unit.wait(49 * HOUR)
    const now = unit.controller.at()
    const kestrel = authority.vendor('kestrel', { jurisdiction: 'US-MA' })
    const theirs = kestrel.sign({ kind: 'override', why: 'the vendor is gone' }, { at: now, subject: device })
    expect(await desk.take(theirs)).toMatchObject({ outcome: 'refused' })
    const rescue = { kind: 'rescue', serves: 'northgate', servesGroup: 'mindful-holdings', centers: null } as const
    await desk.take(MA.sign(rescue, { at: now, subject: 'kestrel' }))
    expect(await desk.take(theirs)).toMatchObject({ outcome: 'accepted', recorded: ['override-began'] })
    expect((await unit.records()).at(-1)).toMatchObject({ kind: 'override-began', by: 'rescue' })
  })
})

describe('what an authority withdraws', () => {
  const list = (number: number, ids: readonly string[], signer = MA) =>
    signer.sign(
      { kind: 'revocations', number, revoked: ids.map((id) => ({ id, at, why: 'lost' })) },
      { at, cites: [], id: `withdrawn-${number}-${ids.length}` },
    )

  test('does not count any more, from the highest list on, after a restart too', async () => {
    const { unit, desk, ...trusting } = await reliefUnit()
    await desk.take(list(4, ['order-1']))
    await expect(desk.take(order)).rejects.toThrow('was withdrawn')
    expect(await desk.take(list(3, []))).toMatchObject({ outcome: 'refused' })
    expect(await desk.take(list(4, []))).toMatchObject({ outcome: 'refused' })
    const shelf = await Shelf.open(unit.disk, '/statements')
    expect([...trustOf({ ...trusting, shelf }).revoked.keys()]).toEqual(['US-MA order-1'])
    await desk.take(list(5, []))
    expect(await desk.take(order)).toMatchObject({ outcome: 'accepted' })
  })

  test('is the highest list, in whatever sequence two come at once', async () => {
    const { unit, desk } = await reliefUnit()
    const [higher] = await Promise.all([desk.take(list(6, ['order-1'])), desk.take(list(5, []))])
    expect(higher).toMatchObject({ outcome: 'accepted' })
    const shelf = await Shelf.open(unit.disk, '/statements')
    expect(shelf.several('revocations').map(({ statement }) => statement.number)).toEqual([6])
  })

  test('stays withdrawn when the list itself has expired', async () => {
    const { unit, desk } = await reliefUnit()
    await desk.take(list(1, ['US-MA/2026']))
    await unit.wait(400 * DAY)
    const late = MA.sign(orderBody(), { at: unit.controller.at() })
    await expect(desk.take(late)).rejects.toThrow('was withdrawn')
  })

  test('is not handed on any more, nor is what has expired', async () => {
    const { unit, desk } = await reliefUnit()
    const other = MA.sign(orderBody(), { at, id: 'order-2', lasts: days(10) })
    await desk.take(order)
    await desk.take(other)
    expect(desk.toHandOn()).toEqual([order, other])
    await desk.take(list(1, ['order-1']))
    expect(desk.toHandOn()).toEqual([other])
    await unit.wait(11 * DAY)
    expect(desk.toHandOn()).toEqual([])
  })

  test('by the root counts beside the authority’s own list, and for that list too', async () => {
    const { desk, shelf } = await reliefUnit()
    await desk.take(list(1, ['order-1']))
    await desk.take(list(1, ['US-MA/2026'], authority.rootSignatory))
    expect(shelf.several('revocations')).toHaveLength(2)
    await expect(desk.take(MA.sign(orderBody(), { at, id: 'order-9' }))).rejects.toThrow('was withdrawn')
  })

  test('by a stolen key stands in nobody’s way once that key is withdrawn', async () => {
    const stolen = authority.authority('US-MA', { key: 'stolen' })
    const { desk } = await reliefUnit()
    await desk.take(list(9_000, ['US-MA/2026'], stolen))
    await expect(desk.take(order)).rejects.toThrow('was withdrawn')
    await desk.take(list(1, ['US-MA/stolen'], authority.rootSignatory))
    expect(await desk.take(order)).toMatchObject({ outcome: 'accepted' })
    expect(await desk.take(list(2, ['order-1']))).toMatchObject({ outcome: 'accepted' })
  })

  test('in another state is none of this car’s concern', async () => {
    const { desk } = await reliefUnit()
    expect(await desk.take(list(1, ['order-1'], authority.authority('US-ME')))).toMatchObject({ outcome: 'refused' })
  })
})

describe('a configuration', () => {
  const configuration = (over: object = {}, head: object = {}) =>
    MA.sign(
      {
        kind: 'configuration',
        profile: profileName(massachusetts),
        vendor: 'kestrel',
        model: 'K2',
        region: 'Essex',
        endpoints: ['https://kestrel.example'],
        mirrors: ['https://mirror.example/ma'],
        receiptKeys: [],
        ...over,
      },
      { at, subject: device, cites: [], ...head },
    )

  test('is kept for the next start', async () => {
    const { desk, shelf } = await reliefUnit()
    expect(await desk.take(configuration())).toMatchObject({ outcome: 'accepted' })
    expect(shelf.single('configuration')?.statement).toMatchObject({ vendor: 'kestrel', region: 'Essex' })
  })

  test.each([
    ['for another device', {}, { subject: 'KT-OTHER-1' }, 'is for KT-OTHER-1'],
    ['with a profile nobody knows', { profile: 'US-MA@2031-01-01' }, {}, 'does not know the profile'],
    ['with an address that is none', { mirrors: ['file:///etc/passwd'] }, {}, 'is no address of a server'],
    ['with a key line that is none', { receiptKeys: ['x'] }, {}, 'is no key line'],
  ])('%s is refused', async (_what, over, head, why) => {
    const { desk, shelf } = await reliefUnit()
    const answer = await desk.take(configuration(over, head))
    expect(answer).toMatchObject({ outcome: 'refused', words: expect.stringContaining(why) })
    expect(shelf.single('configuration')).toBeNull()
  })

  test('that is older than the one that is kept is refused', async () => {
    const { unit, desk } = await reliefUnit()
    const older = configuration({ region: 'Suffolk' })
    // The moments of a signature count whole seconds.
    const newer = configuration({}, { at: at + 1_000 })
    await unit.wait(2_000)
    expect(await desk.take(newer)).toMatchObject({ outcome: 'accepted' })
    expect(await desk.take(older)).toMatchObject({ outcome: 'refused', words: 'This car has a newer configuration.' })
  })
})

test('other kinds of statement do nothing, and the car says so', async () => {
  const { desk, refusals } = await reliefUnit()
  const credential = authority.technician('t-1', { jurisdiction: 'US-MA', vendor: 'northgate', center: 'c-1' })
  expect(await desk.take(credential.credential(at))).toMatchObject({ outcome: 'refused' })
  expect(await refusals()).toEqual(['a car does nothing with a statement of kind technician'])
})

test('any bytes at all are refused, and neither the log nor the car suffers', async () => {
  const { unit, desk } = await reliefUnit()
  const lines = order.split('\n').filter((line) => line !== '')
  const line = fc.oneof(fc.constantFrom(...lines), fc.string(), fc.base64String())
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 5 }), fc.constantFrom('\n', '', '\r\n'), async (some, end) => {
      const file = some.map((each) => each + end).join('')
      const before = unit.controller.state().ledger.orders.length
      const answer = await desk.act(file).catch((error: unknown) => error)
      if (file === order) return
      // A whole credential verifies; a car has no use for it.
      if (!(answer instanceof StatementRefused)) expect(answer).toMatchObject({ outcome: 'refused' })
      expect(unit.controller.state().ledger.orders).toHaveLength(before)
    }),
    { numRuns: 300 },
  )
  expect(unit.failures).toEqual([])
})

test('a car keeps so many orders and no more, the newest', async () => {
  const { shelf } = await reliefUnit()
  for (let n = 0; n < KEPT_MAX.order + 3; n++) {
    const file = MA.sign(orderBody(), { at: (at + n * 1_000) as typeof at, id: `order-${n}` })
    await shelf.keep(file)
  }
  const ids = shelf.several('order').map(({ statement }) => statement.id)
  expect(ids).toHaveLength(KEPT_MAX.order)
  expect([ids[0], ids.at(-1)]).toEqual(['order-3', 'order-66'])
})
