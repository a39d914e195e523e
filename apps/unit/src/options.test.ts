import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { expect, test } from 'vitest'
import { BadOptions, optionsFromEnvironment } from './options.ts'

const least = { KEYTURN_DEVICE: 'KT-MA-0001', KEYTURN_PROFILE: 'US-MA', KEYTURN_DATA: '/data/unit' }

test('device, profile and data folder are enough', () => {
  expect(optionsFromEnvironment({ ...least, PATH: '/bin' })).toMatchObject({
    device: 'KT-MA-0001',
    profile: massachusetts,
    dataFolder: '/data/unit',
    copyFolder: '/data/unit/copy',
    port: 0,
    endpoints: [],
    demo: false,
    pace: 'real',
    rootKey: null,
  })
})

test('several servers are read in their order', () => {
  const { endpoints } = optionsFromEnvironment({
    ...least,
    KEYTURN_ENDPOINTS: 'http://a.example:1 https://b.example, http://c.example',
  })
  expect(endpoints).toEqual(['http://a.example:1', 'https://b.example', 'http://c.example'])
})

test.each([
  [{ KEYTURN_DEVICE: 'x' }, /x is no device id/],
  [{ KEYTURN_DEVICE: undefined }, /^KEYTURN_DEVICE: /],
  [{ KEYTURN_PROFILE: 'US-TX' }, /there is no profile US-TX; known are US-MA, US-ME/],
  [{ KEYTURN_DATA: '' }, /^KEYTURN_DATA: /],
  [{ KEYTURN_PORT: '70000' }, /^KEYTURN_PORT: /],
  [{ KEYTURN_PORT: 'many' }, /^KEYTURN_PORT: /],
  [{ KEYTURN_ENDPOINTS: 'ftp://a.example' }, /^KEYTURN_ENDPOINTS/],
  [{ KEYTURN_ROOT_KEY: 'short' }, /^KEYTURN_ROOT_KEY: wants a raw Ed25519 key/],
  [{ KEYTURN_LOG: 'loud' }, /^KEYTURN_LOG: wants one of fatal, error, warn, info, debug, trace, silent$/],
  [{ KEYTURN_CLOCK_OFFSET_MS: '1581120000001' }, /^KEYTURN_CLOCK_OFFSET_MS: /],
  [{ KEYTURN_PACE: 'instant' }, /needs KEYTURN_DEMO=1/],
] as const)('%j is refused by name', (change, why) => {
  expect(() => optionsFromEnvironment({ ...least, ...change })).toThrow(BadOptions)
  expect(() => optionsFromEnvironment({ ...least, ...change })).toThrow(why)
})
