import { configFor } from '@keyturn/device/config.ts'
import { addDays, civilDateOf } from '@keyturn/domain/civil.ts'
import { deviceId, instant } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { describe, expect, test } from 'vitest'
import { device, UnitBench } from '../unit-bench.ts'
import { serviceAt } from './at-desk.ts'
import { StatementRefused, TYPES } from './credentials.ts'
import { type DemoKeys, type DemoTerms, demoTechnician, newDemoKeys, publicHalf } from './demo-keys.ts'
import { type Bench, install, visit } from './demo-visit.ts'
import { ServiceDesk, ServiceHeld, type SignedStep } from './session.ts'
import { sign, signCertificate, signSteps } from './technician.ts'

const DAY = 86_400_000
const keys = newDemoKeys()
const config = configFor(massachusetts)

/** A device with a desk, and a technician with these terms. */
async function desk(terms: Partial<DemoTerms> = {}, signedBy: DemoKeys = keys) {
  const unit = await UnitBench.start()
  const now = () => unit.clock.now().at
  let n = 0
  const id = () => `statement-${++n}`
  const own = new ServiceDesk({
    device,
    rootKey: publicHalf(keys.root),
    now,
    nonce: () => `nonce-${++n}`,
    lastSeq: () => unit.recorder.lastSeq(),
  })
  const serve = serviceAt(own, unit.controller)
  const technician = await demoTechnician(signedBy, { at: now(), ...terms })
  const bench: Bench = {
    device,
    config,
    technician,
    now,
    id,
    challenge: () => own.challenge(),
    submit: serve,
    gas: async (brac) => {
      await unit.car.act({ do: 'blow', brac, how: 'reference' })
      await unit.wait(4_000)
    },
  }
  const request = (steps: readonly SignedStep[]) =>
    signSteps(technician, own.challenge(), steps, { at: now(), jti: id() })
  const refusals = async () =>
    (await unit.records()).flatMap((r) =>
      r.kind === 'statement-refused' || r.kind === 'service-refused' ? [r.why] : [],
    )
  return { unit, desk: own, serve, bench, technician, request, refusals }
}

const OPEN: readonly SignedStep[] = [{ do: 'open' }]

describe('a technician at the device', () => {
  test('installs, and later makes a whole visit that moves the due date', async () => {
    const { unit, bench, refusals } = await desk()
    await install(bench)
    const dueAt = unit.controller.state().ledger.dueAt
    await unit.wait(20 * DAY)
    const later = await demoTechnician(keys, { at: unit.clock.now().at })
    await visit({ ...bench, technician: later }, 'scheduled')
    expect(unit.controller.state().ledger.dueAt - dueAt).toBe(20 * DAY)
    expect(await refusals()).toEqual([])
    const kinds = await unit.kinds()
    expect(kinds.slice(-8)).toEqual([
      'service-opened',
      'service-inspected',
      'service-as-found',
      'service-calibrated',
      'service-confirmed',
      'service-confirmed',
      'service-reset',
      'service-completed',
    ])
  })

  test('is refused with a credential that another root began', async () => {
    const { bench, request, serve, refusals } = await desk({}, newDemoKeys())
    expect(bench.device).toBe(device)
    await expect(request(OPEN).then(serve)).rejects.toThrow(StatementRefused)
    expect(await refusals()).toEqual(['the signature of the vendor credential does not hold'])
  })

  test('is refused after the credential has expired', async () => {
    const { unit, request, serve, refusals } = await desk({ days: 1 })
    await unit.wait(2 * DAY)
    await expect(request(OPEN).then(serve)).rejects.toThrow('the technician credential has expired')
    expect(await refusals()).toEqual(['the technician credential has expired'])
  })

  test.each([
    [90, null],
    [91, 'a technician credential lasts 90 days at most'],
  ])('with a credential of %i days is refused because of %s', async (days, why) => {
    const { request, serve, refusals } = await desk({ days })
    const served = request([{ do: 'install', profile: config.profile, dueOn: '2026-12-20' }]).then(serve)
    if (why === null) await expect(served).resolves.toHaveLength(1)
    else await expect(served).rejects.toThrow(why)
    expect(await refusals()).toEqual(why === null ? [] : [why])
  })

  test('cannot do what the credential does not list', async () => {
    const { request, serve } = await desk({ capabilities: ['service'] })
    const dueOn = '2026-12-20'
    await expect(request([{ do: 'install', profile: config.profile, dueOn }]).then(serve)).rejects.toThrow(
      'may not install',
    )
    await expect(request(OPEN).then(serve)).resolves.toHaveLength(1)
  })

  test('cannot use a request twice, nor one held back until a newer one was used', async () => {
    const { request, serve } = await desk()
    const copied = await request([{ do: 'open' }])
    await serve(copied)
    await expect(serve(copied)).rejects.toThrow('an open challenge')
    const heldBack = await request([{ do: 'abandon' }])
    await serve(await request([{ do: 'inspect', sound: true, notes: '' }]))
    await expect(serve(heldBack)).rejects.toThrow('an open challenge')
  })

  test('is not disturbed by strangers who ask for challenges, until there are a thousand', async () => {
    const { desk: own, request, serve } = await desk()
    const good = await request(OPEN)
    for (let n = 0; n < 999; n++) own.challenge()
    await expect(serve(good)).resolves.toHaveLength(1)
    const late = await request([{ do: 'abandon' }])
    for (let n = 0; n < 1_000; n++) own.challenge()
    await expect(serve(late)).rejects.toThrow('an open challenge')
  })

  test.each([
    ['signed in the future', { iat: 61, nbf: 0, exp: 300 }, 'the service request was signed in the future'],
    ['good for too long', { iat: 0, nbf: 0, exp: 901 }, 'a service request lasts 15 minutes at most'],
    ['good since long before', { iat: 0, nbf: -301, exp: 600 }, 'a service request lasts 15 minutes at most'],
    ['good since it was signed long before', { iat: -301, nbf: 0, exp: 600 }, 'a service request lasts 15 minutes'],
    ['signed a minute ahead', { iat: 60, nbf: 0, exp: 900 }, null],
  ])('with a request %s is judged by all three of its moments', async (_what, moments, why) => {
    const { unit, technician, desk: own, serve } = await desk()
    const s = Math.floor(unit.clock.now().at / 1_000)
    const { nonce } = own.challenge()
    const steps = await sign(TYPES.request, technician.privateKeyPem, {
      iss: technician.id,
      sub: device,
      jti: 'moments-1',
      iat: s + moments.iat,
      nbf: s + moments.nbf,
      exp: s + moments.exp,
      nonce,
      steps: OPEN,
    })
    const served = serve({ credential: technician.credential, steps })
    if (why === null) await expect(served).resolves.toHaveLength(1)
    else await expect(served).rejects.toThrow(why)
  })

  test('cannot answer a challenge after ten minutes', async () => {
    const { unit, desk: own, technician, serve } = await desk()
    const challenge = own.challenge()
    await unit.wait(600_001)
    const late = await signSteps(technician, challenge, OPEN, { at: unit.clock.now().at, jti: 'late-request' })
    await expect(serve(late)).rejects.toThrow('an open challenge')
  })

  test('cannot use a request for another device', async () => {
    const { unit, desk: own, technician, serve } = await desk()
    const challenge = { ...own.challenge(), device: deviceId('KT-OTHER-1') }
    const foreign = await signSteps(technician, challenge, OPEN, { at: unit.clock.now().at, jti: 'foreign-request' })
    await expect(serve(foreign)).rejects.toThrow('the service request does not fit')
  })

  test('cannot change a byte of a signed request', async () => {
    const { request, serve } = await desk()
    const good = await request(OPEN)
    const [head, body = '', signature] = good.steps.split('.')
    const changed = Buffer.from(Buffer.from(body, 'base64url').toString().replace('"open"', '"reset"')).toString(
      'base64url',
    )
    await expect(serve({ ...good, steps: `${head}.${changed}.${signature}` })).rejects.toThrow('signature')
    await expect(serve({ ...good, steps: 'nothing of the kind' })).rejects.toThrow('not a signed statement of its kind')
  })

  test('cannot pass a certificate for another center or for records that are not there', async () => {
    const { unit, technician, request, serve } = await desk()
    const at = unit.clock.now().at
    const terms = {
      device,
      visit: 'scheduled',
      dueOn: addDays(civilDateOf(at, config.timeZone), 10),
      logSeq: 1,
    } as const
    const foreign = await signCertificate({ ...technician, center: 'elsewhere' }, terms, { at, jti: 'certificate-1' })
    await expect(request([{ do: 'certify', certificate: foreign }]).then(serve)).rejects.toThrow(
      'another service center',
    )
    const ahead = await signCertificate(technician, { ...terms, logSeq: 99 }, { at, jti: 'certificate-2' })
    await expect(request([{ do: 'certify', certificate: ahead }]).then(serve)).rejects.toThrow('a longer log')
  })

  test('cannot certify without the visit: the controller refuses and records it', async () => {
    const { unit, technician, request, serve, refusals } = await desk()
    const at = unit.clock.now().at
    const dueOn = addDays(civilDateOf(at, config.timeZone), 10)
    const certificate = await signCertificate(
      technician,
      { device, visit: 'scheduled', dueOn, logSeq: 1 },
      { at, jti: 'certificate-3' },
    )
    await serve(await request([{ do: 'open' }, { do: 'certify', certificate }]))
    expect(await refusals()).toEqual(['not-inspected'])
    expect(unit.controller.state().session.is).toBe('open')
  })

  test('is not listened to for a while after five refusals', async () => {
    const { unit, request, serve, refusals } = await desk()
    const bad = { ...(await request(OPEN)), steps: 'x' }
    for (let n = 0; n < 5; n++) await expect(serve(bad)).rejects.toThrow(StatementRefused)
    await expect(request(OPEN).then(serve)).rejects.toThrow(ServiceHeld)
    expect(await refusals()).toHaveLength(5)
    await unit.wait(600_000)
    await expect(request(OPEN).then(serve)).resolves.toHaveLength(1)
  })

  test('cannot pass one kind of statement off as another', async () => {
    const { unit, technician, desk: own, serve } = await desk()
    const at = Math.floor(unit.clock.now().at / 1_000)
    const { nonce } = own.challenge()
    const claims = {
      iss: technician.id,
      sub: device,
      jti: 'wrong-kind',
      iat: at,
      nbf: at,
      exp: at + 60,
      nonce,
      steps: OPEN,
    }
    const steps = await sign(TYPES.certificate, technician.privateKeyPem, claims)
    await expect(serve({ credential: technician.credential, steps })).rejects.toThrow('does not fit')
    expect(instant(at * 1_000)).toBeLessThanOrEqual(unit.clock.now().at)
  })
})
