import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { openKey } from '@keyturn/contract/statements/key-file.ts'
import type { CivilDate } from '@keyturn/domain/units.ts'
import { days, deviceId, hours, instant } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { readCode } from '@keyturn/evidence/statement/keypad-code.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyturn } from '../told-terminal.ts'

const now = instant(Date.UTC(2026, 2, 16, 12))
const passphrase = 'nine bottles of gas'
let folder = ''
let keys = ''
let root = ''
const at = (name: string) => join(folder, name)
const key = (name: string) => join(keys, name)
const env = { KEYTURN_PASSPHRASE: passphrase, KEYTURN_NEW_PASSPHRASE: passphrase }
const told = (args: readonly string[], more: { now?: typeof now; env?: Record<string, string> } = {}) => {
  const here = ['keys', 'sign'].includes(args[0] ?? '') && !args.includes('--keys') ? ['--keys', keys] : []
  return keyturn([...args, ...here], { now, env, ...more })
}
const good = async (...args: readonly string[]) => {
  const answer = await told(args)
  if (answer.exit !== 0) throw new Error(`${args.join(' ')}: ${answer.err}`)
  return answer.out
}

const ORDER = `
kind: order
id: order-2026-01
cites: [540 CMR 25.06(3)]
lasts: 60 days
scope: { jurisdiction: US-MA, functions: [service-visit] }
interval: { from: 2026-03-14, until: 2026-03-22 }
due: { from: 2026-03-14, until: 2026-03-22 }
moves: day-for-day
capDays: 30
staggerDays: 5
reason: The servers of several vendors do not answer.
`

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-keys-'))
  keys = at('keys')
  await good('keys', 'root')
  root = readFileSync(key('root.pub'), 'utf8').trim()
  await good('keys', 'authority', 'US-MA/orders-2026', '--may', 'orders', 'overrides', 'rescues')
  await good('keys', 'authority', 'US-MA/office-2026', '--may', 'vendors', 'revocations', 'letters', 'publish')
  const vendor = ['--name', 'Northgate Interlock', '--group', 'mindful', '--may', 'technicians', 'outages']
  await good('keys', 'vendor', 'northgate', '--by', 'US-MA/office-2026', ...vendor)
  const center = ['--center', 'northgate-worcester', '--may', 'service']
  await good('keys', 'technician', 'tech-17', '--by', 'northgate', ...center)
  writeFileSync(at('order.yaml'), ORDER)
  await good('sign', at('order.yaml'), '--by', 'US-MA/orders-2026', '--out', at('order.txt'))
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true }))

describe('keyturn keys', () => {
  test('keeps keys sealed and for their owner alone', async () => {
    for (const name of ['root.key', 'US-MA~orders-2026.key', 'northgate.key', 'tech-17.key']) {
      expect(statSync(key(name)).mode & 0o077, name).toBe(0)
      expect((await openKey(readFileSync(key(name), 'utf8'), passphrase)).publicKey).toHaveLength(43)
    }
  })

  test('lists whose they are and how long they are good', async () => {
    const { exit, out } = await told(['keys', 'list'])
    expect(exit).toBe(0)
    expect(out).toMatch(
      /^GOOD {5}northgate +key +until 2027-03-16; credential of Northgate Interlock \(owner mindful\)/m,
    )
    expect(out).toMatch(/^GOOD {5}tech-17 +key +until 2026-06-14/m)
  })

  test('warns a month before one runs out, and refuses it afterwards', async () => {
    const soon = await told(['keys', 'list'], { now: instant(now + days(65)) })
    expect(soon.exit).toBe(1)
    expect(soon.out).toMatch(/^ENDING {3}tech-17/m)
    const late = await told(['keys', 'list'], { now: instant(now + days(90)) })
    expect(late.out).toMatch(/^REFUSED {2}tech-17 .*was good until 2026-06-14/m)
  })

  test('shows a chain up to the root', async () => {
    const shown = await good('keys', 'show', 'tech-17')
    expect(shown).toContain('root → US-MA/office-2026')
    expect(shown).toContain('northgate → tech-17')
  })

  test('signs a key that its holder made, and never sees it', async () => {
    const theirs = at('theirs')
    const made = await told(['keys', 'new', 'kestrel', '--keys', theirs])
    const vendor = ['--name', 'Kestrel', '--group', 'kestrel', '--may', 'technicians', '--public-key', made.out.trim()]
    await good('keys', 'vendor', 'kestrel', '--by', 'US-MA/office-2026', ...vendor)
    expect(existsSync(key('kestrel.txt'))).toBe(true)
    expect(existsSync(key('kestrel.key'))).toBe(false)
  })

  test('leaves nothing behind when a credential would be refused', async () => {
    const center = ['--center', 'x', '--may', 'service']
    const long = await told(['keys', 'technician', 'tech-18', '--by', 'northgate', ...center, '--lasts', '91 days'])
    expect(long).toMatchObject({ exit: 1, out: '' })
    expect(long.err).toContain('lasts 90 days at most [too-long]')
    const reaching = await told(['keys', 'technician', 'tech-18', '--by', 'US-MA/office-2026', ...center])
    expect(reaching).toMatchObject({ exit: 1, out: '' })
    expect(existsSync(key('tech-18.key'))).toBe(false)
  })

  test('a wrong or short passphrase is one clear line', async () => {
    const wrong = { ...env, KEYTURN_PASSPHRASE: 'ten bottles of gas' }
    const refused = await told(['sign', at('order.yaml'), '--by', 'US-MA/orders-2026'], { env: wrong })
    expect(refused).toMatchObject({ exit: 2, out: '' })
    expect(refused.err).toContain('the passphrase does not open this file')
    const short = { ...env, KEYTURN_NEW_PASSPHRASE: 'short' }
    const weak = await told(['keys', 'root', '--keys', at('other')], { env: short })
    expect(weak.err).toContain('12 characters or more')
    const none = await told(['keys', 'root', '--keys', at('other')], { env: {} })
    expect(none.err).toContain('give --new-passphrase-file')
    expect(existsSync(at('other/root.key'))).toBe(false)
  })

  test('nothing is overwritten', async () => {
    const again = await told(['keys', 'root'])
    expect(again.exit).toBe(2)
    expect(again.err).toContain('is there already')
  })

  test('rotates an authority’s key: both count', async () => {
    await good('keys', 'rotate', 'US-MA/orders-2026', '--to', 'US-MA/orders-2027')
    writeFileSync(at('next.yaml'), ORDER.replace('order-2026-01', 'order-2026-02'))
    await good('sign', at('next.yaml'), '--by', 'US-MA/orders-2027', '--out', at('next.txt'))
    for (const file of ['order.txt', 'next.txt'])
      expect((await told(['verify', at(file), '--key', root])).exit, file).toBe(0)
  })

  test('rotates a technician’s key and puts the old one aside', async () => {
    const before = readFileSync(key('tech-17.key'), 'utf8')
    await good('keys', 'rotate', 'tech-17')
    expect(readFileSync(key('tech-17.key'), 'utf8')).not.toBe(before)
    expect((await told(['keys', 'show', 'tech-17'])).exit).toBe(0)
  })

  test('withdraws a lost key; the next list repeats what the last one said', async () => {
    const revoke = (...args: readonly string[]) => good('keys', 'revoke', ...args, '--why', 'Lost.')
    await revoke('tech-99', '--by', 'US-MA/office-2026', '--out', at('revoked-1.txt'))
    const by = ['--by', 'US-MA/office-2026', '--after', at('revoked-1.txt'), '--out', at('revoked-2.txt')]
    expect(await revoke('order-2026-01', ...by)).toContain('list 2 of US-MA: 2 withdrawn')
    const refused = await told(['verify', at('order.txt'), '--key', root, '--revocations', at('revoked-2.txt')])
    expect(refused.exit).toBe(1)
    expect(refused.out).toContain('order order-2026-01 was withdrawn [revoked]')
  })

  test('the root withdraws a lost key of the authority', async () => {
    const terms = ['--by', 'root', '--why', 'Lost.', '--out', at('root-1.txt')]
    await good('keys', 'revoke', 'US-MA/orders-2026', ...terms)
    const refused = await told(['verify', at('order.txt'), '--key', root, '--revocations', at('root-1.txt')])
    expect(refused.out).toContain('[revoked]')
  })

  test('a rescue within one owner is refused where both are known', async () => {
    const terms = ['--by', 'US-MA/orders-2026', '--serves', 'harborlight', '--cites', '540 CMR 25.06(3)']
    const sister = [...terms, '--serves-group', 'mindful', '--out', at('rescue.txt')]
    expect((await told(['keys', 'rescue', 'northgate', ...sister])).err).toContain('the same owner, mindful')
    await good('keys', 'rescue', 'kestrel', ...sister)
    const seen = await told(['verify', at('rescue.txt'), '--key', root])
    expect(seen.out).toContain('may serve devices of harborlight at all its centers')
  })
})

describe('keyturn sign and verify', () => {
  test('an order is told in plain words with who signed it and until when', async () => {
    const { exit, out, err } = await told(['verify', at('order.txt'), '--key', key('root.pub')])
    expect({ exit, err }).toEqual({ exit: 0, err: '' })
    expect(out).toContain('HOLDS    order order-2026-01')
    expect(out).toContain('dates due from 2026-03-14 to 2026-03-22 move day for day')
    expect(out).toContain('signed by the authority of US-MA, by its key US-MA/orders-2026')
    expect(out).toContain('by 540 CMR 25.06(3)')
  })

  test('an expired one is refused, with that it once held', async () => {
    const late = { now: instant(now + days(70)) }
    const { exit, out } = await told(['verify', at('order.txt'), '--key', root], late)
    expect(exit).toBe(1)
    expect(out).toContain('[expired]')
    expect(out).toContain('It held when it was signed')
    expect((await told(['verify', at('order.txt'), '--key', root, '--at', '2026-03-20'], late)).exit).toBe(0)
  })

  test('one changed sign, another root, no root', async () => {
    const text = readFileSync(at('order.txt'), 'utf8')
    writeFileSync(
      at('changed.txt'),
      text.replace(/.\n$/, (end) => (end === 'A\n' ? 'Q\n' : 'A\n')),
    )
    const changed = await told(['verify', at('changed.txt'), '--key', root, '--json'])
    expect(changed.exit).toBe(1)
    expect(JSON.parse(changed.out)).toMatchObject({ verdict: 'refused', code: 'signature', id: 'order-2026-01' })
    expect((await told(['verify', at('order.txt'), '--key', 'B'.repeat(42).concat('A')])).exit).toBe(1)
    expect((await told(['verify', at('order.txt')])).err).toContain('whose root?')
  })

  test('what nobody would accept is not written', async () => {
    writeFileSync(at('maine.yaml'), ORDER.replace('US-MA', 'US-ME'))
    const out = at('maine.txt')
    const refused = await told(['sign', at('maine.yaml'), '--by', 'US-MA/orders-2026', '--out', out])
    expect(refused.exit).toBe(1)
    expect(refused.err).toContain('it is for US-ME, and who signs speaks for US-MA')
    expect(existsSync(out)).toBe(false)
  })

  test.each([
    ['kind: order\n', 'scope wants an object'],
    [ORDER.replace('capDays: 30', 'capDays: thirty'), 'capDays wants a whole number from 0 to 400'],
    [ORDER.replace('capDays: 30', 'capDays: 30\nextra: 1'), '"extra" is no field of it'],
    [ORDER.replace('until: 2026-03-22 }\ndue', 'until: 2026-03-13 }\ndue'), 'the interval ends before it begins'],
    [ORDER.replace('lasts: 60 days', 'lasts: long'), 'lasts looks like'],
    [ORDER.replace('kind: order', 'kind: vendor'), 'kind is one of order, override, outage'],
    ['- 1', 'holds no terms'],
    ['kind: [', 'cannot be read'],
  ])('%j is one clear line', async (terms, sentence) => {
    writeFileSync(at('odd.yaml'), terms)
    const refused = await told(['sign', at('odd.yaml'), '--by', 'US-MA/orders-2026'])
    expect(refused).toMatchObject({ exit: 2, out: '' })
    expect(refused.err).toContain(sentence)
    expect(refused.err.trimEnd().split('\n')).toHaveLength(1)
  })

  test('an override, an outage and a confirmation are written from plain terms', async () => {
    const sign = async (terms: string, by: string, ...more: readonly string[]) => {
      writeFileSync(at('terms.yaml'), terms)
      const file = await good('sign', at('terms.yaml'), '--by', by, ...more)
      writeFileSync(at('signed.txt'), file)
      return (await told(['verify', at('signed.txt'), '--key', root])).out
    }
    const override = '{ kind: override, cites: [WAC 204-50-092], why: No center is open. }'
    expect(await sign(override, 'US-MA/orders-2026', '--subject', 'KT-MA-0001')).toContain('about KT-MA-0001')
    const scope = '{ jurisdiction: US-MA, vendors: [northgate], functions: [service-visit] }'
    const outage = `{ kind: outage, scope: ${scope}, from: 2026-03-14T05:00Z, cause: server, account: '' }`
    expect(await sign(outage, 'northgate')).toContain('since 2026-03-14T05:00:00.000Z, still')
    const letter = '{ kind: confirmation, about: Visit of 14 March, provider: northgate, account: A, next: B }'
    expect(await sign(letter, 'US-MA/office-2026', '--subject', 'MA-2026-0117')).toContain(
      'not held against the driver',
    )
  })
})

describe('keyturn code', () => {
  const device = 'KT-MA-0001'
  const make = (...args: readonly string[]) =>
    good('code', 'make', device, '--by', 'authority', '--master', at('master.secret'), ...args)

  test('makes codes that the device understands, each once', async () => {
    for (const by of ['authority', 'vendor']) {
      const master = at(by === 'authority' ? 'master.secret' : 'vendor.secret')
      await good('code', 'master', '--by', by, '--out', master)
      await good('code', 'escrow', device, '--by', by, '--master', master, '--out', at('secrets.json'))
    }
    expect(statSync(at('secrets.json')).mode & 0o077).toBe(0)
    const held: Record<'authority' | 'vendor', string> = JSON.parse(readFileSync(at('secrets.json'), 'utf8'))
    const secrets = {
      authority: new Uint8Array(Buffer.from(held.authority, 'base64url')),
      vendor: new Uint8Array(Buffer.from(held.vendor, 'base64url')),
    }
    const on = '2026-03-16' as CivilDate
    const understood = (digits: string, used = 0) =>
      runSync(
        readCode({
          secrets,
          used: { authority: used, vendor: 0 },
          device: deviceId(device),
          digits: digits.replaceAll(/\s/g, ''),
          on,
        }),
        nodeCrypto,
      )
    const week = await make('--days', '7')
    expect(week).toMatch(/^07\d\d \d{4} \d{4}\n$/)
    expect(understood(week)).toEqual({
      kind: 'code',
      code: { kind: 'extension', by: 'authority', counter: 1, days: 7 },
    })
    const unlock = await make('--override')
    expect(understood(unlock, 1)).toMatchObject({ kind: 'code', code: { kind: 'override', counter: 2 } })
    expect(understood(week, 2)).toEqual({ kind: 'used' })
  }, 20_000)

  test('a counter that was given is not given again', async () => {
    const again = await told([
      'code',
      'make',
      device,
      '--by',
      'authority',
      '--master',
      at('master.secret'),
      '--override',
      '--counter',
      '2',
    ])
    expect(again.err).toContain('was given counter 2 already; the next is 3')
  })

  test('another giver’s master, and terms that say nothing, are refused', async () => {
    const wrong = ['code', 'make', device, '--by', 'vendor', '--master', at('master.secret'), '--days', '7']
    expect((await told(wrong)).err).toContain('is the master of authority, not of vendor')
    expect((await told([...wrong.slice(0, -2)])).err).toContain('either --days or --override')
    expect((await told([...wrong.slice(0, -1), '100'])).exit).toBe(2)
  })

  test('an override is good for its two days, whatever the hour', async () => {
    const made = await told(
      ['code', 'make', device, '--by', 'authority', '--master', at('master.secret'), '--override'],
      { now: instant(now + hours(11)) },
    )
    expect(made.err).toContain('good on 2026-03-16 and the next day (UTC)')
  })
})
