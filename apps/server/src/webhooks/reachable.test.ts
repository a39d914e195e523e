import { describe, expect, test } from 'vitest'
import { lookupWithin, mayReach, refusalOf } from './reachable.ts'

const closed = { loopback: false, private: false }
const demo = { loopback: true, private: false }
const inside = { loopback: false, private: true }

describe('an address', () => {
  test.each([
    ['93.184.215.14', true, true],
    ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', true, true],
    ['10.0.0.8', false, true],
    ['172.16.0.1', false, true],
    ['172.32.0.1', true, true],
    ['192.168.1.1', false, true],
    ['100.64.0.1', false, true],
    ['fd00::1', false, true],
    ['::ffff:10.0.0.8', false, true],
    ['::ffff:0a00:0008', false, true],
    ['127.0.0.1', false, false],
    ['::1', false, false],
    ['::ffff:7f00:1', false, false],
    ['0.0.0.0', false, false],
    ['169.254.169.254', false, false],
    ['::ffff:169.254.169.254', false, false],
    ['64:ff9b::a9fe:a9fe', false, false],
    ['2002:7f00:1::', false, false],
    ['fe80::1', false, false],
    ['fe80::1%eth0', false, false],
    ['224.0.0.1', false, false],
    ['255.255.255.255', false, false],
    ['not an address', false, false],
  ])('%s', (address, fromOutside, fromInside) => {
    expect([mayReach(address, closed), mayReach(address, inside)]).toEqual([fromOutside, fromInside])
  })

  test('of this machine is reached in a demo alone', () => {
    for (const address of ['127.0.0.1', '127.8.8.8', '::1']) {
      expect([mayReach(address, demo), mayReach(address, closed)]).toEqual([true, false])
    }
  })
})

describe('a subscription', () => {
  test.each([
    ['https://example.org/keyturn', null],
    ['https://example.org:8443/a?b=c', null],
    ['http://example.org/', 'must begin with https'],
    ['http://127.0.0.1:9/', 'must begin with https'],
    ['https://127.0.0.1/', 'leads to this server itself'],
    ['https://localhost/', 'leads to this server itself'],
    ['https://[::1]/', 'leads to this server itself'],
    ['https://10.1.2.3/', 'private or reserved'],
    ['https://169.254.169.254/latest/', 'private or reserved'],
    ['https://2130706433/', 'leads to this server itself'],
    ['https://0x7f.1/', 'leads to this server itself'],
    ['https://[::ffff:10.0.0.1]/', 'private or reserved'],
    ['https://user:pass@example.org/', 'must not hold a user'],
    ['https://example.org/#part', 'after #'],
    ['ftp://example.org/', 'must begin with https'],
  ])('to %s', (url, because) => {
    const refused = refusalOf(new URL(url), closed)
    if (because === null) expect(refused).toBeNull()
    else expect(refused).toContain(because)
  })

  test('to this machine without TLS is for demos', () => {
    expect(refusalOf(new URL('http://127.0.0.1:9/'), demo)).toBeNull()
    expect(refusalOf(new URL('http://example.org/'), demo)).toContain('https')
  })
})

describe('a name', () => {
  const resolve = (host: string) =>
    new Promise<string>((done) => {
      lookupWithin(closed)(host, {}, (error, address) => done(error === null ? String(address) : error.name))
    })

  test('that leads to this machine is refused when it is connected to', async () => {
    expect(await resolve('localhost')).toBe('NotReachable')
  })
})
