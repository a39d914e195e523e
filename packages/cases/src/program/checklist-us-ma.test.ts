import { assert } from '@keyturn/domain/units.ts'
import { describe, expect, test } from 'vitest'
import { caseLawOf } from './case-law.ts'
import { programCaseUnder } from './program-case-under.ts'
import type { ListedVendor } from './told.ts'

const vendors: readonly ListedVendor[] = [
  { vendor: 'ACME', name: 'Acme Interlock', approvedBy: ['US-MA'], states: ['MA', 'NH'] },
  { vendor: 'NORTH', name: 'North Interlock', approvedBy: ['US-ME'], states: ['ME'] },
]
const law = caseLawOf('US-MA', vendors)
assert(law !== undefined, 'Massachusetts has a program')

const required = () =>
  programCaseUnder(law)
    .opened('2022-01-03')
    .convicted('2012-04-01')
    .convicted('2022-01-10')
    .suspended('2022-01-10', '2023-01-09')
const approved = () => required().approved('2023-02-01').vehicle('2023-02-01')

describe('Massachusetts: approval', () => {
  test('is open, and says not to install before it [MA-INS-1]', () => {
    const { state, words, who, law: ground } = required().at('2023-01-15').item('approval') ?? {}
    expect({ state, who }).toEqual({ state: 'open', who: 'participant' })
    expect(words).toContain('Do not have a device installed before')
    expect(ground).toMatchObject({ clauses: ['MA-INS-1'] })
    expect(approved().at('2023-02-01').item('approval')?.state).toBe('met')
    expect(approved().at('2023-02-01').stage.kind).toBe('approved')
  })

  test.each([
    ['2023-02-01T16:59Z', 'broken'],
    ['2023-02-01T17:00Z', undefined],
    ['2023-02-01T17:01Z', undefined],
  ])('at 17:00Z, a device installed at %s: %s [MA-INS-1]', (moment, state) => {
    const early = approved().installed(moment).at('2023-03-01')
    expect(early.checklist.find(({ id }) => id.startsWith('approved-before@'))?.state).toBe(state)
  })

  test('withdrawn after the installation is shown broken, the device and all [MA-INS-1]', () => {
    const driver = approved().installed('2023-02-03').approvalWithdrawn('2023-02-10')
    expect(driver.at('2023-02-09').item('approval')?.state).toBe('met')
    const after = driver.at('2023-02-10')
    expect(after.item('approval')).toMatchObject({ state: 'broken' })
    expect(after.item('approval')?.words).toContain('withdrawn on 10 February 2023')
    expect(after.stage.kind).toBe('awaiting-approval')
    expect(driver.approved('2023-02-20').at('2023-02-21').item('approval')?.state).toBe('met')
  })
})

describe('Massachusetts: affidavits', () => {
  const id = 'affidavit:participant'

  test('the participant’s is needed, signed and notarized [MA-INS-2]', () => {
    expect(approved().at('2023-02-02').item(id)?.state).toBe('open')
    const unsealed = approved().affidavit('2023-02-02', 'participant', false).at('2023-02-03').item(id)
    expect(unsealed).toMatchObject({ state: 'open', law: { quote: expect.stringContaining('notarized') } })
    expect(approved().affidavit('2023-02-02').at('2023-02-02').item(id)?.state).toBe('met')
  })

  test('each licensed member of the household signs one, who does not drive signs none [MA-INS-2]', () => {
    const driver = approved().member('2023-02-01', 'spouse').member('2023-02-01', 'child', false)
    const before = driver.at('2023-02-02')
    expect(before.item('affidavit:spouse')?.state).toBe('open')
    expect(before.item('affidavit:child')?.state).toBe('not-needed')
    expect(driver.affidavit('2023-02-03', 'spouse').at('2023-02-03').item('affidavit:spouse')?.state).toBe('met')
  })

  test('a member who joins later needs one from then, a member who leaves needs none [MA-INS-2]', () => {
    const driver = approved()
      .member('2023-06-01', 'cousin')
      .memberLeft('2023-09-01', 'cousin')
      .member('2023-10-01', 'cousin')
    expect(driver.at('2023-05-31').item('affidavit:cousin')).toBeUndefined()
    expect(driver.at('2023-06-01').item('affidavit:cousin')?.state).toBe('open')
    expect(driver.at('2023-09-01').item('affidavit:cousin')?.state).toBe('not-needed')
    expect(driver.at('2023-10-01').item('affidavit:cousin')?.state).toBe('open')
  })

  test('a driver who is a household member of another has a case of their own', () => {
    const license = { state: 'MA', number: 'S-spouse' }
    const own = required().member('2022-02-01', 'spouse')
    const spouse = programCaseUnder(law).opened('2022-01-03', { license }).convicted('2022-02-01')
    expect(own.at('2022-03-01').item('affidavit:spouse')?.state).toBe('open')
    expect(spouse.at('2022-03-01').term.required).toBe(false)
    expect(spouse.at('2022-03-01').checklist).toEqual([])
  })
})

describe('Massachusetts: installation', () => {
  test('a booked installation is shown; the driver does not drive there [MA-INS-3] [MA-OPR-1]', () => {
    const driver = approved().booked('2023-02-02', '2023-02-06T15:00Z')
    const booked = driver.at('2023-02-03').item('device:car-1')
    expect(booked?.words).toBe(
      'Installation in Car car-1 booked for Mon 6 Feb 2023, 10:00 EST. Do not drive there; bring proof of identity.',
    )
    expect(driver.at('2023-02-06T15:00Z').item('device:car-1')?.words).toContain('Installation in Car car-1 booked')
    expect(driver.at('2023-02-06T15:00Z+1').item('device:car-1')?.words).toContain('Book an installation')
  })

  test('identity not proved or use not explained stays open [MA-INS-3]', () => {
    const good = approved().installed('2023-02-06').at('2023-02-06')
    expect([good.item('identity')?.state, good.item('instruction')?.state]).toEqual(['met', 'met'])
    const bad = approved().installed('2023-02-06', 'car-1', { identity: null, instructed: false }).at('2023-02-06')
    expect(bad.item('identity')).toMatchObject({ state: 'open', who: 'participant' })
    expect(bad.item('instruction')).toMatchObject({ state: 'open', who: 'provider' })
  })

  test('every vehicle in use needs one, the employer’s too [MA-INS-5]', () => {
    const driver = approved().installed('2023-02-06').vehicle('2023-02-07', 'van-2', { use: 'employer' })
    const open = driver.at('2023-02-08')
    expect([open.item('device:car-1')?.state, open.item('device:van-2')?.state]).toEqual(['met', 'open'])
    expect(driver.installed('2023-02-09', 'van-2').at('2023-02-09').item('device:van-2')?.state).toBe('met')
    expect(driver.givenUp('2023-03-01', 'van-2').at('2023-03-01').item('device:van-2')).toBeUndefined()
  })

  test('a vehicle out of use waits for its device; one that was never told is asked for [MA-INS-5]', () => {
    const broken = approved().fact('2023-02-02', { kind: 'vehicle-out-of-use', vehicle: 'car-1', why: 'broken-down' })
    expect(broken.at('2023-02-03').item('device:car-1')?.state).toBe('not-needed')
    const back = broken.fact('2023-02-05', { kind: 'vehicle-back-in-use', vehicle: 'car-1' })
    expect(back.at('2023-02-05').item('device:car-1')?.state).toBe('open')
    expect(required().at('2023-02-01').item('vehicles')?.state).toBe('open')
  })

  test.each([
    [{ volts: 11 }, '11-volt'],
    [{ volts: 12 }, null],
    [{ volts: 13 }, '13-volt'],
    [{ volts: 24 }, '24-volt'],
    [{ electricsSound: false }, 'not in good order'],
    [{ body: 'motorcycle' }, 'No device is installed in a motorcycle'],
    [{ body: 'truck' }, null],
  ] as const)('a vehicle that is %j is refused: %s [MA-VEH-1]', (more, refused) => {
    const driver = required().approved('2023-02-01').vehicle('2023-02-01', 'car-1', more)
    const [vehicle] = driver.at('2023-02-02').vehicles
    if (refused === null) expect(vehicle?.refused).toBeNull()
    else
      expect(vehicle?.refused).toMatchObject({
        words: expect.stringContaining(refused),
        law: { clauses: ['MA-VEH-1'] },
      })
    expect(driver.installed('2023-02-03').at('2023-02-03').item('device:car-1')?.state).toBe(
      refused === null ? 'met' : 'broken',
    )
  })

  test('a vendor is on the list, or is not [MA-VEN-1]', () => {
    expect(approved().at('2023-02-02').item('vendor')?.state).toBe('open')
    expect(approved().vendor('2023-02-02', 'ACME').at('2023-02-02').item('vendor')?.state).toBe('met')
    expect(approved().vendor('2023-02-02', 'NORTH').at('2023-02-02').item('vendor')).toMatchObject({
      state: 'broken',
      words: expect.stringContaining('North Interlock is not on the list'),
    })
    expect(approved().vendor('2023-02-02', 'NOBODY').at('2023-02-02').item('vendor')?.state).toBe('broken')
    const other = approved().vendor('2023-02-02', 'ACME').installed('2023-02-03', 'car-1', { vendor: 'NORTH' })
    expect(other.at('2023-02-03').item('vendor')?.state).toBe('broken')
    const unlisted = caseLawOf('US-MA')
    assert(unlisted !== undefined, 'Massachusetts has a program')
    const asked = programCaseUnder(unlisted).opened('2022-01-03').convicted('2012-04-01').convicted('2022-01-10')
    expect(asked.vendor('2022-02-02', 'ACME').at('2022-02-02').item('vendor')).toMatchObject({
      state: 'open',
      who: 'authority',
    })
  })
})

describe('Massachusetts: restriction', () => {
  const ready = () => approved().affidavit('2023-02-02').installed('2023-02-06')

  test('"HZ" with a hardship license becomes "Z" with full reinstatement [MA-INS-4]', () => {
    const driver = required()
      .approved('2022-06-01', 'hardship-license')
      .vehicle('2022-06-01')
      .affidavit('2022-06-02')
      .installed('2022-06-03')
      .hardship('2022-06-06', '2023-01-09')
    expect(driver.at('2022-06-06').item('restriction')).toMatchObject({
      state: 'open',
      words: expect.stringContaining('"HZ"'),
    })
    driver.restricted('2022-06-06', 'HZ')
    expect(driver.at('2022-06-07').item('restriction')?.state).toBe('met')
    expect(driver.at('2022-06-07').stage.kind).toBe('restricted')
    driver.reinstated('2023-01-10')
    expect(driver.at('2023-01-10').item('restriction')).toMatchObject({
      state: 'open',
      words: expect.stringContaining('"Z"'),
    })
    expect(driver.restricted('2023-01-11', 'Z').at('2023-01-11').item('restriction')?.state).toBe('met')
  })

  test('is put on only with affidavits and a device there [MA-INS-4]', () => {
    expect(ready().restricted('2023-02-08', 'Z').at('2023-02-08').item('restriction')?.state).toBe('met')
    const unsigned = approved()
      .installed('2023-02-06')
      .restricted('2023-02-08', 'Z')
      .at('2023-02-08')
      .item('restriction')
    expect(unsigned).toMatchObject({
      state: 'broken',
      words: expect.stringContaining('without the affidavit of the participant'),
    })
    const spouse = ready()
      .member('2023-02-07', 'spouse')
      .restricted('2023-02-08', 'Z')
      .at('2023-02-08')
      .item('restriction')
    expect(spouse?.words).toContain('without the affidavit of Member spouse')
    const bare = approved().affidavit('2023-02-02').restricted('2023-02-08', 'Z').at('2023-02-08').item('restriction')
    expect(bare?.words).toContain('without a device in a vehicle')
  })

  test('taken off without a decision is broken: it never ends by itself [MA-REQ-3]', () => {
    const driver = ready().reinstated('2023-02-08').restricted('2023-02-08', 'Z').lifted('2025-02-10')
    expect(driver.at('2025-02-10').item('restriction')).toMatchObject({
      state: 'broken',
      law: { clauses: ['MA-REQ-3', 'MA-REM-4'] },
    })
    expect(driver.at('2025-02-10').stage.kind).not.toBe('completed')
  })
})

describe('Massachusetts: changes', () => {
  test('each one told since the installation is shown [MA-CHG-1]', () => {
    const driver = approved().installed('2023-02-06')
    expect(driver.at('2023-02-07').item('status-changes')?.state).toBe('not-needed')
    driver
      .movedTo('2023-03-01', 'MA')
      .vendor('2023-03-02', 'ACME')
      .vehicle('2023-03-03', 'car-2')
      .fact('2023-03-04', {
        kind: 'device-moved',
        device: driver.file.facts.flatMap((one) => (one.kind === 'device-installed' ? [one.device] : []))[0] ?? never(),
        to: 'car-2',
        center: 'C-1',
        technician: 'T-1',
      })
      .fact('2023-03-05', { kind: 'vehicle-out-of-use', vehicle: 'car-1', why: 'totaled' })
      .member('2023-03-06', 'spouse')
      .affidavit('2023-03-07', 'spouse')
    const changes = driver.at('2023-03-08').item('status-changes')
    expect(changes).toMatchObject({
      state: 'met',
      words: '7 reported since the installation.',
      law: { clauses: ['MA-CHG-1'] },
    })
    expect(changes?.because.map((one) => one.kind)).toEqual([
      'address-changed',
      'vendor-chosen',
      'vehicle-added',
      'device-moved',
      'vehicle-out-of-use',
      'household-member-added',
      'affidavit-filed',
    ])
    expect(
      driver.at('2023-03-08').vehicles.map(({ vehicle, state, device }) => [vehicle, state, device !== null]),
    ).toEqual([
      ['car-1', 'out-of-use', false],
      ['car-2', 'in-use', true],
    ])
  })
})

const never = (): never => {
  throw new Error('no device was installed')
}
