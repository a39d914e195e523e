import { expect, test } from 'vitest'
import { addressOf, isLoopback } from './address.ts'

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:0:12:a:b:c:d', '2001:db8:0:12::/64'],
  ['2001:DB8:0:012::1', '2001:db8:0:12::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s counts as %s', (ip, one) => {
  expect(addressOf(ip)).toBe(one)
})

test.each([
  ['127.0.0.1', true],
  ['127.8.9.1', true],
  ['::ffff:127.0.0.1', true],
  ['::1', true],
  ['192.0.2.7', false],
  ['2001:db8::1', false],
  ['', false],
])('%s is this machine: %s', (ip, local) => {
  expect(isLoopback(ip)).toBe(local)
})
