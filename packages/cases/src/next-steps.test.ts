import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder, told } from './case-under.ts'

const begun = (profile = massachusetts) => caseUnder(profile).installed('2026-03-02T14:00Z')
const first = (driver: ReturnType<typeof begun>, moment: string) => driver.at(moment).next[0]

describe('what the driver does next', () => {
  test('in good standing: the next visit, from when and by when [MA-OPR-2]', () => {
    expect(first(begun(), '2026-03-10T12:30Z')).toMatchObject({
      id: 'service-visit',
      urgency: 'later',
      words:
        'Have the device serviced by Wed 1 Apr 2026, 23:59 EDT. The regular time for it begins Fri 27 Mar 2026, 00:00 EDT. Book early: the last day may be full.',
      by: told('2026-04-02T03:59:59.999Z'),
      law: { clauses: ['MA-OPR-2'] },
    })
  })

  test('reminded: the same visit, soon [ME-8B]', () => {
    expect(first(begun(maine), '2026-04-25T00:00Z')).toMatchObject({ id: 'service-visit', urgency: 'soon' })
  })

  test('violations service: by when the car locks [ME-4]', () => {
    const step = first(begun(maine).retestMissed('2026-03-10T12:30Z'), '2026-03-10T12:30Z')
    expect(step).toMatchObject({ id: 'violations-service', urgency: 'now', by: told('2026-03-15T12:30Z') })
    expect(step?.words).toBe(
      'Bring the car to your service provider by Sun 15 Mar 2026, 08:30 EDT. After that it locks.',
    )
  })

  test('locked out: drive while the car still starts, then tow [MA-LCK-5]', () => {
    const driver = begun().retest('2026-03-10T12:30Z', 40)
    expect(first(driver, '2026-03-12T12:30Z')).toMatchObject({ id: 'visit-provider', by: told('2026-03-12T12:30Z') })
    expect(first(driver, '2026-03-12T12:30:00.001Z')).toMatchObject({ id: 'tow-to-provider', by: null })
  })

  test('a lockout names the hearing, the authority and the last day [MA-LCK-6]', () => {
    const { next } = begun().retest('2026-03-10T12:30Z', 40).at('2026-03-10T12:30Z')
    expect(next.at(-1)).toMatchObject({
      urgency: 'may',
      words:
        'If you believe the lockout is improper, request a hearing with the Registry of Motor Vehicles by Thu 9 Apr 2026, 23:59 EDT.',
    })
  })

  test('not installed: first the approval, then an appointment', () => {
    const driver = begun().uninstalled('2026-03-10T12:30Z')
    expect(first(driver, '2026-03-10T12:30Z')).toMatchObject({
      id: 'install',
      who: 'driver',
      words:
        'Once the authority has approved the device, make an appointment with a service provider to have it installed.',
    })
  })

  test('a power loss: no repairs that look like tampering', () => {
    const { next } = begun().powerLost('2026-03-10T12:30Z', 'power').at('2026-03-10T12:30Z')
    expect(next.find(({ id }) => id === 'battery')?.words).toContain('looks like tampering')
  })

  test.each([
    [1, '2026-03-10T12:30Z', false],
    [3, '2026-03-10T09:00Z', true],
    [3, '2026-03-09T12:30Z', true],
    [3, '2026-03-09T12:29Z', false],
  ])('%i restarts, the first at %s, are a reboot loop: %s [OUT-3]', (times, from, loop) => {
    const driver = begun()
    for (const at of [from, '2026-03-10T10:00Z', '2026-03-10T12:30Z'].slice(3 - times)) {
      driver.record(at, { kind: 'device-restarted', afterMs: 1_000 }, 'device')
    }
    expect(driver.at('2026-03-10T12:30Z').next.some(({ id }) => id === 'document')).toBe(loop)
  })

  test('advice about an incident ends with the next visit', () => {
    const driver = begun().powerLost('2026-03-10T12:30Z', 'power').serviceVisit('2026-03-11T12:30Z')
    expect(driver.at('2026-03-12T00:00Z').next.map(({ id }) => id)).toEqual(['service-visit'])
  })
  test('a lockout does not bring back advice from before the last visit', () => {
    const driver = begun().powerLost('2026-03-10T12:30Z', 'power').serviceVisit('2026-03-11T12:30Z')
    driver.retest('2026-03-12T12:30Z', 40)
    const { status, next } = driver.at('2026-03-12T12:30Z')
    expect(status.kind).toBe('locked-out')
    expect(next.map(({ id }) => id)).not.toContain('battery')
    driver.powerLost('2026-03-12T13:30Z', 'power')
    expect(driver.at('2026-03-12T13:30Z').next.map(({ id }) => id)).toContain('battery')
  })
})
