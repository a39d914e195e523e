import { days, hours, type Instant, instant, minutes } from '@keyturn/domain/units.ts'
import { giverFor } from '@keyturn/evidence/statement/giver.ts'
import type { Speaker, StatementBody, StatementOf } from '@keyturn/evidence/statement/statement.ts'
import { chainOf, statementFile } from '@keyturn/evidence/statement/write-statement.ts'
import { expect, test } from 'vitest'
import { madeUpAuthority } from './authority.ts'
import { at, certificate, day, device, judging, order, scope } from './judging.ts'

const { world, authority, technician, verdict, code } = judging('attackers')
const later = (ms: number): Instant => instant(at + ms)
const override: StatementBody = { kind: 'override', why: 'No center open.' }
const vendor = world.vendor('northgate', { jurisdiction: 'US-MA' })

test('each kind of signer signs what is its own', () => {
  expect(code(authority.sign(order, { at }))).toBe('verified')
  expect(code(vendor.sign({ ...order, scope: { ...scope, vendors: ['northgate'] } }, { at }))).toBe('verified')
  expect(code(vendor.sign(override, { at, subject: device }))).toBe('verified')
  expect(code(technician.sign(certificate, { at, subject: device }))).toBe('verified')
  expect(
    code(
      authority.sign({ kind: 'exception', vehicle: 'MA 1AB C23', reason: 'Repair' }, { at, subject: 'MA-2026-0117' }),
    ),
  ).toBe('verified')
})

test('a technician signs no order, no override, no credential', () => {
  expect(code(technician.sign(order, { at }))).toBe('not-allowed')
  expect(code(technician.sign(override, { at, subject: device }))).toBe('not-allowed')
  const key = { kind: 'technician', key: technician.publicKey, center: 'x', may: ['service'] } as const
  expect(code(technician.sign(key, { at, subject: 'tech-18' }))).toBe('not-allowed')
})

test('a key reaches no further than what it may', () => {
  const narrow = world.authority('US-MA', { key: 'letters', may: ['letters'] })
  expect(code(narrow.sign(order, { at }))).toBe('not-allowed')
  const vendorOfLetters = world.vendor('kestrel', { jurisdiction: 'US-MA', may: ['letters'] })
  expect(code(vendorOfLetters.sign(override, { at, subject: device }))).toBe('not-allowed')
  const installer = world.technician('tech-18', {
    jurisdiction: 'US-MA',
    vendor: 'northgate',
    center: 'northgate-worcester',
    may: ['install'],
  })
  expect(code(installer.sign(certificate, { at, subject: device }))).toBe('not-allowed')
})

test('nobody orders for another jurisdiction', () => {
  const maine = world.authority('US-ME')
  expect(code(maine.sign(order, { at }))).toBe('not-allowed')
  expect(code(maine.sign(order, { at, subject: 'US-ME' }))).toBe('not-allowed')
})

test('a vendor orders for its own devices alone', () => {
  expect(code(vendor.sign(order, { at }))).toBe('not-allowed')
  expect(code(vendor.sign({ ...order, scope: { ...scope, vendors: ['kestrel'] } }, { at }))).toBe('not-allowed')
  expect(code(vendor.sign({ ...order, scope: { ...scope, vendors: ['kestrel', 'northgate'] } }, { at }))).toBe(
    'not-allowed',
  )
})

test('a certificate of another center is refused', () => {
  const other = { ...certificate, center: 'kestrel-bangor' }
  expect(code(technician.sign(other, { at, subject: device }))).toBe('not-allowed')
})

test('a chain of another root proves nothing', () => {
  const other = madeUpAuthority('somebody else')
  expect(code(other.authority('US-MA').sign(order, { at }))).toBe('signature')
  expect(code(authority.sign(order, { at }), at, other.trust)).toBe('signature')
})

test('an order under a stolen name is refused', () => {
  const other = madeUpAuthority('somebody else').authority('US-MA')
  expect(code(statementFile(authority.chain(at), other.line(order, { at })))).toBe('signature')
})

test('a chain out of order, doubled or cut is refused', () => {
  const lines = chainOf(technician.sign(certificate, { at, subject: device }))
  expect(lines).toHaveLength(4)
  const [a = '', b = '', c = '', d = ''] = lines
  const file = (...of: readonly string[]) => of.map((line) => `${line}\n`).join('')
  expect(code(file(a, b, c, d))).toBe('verified')
  for (const wrong of [
    [b, a, c, d],
    [a, c, b, d],
    [a, b, d],
    [b, c, d],
    [d],
    [a, a, b, c],
    [a, b, c, d, d],
    [a, d],
    [],
  ])
    expect(code(file(...wrong))).not.toBe('verified')
})

test('what is no credential carries no chain', () => {
  const file = authority.sign(order, { at })
  expect(code(statementFile(chainOf(file), authority.line(override, { at, subject: device })))).toBe('not-allowed')
})

test('what has expired, or is not good yet, is refused', () => {
  const file = vendor.sign(override, { at, subject: device, lasts: hours(20) })
  expect(code(file, later(hours(20) - 1))).toBe('verified')
  expect(code(file, later(hours(20)))).toBe('expired')
  const tomorrow = vendor.sign(override, { at, subject: device, notBefore: later(hours(2)), lasts: hours(20) })
  expect(code(tomorrow)).toBe('not-yet')
  expect(code(tomorrow, later(hours(2)))).toBe('verified')
})

test('a signer’s clock may be a minute ahead, not more', () => {
  const file = authority.sign(order, { at: later(minutes(1)), notBefore: at })
  expect(code(file)).toBe('verified')
  expect(code(file, later(-1_000))).toBe('not-yet')
})

test('a clock two years off refuses everything, and says from when it is good', () => {
  const file = authority.sign(order, { at })
  const early = verdict(file, later(-days(730)))
  expect(early).toMatchObject({ kind: 'refused', code: 'not-yet' })
  expect(early.kind === 'refused' && early.why).toContain('is good from 2')
  expect(code(file, later(days(730)))).toBe('expired')
})

test('a statement made to last too long is refused', () => {
  expect(code(vendor.sign(override, { at, subject: device, lasts: hours(25) }))).toBe('too-long')
  expect(code(vendor.sign(override, { at, subject: device, lasts: hours(24) }))).toBe('verified')
  const key = { kind: 'technician', key: technician.publicKey, center: 'x', may: ['service'] } as const
  expect(code(vendor.sign(key, { at, subject: 'tech-18', lasts: days(91) }))).toBe('too-long')
  expect(code(vendor.sign(key, { at, subject: 'tech-18', lasts: days(90) }))).toBe('verified')
  // Signed long before it is good: the whole span counts.
  expect(code(vendor.sign(override, { at, subject: device, notBefore: at, lasts: hours(24) }))).toBe('verified')
})

test('a technician’s credential that ran out ends what the technician signs', () => {
  const brief = {
    kind: 'technician',
    key: technician.publicKey,
    center: 'northgate-worcester',
    may: ['service'],
  } as const
  const chain = [...vendor.chain(at), vendor.line(brief, { at, subject: 'tech-17', lasts: hours(1) })]
  const file = (moment: Instant) =>
    statementFile(chain, technician.line(certificate, { at: moment, subject: device, lasts: minutes(10) }))
  expect(code(file(later(minutes(30))), later(minutes(30)))).toBe('verified')
  expect(code(file(later(hours(2))), later(hours(2)))).toBe('expired')
})

const revoking = (id: string, from: Instant, by = authority, number = 1) =>
  by.sign({ kind: 'revocations', number, revoked: [{ id, at: from, why: 'The key was lost.' }] }, { at })

test('a withdrawn statement counts until the moment of its withdrawal', () => {
  const file = authority.sign(order, { at, id: 'order-2026-01' })
  const trust = world.trusting([revoking('order-2026-01', later(hours(1)))], at)
  expect(code(file, later(hours(1) - 1), trust)).toBe('verified')
  expect(code(file, later(hours(1)), trust)).toBe('revoked')
})

test('a lost key of a technician, a vendor, an authority ends all below it', () => {
  const file = technician.sign(certificate, { at, subject: device })
  for (const name of ['tech-17', 'northgate', 'US-MA/2026'])
    expect(code(file, at, world.trusting([revoking(name, at)], at)), name).toBe('revoked')
  expect(code(file, at, world.trusting([revoking('tech-18', at)], at))).toBe('verified')
})

test('a lost key of an authority is replaced: the other goes on', () => {
  const second = world.authority('US-MA', { key: '2027' })
  const trust = world.trusting([revoking('US-MA/2026', at, world.rootSignatory)], at)
  expect(code(authority.sign(order, { at }), at, trust)).toBe('revoked')
  expect(code(second.sign(order, { at }), at, trust)).toBe('verified')
})

test('two keys of one authority count side by side', () => {
  const second = world.authority('US-MA', { key: '2027' })
  expect(code(authority.sign(order, { at }))).toBe('verified')
  expect(code(second.sign(order, { at }))).toBe('verified')
})

test('no authority withdraws what belongs to another', () => {
  const maine = world.authority('US-ME')
  const trust = world.trusting([revoking('northgate', at, maine), revoking('US-MA/2026', at, maine)], at)
  expect(code(vendor.sign(override, { at, subject: device }), at, trust)).toBe('verified')
  const inMaine = world.vendor('northgate', { jurisdiction: 'US-ME' })
  const first = world.trusting([revoking('northgate', at, maine)], at)
  expect(code(inMaine.sign(override, { at, subject: 'KT-ME-0001' }), at, first)).toBe('revoked')
})

test('of the lists of revocations the highest number holds', () => {
  const one = revoking('tech-17', at, authority, 1)
  const two = revoking('tech-18', at, authority, 2)
  for (const lists of [
    [one, two],
    [two, one],
  ]) {
    const trust = world.trusting(lists, at)
    expect(code(technician.sign(certificate, { at, subject: device }), at, trust)).toBe('verified')
  }
})

test('a vendor’s list of revocations withdraws nothing', () => {
  const forged = vendor.sign(
    { kind: 'revocations', number: 9, revoked: [{ id: 'US-MA/2026', at, why: '' }] },
    { at, subject: 'US-MA' },
  )
  expect(code(forged)).toBe('not-allowed')
  expect(world.trusting([forged], at).revoked.size).toBe(0)
})

test('a statement for another device, or of another kind, is refused', () => {
  const file = vendor.sign(override, { at, subject: device })
  expect(code(file, at, world.trust, { kind: 'override', subject: device })).toBe('verified')
  expect(code(file, at, world.trust, { subject: 'KT-MA-0002' })).toBe('wrong-subject')
  expect(code(file, at, world.trust, { kind: 'order' })).toBe('wrong-kind')
})

test('an act of relief without its law is refused', () => {
  expect(code(authority.sign(order, { at, cites: [] }))).toBe('not-allowed')
  expect(code(vendor.sign(override, { at, subject: device, cites: [] }))).toBe('not-allowed')
})

test('an outage or an order that ends before it begins cannot be signed', () => {
  const backwards = { from: day('2026-03-22'), until: day('2026-03-14') }
  expect(() => authority.sign({ ...order, interval: backwards }, { at })).toThrow('ends before it begins')
  expect(() => authority.sign({ ...order, due: backwards }, { at })).toThrow('end before they begin')
  const outage = { kind: 'outage', scope, cause: 'server', account: '', supersedes: null } as const
  expect(() => authority.sign({ ...outage, from: at, until: later(-1_000) }, { at })).toThrow('ends before it begins')
  expect(code(authority.sign({ ...outage, from: at, until: null }, { at }))).toBe('verified')
  expect(() => authority.sign({ ...order, moves: { kind: 'ended' } }, { at })).toThrow('names the one it ends')
})

const rescue = (body: Partial<StatementOf<'rescue'>> = {}): StatementOf<'rescue'> => {
  const file = authority.sign(
    { kind: 'rescue', serves: 'northgate', servesGroup: 'mindful-holdings', centers: null, ...body },
    { at, subject: body.subject ?? 'kestrel' },
  )
  const given = verdict(file)
  if (given.kind !== 'verified' || given.statement.kind !== 'rescue') throw new Error('the rescue does not verify')
  return given.statement
}
const speakerOf = (id: string, center: string, jurisdiction = 'US-MA'): Speaker => {
  const signer = world.technician('tech-30', { jurisdiction, vendor: id, center })
  const given = verdict(signer.sign({ ...certificate, center } as StatementBody, { at, subject: device }))
  if (given.kind !== 'verified') throw new Error(given.why)
  return given.speaker
}
const served = { jurisdiction: 'US-MA', vendor: 'northgate' }

test('another vendor serves only on the authority’s rescue, and only when it is another’s', () => {
  const kestrel = speakerOf('kestrel', 'kestrel-bangor')
  expect(giverFor(speakerOf('northgate', 'northgate-lowell'), served, null)).toEqual({ kind: 'by', by: 'vendor' })
  expect(giverFor(kestrel, served, null)).toMatchObject({ kind: 'not' })
  expect(giverFor(kestrel, served, rescue())).toEqual({ kind: 'by', by: 'rescue' })
  expect(giverFor(kestrel, served, rescue({ centers: ['kestrel-lewiston'] }))).toMatchObject({ kind: 'not' })
  expect(giverFor(kestrel, served, rescue({ serves: 'harborlight' }))).toMatchObject({ kind: 'not' })
  expect(giverFor(speakerOf('kestrel', 'kestrel-bangor', 'US-ME'), served, rescue())).toMatchObject({ kind: 'not' })
  const sister = speakerOf('harborlight', 'harborlight-boston')
  expect(giverFor(sister, served, rescue({ subject: 'harborlight' }))).toEqual({
    kind: 'not',
    why: 'harborlight has the same owner as northgate: mindful-holdings',
  })
})
