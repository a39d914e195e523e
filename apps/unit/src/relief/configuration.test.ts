import { instant } from '@keyturn/domain/units.ts'
import type { StatementOf } from '@keyturn/evidence/statement/statement.ts'
import { profileName } from '@keyturn/rules/profile.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { expect, test } from 'vitest'
import { optionsFromEnvironment } from '../options.ts'
import { configured, whyNotConfigured, whyNotInstall } from './configuration.ts'

const options = optionsFromEnvironment({
  KEYTURN_DEVICE: 'KT-MA-0001',
  KEYTURN_PROFILE: 'US-MA',
  KEYTURN_DATA: '/data/unit',
  KEYTURN_VENDOR: 'northgate',
  KEYTURN_REGION: 'Worcester',
  KEYTURN_ENDPOINTS: 'https://northgate.example',
})
const configuration: StatementOf<'configuration'> = {
  kind: 'configuration',
  issuer: 'US-MA/2026',
  subject: 'KT-MA-0001',
  issuedAt: instant(0),
  notBefore: instant(0),
  expiresAt: instant(1_000),
  id: 'configuration-1',
  cites: [],
  profile: profileName(maine),
  vendor: 'kestrel',
  model: 'K2',
  region: '',
  endpoints: [],
  mirrors: ['https://mirror.example/me'],
  receiptKeys: [],
}

test('what a configuration sets holds, what it leaves empty stays', () => {
  expect(configured(options, configuration)).toMatchObject({
    profile: maine,
    vendor: 'kestrel',
    model: 'K2',
    region: 'Worcester',
    endpoints: ['https://northgate.example'],
    mirrors: ['https://mirror.example/me'],
  })
  expect(configured(options, null)).toBe(options)
})

test('another profile waits until the device is out of the car', () => {
  const installed = { profile: massachusetts, installed: true }
  expect(whyNotConfigured(configuration, installed)).toMatch(/installed under US-MA@.*while it is not installed/)
  expect(whyNotConfigured(configuration, { ...installed, installed: false })).toBeNull()
  expect(whyNotConfigured({ ...configuration, profile: profileName(massachusetts) }, installed)).toBeNull()
  expect(whyNotConfigured({ ...configuration, profile: 'US-ME' }, installed)).toMatch(/does not know the profile US-ME/)
})

test('nobody installs a device whose other profile waits for the next start', () => {
  expect(whyNotInstall(configuration, massachusetts)).toMatch(/restart it first/)
  expect(whyNotInstall(configuration, maine)).toBeNull()
  expect(whyNotInstall(null, massachusetts)).toBeNull()
})
