import { deviceId } from '@keyturn/domain/units.ts'
import { effectiveFrom as on } from '@keyturn/rules/effective.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder, told, toldDevice } from '../case-under.ts'
import type { Law } from '../law.ts'
import type { Allowance } from './assessment.ts'
import type { FactBody, FactOf } from './fact.ts'
import type { ToldCase } from './program-case-under.ts'
import { booking, car, installation, recordingIn, why } from './testing/recording.ts'
import type { ListedVendor } from './told.ts'

const vendors: readonly ListedVendor[] = [
  { vendor: 'ACME', name: 'Acme Interlock', approvedBy: ['US-MA'], states: ['MA', 'NH'] },
  { vendor: 'BAY', name: 'Bay Interlock', approvedBy: ['US-ME'], states: ['ME'] },
]
const { begun, opened, approved, installed, driving, may } = recordingIn(vendors)
const clausesOf = (ground: Law): readonly string[] => ('clauses' in ground ? ground.clauses : [])
const clauses = (answer: Allowance): readonly string[] => (answer.allowed ? [] : clausesOf(answer.law))

describe('Massachusetts: the installation', () => {
  test('it needs an approval first, and says where to get it [MA-INS-1]', () => {
    const early = may(opened().vehicle('2024-02-01'), installation())
    expect(why(early)).toBe(
      'An installation needs an approval first. No hearings officer had approved a device by then; see a hearings officer.',
    )
    expect(clauses(early)).toEqual(['MA-INS-1'])
    expect(may(approved(), installation())).toEqual({ allowed: true })
  })

  test.each([
    ['2024-02-01T16:59:59.999Z', false],
    ['2024-02-01T17:00Z', true],
  ])('an installation of %s that is told later is judged by its own day: %s [MA-INS-1]', (moment, allowed) => {
    const told = installation({ dueOn: on('2024-02-29') })
    expect(may(approved(), told, moment, '2024-02-20T15:00Z').allowed).toBe(allowed)
  })

  test('an approval that was withdrawn allows no more [MA-INS-1]', () => {
    const answer = may(approved().approvalWithdrawn('2024-02-05'), installation())
    expect(why(answer)).toContain('The approval was withdrawn by then')
    expect(may(approved().approvalWithdrawn('2024-02-05'), booking()).allowed).toBe(false)
  })

  test('after a removal without leave everything begins with a new approval [MA-VIO-5] [MA-INS-1]', () => {
    const torn = driving().removed('2024-02-20T15:00Z', 'car-1', { removedBy: 'participant' })
    const again = installation({ dueOn: on('2024-03-20') })
    expect(why(may(torn, again, '2024-02-25T15:00Z'))).toContain('no hearings officer had approved a device anew')
    const approval: FactBody = { kind: 'approval-granted', toward: 'full-reinstatement', reason: 'After the hearing.' }
    expect(may(torn, approval, '2024-02-25T15:00Z')).toEqual({ allowed: true })
    const anew = torn.approved('2024-02-25')
    expect(may(anew, again, '2024-02-26T15:00Z')).toEqual({ allowed: true })
    expect(may(anew, { kind: 'fully-reinstated', on: on('2024-02-26') }, '2024-02-26T15:00Z')).toEqual({
      allowed: true,
    })
    // A visit of before, told only now, is judged by its own day.
    expect(
      may(torn, booking({ for: told('2024-02-20T14:00Z') }), '2024-02-19T15:00Z', '2024-02-25T15:00Z').allowed,
    ).toBe(true)
  })

  test.each([
    [{ body: 'motorcycle' }, 'No device is installed in a motorcycle'],
    [{ volts: 6 }, '6-volt'],
    [{ volts: 24 }, '24-volt'],
    [{ electricsSound: false }, 'has to be repaired first'],
  ] as const)('a vehicle with %j is told, and no device goes into it [MA-VEH-1]', (more, words) => {
    const story = approved()
    expect(may(story, car(more)).allowed).toBe(true)
    const there = story.vehicle('2024-02-02', 'car-2', more)
    for (const body of [installation({ vehicle: 'car-2' }), booking({ vehicle: 'car-2' })]) {
      expect(why(may(there, body))).toContain(words)
      expect(clauses(may(there, body))).toEqual(['MA-VEH-1'])
    }
    const moved: FactBody = { kind: 'device-moved', device: toldDevice, to: 'car-2', center: 'C-1', technician: 'T-1' }
    const elsewhere = installed().vehicle('2024-02-07', 'car-2', more)
    expect(clauses(may(elsewhere, moved))).toEqual(['MA-VEH-1'])
  })

  test('only a provider from the list installs or is chosen [MA-VEN-1]', () => {
    for (const vendor of ['BAY', 'NOBODY']) {
      expect(clauses(may(approved(), installation({ vendor })))).toContain('MA-VEN-1')
      expect(may(opened(), { kind: 'vendor-chosen', vendor, center: 'C' }).allowed).toBe(false)
    }
  })

  test.each([
    ['2024-02-09', false],
    ['2024-02-10', true],
    ['2024-03-11', true],
    ['2024-03-12', false],
  ])('the next visit by %s: %s [MA-OPR-2]', (dueOn, allowed) => {
    expect(may(approved(), installation({ dueOn: on(dueOn) })).allowed).toBe(allowed)
  })

  test('one device is in one vehicle, and one vehicle has one device', () => {
    const two = installed().vehicle('2024-02-07', 'car-2')
    expect(why(may(two, installation({ vehicle: 'car-2' })))).toContain('is in another vehicle of this case')
    expect(why(may(two, installation({ device: deviceId('KT-9') })))).toContain('is in Car car-1 already')
    expect(may(two, installation({ device: deviceId('KT-9'), vehicle: 'car-2' })).allowed).toBe(true)
    const out = installed().removed('2024-02-08T15:00Z', 'car-1', { why: 'device-replaced' })
    expect(may(out, installation()).allowed).toBe(true)
  })
})

describe('Massachusetts: the restriction', () => {
  const z: FactBody = { kind: 'restriction-added', code: 'Z' }

  test('it comes after affidavits, devices and proof of installation, and says what is missing [MA-INS-2] [MA-INS-4]', () => {
    expect(why(may(installed(), z))).toContain('Affidavit of the participant')
    expect(clauses(may(installed(), z))).toContain('MA-INS-2')
    expect(why(may(approved().affidavit('2024-02-02'), z))).toContain('A device in Car car-1')
    expect(may(installed().affidavit('2024-02-07'), z)).toEqual({ allowed: true })
  })

  test('each licensed member of the household signs too, whoever left does not [MA-INS-2]', () => {
    const household = () =>
      installed().affidavit('2024-02-07').member('2024-02-07', 'spouse').member('2024-02-07', 'child', false)
    expect(why(may(household(), z))).toContain('Affidavit of Member spouse')
    expect(may(household().affidavit('2024-02-08', 'spouse'), z).allowed).toBe(true)
    expect(may(household().affidavit('2024-02-08', 'spouse', false), z).allowed).toBe(false)
    expect(may(household().memberLeft('2024-02-08', 'spouse'), z).allowed).toBe(true)
  })

  test('every vehicle has its device, the employer’s too [MA-INS-5]', () => {
    const van = installed().affidavit('2024-02-07').vehicle('2024-02-07', 'van', { use: 'employer' })
    expect(clauses(may(van, z))).toContain('MA-INS-5')
    expect(may(van.installed('2024-02-08T15:00Z', 'van'), z).allowed).toBe(true)
  })

  test('its code follows the license, and it ends with the authority’s decision alone [MA-INS-4] [MA-REQ-3]', () => {
    const ready = installed().affidavit('2024-02-07')
    expect(why(may(ready, { kind: 'restriction-added', code: 'HZ' }))).toContain('the restriction is "Z"')
    const off: FactBody = { kind: 'restriction-removed', reason: 'It is over.' }
    expect(clauses(may(driving(), off))).toContain('MA-REQ-3')
    expect(why(may(driving(), z))).toContain('is on the license already')
  })
})

describe('Massachusetts: the request for removal', () => {
  const request: FactBody = { kind: 'removal-requested', statement: 'Two years are over.' }
  const visited = (story: ToldCase, until: string) => {
    const log = caseUnder(massachusetts).installed('2024-02-06T15:00Z')
    for (let at = told('2024-03-02T15:00Z'); at < told(until); at = (at + 28 * 86_400_000) as typeof at) {
      log.serviceVisit(new Date(at).toISOString())
    }
    return story.log(log.records)
  }

  test.each([
    ['2026-02-07T15:00Z', false],
    ['2026-02-08T04:59:59.999Z', false],
    ['2026-02-08T05:00Z', true],
  ])('two years from reinstatement: on %s %s [MA-REM-1] [MA-REM-3]', (moment, allowed) => {
    const answer = may(visited(driving(), '2026-02-20T00:00Z'), request, moment)
    expect(answer.allowed).toBe(allowed)
    if (!allowed) expect(why(answer)).toContain('Removal may be requested from 8 February 2026, as things stand.')
  })

  test('six months after the last lockout or violation, the day before is too early [MA-REM-1]', () => {
    const story = visited(driving(), '2026-08-20T00:00Z').reported('2026-01-15T15:00Z', 'other-person')
    const early = may(story, request, '2026-07-15T15:00Z')
    expect(why(early)).toBe(
      'Removal may be requested from 16 July 2026, as things stand. The last lockout or violation was on 15 January 2026, and 6 months without one have to pass first.',
    )
    expect(clauses(early)).toEqual(['MA-REM-1'])
    expect(may(story, request, '2026-07-16T15:00Z').allowed).toBe(true)
  })

  test('each request is decided once, by a person [MA-REM-4]', () => {
    const asked = visited(driving(), '2026-03-20T00:00Z').asksRemoval('2026-02-10')
    const decision: FactBody = {
      kind: 'removal-decided',
      request: asked.file.facts.length,
      granted: true,
      reason: 'Met.',
    }
    expect(why(may(asked, request, '2026-02-11T15:00Z'))).toContain('waits for a decision')
    expect(may(asked, decision, '2026-02-11T15:00Z').allowed).toBe(true)
    expect(why(may(asked.removalDecided('2026-02-11'), decision, '2026-02-12T15:00Z'))).toContain(
      'decided already: granted by H. Alves on 11 February 2026',
    )
    expect(why(may(asked, { ...decision, request: 1 } as FactBody, '2026-02-12T15:00Z'))).toContain(
      'no request for removal',
    )
  })

  test('a lockout learned after the request stands in the way of granting it [MA-REM-1]', () => {
    const asked = visited(driving(), '2026-03-20T00:00Z')
      .asksRemoval('2026-02-10')
      .reported('2026-02-09T15:00Z', 'tampering')
    const decision: FactBody = { kind: 'removal-decided', request: 10, granted: true, reason: 'Met.' }
    const request = asked.file.facts.findIndex(({ kind }) => kind === 'removal-requested') + 1
    expect(clauses(may(asked, { ...decision, request }, '2026-02-11T15:00Z'))).toEqual(['MA-REM-1'])
    expect(may(asked, { ...decision, request, granted: false }, '2026-02-11T15:00Z').allowed).toBe(true)
  })

  test('nothing is to be removed where no device is required [MA-REQ-1]', () => {
    expect(why(may(begun().opened('2022-01-03'), request))).toContain('No device is required')
  })
})

describe('Massachusetts: credit for time elsewhere', () => {
  const asked = (more: Partial<FactOf<'credit-requested'>> = {}) =>
    driving().creditAsked('2024-12-01', '2024-06-01', '2024-11-30', more)
  const decide = (story: ToldCase, granted = true) =>
    may(
      story,
      { kind: 'credit-decided', request: story.file.facts.length, granted, reason: 'As shown.' },
      '2024-12-05T15:00Z',
    )

  test.each(['maintained', 'serviced', 'freeOfViolations', 'sameSettings'] as const)(
    'without the proof that it was %s it is not granted [MA-OOS-2]',
    (lacking) => {
      const proof = { maintained: true, serviced: true, freeOfViolations: true, sameSettings: true, [lacking]: false }
      expect(clauses(decide(asked({ proof })))).toEqual(['MA-OOS-2'])
      expect(decide(asked({ proof }), false).allowed).toBe(true)
      expect(decide(asked()).allowed).toBe(true)
    },
  )

  test('a vendor that does not do business in both states gives none [MA-OOS-2]', () => {
    expect(why(decide(asked({ vendor: 'BAY' })))).toContain('not known to do business both in MA and in NH')
  })

  test('it is decided once, about time that is over, in another state', () => {
    expect(why(decide(asked().creditDecided('2024-12-02')))).toContain('is no request for credit')
    const body = (more: Partial<FactOf<'credit-requested'>>): FactBody => ({
      kind: 'credit-requested',
      state: 'NH',
      from: on('2024-01-01'),
      until: on('2024-02-01'),
      vendor: 'ACME',
      proof: { maintained: true, serviced: true, freeOfViolations: true, sameSettings: true },
      documents: [],
      ...more,
    })
    expect(why(may(driving(), body({ state: 'MA' })))).toContain('counts by itself')
    expect(why(may(driving(), body({ until: on('2024-02-11') })))).toContain('has not come')
    expect(why(may(driving(), body({ from: on('2024-02-02') })))).toContain('before it begins')
  })
})
