import { claimsOf, type VisitClaims } from '@keyturn/device/claims.ts'
import { configFor, hardware } from '@keyturn/device/config.ts'
import { addDays, civilDateOf } from '@keyturn/domain/civil.ts'
import { deviceId, instant, minutes } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { type MadeUpAuthority, madeUpAuthority } from '@keyturn/simulator/authority/authority.ts'
import { describe, expect, test } from 'vitest'
import { headAt } from '../recorder/head.ts'
import { Held } from '../relief/refusals.ts'
import { Shelf } from '../relief/shelf.ts'
import { device, START, UnitBench } from '../unit-bench.ts'
import { serviceAt } from './at-desk.ts'
import { type DemoTerms, demoTechnician } from './demo-authority.ts'
import { type Bench, install, visit } from './demo-visit.ts'
import { StatementRefused } from './refused.ts'
import { ServiceDesk } from './session.ts'
import type { SignedStep } from './steps.ts'
import { signCertificate, signSteps } from './technician.ts'

const DAY = 86_400_000
const authority = madeUpAuthority('session')
const STARTED = instant(START)
const MA = { jurisdiction: 'US-MA', vendor: 'northgate' } as const
const identity = { device, ...MA, model: 'A1', firmware: 'keyturn-unit test', region: '' } as const
const config = configFor(massachusetts, hardware, identity)

/** A device with a desk, and a technician with these terms. */
async function desk(terms: Partial<DemoTerms> = {}, signedBy: MadeUpAuthority = authority) {
  const unit = await UnitBench.start({ identity })
  const shelf = await Shelf.open(unit.disk, '/statements')
  const now = () => unit.controller.at()
  let n = 0
  const id = () => `statement-${++n}`
  const own = new ServiceDesk({
    device,
    identity,
    shelf,
    rootKey: authority.root,
    now,
    nonce: () => (++n).toString(16).padStart(64, '0'),
    lastSeq: () => unit.recorder.lastSeq(),
    logHead: (seq) => headAt(unit.recorder, seq),
  })
  const serve = serviceAt(own, unit.controller)
  const technician = demoTechnician(signedBy, { ...MA, at: now(), ...terms })
  const claims = (): VisitClaims => {
    const { session } = unit.controller.state()
    if (session.is === 'closed') throw new Error('no session is open')
    return claimsOf(session)
  }
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
    claims,
  }
  const request = async (steps: readonly SignedStep[]) =>
    signSteps(technician, await own.challenge(), steps, { at: now(), id: id() })
  const refusals = async () =>
    (await unit.records()).flatMap((r) =>
      r.kind === 'statement-refused' || r.kind === 'service-refused' ? [r.why] : [],
    )
  /** A certificate for the log as it is, with these changes. */
  const certificate = async (over: Partial<Parameters<typeof signCertificate>[1]> = {}, center = technician.center) => {
    const { logSeq, logHead } = await own.challenge()
    const dueOn = addDays(civilDateOf(now(), config.timeZone), 10)
    const terms = { device, visit: 'scheduled', dueOn, logSeq, logHead, ...NOTHING_DONE, ...over } as const
    return signCertificate({ ...technician, center }, terms, { at: now(), id: id() })
  }
  return { unit, shelf, desk: own, serve, bench, technician, request, refusals, certificate }
}

const OPEN: readonly SignedStep[] = [{ do: 'open' }]
const NOTHING_DONE: VisitClaims = {
  inspection: { sound: true, notes: '' },
  asFound: null,
  calibration: null,
  asLeft: [],
  resets: [],
}

describe('a technician at the device', () => {
  test('installs, and later makes a whole visit that moves the due date', async () => {
    const { unit, bench, refusals } = await desk()
    await install(bench)
    const dueAt = unit.controller.state().ledger.dueAt
    await unit.wait(20 * DAY)
    const later = demoTechnician(authority, { ...MA, at: unit.clock.now().at })
    await visit({ ...bench, technician: later }, 'scheduled')
    expect(await refusals()).toEqual([])
    expect(unit.controller.state().ledger.dueAt - dueAt).toBe(20 * DAY)
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
    const { request, serve, refusals } = await desk({}, madeUpAuthority('another'))
    await expect(request(OPEN).then(serve)).rejects.toThrow(StatementRefused)
    expect(await refusals()).toEqual([expect.stringMatching(/^the signature of authority-key .* is not by the root$/)])
  })

  test('is refused after the credential has expired', async () => {
    const { unit, request, serve, refusals } = await desk()
    await unit.wait(90 * DAY)
    await expect(request(OPEN).then(serve)).rejects.toThrow(/technician .* was good until/)
    expect(await refusals()).toEqual([expect.stringMatching(/^technician .* was good until/)])
  })

  test('is refused when the clock is set back to when the credential was good', async () => {
    const { unit, request, serve } = await desk()
    await unit.wait(90 * DAY)
    unit.clock.setOffset(0)
    unit.controller.tick()
    await expect(request(OPEN).then(serve)).rejects.toThrow(/technician .* was good until/)
    expect(await unit.kinds()).toContain('clock-jump')
  })

  test('is refused once the authority has withdrawn the credential, after a restart too', async () => {
    const { unit, shelf, request, serve } = await desk()
    const at = unit.controller.at()
    const withdrawn = [{ id: 'demo-technician', at, why: 'left the center' }]
    const body = { kind: 'revocations', number: 3, revoked: withdrawn } as const
    await shelf.keep(authority.authority('US-MA').sign(body, { at, cites: [] }))
    await expect(request(OPEN).then(serve)).rejects.toThrow('was withdrawn')
    const again = await Shelf.open(unit.disk, '/statements')
    expect(again.several('revocations').map(({ statement }) => statement.number)).toEqual([3])
  })

  test('cannot do what the credential does not list', async () => {
    const { request, serve } = await desk({ may: ['service'] })
    const dueOn = '2026-12-20'
    await expect(request([{ do: 'install', profile: config.profile, dueOn }]).then(serve)).rejects.toThrow(
      'may not install',
    )
    await expect(request(OPEN).then(serve)).resolves.toHaveLength(1)
  })

  test('of another jurisdiction is refused', async () => {
    const { request, serve } = await desk({ jurisdiction: 'US-ME' })
    await expect(request(OPEN).then(serve)).rejects.toThrow('this device is under US-MA')
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
    for (let n = 0; n < 999; n++) await own.challenge()
    await expect(serve(good)).resolves.toHaveLength(1)
    const late = await request([{ do: 'abandon' }])
    for (let n = 0; n < 1_000; n++) await own.challenge()
    await expect(serve(late)).rejects.toThrow('an open challenge')
  })

  test('cannot answer a challenge after ten minutes', async () => {
    const { unit, desk: own, technician, serve } = await desk()
    const challenge = await own.challenge()
    await unit.wait(600_001)
    const late = signSteps(technician, challenge, OPEN, { at: unit.clock.now().at, id: 'late-request' })
    await expect(serve(late)).rejects.toThrow('an open challenge')
  })

  test('cannot sign a request for longer than a quarter of an hour', async () => {
    const { unit, desk: own, technician, serve } = await desk()
    const { nonce } = await own.challenge()
    const at = unit.clock.now().at
    const steps = technician.signatory.line(
      { kind: 'service-request', nonce, steps: OPEN },
      { at, subject: device, lasts: minutes(16), id: 'long-request' },
    )
    await expect(serve({ credential: technician.credential, rescue: null, steps })).rejects.toThrow(
      '15 minutes at most',
    )
  })

  test('cannot use a request for another device', async () => {
    const { unit, desk: own, technician, serve } = await desk()
    const challenge = { ...(await own.challenge()), device: deviceId('KT-OTHER-1') }
    const foreign = signSteps(technician, challenge, OPEN, { at: unit.clock.now().at, id: 'foreign-request' })
    await expect(serve(foreign)).rejects.toThrow('it is about KT-OTHER-1, not about KT-TEST-1')
  })

  test('cannot change a byte of a signed request, nor sign nonsense', async () => {
    const { request, serve } = await desk()
    const good = await request(OPEN)
    const [head, body = '', signature] = good.steps.split('.')
    const changed = Buffer.from(Buffer.from(body, 'base64url').toString().replace('"open"', '"reset"')).toString(
      'base64url',
    )
    await expect(serve({ ...good, steps: `${head}.${changed}.${signature}` })).rejects.toThrow('signature')
    await expect(serve({ ...good, steps: 'nothing of the kind' })).rejects.toThrow('no compact JWS')
    await expect(serve({ ...good, credential: '' })).rejects.toThrow(StatementRefused)
    // A step that the format does not have, signed by the technician.
    const odd = await request([{ do: 'unlock' }] as unknown as readonly SignedStep[])
    await expect(serve(odd)).rejects.toThrow("the request's steps are not as the format has them")
  })

  test('cannot pass one kind of statement off as another', async () => {
    const { technician, certificate, serve } = await desk()
    const steps = await certificate()
    await expect(serve({ credential: technician.credential, rescue: null, steps })).rejects.toThrow(
      'it is a certificate, and a service-request is wanted',
    )
  })

  test('is not listened to for a while after five refusals', async () => {
    const { unit, request, serve, refusals } = await desk()
    const bad = { ...(await request(OPEN)), steps: 'x' }
    for (let n = 0; n < 5; n++) await expect(serve(bad)).rejects.toThrow(StatementRefused)
    await expect(request(OPEN).then(serve)).rejects.toThrow(Held)
    expect(await refusals()).toHaveLength(5)
    await unit.wait(600_000)
    await expect(request(OPEN).then(serve)).resolves.toHaveLength(1)
  })
})

describe('a certificate', () => {
  test('is refused for another center, a longer log or another log', async () => {
    const { request, serve, certificate } = await desk()
    const certify = async (signed: string) => serve(await request([{ do: 'certify', certificate: signed }]))
    await serve(await request(OPEN))
    await expect(certify(await certificate({}, 'elsewhere'))).rejects.toThrow('it names the center elsewhere')
    await expect(certify(await certificate({ logSeq: 99 }))).rejects.toThrow('a longer log')
    await expect(certify(await certificate({ logHead: 'ab'.repeat(32) }))).rejects.toThrow('another log')
    await expect(certify(await certificate({ logHead: null }))).rejects.toThrow('another log')
  })

  test('without the visit is refused by the controller and recorded', async () => {
    const { unit, request, serve, refusals, certificate } = await desk()
    await serve(await request([{ do: 'open' }, { do: 'certify', certificate: await certificate() }]))
    expect(await refusals()).toEqual(['not-inspected'])
    expect(unit.controller.state().session.is).toBe('open')
  })

  test('that claims another calibration than the device measured is refused', async () => {
    const { unit, bench, request, serve, refusals, certificate } = await desk()
    await install(bench)
    await serve(await request([{ do: 'open' }, { do: 'inspect', sound: true, notes: '' }]))
    await serve(await request([{ do: 'as-found', reference: 40 }]))
    await bench.gas(52)
    const honest = bench.claims()
    const asFound = honest.asFound === null ? null : { ...honest.asFound, measured: honest.asFound.reference }
    await serve(await request([{ do: 'certify', certificate: await certificate({ ...honest, asFound }) }]))
    expect(await refusals()).toEqual(['bad-certificate'])
    expect(unit.controller.state().session.is).toBe('open')
  })
})

describe('a technician of another vendor', () => {
  const ABROAD = { vendor: 'kestrel', center: 'kestrel-worcester' } as const
  const rescue = (over: object = {}, subject = 'kestrel') =>
    authority
      .authority('US-MA')
      .sign(
        { kind: 'rescue', serves: 'northgate', servesGroup: 'mindful-holdings', centers: null, ...over },
        { at: STARTED, subject },
      )
  test('is refused without the authority’s word', async () => {
    const { request, serve, refusals } = await desk(ABROAD)
    await expect(request(OPEN).then(serve)).rejects.toThrow('it comes from vendor kestrel')
    expect(await refusals()).toHaveLength(1)
  })

  test('serves by a rescue that is shown, and the log names it', async () => {
    const { unit, request, serve } = await desk({ ...ABROAD, rescue: rescue() })
    await serve(await request(OPEN))
    expect((await unit.records()).slice(-2)).toMatchObject([
      { kind: 'rescue-accepted', vendor: 'kestrel' },
      { kind: 'service-opened', center: 'kestrel-worcester' },
    ])
  })

  test('serves by a rescue that the car keeps', async () => {
    const { shelf, request, serve } = await desk(ABROAD)
    await shelf.keep(rescue())
    await expect(request(OPEN).then(serve)).resolves.toHaveLength(2)
  })

  test.each([
    [
      'of another center',
      ABROAD,
      rescue({ centers: ['kestrel-boston'] }),
      'does not name the center kestrel-worcester',
    ],
    ['for another vendor’s devices', ABROAD, rescue({ serves: 'harborlight' }), 'is of devices of harborlight'],
    ['given to another vendor', ABROAD, rescue({}, 'quarry'), 'is given to quarry'],
    [
      'of the same owner',
      { vendor: 'harborlight', center: 'harborlight-salem' },
      rescue({}, 'harborlight'),
      'harborlight has the same owner as northgate: mindful-holdings',
    ],
  ])('is refused with a rescue %s', async (_what, who, shown, why) => {
    const { request, serve, refusals } = await desk({ ...who, rescue: shown })
    await expect(request(OPEN).then(serve)).rejects.toThrow(why)
    expect(await refusals()).toEqual([expect.stringContaining(why)])
  })

  test('is refused with a rescue that the vendor signed itself', async () => {
    const own = authority
      .vendor('kestrel', { jurisdiction: 'US-MA' })
      .sign(
        { kind: 'rescue', serves: 'northgate', servesGroup: 'mindful-holdings', centers: null },
        { at: STARTED, subject: 'kestrel' },
      )
    const { request, serve } = await desk({ ...ABROAD, rescue: own })
    await expect(request(OPEN).then(serve)).rejects.toThrow('vendor kestrel may not sign a statement of this kind')
  })
})
